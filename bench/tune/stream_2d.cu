#include "tune/stream_2d.cuh"

namespace faltung::bench {

std::vector<tune_family> tune_stream_2d() {
  return {streaming_family<float, 3>(),  streaming_family<float, 5>(),  streaming_family<float, 7>(),
          streaming_family<double, 3>(), streaming_family<double, 5>(), streaming_family<double, 7>()};
}

}  // namespace faltung::bench
