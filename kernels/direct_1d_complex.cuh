// Direct 1D convolution of rows whose outputs are complex numbers of the type computed in, interleaved, as
// direct_1d.cuh has it: a part of an output is one chain of fused multiply-adds, over all taps of its first product,
// then over all taps of its second. The signal is complex or real, and so is the filter.
//
// A block owns a tile of neighbouring outputs and reads their window once: its real and imaginary parts go to two
// planes in shared memory, where each half of the block makes one part of the outputs as direct_1d_dense makes real
// ones. A thread that made both parts of its outputs would read a window once for both, and the taps twice: the same
// loads. Only filters of several chunks have their windows read once for each product, since a chain ends one product
// before it begins the next.
#pragma once

#include "direct_1d_complex_parts.cuh"
#include "direct_1d_complex_policy.hpp"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_1d_complex_problem {
  direct_1d_rows<Type> rows;  // of one window after the other, in the order of the products
  int products;               // of each part of an output
  unsigned signal_parts;      // as direct_operands has them
};

// A part of an output without its terms outside the signal: of taps [begin, end). `source` is the element under tap 0,
// `filter` the part's first window.
template <int Parts, class Type>
__device__ inline Type sum_of_products(const direct_1d_complex_problem<Type>& problem, int part, const Type* source,
                                       const Type* filter, long long begin, long long end) {
  const unsigned signal_parts = problem.signal_parts >> (2 * part * problem.products);
  Type sum{0};
#pragma unroll 1
  for (int p = 0; p < problem.products; ++p) {
    const Type* const from = source + (signal_parts >> 2 * p & 3u);
#pragma unroll 1
    for (long long t = begin; t < end; ++t)
      sum = multiply_add(filter[p * problem.rows.filter_length + t], from[t * Parts], sum);
  }
  return sum;
}

