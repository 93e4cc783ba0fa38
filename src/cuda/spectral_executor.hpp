// Convolution through transforms, whole signals or segments of them: gather, forward, multiply, inverse, crop.
#pragma once

#include <memory>

#include "plan/executor.hpp"
#include "plan/transform_frame.hpp"

namespace faltung::cuda {

// How the outputs of a convolution are spread over units: signals, or segments of them.
struct transform_scheme {
  long long segments = 1;  // of one signal
  long long step = 0;      // outputs that each yields in a row, and columns from one segment to the next
  transform_frame rows{};
  transform_frame columns{};  // of segment 0
};

// Pointers given to it are device pointers. Throws unsupported where the candidate's transform does not hold a frame.
std::unique_ptr<executor> make_spectral(const executor_request& request, const transform_scheme& scheme);

}  // namespace faltung::cuda
