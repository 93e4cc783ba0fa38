#include "tune/stream_2d.cuh"

namespace faltung::bench {

std::vector<tune_family> tune_stream_2d_large() {
  return {streaming_family<float, 9>(), streaming_family<float, 13>(), streaming_family<float, 17>()};
}

}  // namespace faltung::bench
