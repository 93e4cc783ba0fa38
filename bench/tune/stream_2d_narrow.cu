#include "cuda/enqueue_stream_2d_narrow.cuh"
#include "tune/stream_2d.cuh"

namespace faltung::bench {
namespace {

template <int Side>
using filter = kernel::stream_2d_filter<Side, Side>;

// In Type, of Stored and into it.
template <class Type, class Stored, int Side>
struct stored : stream_policies<kernel::stream_2d_stored_usual<Stored, filter<Side>>> {
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_stream_2d_stored<Type, Stored, Stored, filter<Side>, Policy>(
        where, of.multiprocessors, of.signal, static_cast<const Type*>(of.host_taps), of.output, stream);
  }
};

template <int Side>
struct bytes : stream_policies<kernel::stream_2d_bytes_usual<std::uint8_t, filter<Side>>> {
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_stream_2d_bytes<false, false, std::uint8_t, filter<Side>, Policy>(
        where, of.multiprocessors, of.signal, static_cast<const std::uint32_t*>(of.host_taps), of.output, stream);
  }
};

template <class Family, int Side>
tune_family made(direct_kernel kernel, element_type type) {
  tune_family one = family_of<Family>({.kernel = kernel, .filters = {Side}, .type = type, .rank = 2});
  one.name += " for " + std::string(to_string(type));
  return one;
}
template <int Side>
tune_family halves() {
  return made<stored<float, float16_t, Side>, Side>(direct_kernel::stream_2d_stored, float16);
}
template <int Side>
tune_family shorts() {
  return made<stored<std::uint32_t, std::uint16_t, Side>, Side>(direct_kernel::stream_2d_stored, uint16);
}
template <int Side>
tune_family of_bytes() {
  return made<bytes<Side>, Side>(direct_kernel::stream_2d_bytes, uint8);
}

}  // namespace

std::vector<tune_family> tune_stream_2d_narrow() {
  return {halves<3>(), halves<5>(), shorts<3>(), shorts<5>(), of_bytes<3>(), of_bytes<5>(), of_bytes<7>()};
}

}  // namespace faltung::bench
