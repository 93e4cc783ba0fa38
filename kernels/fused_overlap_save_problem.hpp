// Parameters of the fused overlap-save kernel and of the one that transforms its filters, without a CUDA name.
#pragma once

#include "arithmetic.hpp"
#include "chain_problem.hpp"

namespace faltung::kernel {

// Segment s of a signal is samples [s * step, s * step + N) from under tap 0 of output 0 on, zeros beyond the last
// window; it yields outputs [s * step, (s + 1) * step). Segments 2 p and 2 p + 1 of one signal are the real and the
// imaginary parts of one transform: what becomes of them does not depend on the batch.
struct fused_overlap_save_problem {
  // Signal, output, filter length and places; windows, of one product each, to compute an output again that is not
  // finite, or null where it is to stay.
  chain_problem<float> direct;
  const spectral_value<float>* twiddles;  // of rows, then of columns
  const spectral_value<float>* spectra;   // [filter][N] in the order that fused_bin says
  unsigned pairs;                         // of segments, of one signal
  unsigned count;                         // of transforms: signal by signal, pair by pair, filter by filter of the bank
  // Of a signal's pairs, those that can be read and written as arrays of float, without a look at what is outside:
  unsigned first_inside;  // and the `inside` - 1 after it are wholly samples under windows
  unsigned inside;
  unsigned whole;  // from the first on have all outputs
  bool plain;      // those beside them are parts of arrays of float all the same,
  bool zero;       // and outside there is nothing
};

struct fused_pairs {
  unsigned first_inside;
  unsigned inside;
  unsigned whole;
};
// For rows of arrays with so many samples.
constexpr fused_pairs fused_pairs_of(const chain_axis& axis, long long samples, long long points, long long step) {
  const long long reach = step + points;  // of a pair
  const long long first = ceil_div(larger(-axis.origin, 0LL), 2 * step);
  const long long last = smaller(samples - axis.origin, axis.output + axis.filter - 1) - reach;
  const long long behind = last < 0 ? 0 : last / (2 * step) + 1;
  return {static_cast<unsigned>(first), static_cast<unsigned>(larger(behind - first, 0LL)),
          static_cast<unsigned>(axis.output / (2 * step))};
}

// spectra[filter] = the complex conjugate of the filter's transform of N points, divided by N. The transform is made in
// `scratch`, in double and in bit-reversed order, and rounded once.
struct filter_spectrum_problem {
  const float* windows;
  long long filter_length;
  const spectral_value<double>* roots;  // exp(-2 pi i j / N), j < N / 2
  spectral_value<double>* scratch;      // [filter of the launch][N]
  spectral_value<float>* spectra;
};

}  // namespace faltung::kernel
