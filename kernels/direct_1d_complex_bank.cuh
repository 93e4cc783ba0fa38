// Direct 1D convolution of rows of complex numbers (direct_1d_complex.cuh) with a bank of filters: each signal is read
// once, whatever the number of filters, and its parts lie in shared memory while a block goes through them.
//
// Each half of a block makes one part of a tile's outputs, where rows are short those of several filters at a time.
// Sums are those of direct_1d_complex, and so is what becomes of windows that hang out of the signal.
#pragma once

#include "direct_1d_bank_policy.hpp"
#include "direct_1d_complex.cuh"
#include "direct_1d_complex_bank_policy.hpp"

namespace faltung::kernel {

template <class Type>
struct direct_1d_complex_bank_problem {
  direct_1d_complex_problem<Type> each;  // of the first filter; pitches are those from one signal to the next
  direct_1d_complex_bank_tiling tiling;
  long long filter_pitch;  // bytes from a filter's outputs to the next filter's
  int filters;
  int filters_per_block;
};

// The taps of `count` filters, of 2 * products windows each. A warp brings a window, which spares a division for each
// tap.
template <class Type>
__device__ inline void copy_complex_filters(Type* taps, const direct_1d_complex_bank_tiling& tiling, int products,
                                            const Type* filters, int length, int count) {
  const int warps = static_cast<int>(blockDim.x / 32);
  const int lane = static_cast<int>(threadIdx.x % 32);
#pragma unroll 1
  for (int i = static_cast<int>(threadIdx.x / 32); i < count * 2 * products; i += warps) {
    const int filter = i >> products;  // of one product or two
    Type* const to = taps + filter * tiling.filter_pitch + (i - (filter << products)) * tiling.taps_pitch;
    const Type* const from = filters + static_cast<long long>(i) * length;
#pragma unroll 1
    for (int t = lane; t < length; t += 32) to[t] = from[t];
  }
}

// Block (x, y, z) makes tile x of signal y with part z of the filters. Launches have no more blocks than a grid may
// have: the first is always block 0.
template <class Type, int SignalParts, class Policy>
__global__ void __launch_bounds__(Policy::value.most_threads, Policy::value.min_blocks)
    direct_1d_complex_bank(const __grid_constant__ direct_1d_complex_bank_problem<Type> problem, const long long) {
  constexpr direct_1d_complex_bank_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int R = policy.outputs_per_thread;
  const direct_1d_complex_bank_tiling& tiling = problem.tiling;
  const direct_1d_rows<Type>& rows = problem.each.rows;
  const signal_view<Type>& samples = rows.samples;
  const int products = SignalParts == 1 ? 1 : problem.each.products;
  const int length = rows.first_chunk;
  const int thread = static_cast<int>(threadIdx.x);
  const int half = static_cast<int>(blockDim.x) / 2;
  const int part = thread < half ? 0 : 1;
  const int place = thread - part * half;
  const int own_filter = static_cast<int>(static_cast<unsigned>(place) * tiling.by_chunks >> by_chunks_shift);
  const int own = (place - own_filter * tiling.chunks) * R;
  const unsigned signal_parts = SignalParts == 1 ? 0 : problem.each.signal_parts >> (2 * part * products);
  Type* window = shared_arena<Type>();
  pin_shared(window);  // or it is found anew wherever it is used
  Type* const staged = window + tiling.staged;
  Type* const taps = window + tiling.taps;

  const int tile = tiling.chunks * R;
  const long long first = static_cast<long long>(blockIdx.x) * tile;
  const int outputs = static_cast<int>(smaller<long long>(tile, rows.output_length - first));
  const long long base = rows.origin + first;
  const Type* const line = line_of(rows.signal, blockIdx.y, rows.signal_pitch) - rows.origin * SignalParts;
  if (thread < 2 * tiling.chunks)
    copy_parts_at_border<SignalParts, R / 2>(window, tiling.plane, samples, line, base, thread, 2 * tiling.chunks,
                                             tiling.plane);

  const int first_filter = static_cast<int>(blockIdx.z) * problem.filters_per_block;
  const Type* filters =
      line_of(rows.taps, blockIdx.y, rows.taps_pitch) + static_cast<long long>(first_filter) * (2 * products * length);
  // A line is stored by some of the block's warps.
  const int store_lines = 2 * half / tiling.store_threads;
  const int own_line = thread / tiling.store_threads;
  const int place_in_line = thread - own_line * tiling.store_threads;
  Type* output =
      line_of(line_of(rows.output, blockIdx.y, rows.output_pitch), first_filter, problem.filter_pitch) + 2 * first;
  int left = smaller(problem.filters_per_block, problem.filters - first_filter);
#pragma unroll 1
  do {
    int held = smaller(left, tiling.filters_held);
    left -= held;
    copy_complex_filters(taps, tiling, products, filters, length, held);
    __syncthreads();
    const Type* own_taps = taps + own_filter * tiling.filter_pitch + part * products * tiling.taps_pitch;
#pragma unroll 1
    do {
      const int made = smaller(held, tiling.filters);
      if (own_filter < made) {
        Type sums[R] = {};
#pragma unroll 1
        for (int p = 0; p < products; ++p) {
          const int from = static_cast<int>(signal_parts >> 2 * p & 1u);
          add_chunk(sums, window + from * tiling.plane + own, own_taps + p * tiling.taps_pitch, length);
        }
        Type* const own_staged = staged + part * tiling.staged_plane + place * R;
        write_packs(own_staged, sums);
        if (samples.rule == boundary_rule::zero)
          leave_outside_out<SignalParts>(problem.each, part, sums, own_staged, line + (base + own) * SignalParts,
                                         filters + (own_filter * 2 + part) * products * length, base + own,
                                         outputs - own);
      }
      __syncthreads();
#pragma unroll 1
      for (int i = own_line; i < made; i += store_lines) {
        Type* const to = line_of(output, i, problem.filter_pitch);
        const Type* const of = staged + i * tile;
        if (outputs == R / 2 * tiling.store_threads) {
          FALTUNG_UNROLL
          for (int j = 0; j < R / 2; ++j) {
            const int at = place_in_line + j * tiling.store_threads;
            write_number(to + 2 * at, number<Type, 2>{{of[at], of[tiling.staged_plane + at]}});
          }
        } else {
#pragma unroll 4
          for (int at = place_in_line; at < outputs; at += tiling.store_threads)
            write_number(to + 2 * at, number<Type, 2>{{of[at], of[tiling.staged_plane + at]}});
        }
      }
      __syncthreads();
      own_taps += tiling.filters * tiling.filter_pitch;
      filters += made * (2 * products * length);
      output = line_of(output, made, problem.filter_pitch);
      held -= made;
    } while (held > 0);
  } while (left > 0);
}

}  // namespace faltung::kernel
