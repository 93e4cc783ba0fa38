// How an image is divided among the warps of the streaming 2D kernel. What launcher and kernel share.
#pragma once

#include "stream_2d_policy.hpp"

namespace faltung::kernel {

template <class Type>
inline constexpr int stream_2d_group = 32 * pack<Type>::size;  // columns

// Registers from an aligned place on that hold the windows of a pack of outputs, the first of which is `offset`
// elements further.
template <class Type, class Filter>
constexpr int stream_2d_window(int offset) {
  return round_up(offset + pack<Type>::size + Filter::halo, pack<Type>::size);
}

// Elements of shared memory of a warp at an edge: two rows of the signal in turns, and one of outputs.
template <class Type, class Filter>
struct stream_2d_edge {
  static constexpr int row = round_up(stream_2d_group<Type> + Filter::halo, pack<Type>::size);
  static constexpr int output = 2 * row;
  static constexpr int elements = output + stream_2d_group<Type>;
};

// One image's outputs as strips of rows by groups of columns. Inside a rectangle of them no window hangs out of the
// signal and packs are aligned, at least those that are loaded: a unit of work is there a strip of `policy.groups`
// groups; everywhere else of one group, since the guards take time, and since lanes then need no more registers for
// them.
struct stream_2d_tiling {
  int strip_rows;
  int strips;
  int groups;
  int lead;     // columns of the first group that are in front of the output, for the sake of alignment
  bool staged;  // whether outputs are not aligned inside; windows are then
  int offset;   // of the first window of a pack from an aligned place of the signal
  int first_strip;
  int inner_strips;
  int first_group;
  int inner_runs;
  int run_groups;
  int left;  // with boundary zero, columns of outputs whose windows hang out on the left, and on the right of the rest
  int right;

