#include "select/bounds.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "separable/factors.hpp"

namespace faltung {
namespace {

constexpr error_bound exact{0, true};

// Added to a method's own error: operands that are no values of the type computed in (64-bit integers in float64), and
// the rounding of a result to an output type of fewer digits than that.
double conversion_factor(const geometry& problem, element_type compute) {
  const auto rounded = [](element_type type) { return type == int64 || type == uint64 ? 0x1p-53 : 0.0; };
  const double narrowed =
      unit_roundoff(problem.output.type) > unit_roundoff(compute) ? unit_roundoff(problem.output.type) : 0;
  return rounded(problem.signal.type) + rounded(problem.filter.type) + narrowed;
}

// Products of factors 1 + error, to first order in each but exact for those above.
error_bound with_conversions(const error_bound& own, const geometry& problem, element_type compute) {
  const double conversions = conversion_factor(problem, compute);
  return {own.factor + conversions * (1 + own.factor), own.componentwise};
}

double percival(const shape& transform, element_type type) {
  constexpr double proved = 12;
  return proved * unit_roundoff(type) * std::log2(static_cast<double>(std::max<std::int64_t>(2, transform.elements())));
}

// The CPU's block transforms (kernels/block_fft.hpp, kernels/packed_product.hpp), to first order in u = the type's unit
// roundoff. N real samples are z, M = N / 2 complex numbers with ||z||_2 = ||x||_2; a tile of a picture has N = N_r N_c
// (kernels/tile_product.hpp), and its levels are those of both axes.
//  - One level of a transform: an addition has a relative error of at most u. A product with a twiddle has sqrt(5) u
//    (Brent, Percival and Zimmermann, Math. Comp. 76 (2007); 2 u where it is fused), the twiddle itself, correctly
//    rounded cosine and sine, u / sqrt(2). A radix-4 stage is two levels of additions and one product: c = (2 + sqrt(5)
//    + 1 / sqrt(2)) / 2 per level; the last stage, of 8, 4 or 2 points, has less.
//  - Forward: every stage is sqrt(2) or 2 times a unitary matrix, so the 2-norm of Z's error is at most e = c u log2(M)
//    times its own (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., Theorem 24.2, with these errors).
//    To the convolution, which is linear, that is an error of the samples: e ||x|| ||h||. A stage along one axis of a
//    tile is such a matrix for the tile as a whole.
//  - A and B: sum of |A|^2 + |B|^2 over all bins is M ||h||^2, as A's cross terms cancel between partners. With
//    Cauchy and Schwarz the sum of |A[k] Z[k]| + |B[k] Z[M-k]| is at most sqrt(2) M ||x|| ||h||. Rounded once they add
//    sqrt(2) u. A component is a sum of products of components, whose magnitudes make no more than sqrt(2) |z| |w| of
//    both components together: s u sqrt(2) sqrt(2) where a term takes part in s roundings. s is 4 for each product of
//    spectra; where a filter has parts, 2 for each part and 1 for each product (kernels/parted_product.hpp).
//  - Inverse: a number reaches an output on one path through the stages and is multiplied by no more than 1 + e there
//    (Percival's argument): e times the sum of |Y| / M, that is sqrt(2) e.
//  - The tables are computed in double, unit roundoff v: the transform of the taps, e with v for u; (H, H) from packed
//    (1 v), the factor of H_o (3 v), product (sqrt(5) v) and sum (v), over sqrt(3) for three terms: 12.6 v.
// A filter in parts: samples belong to two segments each, so norms of the segments that meet it are sqrt(2) ||x|| at
// most.
double block_factor(std::int64_t samples, std::int64_t parts, const geometry& problem) {
  const double u = unit_roundoff(problem.spectral);
  constexpr double v = 0x1p-53;
  constexpr double root_2 = std::numbers::sqrt2;
  const double root_5 = std::sqrt(5.0);
  const double level = (2 + root_5 + 1 / root_2) / 2;
  const double transform = level * (std::log2(static_cast<double>(samples)) - 1);
  const double products = static_cast<double>(problem.products().size()) / problem.output_parts();
  const double roundings = parts == 1 ? 4 * products : 2 * static_cast<double>(parts) + products;
  const double overlap = parts == 1 ? 1 : root_2;
  const double first_order = overlap * (u * ((1 + root_2) * transform + root_2 + 2 * roundings) +
                                        v * (transform + std::sqrt(3.0) * (5 + root_5)));
  return first_order / (1 - first_order);
}
double block_factor(const block_segments& segments, const geometry& problem) {
  return block_factor(segments.length, segments.parts, problem);
}
double block_factor(const block_tiles& tiles, const geometry& problem) {
  return block_factor(tiles.samples(), 1, problem);
}

// CUDA's fused overlap-save kernel (kernels/register_fft.cuh), to first order in u, by the same arguments. A signal's two
// segments are z, whose norm is sqrt(2) ||x|| at most, as a sample belongs to each of them once. N = rows * columns, L its
// log2. What a number picks up on its way through one level:
//  - turned, w b = c (1 + i t) b: t and b (1 + i t) rounded, c rounded, the sum rounded: 4 u. In a pass's first level,
//    w b from cosine and sine in two steps and the difference from the sum: 4 u for each part, 4 sqrt(2) u for both;
//  - not turned, split radix: the longest way is that of q, which skips a level: t3, q (1 + i t3), r, p + r q, c and the
//    sum rounded: 6 u for two levels;
//  - multiplied, in the inverse's first level: the factor 1 u, the product 2 u (Jeannerod, Kornerup, Louvet and Muller,
//    Math. Comp. 86 (2017)), 3 u as in a turned one: 6 u.
// Forward makes 3 u log2(rows) + (4 log2(columns) + 2) u, inverse 6 u + 3 u (log2(columns) - 1) + (4 log2(rows) + 2) u:
// (7 L + 7) u. The filter's transform is made in double and rounded once, which is the factor's.
double fused_factor(std::int64_t points, element_type type) {
  const double levels = std::log2(static_cast<double>(points));
  const double first_order = std::numbers::sqrt2 * unit_roundoff(type) * (7 * levels + 7);
  return first_order / (1 - first_order);
}

// Largest magnitude of a type's values.
double largest(element_type type) {
  if (type == boolean) return 1;
  return std::ldexp(1.0, static_cast<int>(8 * size_of(type)) - (is_signed(type) ? 1 : 0));
}

// Of so many samples and the taps, multiplied.
double largest_norms(const geometry& problem, double samples) {
  const double taps = static_cast<double>(problem.filter_elements());
  return largest(problem.signal.type) * std::sqrt(samples) * largest(problem.filter.type) * std::sqrt(taps);
}

}  // namespace

// A chain of m fused multiply-adds from zero rounds m times, the first one a product only.
error_bound direct_bound(const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  return with_conversions({static_cast<double>(problem.terms()) * unit_roundoff(problem.compute), true}, problem,
                          problem.compute);
}

// Accumulated with a unit roundoff of u^2 at most (float in double) or 2^-64 (double in long double), then rounded once.
error_bound reference_bound(const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  const double u = unit_roundoff(problem.compute);
  const double wide = problem.compute == float32 ? 0x1p-53 : 0x1p-64;
  return with_conversions({u + (1 + u) * static_cast<double>(problem.terms()) * wide, true}, problem, problem.compute);
}

// Row filters, column filters and the rounding of both to the type computed in; what the decomposition leaves of the
// filter. Where terms cancel the sum of their norms is up to sqrt(rank) times the filter's.
error_bound separable_bound(const geometry& problem) {
  const double u = unit_roundoff(problem.compute);
  const auto rank = static_cast<double>(problem.filter_rank);
  const double across = (static_cast<double>(problem.columns.filter) + 1) * u;
  const double down = (static_cast<double>(problem.rows.filter) * rank + 1) * u;
  const double left = separable::tolerance_of(unit_roundoff(problem.filter.type));
  return with_conversions({(across + down + across * down) * std::sqrt(rank) + left, false}, problem, problem.compute);
}

// Parts of a complex result add up to no more than the product of the norms, by Cauchy and Schwarz.
error_bound transform_bound(const shape& transform, const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  return with_conversions({percival(transform, problem.spectral), false}, problem, problem.spectral);
}

error_bound fused_bound(std::int64_t points, const geometry& problem) {
  return with_conversions({fused_factor(points, problem.spectral), false}, problem, problem.spectral);
}

error_bound block_bound(const block_segments& segments, const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  return with_conversions({block_factor(segments, problem), false}, problem, problem.spectral);
}

error_bound block_bound(const block_tiles& tiles, const geometry& problem) {
  if (is_integer(problem.compute)) return exact;
  return with_conversions({block_factor(tiles, problem), false}, problem, problem.spectral);
}

bool bounded_like_others(const block_segments& segments, const geometry& problem) {
  return block_factor(segments, problem) <= percival(shape(segments.length), problem.spectral);
}

bool rounds_exactly(const shape& transform, const geometry& problem) {
  const double samples = static_cast<double>(transform.elements());
  return percival(transform, problem.spectral) * largest_norms(problem, samples) < 0.5;
}

bool rounds_exactly(const block_segments& segments, const geometry& problem) {
  const double samples = static_cast<double>(
      std::min(segments.samples, segments.parts == 1 ? segments.length : (segments.parts + 1) * segments.step));
  return block_factor(segments, problem) * largest_norms(problem, samples) < 0.5;
}

bool rounds_exactly(const block_tiles& tiles, const geometry& problem) {
  const double samples = static_cast<double>(std::min(tiles.rows.samples, tiles.rows.length)) *
                         static_cast<double>(std::min(tiles.columns.samples, tiles.columns.length));
  return block_factor(tiles, problem) * largest_norms(problem, samples) < 0.5;
}

bool may_overflow(const geometry& problem) {
  if (!is_integer(problem.compute) || problem.output.type == boolean) return false;
  if (!is_signed(problem.output.type) && (is_signed(problem.signal.type) || is_signed(problem.filter.type)))
    return true;
  const double most =
      static_cast<double>(problem.terms()) * largest(problem.signal.type) * largest(problem.filter.type);
  return most >= largest(problem.output.type);
}

}  // namespace faltung
