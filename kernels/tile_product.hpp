// The circular convolution of N_r x N_c real numbers with a filter, rows packed in pairs as M = N_r / 2 complex ones:
// z[j][c] = x[2 j][c] + i x[2 j + 1][c], transformed along both axes. With H_e and H_o the spectra of the filter's even
// and odd rows the formula of packed_product.hpp holds for the row frequency k and every column frequency l:
//     Y[k][l] = A[k][l] Z[k][l] + B[k][l] conj(Z[M - k][N_c - l]).
// Lanes are row frequencies, a strip is what they hold over all places l. Its partner strip has the lanes' partners, if
// need be after a Swap of lanes: Lane operator()(Lane), its own inverse.
//
// Included after packed_product.hpp, in the same way.

template <class Lane>
struct kept_lanes {
  FALTUNG_FFT_INLINE Lane operator()(Lane value) const { return value; }
};

template <class Lane, kernel::product_rule Rule>
FALTUNG_FFT_INLINE complex_lane<Lane> tile_product(const complex_lane<Lane>& z, const complex_lane<Lane>& partner,
                                                   const typename Lane::element* table,
                                                   const typename Lane::element* to) {
  using point = complex_lane<Lane>;
  const Lane zero = Lane::spread(0);
  const point sum = Rule == kernel::product_rule::first ? point{zero, zero} : point::load(to);
  if constexpr (Rule == kernel::product_rule::subtract)
    return plus_product<lane_factor>(sum, point{zero - z.re, zero - z.im}, point{zero - partner.re, zero - partner.im},
                                     table);
  else
    return plus_product<lane_factor>(sum, z, partner, table);
}

// Of strips `strips.from`, `strips.table` and `strips.to`, two each, over 2^levels places, the table having 4 vectors for
// each; one strip by itself is given twice. `to` may be `from`.
template <class Lane, kernel::product_rule Rule, class Swap, class Strips>
FALTUNG_FFT_INLINE void multiply_places(const Strips& strips, const Swap& swap, std::int64_t here, std::int64_t there) {
  using point = complex_lane<Lane>;
  constexpr std::int64_t next = 2 * Lane::width;
  typename Lane::element* const to_a = strips.to[0] + here * next;
  typename Lane::element* const to_b = strips.to[1] + there * next;
  const point a = point::load(strips.from[0] + here * next);
  const point b = point::load(strips.from[1] + there * next);
  const point of_a = tile_product<Lane, Rule>(a, {swap(b.re), swap(b.im)}, strips.table[0] + here * 2 * next, to_a);
  const point of_b = tile_product<Lane, Rule>(b, {swap(a.re), swap(a.im)}, strips.table[1] + there * 2 * next, to_b);
  of_a.store(to_a);
  if (to_a != to_b) of_b.store(to_b);
}
template <class Lane, kernel::product_rule Rule, class Swap, class Strips>
void multiply_strips(const Strips& strips, int levels, const Swap& swap) {
  const bool alone = strips.to[0] == strips.to[1];
  multiply_places<Lane, Rule>(strips, swap, 0, 0);
  if (levels > 0) multiply_places<Lane, Rule>(strips, swap, 1, 1);
  for (std::int64_t first = 2; first < std::int64_t{1} << levels; first *= 2)
    for (std::int64_t i = 0; i < (alone ? first / 2 : first); ++i)
      multiply_places<Lane, Rule>(strips, swap, first + i, 2 * first - 1 - i);
}
