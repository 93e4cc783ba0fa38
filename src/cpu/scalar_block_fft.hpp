// Block transforms of one signal at a time in double: filters are prepared with them.
#pragma once

namespace faltung::cpu {

// 2^levels points, real and imaginary parts interleaved, to their spectrum in bit-reversed order; and back, times
// 2^levels. `twiddles` are block_twiddles.
void scalar_forward(double* data, int levels, const double* const* twiddles);
void scalar_inverse(double* data, int levels, const double* const* twiddles);

}  // namespace faltung::cpu
