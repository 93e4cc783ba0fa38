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
// groups.
//
// Outside of it guards take time. Where the rectangle leaves but a thin frame (`framed`), strips and groups begin with
// it, and single lanes make the outputs of the frame. Otherwise units of one group have guards, so that lanes need no
// more registers for them, and single lanes make only what hangs out to the left and right with boundary zero.
struct stream_2d_tiling {
  int strip_rows;
  int strips;
  int end_row;  // of all strips
  int groups;
  int group_columns;
  int lead;     // columns of the first group that are in front of the output, for the sake of alignment
  bool staged;  // whether outputs are not aligned inside; windows are then
  int offset;   // of the first window of a pack from an aligned place of the signal
  int first_strip;
  int inner_strips;
  int first_group;
  int inner_runs;
  int run_columns;
  int left;  // columns of outputs that single lanes make, and on the right
  int right;

  bool framed;
  int above;  // rows of outputs that single lanes make, and below
  int below;
  int repeated;  // columns of the last run that the one before makes: it ends with the rectangle

  constexpr int side_units() const { return left + right > 0 ? strips : 0; }
  constexpr int row_units() const { return ((above > 0 ? 1 : 0) + (below > 0 ? 1 : 0)) * groups; }
  constexpr int inner_groups() const { return inner_runs * (run_columns / group_columns); }
  constexpr int edge_units() const {
    return framed ? 0 : (strips - inner_strips) * groups + inner_strips * (groups - inner_groups());
  }
  constexpr int units() const { return side_units() + row_units() + edge_units() + inner_strips * inner_runs; }
};

struct stream_2d_unit {
  enum kinds : unsigned char { inner, edge, sides, across };  // the last is a piece of the rows above or below
  kinds kind;
  int row;  // the first
  int rows;
  int column;    // the first, which may be in front of the outputs
  int repeated;  // columns that another unit makes
};

constexpr stream_2d_unit stream_2d_unit_at(const stream_2d_tiling& tiling, stream_2d_unit::kinds kind, int strip,
                                           int column, int repeated = 0) {
  const int row = tiling.above + strip * tiling.strip_rows;
  return {kind, row, smaller(tiling.strip_rows, tiling.end_row - row), column, repeated};
}

