// How the direct 2D kernel is cut to size. Data, and the functions of it that launcher and kernel share.
#pragma once

#include <cstdint>

#include "pack.hpp"

namespace faltung::kernel {

struct direct_2d_policy {
  int columns_per_thread;  // neighbouring outputs of a row
  int rows_per_thread;     // neighbouring rows
  int thread_rows;         // threads of a block, downwards
  int min_thread_columns;  // and across: a power of two between these
  int max_thread_columns;
  int columns_per_chunk;  // of the filter in shared memory at a time
  int shared_bytes;       // limit of a block
  int min_blocks;         // resident blocks per multiprocessor that the register count must allow

  constexpr int tile_rows() const { return thread_rows * rows_per_thread; }
  constexpr int tile_columns(int thread_columns) const { return thread_columns * columns_per_thread; }
  constexpr int max_threads() const { return thread_rows * max_thread_columns; }
};

// From one row of taps in shared memory to the next: the same for every filter, so that the rows that a thread reads at
// once lie at constant distances.
template <class Type>
constexpr int direct_2d_tap_pitch(const direct_2d_policy& policy) {
  return round_up(policy.columns_per_chunk, pack<Type>::size);
}

// Shared memory in elements: a chunk of taps, then the window of the signal under it for the block's outputs. The
// outputs are staged where the window was, in rows of the tile's width.
struct direct_2d_layout {
  int window;  // offset; the taps are at 0
  int window_pitch;
  int elements;  // in all
};
template <class Type>
constexpr direct_2d_layout direct_2d_layout_of(const direct_2d_policy& policy, int thread_columns, int chunk_rows,
                                               int chunk_columns) {
  const int window = chunk_rows * direct_2d_tap_pitch<Type>(policy);
  const int window_pitch = policy.tile_columns(thread_columns) + round_up(chunk_columns, pack<Type>::size);
  return {window, window_pitch, window + (policy.tile_rows() + chunk_rows - 1) * window_pitch};
}

template <class Type>
constexpr bool conflict_free(const direct_2d_policy& policy) {
  return policy.columns_per_thread % pack<Type>::size == 0 && policy.columns_per_thread / pack<Type>::size % 2 == 1;
}

template <class Type>
constexpr bool valid(const direct_2d_policy& policy) {
  const int largest =
      direct_2d_layout_of<Type>(policy, policy.max_thread_columns, 1, policy.columns_per_chunk).elements;
  return policy.columns_per_thread > 0 && policy.columns_per_thread % pack<Type>::size == 0 &&
         policy.rows_per_thread > 0 && policy.thread_rows * policy.min_thread_columns % 32 == 0 &&
         policy.min_thread_columns <= policy.max_thread_columns && policy.columns_per_chunk > 0 &&
         largest * static_cast<int>(sizeof(Type)) <= policy.shared_bytes;
}

// 4 rows by 12 columns: each element of the window that a thread reads serves 4 rows of sums. Machine code counted for
// sm_90: multiply-adds are 92 % of the loop over columns. Going by rows of taps instead, with the window read again for
// each, makes shared memory as busy as the multiply-adds; 8 columns would need a padded window. In double 4 blocks
// would spill registers.
//
// A kernel is told its policy by a type, since nvcc cannot pass a value of class type to a kernel's template.
template <class Type>
struct direct_2d_any;
template <>
struct direct_2d_any<float> {
  static constexpr direct_2d_policy value{12, 4, 8, 4, 16, 64, 48 * 1024, 4};
};
template <>
struct direct_2d_any<double> {
  static constexpr direct_2d_policy value{6, 4, 8, 4, 16, 64, 48 * 1024, 3};
};
template <>
struct direct_2d_any<std::uint32_t> {
  static constexpr direct_2d_policy value{12, 4, 8, 4, 16, 64, 48 * 1024, 4};
};
template <>
struct direct_2d_any<std::uint64_t> {
  static constexpr direct_2d_policy value{6, 4, 8, 4, 16, 64, 48 * 1024, 3};
};
static_assert(conflict_free<float>(direct_2d_any<float>::value));
static_assert(conflict_free<double>(direct_2d_any<double>::value));
static_assert(conflict_free<std::uint32_t>(direct_2d_any<std::uint32_t>::value));
static_assert(conflict_free<std::uint64_t>(direct_2d_any<std::uint64_t>::value));

// What differs from launch to launch.
struct direct_2d_tiling {
  int thread_columns;
  int chunk_rows;  // of the filter at a time; 1 where a row takes several chunks, so that taps come in row-major order
  int chunk_columns;
  long long tile_rows;  // tiles of one output, downwards and across
  long long tile_columns;

  constexpr long long tiles() const { return tile_rows * tile_columns; }
};
template <class Type>
constexpr direct_2d_tiling direct_2d_tiling_of(const direct_2d_policy& policy, long long output_rows,
                                               long long output_columns, long long filter_rows,
                                               long long filter_columns) {
  int across = policy.min_thread_columns;
  while (across < policy.max_thread_columns && policy.tile_columns(across) < output_columns) across *= 2;
  const int columns = static_cast<int>(smaller<long long>(filter_columns, policy.columns_per_chunk));
  // As many rows of taps as fit, in equal shares.
  const direct_2d_layout one = direct_2d_layout_of<Type>(policy, across, 1, columns);
  const int spare = policy.shared_bytes / static_cast<int>(sizeof(Type)) - one.elements;
  const long long fit =
      filter_columns > columns ? 1 : 1 + spare / (one.window_pitch + direct_2d_tap_pitch<Type>(policy));
  const int rows = static_cast<int>(ceil_div(filter_rows, ceil_div(filter_rows, fit)));
  return {across, rows, columns, ceil_div<long long>(output_rows, policy.tile_rows()),
          ceil_div<long long>(output_columns, policy.tile_columns(across))};
}

}  // namespace faltung::kernel
