// Kernels cut to other sizes than the library's: what the tuner compares.
//
// A family's candidates lie in a source file of its own, as a list of policies and what launches the kernel with one
// (family.hpp); the tuner knows them by this alone.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/direct_choice.hpp"
#include "problem/geometry.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {

// Of the types that the geometry names.
struct tune_operands {
  const void* signal;
  const void* taps;  // in window order, of the type computed in
  void* output;
  const void* host_taps;  // the same in host memory, for kernels that take them as parameters
  int multiprocessors;    // of the device
};

struct tune_candidate {
  policy_fields fields;
  std::string code;    // the policy as a specialisation of the library's, to be pasted into its header
  bool usual = false;  // the library's own
  void (*launch)(const geometry& where, const tune_operands& operands, cudaStream_t stream) = nullptr;  // enqueues
};

// What a family is timed on.
struct tune_scope {
  direct_kernel kernel;               // the library's for these problems
  std::vector<std::int64_t> filters;  // extents, the same on both axes
  element_type type = float32;
  std::optional<element_type> output_type{};
  int rank = 1;
  std::vector<std::int64_t> rows{0};  // lengths of the signals of a batch; 0: a single long one
  std::int64_t bank = 1;
  std::int64_t channels = 1;  // interleaved
  bool separable = false;     // by column and row filters
};

struct tune_family {
  std::string name;  // of what holds the library's policy
  std::vector<tune_candidate> candidates;
  tune_scope scope;
};

#define FALTUNG_TUNE_FAMILIES(Apply)                                                                               \
  Apply(direct_1d_registers) Apply(direct_1d_dense) Apply(direct_1d_lines) Apply(direct_1d_bank)                   \
      Apply(direct_1d_complex) Apply(direct_1d_stored) Apply(direct_1d_bytes) Apply(direct_1d) Apply(stream_2d)    \
          Apply(stream_2d_large) Apply(stream_2d_narrow) Apply(separable_2d) Apply(tile_2d) Apply(tile_2d_complex) \
              Apply(direct_2d)
#define FALTUNG_TUNE_DECLARE(Name) std::vector<tune_family> tune_##Name();
FALTUNG_TUNE_FAMILIES(FALTUNG_TUNE_DECLARE)
#undef FALTUNG_TUNE_DECLARE

// Of all kernels that have a policy.
std::vector<tune_family> tune_families();

}  // namespace faltung::bench
