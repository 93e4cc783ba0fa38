// The circular convolution of N real numbers with a filter, packed as M = N / 2 complex ones: z[j] = x[2 j] + i x[2 j +
// 1]. With H_e and H_o the M-point spectra of the filter's even and odd taps and w_k = exp(-2 pi i k / M) the packed
// convolution has the spectrum
//     Y[k] = A[k] Z[k] + B[k] conj(Z[M - k]),  A = H_e + (i / 2) (1 - w_k) H_o,  B = (i / 2) (1 + w_k) H_o,
// from Y_e = H_e X_e + w_k H_o X_o and Y_o = H_e X_o + H_o X_e. No transform of N points is ever unpacked.
//
// In bit-reversed order the partner M - k of a place in [2^b, 2^(b + 1)) is its mirror image there; 0 is its own.
//
// Included after block_fft.hpp, in the same way, with product_rule.hpp before it. A Factor reads the filter's table,
// for each place Re A, Im A, Re B, Im B:
//   step      numbers per entry;  Factor::load<Lane>(from)

struct spread_factor {  // one filter for all lanes
  template <class Lane>
  static constexpr std::int64_t step = 1;
  template <class Lane>
  static FALTUNG_FFT_INLINE Lane load(const typename Lane::element* from) {
    return Lane::spread(*from);
  }
};
struct lane_factor {  // a filter for each lane
  template <class Lane>
  static constexpr std::int64_t step = Lane::width;
  template <class Lane>
  static FALTUNG_FFT_INLINE Lane load(const typename Lane::element* from) {
    return Lane::load(from);
  }
};

// sum + w z and sum + w conj(z), w in the table.
template <class Factor, class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> plus_times(const complex_lane<Lane>& sum, const complex_lane<Lane>& z,
                                                 const typename Lane::element* table) {
  const Lane re = Factor::template load<Lane>(table);
  const Lane im = Factor::template load<Lane>(table + Factor::template step<Lane>);
  return {negative_multiply_add(im, z.im, multiply_add(re, z.re, sum.re)),
          multiply_add(im, z.re, multiply_add(re, z.im, sum.im))};
}
template <class Factor, class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> plus_times_conjugate(const complex_lane<Lane>& sum, const complex_lane<Lane>& z,
                                                           const typename Lane::element* table) {
  const Lane re = Factor::template load<Lane>(table);
  const Lane im = Factor::template load<Lane>(table + Factor::template step<Lane>);
  return {multiply_add(im, z.im, multiply_add(re, z.re, sum.re)),
          multiply_add(im, z.re, negative_multiply_add(re, z.im, sum.im))};
}

// sum + A z + B conj(partner).
template <class Factor, class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> plus_product(const complex_lane<Lane>& sum, const complex_lane<Lane>& z,
                                                   const complex_lane<Lane>& partner,
                                                   const typename Lane::element* table) {
  return plus_times_conjugate<Factor>(plus_times<Factor>(sum, z, table), partner,
                                      table + 2 * Factor::template step<Lane>);
}

// Places `here` and `there`, partners of each other; `to` may be `from`.
template <class Lane, class Factor, kernel::product_rule Rule>
FALTUNG_FFT_INLINE void multiply_pair(const typename Lane::element* from, const typename Lane::element* table,
                                      typename Lane::element* to, std::int64_t here, std::int64_t there) {
  using point = complex_lane<Lane>;
  constexpr std::int64_t entry = 4 * Factor::template step<Lane>;
  const Lane zero = Lane::spread(0);
  point a = point::load(from + here * 2 * Lane::width);
  point b = point::load(from + there * 2 * Lane::width);
  point sum_a{zero, zero};
  point sum_b{zero, zero};
  if constexpr (Rule != kernel::product_rule::first) {
    sum_a = point::load(to + here * 2 * Lane::width);
    sum_b = point::load(to + there * 2 * Lane::width);
  }
  if constexpr (Rule == kernel::product_rule::subtract) {
    a = {zero - a.re, zero - a.im};
    b = {zero - b.re, zero - b.im};
  }
  plus_product<Factor>(sum_a, a, b, table + here * entry).store(to + here * 2 * Lane::width);
  if (here != there) plus_product<Factor>(sum_b, b, a, table + there * entry).store(to + there * 2 * Lane::width);
}

// Mirrored ranges of `count` places from `low` and from `high` on.
template <class Lane, class Factor, kernel::product_rule Rule>
void multiply_mirrored(const typename Lane::element* from, const typename Lane::element* table,
                       typename Lane::element* to, std::int64_t low, std::int64_t high, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i)
    multiply_pair<Lane, Factor, Rule>(from, table, to, low + i, high + count - 1 - i);
}

