// Products with a filter in parts: part p of it meets the segment p places on. The spectra of successive segments lie
// side by side, so that those which the lanes meet are one unaligned load: a row of `row` real parts and one of as many
// imaginary parts for each place. The table has for each place the 4 numbers of each part, one after another.
//
// Included after packed_product.hpp, in the same way.

// Moves each row on by a vector and puts the spectra of the lanes at its end.
template <class Lane>
void append(const typename Lane::element* lanes, int levels, typename Lane::element* history, std::int64_t row) {
  for (std::int64_t i = 0; i < std::int64_t{2} << levels; ++i, history += row, lanes += Lane::width) {
    for (std::int64_t at = 0; at + Lane::width < row; at += Lane::width)
      Lane::load(history + at + Lane::width).store(history + at);
    Lane::load(lanes).store(history + row - Lane::width);
  }
}

// A and B in chains of their own, because each addition waits for the one before it.
template <class Lane, kernel::product_rule Rule>
FALTUNG_FFT_INLINE void multiply_parts_pair(const typename Lane::element* history, std::int64_t row,
                                            const typename Lane::element* table, std::int64_t parts,
                                            typename Lane::element* to, std::int64_t here, std::int64_t there) {
  using point = complex_lane<Lane>;
  const Lane zero = Lane::spread(0);
  point a_here{zero, zero}, b_here{zero, zero}, a_there{zero, zero}, b_there{zero, zero};
  const auto* at_here = history + here * 2 * row;
  const auto* at_there = history + there * 2 * row;
  const auto* of_here = table + here * 4 * parts;
  const auto* of_there = table + there * 4 * parts;
  for (std::int64_t part = 0; part < parts; ++part, ++at_here, ++at_there, of_here += 4, of_there += 4) {
    const point z{Lane::load(at_here), Lane::load(at_here + row)};
    const point partner{Lane::load(at_there), Lane::load(at_there + row)};
    a_here = plus_times<spread_factor>(a_here, z, of_here);
    b_here = plus_times_conjugate<spread_factor>(b_here, partner, of_here + 2);
    a_there = plus_times<spread_factor>(a_there, partner, of_there);
    b_there = plus_times_conjugate<spread_factor>(b_there, z, of_there + 2);
  }
  typename Lane::element* const to_here = to + here * 2 * Lane::width;
  typename Lane::element* const to_there = to + there * 2 * Lane::width;
  point sum_here = a_here + b_here;
  point sum_there = a_there + b_there;
  if constexpr (Rule == kernel::product_rule::add) {
    sum_here = point::load(to_here) + sum_here;
    sum_there = point::load(to_there) + sum_there;
  } else if constexpr (Rule == kernel::product_rule::subtract) {
    sum_here = point::load(to_here) - sum_here;
    sum_there = point::load(to_there) - sum_there;
  }
  sum_here.store(to_here);
  if (here != there) sum_there.store(to_there);
}

template <class Lane, kernel::product_rule Rule>
void multiply_parts(const typename Lane::element* history, std::int64_t row, const typename Lane::element* table,
                    std::int64_t parts, typename Lane::element* to, int levels) {
  multiply_parts_pair<Lane, Rule>(history, row, table, parts, to, 0, 0);
  if (levels > 0) multiply_parts_pair<Lane, Rule>(history, row, table, parts, to, 1, 1);
  for (std::int64_t first = 2; first < std::int64_t{1} << levels; first *= 2)
    for (std::int64_t i = 0; i < first / 2; ++i)
      multiply_parts_pair<Lane, Rule>(history, row, table, parts, to, first + i, 2 * first - 1 - i);
}