// Edges come first, so that none of them is left to the end.
constexpr stream_2d_unit stream_2d_unit_of(const stream_2d_tiling& tiling, int number) {
  if (number < tiling.side_units()) return stream_2d_unit_at(tiling, stream_2d_unit::sides, number, 0);
  int unit = number - tiling.side_units();
  if (unit < tiling.row_units()) {
    const int group = unit % tiling.groups;
    const bool upper = tiling.above > 0 && unit < tiling.groups;
    return {stream_2d_unit::across, upper ? 0 : tiling.end_row, upper ? tiling.above : tiling.below,
            group * tiling.group_columns, 0};
  }
  unit -= tiling.row_units();
  const auto edge = [&](int strip, int group) {
    return stream_2d_unit_at(tiling, stream_2d_unit::edge, strip, group * tiling.group_columns - tiling.lead);
  };
  if (unit < tiling.edge_units()) {
    const int outer_strips = tiling.strips - tiling.inner_strips;
    const int above_and_below = outer_strips * tiling.groups;
    if (unit < above_and_below) {
      const int strip = unit / tiling.groups;
      return edge(strip < tiling.first_strip ? strip : strip + tiling.inner_strips, unit - strip * tiling.groups);
    }
    const int inner_groups = tiling.inner_groups();
    const int outer_groups = tiling.groups - inner_groups;
    const int strip = (unit - above_and_below) / outer_groups;
    const int group = unit - above_and_below - strip * outer_groups;
    return edge(tiling.first_strip + strip, group < tiling.first_group ? group : group + inner_groups);
  }
  const int number_inside = unit - tiling.edge_units();
  const int strip = number_inside / tiling.inner_runs;
  const int run = number_inside - strip * tiling.inner_runs;
  const int first = tiling.framed ? tiling.left : tiling.first_group * tiling.group_columns - tiling.lead;
  const int repeated = run + 1 < tiling.inner_runs ? 0 : tiling.repeated;
  return stream_2d_unit_at(tiling, stream_2d_unit::inner, tiling.first_strip + strip,
                           first + run * tiling.run_columns - repeated, repeated);
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

// Whether single lanes may make a frame around the inside. From 9 x 9 taps on a lane takes so many instructions for one
// output that guards cost less.
template <class Filter>
inline constexpr bool stream_2d_frames = Filter::rows % 2 == 1 && Filter::rows <= 7 && Filter::columns <= 7;

// What the lanes inside take: `size` neighbouring columns each, of which the first is `first` modulo them; windows are
// read from `before` in front of a lane's first to `after` behind it.
struct stream_2d_reach {
  int size;
  int first;
  int before;
  int after;
};

// The rectangle inside as runs, and single lanes around it. False where it has no run or the frame is too thick: more
// than a quarter of the `otherwise` outputs that would have guards, since a single lane takes up to four and a half
// times their instructions for an output (210, 340 and 400 in float at 3 x 3, 5 x 5 and 7 x 7 taps; guards 41, 60 and
// 86).
constexpr bool stream_2d_frame(stream_2d_tiling& made, const stream_2d_policy& policy, const stream_2d_places& at,
                               int filter_rows, const stream_2d_reach& reach, long long otherwise) {
  const int run = policy.groups * 32 * reach.size;
  const long long least = larger<long long>(0, reach.before - at.column_origin);
  const long long left = least + stream_2d_residue(reach.first - least, reach.size);
  const long long most = smaller(at.output_columns, at.signal_columns - at.column_origin - reach.after + reach.size);
  const long long right = most - stream_2d_residue(most - reach.first, reach.size);  // the end of the rectangle
  if (right - left < run) return false;
  const long long runs = ceil_div<long long>(right - left, run);
  const long long above = larger<long long>(0, -at.row_origin);
  long long end = smaller(at.output_rows, at.signal_rows - at.row_origin - filter_rows);  // one row more is loaded
  if (end <= above) return false;
  const int strip_rows = stream_2d_strip_rows(policy, filter_rows, end - above, at.images * runs, at.multiprocessors);
  end -= (end - above) % 2;  // rows of the signal are taken two at a time, and rows of the filter are odd
  const long long frame =
      (above + at.output_rows - end) * at.output_columns + (end - above) * (left + at.output_columns - right);
  if (end <= above || 4 * frame > otherwise) return false;
  made.framed = true;
  made.lead = 0;
  made.above = static_cast<int>(above);
  made.below = static_cast<int>(at.output_rows - end);
  made.end_row = static_cast<int>(end);
  made.left = static_cast<int>(left);
  made.right = static_cast<int>(at.output_columns - right);
  made.strip_rows = strip_rows;
  made.strips = static_cast<int>(ceil_div<long long>(end - above, strip_rows));
  made.groups = static_cast<int>(ceil_div<long long>(at.output_columns, made.group_columns));
  made.first_strip = 0;
  made.inner_strips = made.strips;
  made.first_group = 0;
  made.inner_runs = static_cast<int>(runs);
  made.run_columns = run;
  made.repeated = static_cast<int>(runs * run - (right - left));
  return true;
}

// Without an inside: units with guards everywhere, and single lanes beside.
template <class Type, class Filter>
constexpr stream_2d_tiling stream_2d_edges_of(const stream_2d_policy& policy, const stream_2d_places& at, int lead) {
  stream_2d_tiling made{};
  made.group_columns = stream_2d_group<Type>;
  made.run_columns = policy.groups * made.group_columns;
  made.lead = lead;
  made.groups = static_cast<int>(ceil_div<long long>(at.output_columns + lead, made.group_columns));
  const long long runs = at.images * ceil_div(made.groups, policy.groups);
  made.strip_rows = stream_2d_strip_rows(policy, Filter::rows, at.output_rows, runs, at.multiprocessors);
  made.strips = static_cast<int>(ceil_div<long long>(at.output_rows, made.strip_rows));
  made.end_row = static_cast<int>(at.output_rows);
  if (!at.zero) return made;
  made.left = static_cast<int>(smaller(at.output_columns, larger<long long>(0, -at.column_origin)));
  const long long inside = at.signal_columns - at.column_origin - Filter::halo;  // columns up to this one
  made.right = static_cast<int>(at.output_columns - smaller(at.output_columns, larger<long long>(made.left, inside)));
  return made;
}

template <class Type, class Filter>
constexpr stream_2d_tiling stream_2d_tiling_of(const stream_2d_policy& policy, const stream_2d_places& at) {
  constexpr int size = pack<Type>::size;
  constexpr int group = stream_2d_group<Type>;
  // Groups begin where outputs are aligned, if a kernel is compiled for the place of their windows; or else where
  // windows are.
  const auto offset = [&](int lead) { return stream_2d_residue(at.signal_misplaced + at.column_origin - lead, size); };
  const bool both =
      at.signal_aligned && at.output_aligned && stream_2d_takes<Type, Filter>(offset(at.output_misplaced));
  const bool staged = at.signal_aligned && !both;
  stream_2d_tiling made = stream_2d_edges_of<Type, Filter>(policy, at,
                                                           both     ? at.output_misplaced
                                                           : staged ? offset(0)
                                                                    : 0);
  made.staged = staged;
  made.offset = offset(made.lead);
  if (!at.signal_aligned) return made;

  // Packs that are loaded begin at `from` in the first group, and the last lane's end before `to`.
  const int window = stream_2d_window<Type, Filter>(made.offset);
  const long long from = at.column_origin - made.lead - made.offset;
  const long long to = from + group - size + window;
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
  if constexpr (stream_2d_frames<Filter>) {
    const long long inside =
        static_cast<long long>(made.inner_strips) * made.strip_rows * made.inner_runs * made.run_columns;
    const stream_2d_reach reach{size, stream_2d_residue(-made.lead, size), made.offset, window - made.offset};
    stream_2d_frame(made, policy, at, Filter::rows, reach, at.output_rows * at.output_columns - inside);
  }
  return made;
}

}  // namespace faltung::kernel
