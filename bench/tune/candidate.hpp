// Kernels cut to other sizes than the library's: what the tuner compares.
//
// A family's candidates lie in a source file of its own, as a list of policies and one function that instantiates the
// kernel for each; the tuner knows them by this alone.
#pragma once

#include <cuda_runtime_api.h>

#include <string>
#include <utility>
#include <vector>

#include "problem/geometry.hpp"

namespace faltung::bench {

struct tune_candidate {
  std::vector<std::pair<std::string, int>> fields;
  std::string code;    // the policy as the library's source would have it
  bool usual = false;  // the library's own
  // `taps` in window order. Enqueues on the stream.
  void (*launch)(const geometry& where, const float* signal, const float* taps, float* output, cudaStream_t stream);
};

struct tune_family {
  std::string name;  // of the policy in the library's source
  int rank;
  std::vector<tune_candidate> candidates;
};

tune_family tune_direct_1d();
tune_family tune_direct_2d();

inline std::vector<tune_family> tune_families() { return {tune_direct_1d(), tune_direct_2d()}; }

// "20, 240, 128, 8"
inline std::string values_of(const std::vector<std::pair<std::string, int>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) text += (text.empty() ? "" : ", ") + std::to_string(value);
  return text;
}

}  // namespace faltung::bench