// A thread's sums where windows may hang out of the signal and zeros stand in for what is outside: those that these may
// have changed (may_differ_without_outside) are formed anew, and left at `made`. The first of them has `source` under
// tap 0, which is element `under` of the line; `count` of them are outputs.
template <int Parts, int R, class Type>
__device__ inline void leave_outside_out(const direct_1d_complex_problem<Type>& problem, int part,
                                         const Type (&sums)[R], Type* made, const Type* source, const Type* filter,
                                         long long under, int count) {
  const long long taps = problem.rows.filter_length;
  const long long columns = problem.rows.samples.columns;
  if (under >= 0 && under + (R - 1) + taps <= columns) return;
  bool again = false;
  FALTUNG_UNROLL
  for (int r = 0; r < R; ++r) again = again || may_differ_without_outside(sums[r]);
  if (!again) return;
#pragma unroll 1
  for (int r = 0; r < smaller(R, count); ++r, ++under, source += Parts) {
    if (may_differ_without_outside(made[r]))
      made[r] = sum_of_products<Parts>(problem, part, source, filter, larger<long long>(0, -under),
                                       smaller(taps, columns - under));
  }
}

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, int SignalParts, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_complex(const __grid_constant__ direct_1d_complex_problem<Type> problem, const long long) {
  constexpr direct_1d_complex_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr direct_1d_complex_layout layout = direct_1d_complex_layout_of<Type>(policy, SignalParts);
  constexpr int R = policy.outputs_per_thread;
  constexpr int threads = policy.threads;
  constexpr int chunk = policy.taps_per_chunk;
  constexpr unsigned half = policy.threads / 2;
  const direct_1d_rows<Type>& rows = problem.rows;
  const signal_view<Type>& samples = rows.samples;
  const unsigned thread = threadIdx.x;
  const unsigned part = thread / half;
  const unsigned place = thread % half;
  const int products = SignalParts == 1 ? 1 : problem.products;
  const unsigned signal_parts = SignalParts == 1 ? 0 : problem.signal_parts >> (2 * part * products);
  Type* const taps = shared_arena<Type>() + part * (SignalParts * layout.taps);
  Type* const window = shared_arena<Type>() + layout.window;

  const long long first = static_cast<long long>(blockIdx.x) * policy.tile();
  const Type* const source = line_of(rows.signal, blockIdx.y, rows.signal_pitch) + SignalParts * first;
  Type* const output = line_of(rows.output, blockIdx.y, rows.output_pitch) + 2 * first;
  const Type* const filters = line_of(rows.taps, blockIdx.y, rows.taps_pitch);
  const long long base = rows.origin + first;
  const bool inside = blockIdx.x - rows.first_inside < rows.inside;
  const bool extended = samples.rule != boundary_rule::zero;

  // Chunks with taps that meet the signal for at least one output of the tile.
  int begin = 0;
  int end = rows.chunks;
  if (!inside && !extended) {
    begin = static_cast<int>(larger<long long>(0, 1 - base - policy.tile()) / chunk);
    end = static_cast<int>(smaller<long long>(end, ceil_div<long long>(samples.columns - base, chunk)));
  }
  const bool one_chunk = end - begin <= 1;
  Type sums[R] = {};
  int product = 0;
  do {
    int next = product;
    int at = begin;
    do {
      const unsigned count = static_cast<unsigned>(at + 1 == rows.chunks ? rows.last_chunk : chunk);
      const long long tap = static_cast<long long>(at) * chunk;
      const Type* const filter = filters + part * products * rows.filter_length + tap;
      Type own[SignalParts] = {};
      FALTUNG_UNROLL
      for (int p = 0; p < SignalParts; ++p)
        if (place < count && p < products) own[p] = filter[p * rows.filter_length + place];
      if (inside) {
        copy_parts<SignalParts, R / 2, threads>(window, layout.plane, source + tap * SignalParts,
                                                policy.tile() + count + (R - 1u));
      } else {
        int number_in_block = static_cast<int>(thread);
        pin(number_in_block);  // or every tile would reckon addresses for both
        copy_parts_at_border<SignalParts, R / 2>(window, layout.plane, samples, source - base * SignalParts, base + tap,
                                                 number_in_block, threads,
                                                 policy.tile() + static_cast<int>(count) + (R - 1));
      }
      FALTUNG_UNROLL
      for (int p = 0; p < SignalParts; ++p)
        if (place < count) taps[p * layout.taps + place] = own[p];
#pragma unroll 1
      for (unsigned i = place + half; i < count; i += half) {
        FALTUNG_UNROLL
        for (int p = 0; p < SignalParts; ++p)
          if (p < products) taps[p * layout.taps + i] = filter[p * rows.filter_length + i];
      }
      __syncthreads();
      next = product;
#pragma unroll 1
      do {
        const unsigned from = signal_parts >> 2 * next & 1u;
        add_chunk(sums, window + from * layout.plane + place * R, taps + next * layout.taps, static_cast<int>(count));
        ++next;
      } while (one_chunk && next < products);
      __syncthreads();
      ++at;
    } while (at < end);
    product = next;
  } while (product < products);

  Type* const made = window + part * layout.plane + place * R;
  write_packs(made, sums);
  if (inside) {
    __syncthreads();
    FALTUNG_UNROLL
    for (int j = 0; j < R / 2; ++j) {
      const unsigned i = thread + j * threads;
      write_number(output + 2 * i, number<Type, 2>{{window[i], window[layout.plane + i]}});
    }
    return;
  }
  const int outputs = static_cast<int>(smaller<long long>(policy.tile(), rows.output_length - first));
  const int own = static_cast<int>(place) * R;
  if (!extended)
    leave_outside_out<SignalParts>(problem, static_cast<int>(part), sums, made, source + own * SignalParts,
                                   filters + part * products * rows.filter_length, base + own, outputs - own);
  __syncthreads();
  store_numbers<R / 2>(output, window, layout.plane, static_cast<int>(thread), threads, outputs);
}

}  // namespace faltung::kernel
