// Spectra of filters as the fused overlap-save kernel multiplies by them. In double and rounded once, so that to the error
// of a convolution a filter's transform adds no more than that rounding. A block transforms a filter in global memory,
// stage by stage: filters are set once.
#pragma once

#include "dialect.cuh"
#include "fused_overlap_save_policy.hpp"
#include "fused_overlap_save_problem.hpp"

namespace faltung::kernel {

inline constexpr int filter_spectrum_threads = 256;

// Without the least number of blocks the compiler saves registers until it spills some.
template <class Policy>
__global__ void __launch_bounds__(filter_spectrum_threads, 1)
    filter_spectrum(const filter_spectrum_problem problem, const long long first_block) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  constexpr int points = policy.points();
  using value = spectral_value<double>;
  const long long filter = first_block + blockIdx.x;
  const int thread = static_cast<int>(threadIdx.x);
  const float* const window = problem.windows + filter * problem.filter_length;
  value* const all = problem.scratch + filter * points;
  for (int n = thread; n < points; n += filter_spectrum_threads)
    all[n] = {n < problem.filter_length ? static_cast<double>(window[n]) : 0.0, 0.0};
  for (int half = points / 2; half > 0; half /= 2) {
    __syncthreads();
    for (int i = thread; i < points / 2; i += filter_spectrum_threads) {
      const int j = i % half;
      value& low = all[2 * i - j];
      value& high = all[2 * i - j + half];
      const value root = problem.roots[j * (points / 2 / half)];
      const value difference{low.real - high.real, low.imaginary - high.imaginary};
      low = {low.real + high.real, low.imaginary + high.imaginary};
      high = {difference.real * root.real - difference.imaginary * root.imaginary,
              difference.real * root.imaginary + difference.imaginary * root.real};
    }
  }
  __syncthreads();
  spectral_value<float>* const to = problem.spectra + filter * points;
  for (int i = thread; i < points; i += filter_spectrum_threads) {
    // Thread, row of its rows and frequency of the row whose place this is.
    const int line = i / (2 * policy.columns);
    const int owner = i / 2 % policy.columns;
    const int which = 2 * line / policy.columns;
    const int along = bits_reversed(2 * line % policy.columns + i % 2, policy.columns);
    const int bin = owner + which * policy.columns + policy.rows * along;
    const value found = all[bits_reversed(bin, points)];
    to[i] = {static_cast<float>(found.real / points), static_cast<float>(-found.imaginary / points)};
  }
}

}  // namespace faltung::kernel