// All places of 2^levels from 0 on.
template <class Lane, class Factor, kernel::product_rule Rule>
void multiply(const typename Lane::element* from, const typename Lane::element* table, typename Lane::element* to,
              int levels) {
  multiply_pair<Lane, Factor, Rule>(from, table, to, 0, 0);
  if (levels > 0) multiply_pair<Lane, Factor, Rule>(from, table, to, 1, 1);
  for (int level = 1; level < levels; ++level) {
    const std::int64_t half = std::int64_t{1} << (level - 1);
    multiply_mirrored<Lane, Factor, Rule>(from, table, to, 2 * half, 3 * half, half);
  }
}

// Forward transform, product and inverse of one signal with one filter, in place: each piece that lies in the
// first-level cache is transformed, multiplied and transformed back before the next one is touched. `data` and `table`
// are those of place 0. Pieces of 2^levels places at `low` and, mirrored, at `high`:
template <class Lane, class Factor>
void convolve_mirrored(typename Lane::element* data, const typename Lane::element* table, std::int64_t low,
                       std::int64_t high, int levels, const typename Lane::element* const* twiddles) {
  constexpr std::int64_t point = 2 * Lane::width;
  const std::int64_t points = std::int64_t{1} << levels;
  if (levels < cached_levels<Lane> || levels < 4) {
    forward_by_stages<Lane>(data + low * point, levels, twiddles);
    forward_by_stages<Lane>(data + high * point, levels, twiddles);
    multiply_mirrored<Lane, Factor, kernel::product_rule::first>(data, table, data, low, high, points);
    inverse_by_stages<Lane>(data + low * point, levels, twiddles);
    inverse_by_stages<Lane>(data + high * point, levels, twiddles);
    return;
  }
  forward_stage<Lane>(data + low * point, points, twiddles[levels]);
  forward_stage<Lane>(data + high * point, points, twiddles[levels]);
  for (int i = 0; i < 4; ++i)
    convolve_mirrored<Lane, Factor>(data, table, low + i * (points / 4), high + (3 - i) * (points / 4), levels - 2,
                                    twiddles);
  inverse_stage<Lane>(data + low * point, points, twiddles[levels]);
  inverse_stage<Lane>(data + high * point, points, twiddles[levels]);
}

// A piece at `first` that is its own mirror image.
template <class Lane, class Factor>
void convolve_symmetric(typename Lane::element* data, const typename Lane::element* table, std::int64_t first,
                        int levels, const typename Lane::element* const* twiddles) {
  constexpr std::int64_t point = 2 * Lane::width;
  const std::int64_t points = std::int64_t{1} << levels;
  if (levels <= cached_levels<Lane> || levels < 4) {
    forward_by_stages<Lane>(data + first * point, levels, twiddles);
    multiply_mirrored<Lane, Factor, kernel::product_rule::first>(data, table, data, first, first + points / 2,
                                                                 points / 2);
    inverse_by_stages<Lane>(data + first * point, levels, twiddles);
    return;
  }
  forward_stage<Lane>(data + first * point, points, twiddles[levels]);
  for (int i = 0; i < 2; ++i)
    convolve_mirrored<Lane, Factor>(data, table, first + i * (points / 4), first + (3 - i) * (points / 4), levels - 2,
                                    twiddles);
  inverse_stage<Lane>(data + first * point, points, twiddles[levels]);
}

// The piece at place 0.
template <class Lane, class Factor>
void convolve(typename Lane::element* data, const typename Lane::element* table, int levels,
              const typename Lane::element* const* twiddles) {
  const std::int64_t quarter = (std::int64_t{1} << levels) / 4;
  if (levels <= cached_levels<Lane> || levels < 4) {
    forward_by_stages<Lane>(data, levels, twiddles);
    multiply<Lane, Factor, kernel::product_rule::first>(data, table, data, levels);
    inverse_by_stages<Lane>(data, levels, twiddles);
    return;
  }
  forward_stage<Lane>(data, 4 * quarter, twiddles[levels]);
  convolve<Lane, Factor>(data, table, levels - 2, twiddles);
  convolve_symmetric<Lane, Factor>(data, table, quarter, levels - 2, twiddles);
  convolve_mirrored<Lane, Factor>(data, table, 2 * quarter, 3 * quarter, levels - 2, twiddles);
  inverse_stage<Lane>(data, 4 * quarter, twiddles[levels]);
}
