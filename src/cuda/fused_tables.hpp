// What the fused overlap-save kernel and its filters' transforms read beside their data, made once for each length.
#pragma once

#include <vector>

#include "spectral_problem.hpp"

namespace faltung::cuda {

struct fused_tables {
  std::vector<kernel::spectral_value<float>> twiddles;  // of rows, then of columns unless those are the same
  std::vector<kernel::spectral_value<double>> roots;    // exp(-2 pi i j / N), j < N / 2
};

// Made in double and rounded once. `points` is one of kernel::fused_lengths.
const fused_tables& fused_tables_of(long long points);

}  // namespace faltung::cuda
