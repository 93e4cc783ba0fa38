// How the streaming 2D kernel is cut to size. Data, and the functions of it that launcher and kernel share.
#pragma once

#include <cstdint>

#include "pack.cuh"

namespace faltung::kernel {

// The filters of one kernel. Neighbouring taps of a row meet elements that lie `Step` apart: the channels of an
// interleaved image, whose rows the kernel takes as they lie in memory.
template <int Rows, int Columns, int Step = 1>
struct stream_2d_filter {
  static constexpr int rows = Rows;
  static constexpr int columns = Columns;
  static constexpr int step = Step;
  static constexpr bool separable = false;
  static constexpr int taps = Rows * Columns;
  static constexpr int halo = Step * (Columns - 1);  // elements of a window beyond its first
};
// A row filter, whose taps come first, and then a column filter, in one pass.
template <int Rows, int Columns, int Step = 1>
struct separable_2d_filter {
  static constexpr int rows = Rows;
  static constexpr int columns = Columns;
  static constexpr int step = Step;
  static constexpr bool separable = true;
  static constexpr int taps = Rows + Columns;
  static constexpr int halo = Step * (Columns - 1);
};

// A warp owns groups of columns, a lane one pack of neighbouring ones in each, and walks down a strip of rows.
struct stream_2d_policy {
  int groups;            // of a warp, where the windows of all of them are inside the signal
  int passes_over;       // tap rows that one branch passes over where their outputs are outside the strip; 0: none
  int warps;             // of a block
  int min_blocks;        // resident blocks per multiprocessor that the register count must allow
  int least_rows;        // of a strip: each repeats the loads of the rows above it that its windows reach
  int most_rows;         // and at most
  long long want_warps;  // strips are cut shorter until there are so many

