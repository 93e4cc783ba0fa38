// How lanes of the streaming 2D kernels share rows of elements narrower than the 32 bits computed in, and how an image
// is divided among them. What launcher and kernel share.
#pragma once

#include "stream_2d_tiling.hpp"

namespace faltung::kernel {

// Neighbouring outputs of a lane in a group: by one access, whose neighbours' touch its own.
template <class Result>
inline constexpr int stream_2d_lane = sizeof(Result) == 4 ? 4 : 8;

// Words of 4 bytes that hold the windows of a lane's outputs.
template <class Filter, class Stored, int Size, bool Shifted>
struct stream_2d_words {
  static constexpr bool shifted = Shifted;
  static constexpr int per_word = 4 / static_cast<int>(sizeof(Stored));
  static constexpr int ahead = Filter::columns / 2 * Filter::step;  // elements in front of the lane's pack
  static constexpr int before = ceil_div(ahead, per_word);
  static constexpr int own = Size / per_word;
  static constexpr int after = ceil_div(Filter::halo - ahead, per_word);
  static constexpr int first = Shifted ? 0 : before * per_word - ahead;  // of the first window
  static constexpr int count = Shifted ? ceil_div(Size + Filter::halo, per_word) : before + own + after;
  static constexpr int loaded = count + (Shifted ? 1 : 0);
};

// Every lane's elements are inside their row, also the word behind them of a row that needs no shifting. Where an image
// has not even a group of columns inside, or most of it lies outside, all of it is left to units with guards.
template <class Type, class Filter, class Stored, class Result>
constexpr stream_2d_tiling stream_2d_narrow_tiling_of(const stream_2d_policy& policy, const stream_2d_places& at) {
  constexpr int size = stream_2d_lane<Result>;
  using direct = stream_2d_words<Filter, Stored, size, false>;
  using shifted = stream_2d_words<Filter, Stored, size, true>;
  stream_2d_tiling made = stream_2d_edges_of<Type, Filter>(policy, at, 0);
  const long long apart = at.signal_misplaced + at.column_origin + direct::ahead - at.output_misplaced;
  made.staged = !(at.signal_aligned && at.output_aligned && stream_2d_residue(apart, size) == 0);
  const stream_2d_reach reach = made.staged
                                    ? stream_2d_reach{size, 0, 0, shifted::loaded * shifted::per_word}
                                    : stream_2d_reach{size, stream_2d_residue(-at.output_misplaced, size),
                                                      direct::first, direct::count * direct::per_word - direct::first};
  stream_2d_frame(made, policy, at, Filter::rows, reach, at.output_rows * at.output_columns);
  return made;
}

}  // namespace faltung::kernel