  constexpr int side_units() const { return left + right > 0 ? strips : 0; }
  constexpr int inner_groups() const { return inner_runs * run_groups; }
  constexpr int edge_units() const {
    return (strips - inner_strips) * groups + inner_strips * (groups - inner_groups());
  }
  constexpr int units() const { return side_units() + edge_units() + inner_strips * inner_runs; }
};

struct stream_2d_unit {
  enum kinds : unsigned char { inner, edge, sides };
  int strip;
  int group;  // the first
  kinds kind;
};

// Edges come first, so that none of them is left to the end.
constexpr stream_2d_unit stream_2d_unit_of(const stream_2d_tiling& tiling, int number) {
  if (number < tiling.side_units()) return {number, 0, stream_2d_unit::sides};
  const int unit = number - tiling.side_units();
  const int outer_strips = tiling.strips - tiling.inner_strips;
  const int above_and_below = outer_strips * tiling.groups;
  if (unit < above_and_below) {
    const int strip = unit / tiling.groups;
    const int group = unit - strip * tiling.groups;
    return {strip < tiling.first_strip ? strip : strip + tiling.inner_strips, group, stream_2d_unit::edge};
  }
  const int inner_groups = tiling.inner_groups();
  const int outer_groups = tiling.groups - inner_groups;
  const int beside = tiling.inner_strips * outer_groups;
  if (unit - above_and_below < beside) {
    const int strip = (unit - above_and_below) / outer_groups;
    const int group = unit - above_and_below - strip * outer_groups;
    return {tiling.first_strip + strip, group < tiling.first_group ? group : group + inner_groups,
            stream_2d_unit::edge};
  }
  const int inner = unit - above_and_below - beside;
  const int strip = inner / tiling.inner_runs;
  return {tiling.first_strip + strip, tiling.first_group + (inner - strip * tiling.inner_runs) * tiling.run_groups,
          stream_2d_unit::inner};
}

// What a tiling depends on, in elements: a row of pixels with 3 channels has 3 times as many columns.
struct stream_2d_places {
  long long images;
  long long signal_rows;
  long long signal_columns;
  long long output_rows;
  long long output_columns;
  long long row_origin;
  long long column_origin;
  bool zero;            // whether that is the boundary
  bool signal_aligned;  // whether the rows of all images begin at the same place modulo a pack
  bool output_aligned;
  int signal_misplaced;  // elements from an aligned address to the signal's first
  int output_misplaced;
  int multiprocessors;  // of the device
};

constexpr int stream_2d_residue(long long value, int modulus) {
  const int rest = static_cast<int>(value % modulus);
  return rest < 0 ? rest + modulus : rest;
}

// Alignments of window to output that a kernel of this filter is compiled for: those of outputs over the middle and
// over the first tap, as modes `same` and `valid` of aligned images have them.
template <class Type, class Filter>
constexpr bool stream_2d_takes(int offset) {
  return offset == 0 ||
         offset == stream_2d_residue(-static_cast<long long>(Filter::step) * (Filter::columns / 2), pack<Type>::size);
}

constexpr int stream_2d_strip_rows(const stream_2d_policy& policy, int filter_rows, long long rows, long long runs,
                                   int multiprocessors) {
  const long long warps = static_cast<long long>(policy.want_warps) * multiprocessors;
  const long long strips = larger<long long>(1, ceil_div(warps, runs));
  const long long share = larger<long long>(policy.least_rows, ceil_div(rows, smaller(strips, rows)));
  const int limited = static_cast<int>(smaller<long long>(policy.most_rows, share));
  return limited + (limited + filter_rows - 1) % 2;  // rows of the signal are taken two at a time
}

template <class Type, class Filter>
constexpr stream_2d_tiling stream_2d_tiling_of(const stream_2d_policy& policy, const stream_2d_places& at) {
  constexpr int size = pack<Type>::size;
  constexpr int group = stream_2d_group<Type>;
  stream_2d_tiling made{};
  made.run_groups = policy.groups;
  // Groups begin where outputs are aligned, if a kernel is compiled for the place of their windows; or else where
  // windows are.
  const auto offset = [&](int lead) { return stream_2d_residue(at.signal_misplaced + at.column_origin - lead, size); };
  const bool both =
      at.signal_aligned && at.output_aligned && stream_2d_takes<Type, Filter>(offset(at.output_misplaced));
  made.staged = at.signal_aligned && !both;
  made.lead = both ? at.output_misplaced : made.staged ? offset(0) : 0;
  made.offset = offset(made.lead);
  made.groups = static_cast<int>(ceil_div<long long>(at.output_columns + made.lead, group));
  const long long runs = at.images * ceil_div(made.groups, policy.groups);
  made.strip_rows = stream_2d_strip_rows(policy, Filter::rows, at.output_rows, runs, at.multiprocessors);
  made.strips = static_cast<int>(ceil_div<long long>(at.output_rows, made.strip_rows));
  if (at.zero) {
    made.left = static_cast<int>(smaller(at.output_columns, larger<long long>(0, -at.column_origin)));
    const long long inside = at.signal_columns - at.column_origin - Filter::halo;  // columns up to this one
    made.right = static_cast<int>(at.output_columns - smaller(at.output_columns, larger<long long>(made.left, inside)));
  }
  if (!at.signal_aligned) return made;

  // Packs that are loaded begin at `from` in the first group, and the last lane's end before `to`.
  const long long from = at.column_origin - made.lead - made.offset;
  const long long to = from + group - size + stream_2d_window<Type, Filter>(made.offset);
  const auto up = [](long long value, long long unit) { return value <= 0 ? 0 : ceil_div(value, unit); };
  const long long first_group = larger(up(made.lead, group), up(-from, group));
  const long long columns = smaller(at.output_columns + made.lead - group, at.signal_columns - to);
  const long long end_group = columns < 0 ? 0 : columns / group + 1;
  const long long first_strip = up(-at.row_origin, made.strip_rows);
  const long long rows = smaller(at.output_rows, at.signal_rows - at.row_origin - Filter::rows);  // one is too many
  const long long end_strip = rows < 0 ? 0 : rows / made.strip_rows;
  const long long inner_runs = larger<long long>(0, end_group - first_group) / policy.groups;
  if (inner_runs == 0 || end_strip <= first_strip) return made;
  made.first_group = static_cast<int>(first_group);
  made.inner_runs = static_cast<int>(inner_runs);
  made.first_strip = static_cast<int>(first_strip);
  made.inner_strips = static_cast<int>(end_strip - first_strip);
  return made;
}

}  // namespace faltung::kernel