  __host__ __device__ constexpr int threads() const { return 32 * warps; }
};

// By machine code for sm_90 in float, instructions per output in the loop inside the signal, windows aligned or not:
// 3 x 3 10.7 and 11.0 in 64 registers (one group: 11.5 and 11.8 in 55), 5 x 5 26.4 and 26.9 in 96 (27.3 and 27.5 in 64),
// 7 x 7 52.8 in 120, 9 x 9 87.4 in 140, 11 x 11 132 in 168, 13 x 13 184 in 196, 17 x 17 313 in 236. A second group shares
// what a row costs beside its products; a third would leave less than 8 warps to a multiprocessor from 7 x 7 on. Where
// windows take more registers, with channels between columns (3 x 3 over 3: 11.0 and 11.5) or in double from 7 x 7 on
// (92.5 in 86), there is one group. A branch for each tap row costs less than 1 % from 7 x 7 on, and saves
// (rows - 1) / strip_rows of the products. `min_blocks` is what the registers of the sums allow, in every architecture
// from 7.5 on; strips are as short as it takes to fill a device of 132 multiprocessors once.
constexpr stream_2d_policy stream_2d_policy_of(int bytes, int step, int filter_rows) {
  const int blocks = filter_rows <= 3 ? 8 : filter_rows <= 5 ? 5 : filter_rows <= 7 ? 4 : filter_rows <= 11 ? 3 : 2;
  return {.groups = step > 1 || (bytes > 4 && filter_rows > 5) ? 1 : 2,
          .passes_over = filter_rows > 5 ? 1 : 0,
          .warps = 4,
          .min_blocks = blocks,
          .least_rows = larger(16, 2 * filter_rows),
          .most_rows = 256,
          .want_warps = 132LL * 4 * blocks};
}
// Separable: 3 + 3 taps 7.8 and 8.1 in 64 registers (one group: 8.0 and 8.3 in 53), 5 + 5 11.8, 7 + 7 18.9, 9 + 9 23.1 in
// 80 (two groups: 19.9 in 128), 17 + 17 39.9 in 124, 23 + 23 53.6 in 164, 31 + 31 72.3 in 214. A tap row is 4
// multiply-adds, so that one branch passes over several.
constexpr stream_2d_policy separable_2d_policy_of(int bytes, int filter_rows) {
  const int blocks = bytes > 4           ? (filter_rows <= 5 ? 6 : 4)
                     : filter_rows <= 5  ? 8
                     : filter_rows <= 11 ? 6
                     : filter_rows <= 13 ? 5
                     : filter_rows <= 17 ? 4
                     : filter_rows <= 23 ? 3
                                         : 2;
  return {.groups = bytes == 4 && filter_rows <= 3 ? 2 : 1,
          .passes_over = filter_rows <= 5    ? 0
                         : filter_rows <= 9  ? 4
                         : filter_rows <= 17 ? 6
                                             : 8,
          .warps = 4,
          .min_blocks = blocks,
          .least_rows = larger(16, 2 * filter_rows),
          .most_rows = 256,
          .want_warps = 132LL * 4 * blocks};
}
// A kernel is told its policy by a type, since nvcc cannot pass a value of class type to a kernel's template.
template <class Type, class Filter>
struct stream_2d_usual {
  static constexpr int bytes = static_cast<int>(sizeof(Type));
  static constexpr stream_2d_policy value = Filter::separable ? separable_2d_policy_of(bytes, Filter::rows)
                                                              : stream_2d_policy_of(bytes, Filter::step, Filter::rows);
};

template <class Type>
inline constexpr int stream_2d_group = 32 * pack<Type>::size;  // columns

// Registers from an aligned place on that hold the windows of a pack of outputs, the first of which is `offset`
// elements further.
template <class Type, class Filter>
__host__ __device__ constexpr int stream_2d_window(int offset) {
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
// signal and packs are aligned: a unit of work is there a strip of `policy.groups` groups; everywhere else of one group,
// since the guards take time, and since lanes then need no more registers for them.
struct stream_2d_tiling {
  int strip_rows;
  int strips;
  int groups;
  int lead;    // columns of the first group that are in front of the output, for the sake of alignment
  int offset;  // of the first window of a pack from an aligned place of the signal
  int first_strip;
  int inner_strips;
  int first_group;
  int inner_runs;
  int run_groups;
  int left;  // with boundary zero, columns of outputs whose windows hang out on the left, and on the right of the rest
  int right;

  __host__ __device__ constexpr int side_units() const { return left + right > 0 ? strips : 0; }
  __host__ __device__ constexpr int inner_groups() const { return inner_runs * run_groups; }
  __host__ __device__ constexpr int edge_units() const {
    return (strips - inner_strips) * groups + inner_strips * (groups - inner_groups());
  }
  __host__ __device__ constexpr int units() const { return side_units() + edge_units() + inner_strips * inner_runs; }
};

struct stream_2d_unit {
  enum kinds : unsigned char { inner, edge, sides };
  int strip;
  int group;  // the first
  kinds kind;
};

// Edges come first, so that none of them is left to the end.
__host__ __device__ constexpr stream_2d_unit stream_2d_unit_of(const stream_2d_tiling& tiling, int number) {
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
  bool zero;             // whether that is the boundary
  bool aligned;          // whether the rows of all images begin at the same place modulo a pack, in signal and output
  int signal_misplaced;  // elements from an aligned address to the signal's first
  int output_misplaced;
};

__host__ __device__ constexpr int stream_2d_residue(long long value, int modulus) {
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

constexpr int stream_2d_strip_rows(const stream_2d_policy& policy, int filter_rows, long long rows, long long runs) {
  const long long strips = larger<long long>(1, ceil_div(policy.want_warps, runs));
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
  made.lead = at.aligned ? at.output_misplaced : 0;
  made.groups = static_cast<int>(ceil_div<long long>(at.output_columns + made.lead, group));
  const long long runs = at.images * ceil_div(made.groups, policy.groups);
  made.strip_rows = stream_2d_strip_rows(policy, Filter::rows, at.output_rows, runs);
  made.strips = static_cast<int>(ceil_div<long long>(at.output_rows, made.strip_rows));
  if (at.zero) {
    made.left = static_cast<int>(smaller(at.output_columns, larger<long long>(0, -at.column_origin)));
    const long long inside = at.signal_columns - at.column_origin - Filter::halo;  // columns up to this one
    made.right = static_cast<int>(at.output_columns - smaller(at.output_columns, larger<long long>(made.left, inside)));
  }
  made.offset = stream_2d_residue(at.signal_misplaced + at.column_origin - made.lead, size);
  if (!at.aligned || !stream_2d_takes<Type, Filter>(made.offset)) return made;

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
