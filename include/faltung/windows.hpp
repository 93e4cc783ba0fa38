/// Windows and filter taps, in double precision, with the values of scipy.signal.windows, scipy.signal.savgol_coeffs
/// and scipy.ndimage.gaussian_filter1d.
///
///     const auto taps = faltung::windows::hann(31);
///     const auto slope = faltung::savgol_coeffs(11, 3, 1, sample_spacing);
///     const auto y = faltung::convolve(x, slope, faltung::mode::same);
///
/// Errors: invalid_argument naming the argument and its value where a length is below 1, a parameter is not finite or
/// outside of what its function says; out_of_memory. Complexity: O(length), where nothing else is said.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "faltung/export.hpp"

namespace faltung {

/// symmetric: w[k] = w[length - 1 - k], for filters (SciPy's sym=True, its default in scipy.signal.windows).
/// periodic: the symmetric window of one more sample without its last, for spectral analysis (sym=False, the default of
/// scipy.signal.get_window).
enum class symmetry : unsigned char { symmetric, periodic };

/// With t running from -1 at the first sample of the symmetric window to 1 at its last. A window of one sample is 1.
/// The cosine windows and their coefficients: F. J. Harris, "On the use of windows for harmonic analysis with the
/// discrete Fourier transform", Proc. IEEE 66 (1978).
namespace windows {

/// 1.
[[nodiscard]] FALTUNG_EXPORT std::vector<double> boxcar(std::int64_t length, symmetry kind = symmetry::symmetric);
/// 0.5 + 0.5 cos(pi t).
[[nodiscard]] FALTUNG_EXPORT std::vector<double> hann(std::int64_t length, symmetry kind = symmetry::symmetric);
/// 0.54 + 0.46 cos(pi t).
[[nodiscard]] FALTUNG_EXPORT std::vector<double> hamming(std::int64_t length, symmetry kind = symmetry::symmetric);
/// 0.42 + 0.5 cos(pi t) + 0.08 cos(2 pi t).
[[nodiscard]] FALTUNG_EXPORT std::vector<double> blackman(std::int64_t length, symmetry kind = symmetry::symmetric);
/// 1 - |t|: a triangle that is 0 at both ends.
[[nodiscard]] FALTUNG_EXPORT std::vector<double> bartlett(std::int64_t length, symmetry kind = symmetry::symmetric);
/// exp(-d^2 / (2 sigma^2)), d and sigma > 0 counted in samples, d from the centre. The largest value is 1, not the sum;
/// gaussian_kernel() is the smoothing filter.
[[nodiscard]] FALTUNG_EXPORT std::vector<double> gaussian(std::int64_t length, double sigma,
                                                          symmetry kind = symmetry::symmetric);
/// I0(beta sqrt(1 - t^2)) / I0(beta) with the modified Bessel function I0; |beta| <= 700, beyond which I0 overflows.
/// J. F. Kaiser and R. W. Schafer, "On the use of the I0-sinh window for spectrum analysis", IEEE Trans. ASSP 28
/// (1980).
[[nodiscard]] FALTUNG_EXPORT std::vector<double> kaiser(std::int64_t length, double beta,
                                                        symmetry kind = symmetry::symmetric);

}  // namespace windows

/// A Gaussian of standard deviation sigma >= 0 samples, or its derivative of that order (0 .. 20), sampled and cut off
/// at radius floor(truncate * sigma + 0.5): 2 radius + 1 taps in the order of a convolution. The taps of order 0 sum to
/// 1, and those of the derivatives are scaled with them, as in scipy.ndimage.gaussian_filter1d. sigma 0 with order 0 is
/// {1}, no smoothing. The derivative of order d is (-1 / sigma)^d He_d(x / sigma) times the Gaussian, He_d Hermite's
/// polynomial (Abramowitz and Stegun 22.2.15).
[[nodiscard]] FALTUNG_EXPORT std::vector<double> gaussian_kernel(double sigma, int order = 0, double truncate = 4.0);

/// Taps of a Savitzky-Golay filter, in the order of a convolution, as scipy.signal.savgol_coeffs gives them: the value,
/// or the derivative of order `deriv`, of the polynomial of degree `polyorder` that fits `window_length` samples of
/// spacing `delta` best by least squares. It is taken at place `pos` of the window, 0 .. window_length - 1, not
/// necessarily whole; left out, its middle. polyorder < window_length; deriv > polyorder gives zeros; delta is not 0.
/// A. Savitzky and M. J. E. Golay, Analytical Chemistry 36 (1964); with Gram's orthogonal polynomials: P. A. Gorry,
/// Analytical Chemistry 62 (1990). Nothing is solved: against rational arithmetic the taps are right to 2e-14 of the
/// largest up to polyorder 20 where polyorder <= 2/3 window_length, to 1e-11 up to window_length 20 with any polyorder.
/// Complexity: O(window_length * polyorder + polyorder * deriv).
[[nodiscard]] FALTUNG_EXPORT std::vector<double> savgol_coeffs(std::int64_t window_length, std::int64_t polyorder,
                                                               std::int64_t deriv = 0, double delta = 1.0,
                                                               std::optional<double> pos = std::nullopt);

}  // namespace faltung
