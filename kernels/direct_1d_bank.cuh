// Direct 1D convolution of rows (direct_1d_rows.cuh) with a bank of filters: each signal is read once, whatever the
// number of filters.
//
// Every output is one chain of fused multiply-adds in order of the taps, starting from +0. With boundary zero terms
// outside the signal are left out.
//
// A block owns a tile of places of one signal. It brings all of the window under it into shared memory and goes through
// the filters: a thread owns outputs_per_thread neighbouring outputs in registers, and a warp stages them beside the
// window, so that it stores neighbouring packs, without waiting for the block's other warps.
#pragma once

#include "direct_1d_bank_parts.cuh"
#include "direct_1d_row_copies.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

// The 32 * R outputs of a warp, which lie staged, to a place Shift elements behind an address for packs: the packs
// between, and one by one those in front of the first and behind the last, as many as a pack has. Storing all of them
// one by one takes three times as many instructions. `to` and `staged` are the lane's own, a pack from lane to lane.
template <int R, int Shift, class Type>
__device__ inline void store_staged(Type* to, const Type* staged) {
  constexpr int width = pack<Type>::size;
  constexpr int head = (width - Shift) % width;
  const int lane = static_cast<int>(threadIdx.x % 32);
  FALTUNG_UNROLL
  for (int j = 0; j < R; j += width) {
    if (Shift == 0 || j + width < R || lane < 31) write_pack(to + head + j * 32, read_shifted<head>(staged + j * 32));
  }
  if constexpr (Shift != 0) {
    if (lane < width) {
      const int i = (lane < head ? lane : 32 * R - width + lane) - lane * width;
      to[i] = staged[i];
    }
  }
}

template <int R, int Shift = 0, class Type>
__device__ inline void store_staged_at(unsigned shift, Type* to, const Type* staged) {
  if (Shift + 1 == pack<Type>::size || shift == Shift) {
    store_staged<R, Shift>(to, staged);
  } else if constexpr (Shift + 1 < pack<Type>::size) {
    store_staged_at<R, Shift + 1>(shift, to, staged);
  }
}

// Outputs [begin, end) of a warp's, which lie staged, of the type that sums are formed in. `to` and `staged` are the
// lane's own, a pack from lane to lane.
template <int R, class Type>
__device__ inline void store_part(Type* to, const Type* staged, int begin, int end) {
  constexpr int width = pack<Type>::size;
  const int lane = static_cast<int>(threadIdx.x % 32);
  if (begin == 0 && end == 32 * R) {
    store_staged_at<R>(bytes_behind_pack(to) / static_cast<unsigned>(sizeof(Type)), to, staged);
  } else {
#pragma unroll 4
    for (int i = begin + lane; i < end; i += 32) to[i - lane * width] = staged[i - lane * width];
  }
}

// Block (x, y, z) makes tile x of signal y with part z of the filters.
template <class Policy, class Rows, class Type, class Stored, class Result, class Reader>
__device__ inline void make_bank_tile(const direct_1d_bank_problem<Rows, direct_1d_bank_tiling>& problem,
                                      const direct_1d_rows<Type, Stored, Result>& rows, const Reader& reader) {
  constexpr direct_1d_bank_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Type>::size;
  constexpr bool narrows = sizeof(Result) < sizeof(Type);
  const direct_1d_bank_tiling& tiling = problem.tiling;
  const signal_view<Type>& samples = rows.samples;
  const int thread = static_cast<int>(threadIdx.x);
  const int taps_count = rows.first_chunk;
  Type* const window = shared_arena<Type>();
  Type* const taps = window + tiling.taps;

  const direct_1d_row_tile<Type, Stored, Result> tile = row_tile_of(rows, tiling.tile);
  const int slice = static_cast<int>(threadIdx.x / 32 * (32 * R));
  const int lane = static_cast<int>(threadIdx.x % 32);
  // Which of the warp's outputs there are, and whether windows of some of the thread's hang out of the signal.
  int begin = 0;
  int end = 32 * R;
  bool hangs_out = false;
  const long long first_output = static_cast<long long>(blockIdx.x) * tiling.tile - tile.ahead;
  const long long own_base = rows.origin + first_output + thread * R;
  if (blockIdx.x - rows.first_inside < rows.inside) {
    copy_shifted<R / width>(shift_of<Type>(tile.source), reader, window, tile.source, thread,
                            static_cast<int>(blockDim.x), tiling.window / width);
  } else {
    copy_line<R / width>(reader, window, samples, tile.source, rows.origin + first_output, thread,
                         static_cast<int>(blockDim.x), tiling.window);
    begin = static_cast<int>(larger<long long>(0, -first_output - slice));
    end = static_cast<int>(smaller<long long>(32 * R, rows.output_length - first_output - slice));
    hangs_out = samples.rule == boundary_rule::zero && first_output + thread * R < rows.output_length &&
                (own_base < 0 || own_base + (R - 1) + rows.filter_length > samples.columns);
  }
  const int own = thread * R;
  // Narrow outputs are stored by words too.
  const int own_pack = slice + (narrows ? 0 : lane * width);
  Type* const own_window = window + own;
  Result* const all_staged = reinterpret_cast<Result*>(window + tiling.window);
  Result* const own_staged = all_staged + own;
  const Result* const staged = all_staged + own_pack;

  const int filter = static_cast<int>(blockIdx.z) * problem.filters_per_block;
  int filters = smaller(problem.filters_per_block, problem.filters - filter);
  const Type* source = tile.filter + filter * rows.filter_length;
  char* output = reinterpret_cast<char*>(tile.output + own_pack) + filter * problem.filter_pitch;
#pragma unroll 1
  for (;;) {
    const int held = smaller(filters, tiling.filters_held);
    copy_filters(taps, tiling.taps_pitch, source, taps_count, held);
    __syncthreads();
    const Type* own_taps = taps;
#pragma unroll 1
    for (int left = held; left > 0; --left) {
      Type sums[R] = {};
      add_chunk(sums, own_window, own_taps, taps_count);
      stage(own_staged, sums);
      if (hangs_out) leave_out_outside(sums, end - lane * R, own_staged, rows, tile.source + own, own_taps, own_base);
      __syncwarp();
      Result* const to = reinterpret_cast<Result*>(output);
      if constexpr (!narrows) {
        store_part<R>(to, staged, begin, end);
      } else if (begin == 0 && end > 0) {  // a warp may be behind the row's end
        store_narrow(to, staged, end, lane, 32);
      } else {
#pragma unroll 1
        for (int i = begin + lane; i < end; i += 32) to[i] = staged[i];
      }
      __syncwarp();
      own_taps += tiling.taps_pitch;
      output += problem.filter_pitch;
    }
    filters -= held;
    if (filters == 0) break;
    source += held * taps_count;
    __syncthreads();
  }
}

// Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    direct_1d_bank(const __grid_constant__ direct_1d_bank_problem<direct_1d_rows<Type>, direct_1d_bank_tiling> problem,
                   const long long) {
  make_bank_tile<Policy>(problem, problem.rows, as_stored{});
}

}  // namespace faltung::kernel
