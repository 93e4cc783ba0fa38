// Complex transforms of 2^b points, in place, for any Lane (butterflies.hpp). Nothing crosses lanes, so a transform's bits
// do not depend on its neighbours. Point p is at data + 2 * width * p.
//
// Forward is decimation in frequency and leaves the spectrum in bit-reversed order, inverse is decimation in time and
// takes it from there: nothing is permuted. Stages are radix 4, the last one 8, 4 or 2 without a table. Radix 8
// throughout has the same multiply-adds per point, 3.5 per level, and asks for more registers than AVX2 has.
//
// Included after butterflies.hpp, in the same way.

// log2 of a power of two.
constexpr int levels_of(std::int64_t points) {
  int levels = 0;
  for (; points > 1; points /= 2) ++levels;
  return levels;
}

// One radix-4 stage of `points`, 16 or more. Its table has for each j below points / 4 the powers 2 j, j and 3 j of
// exp(-2 pi i / points), in the order of the quarters that they turn.
template <class Lane>
void forward_stage(typename Lane::element* data, std::int64_t points, const typename Lane::element* twiddles) {
  using point = complex_lane<Lane>;
  const std::int64_t quarter = points / 4 * 2 * Lane::width;
  for (std::int64_t j = 0; j < points / 4; ++j, data += 2 * Lane::width, twiddles += 6) {
    point a = point::load(data);
    point b = point::load(data + quarter);
    point c = point::load(data + 2 * quarter);
    point d = point::load(data + 3 * quarter);
    forward_4(a, b, c, d);
    a.store(data);
    turned(b, twiddles).store(data + quarter);
    turned(c, twiddles + 2).store(data + 2 * quarter);
    turned(d, twiddles + 4).store(data + 3 * quarter);
  }
}
template <class Lane>
void inverse_stage(typename Lane::element* data, std::int64_t points, const typename Lane::element* twiddles) {
  using point = complex_lane<Lane>;
  const std::int64_t quarter = points / 4 * 2 * Lane::width;
  for (std::int64_t j = 0; j < points / 4; ++j, data += 2 * Lane::width, twiddles += 6) {
    point a = point::load(data);
    point b = turned_back(point::load(data + quarter), twiddles);
    point c = turned_back(point::load(data + 2 * quarter), twiddles + 2);
    point d = turned_back(point::load(data + 3 * quarter), twiddles + 4);
    inverse_4(a, b, c, d);
    a.store(data);
    b.store(data + quarter);
    c.store(data + 2 * quarter);
    d.store(data + 3 * quarter);
  }
}

// The last stage of a forward transform, the first of an inverse one, everywhere in `points`; `size` is 8, 4, 2 or 1.
template <class Lane, bool Forward>
void smallest(typename Lane::element* data, std::int64_t points, std::int64_t size) {
  typename Lane::element* const end = data + points * 2 * Lane::width;
  const std::int64_t step = size * 2 * Lane::width;
  if (size == 8) {
    for (; data < end; data += step) {
      if constexpr (Forward)
        forward_8<Lane>(data);
      else
        inverse_8<Lane>(data);
    }
  } else if (size == 4) {
    for (; data < end; data += step) whole_4<Lane, Forward>(data);
  } else if (size == 2) {
    for (; data < end; data += step) whole_2<Lane>(data);
  }
}

// What a transform of 2^levels points ends in.
inline std::int64_t smallest_size(int levels) {
  return levels >= 3 ? (levels % 2 == 1 ? 8 : 4) : std::int64_t{1} << levels;
}

// Stage by stage. twiddles[b] is the table of a stage of 2^b points.
template <class Lane>
void forward_by_stages(typename Lane::element* data, int levels, const typename Lane::element* const* twiddles) {
  const std::int64_t points = std::int64_t{1} << levels;
  for (; levels > 3; levels -= 2) {
    const std::int64_t size = std::int64_t{1} << levels;
    for (std::int64_t first = 0; first < points; first += size)
      forward_stage<Lane>(data + first * 2 * Lane::width, size, twiddles[levels]);
  }
  smallest<Lane, true>(data, points, std::int64_t{1} << levels);
}
template <class Lane>
void inverse_by_stages(typename Lane::element* data, int levels, const typename Lane::element* const* twiddles) {
  const std::int64_t points = std::int64_t{1} << levels;
  const std::int64_t least = smallest_size(levels);
  smallest<Lane, false>(data, points, least);
  for (std::int64_t size = 4 * least; size <= points; size *= 4) {
    const int stage = levels_of(size);
    for (std::int64_t first = 0; first < points; first += size)
      inverse_stage<Lane>(data + first * 2 * Lane::width, size, twiddles[stage]);
  }
}

// Pieces that lie in the first-level cache are transformed whole before the next one is touched.
template <class Lane>
inline constexpr int cached_levels = levels_of(32768 / static_cast<std::int64_t>(2 * Lane::width *
                                                                                 sizeof(typename Lane::element)));

template <class Lane>
void forward(typename Lane::element* data, int levels, const typename Lane::element* const* twiddles) {
  if (levels <= cached_levels<Lane>) return forward_by_stages<Lane>(data, levels, twiddles);
  const std::int64_t points = std::int64_t{1} << levels;
  forward_stage<Lane>(data, points, twiddles[levels]);
  for (int i = 0; i < 4; ++i) forward<Lane>(data + i * (points / 4) * 2 * Lane::width, levels - 2, twiddles);
}
template <class Lane>
void inverse(typename Lane::element* data, int levels, const typename Lane::element* const* twiddles) {
  if (levels <= cached_levels<Lane>) return inverse_by_stages<Lane>(data, levels, twiddles);
  const std::int64_t points = std::int64_t{1} << levels;
  for (int i = 0; i < 4; ++i) inverse<Lane>(data + i * (points / 4) * 2 * Lane::width, levels - 2, twiddles);
  inverse_stage<Lane>(data, points, twiddles[levels]);
}
