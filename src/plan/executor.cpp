#include "plan/executor.hpp"

#include "faltung/error.hpp"

namespace faltung {

void executor::set_factors(const void*, const void*, cuda_stream) {
  throw unsupported("options.method", "", "only method separable takes a filter as columns and rows");
}

}  // namespace faltung
