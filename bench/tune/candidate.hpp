// Kernels cut to other sizes than the library's: what the tuner compares.
//
// A family's candidates lie in a source file of its own, as a list of policies and one function that instantiates the
// kernel for each; the tuner knows them by this alone.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <string>
#include <vector>

#include "problem/geometry.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {

struct tune_operands {
  const float* signal;
  const float* taps;  // in window order
  float* output;
  const float* host_taps;  // the same in host memory, for kernels that take them as parameters
  int multiprocessors;     // of the device
};

struct tune_candidate {
  policy_fields fields;
  std::string code;    // the policy as the library's source would have it
  bool usual = false;  // the library's own
  void (*launch)(const geometry& where, const tune_operands& operands, cudaStream_t stream) = nullptr;  // enqueues
};

struct tune_family {
  std::string name;  // of the policy in the library's source
  int rank;
  std::vector<tune_candidate> candidates;
  std::int64_t filter = 0;  // extent of the only filters that its kernels take; 0: any
};

tune_family tune_direct_1d();
tune_family tune_direct_1d_dense();
tune_family tune_direct_2d();
tune_family tune_tile_2d();
tune_family tune_stream_2d();

inline std::vector<tune_family> tune_families() {
  return {tune_direct_1d(), tune_direct_1d_dense(), tune_direct_2d(), tune_tile_2d(), tune_stream_2d()};
}

}  // namespace faltung::bench
