#include <stdexcept>

#include "support/device_data.hpp"

namespace faltung::test {
namespace {

[[noreturn]] void refuse() { throw std::runtime_error("this program has no device memory"); }

}  // namespace

void* allocate_on_device(std::size_t) { refuse(); }
void free_on_device(void*) noexcept {}
void copy_to_device(void*, const void*, std::size_t) { refuse(); }
void copy_to_host(void*, const void*, std::size_t) { refuse(); }
void finish_device() { refuse(); }
cuda_stream make_stream() { refuse(); }
void free_stream(cuda_stream) noexcept {}

}  // namespace faltung::test
