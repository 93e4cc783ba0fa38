// Direct 1D convolution: output[o] = sum over t of taps[t] * signal[origin + o + t]. With boundary zero terms outside
// the signal are left out.
//
// Every output is one chain of fused multiply-adds in order of t, starting from +0, so its bits depend on nothing else;
// a part of a complex output is the chain of one product after the other.
// For operands of every kind; rows of real numbers that are arrays of the type computed in have direct_1d_registers,
// direct_1d_dense, direct_1d_lines and direct_1d_bank, rows of halves and short integers direct_1d_stored and
// direct_1d_bytes, rows of complex numbers direct_1d_complex.
//
// A block owns a tile of neighbouring outputs and brings the filter through shared memory in chunks, each with the part
// of the signal that it meets; a thread owns outputs_per_thread neighbouring outputs in registers.
#pragma once

#include "direct_1d_policy.hpp"
#include "direct_1d_sums.cuh"
#include "direct_operands.cuh"
#include "samples.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_1d_problem {
  direct_operands<Type> operands;
  long long filter_length;
  long long output_length;
  long long origin;  // signal index under tap 0 of output 0
  long long tiles;   // of one output
};

// U taps, from a place aligned for packs, where part of the window may lie outside the signal: element i of it is
// inside iff place + i, as an unsigned number, is below `inside`. All products of one element share one test, since
// going through the window by elements keeps each sum's order of taps.
template <int U, int R, class Type>
__device__ inline void add_guarded_step(Type (&sums)[R], const Type* window, const Type* taps, int place, int inside) {
  Type tap[U];
  FALTUNG_UNROLL
  for (int u = 0; u < U; ++u) tap[u] = taps[u];
  constexpr int width = pack<Type>::size;
  FALTUNG_UNROLL
  for (int i = 0; i < R + U - 1; i += width) {
    Type element[width];
    read_packs<width>(element, window + i);
    FALTUNG_UNROLL
    for (int j = 0; j < width; ++j) {
      if (static_cast<unsigned>(place + i + j) < static_cast<unsigned>(inside)) {
        FALTUNG_UNROLL
        for (int u = 0; u < U; ++u) {
          const int r = i + j - u;
          if (r >= 0 && r < R) sums[r] = multiply_add(tap[u], element[j], sums[r]);
        }
      }
    }
  }
}

template <int R, class Type>
__device__ inline void add_guarded_chunk(Type (&sums)[R], const Type* window, const Type* taps, int count, int place,
                                         int inside) {
  int k = 0;
#pragma unroll 1
  for (; k + R <= count; k += R) add_guarded_step<R>(sums, window + k, taps + k, place + k, inside);
#pragma unroll 1
  for (; k + 4 <= count; k += 4) add_guarded_step<4>(sums, window + k, taps + k, place + k, inside);
  const int rest = count - k;
  if (rest == 1) add_guarded_step<1>(sums, window + k, taps + k, place + k, inside);
  if (rest == 2) add_guarded_step<2>(sums, window + k, taps + k, place + k, inside);
  if (rest == 3) add_guarded_step<3>(sums, window + k, taps + k, place + k, inside);
}

// `size` elements, a multiple of R and at least R for each thread. All loads of a thread are under way before the first
// is waited for. 16 bytes at a time where the source allows it: with "same", a batch or a view it may start anywhere.
template <int R, class Type>
__device__ inline void copy_inside(Type* window, const Type* source, int size, int thread, int threads) {
  constexpr int width = pack<Type>::size;
  if (aligned_for_packs(source)) {
    pack<Type> own[R / width];
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j) own[j] = read_pack(source + (thread + j * threads) * width);
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j) write_pack(window + (thread + j * threads) * width, own[j]);
  } else {
    Type own[R];
    FALTUNG_UNROLL
    for (int j = 0; j < R; ++j) own[j] = source[thread + j * threads];
    FALTUNG_UNROLL
    for (int j = 0; j < R; ++j) window[thread + j * threads] = own[j];
  }
  for (int i = thread + R * threads; i < size; i += threads) window[i] = source[i];
}

// Zeros stand in for what lies outside; they are never multiplied.
template <class Type>
__device__ inline void copy_guarded(Type* window, const Type* source, int size, int begin, int end, int thread,
                                    int threads) {
  for (int i = thread; i < size; i += threads) window[i] = i >= begin && i < end ? source[i] : Type{0};
}

template <int R, class Type>
__device__ inline void store_tile(Type* output, const Type* staged, int used, int thread, int threads) {
  constexpr int width = pack<Type>::size;
  if (used == R * threads && aligned_for_packs(output)) {
    FALTUNG_UNROLL
    for (int j = 0; j < R / width; ++j) {
      const int i = (thread + j * threads) * width;
      write_pack(output + i, read_pack(staged + i));
    }
  } else {
    for (int i = thread; i < used; i += threads) output[i] = staged[i];
  }
}

// Block b of the launch is tile first_block + b, counted over the tiles of all outputs' parts.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.max_threads, Policy::value.min_blocks)
    direct_1d(const __grid_constant__ direct_1d_problem<Type> problem, const long long first_block) {
  constexpr direct_1d_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int R = policy.outputs_per_thread;
  const direct_operands<Type>& operands = problem.operands;
  const signal_view<Type>& signal = operands.signal;
  const int thread = static_cast<int>(threadIdx.x);
  const int threads = static_cast<int>(blockDim.x);
  const int tile = R * threads;
  Type* const taps = shared_arena<Type>();
  Type* const window = taps + direct_1d_layout_of<Type>(policy, threads).window;

  const long long block = first_block + blockIdx.x;
  const long long line = block / problem.tiles;
  const long long first_output = (block - line * problem.tiles) * tile;
  const int used = static_cast<int>(smaller<long long>(tile, problem.output_length - first_output));
  const direct_entry entry = direct_entry_of(operands, line);
  const long long output = entry.output + first_output * operands.output.column;

  // With boundary zero, taps that meet the signal for at least one output of the tile.
  const bool extended = signal.rule != boundary_rule::zero;
  const long long base = problem.origin + first_output;
  const long long begin = extended ? 0 : larger<long long>(0, 1 - base - used);
  const long long end = extended ? problem.filter_length : smaller(problem.filter_length, signal.columns - base);
  Type sums[R] = {};
  const Type* filter = operands.taps + entry.window * problem.filter_length;
  unsigned signal_parts = entry.signal_parts;
#pragma unroll 1
  for (int products = operands.products; products > 0; --products) {
#pragma unroll 1
    for (long long tap = begin; tap < end; tap += policy.taps_per_chunk) {
      const int count = static_cast<int>(smaller<long long>(policy.taps_per_chunk, end - tap));
      const long long first = base + tap;
      const int size = tile + round_up(count, R);
      const bool interior = first >= 0 && first + size <= signal.columns;
      // The part of the window that lies inside the signal.
      const int inside_begin = static_cast<int>(larger<long long>(0, -first));
      const int inside_end = static_cast<int>(smaller<long long>(size, signal.columns - first));
      for (int i = thread; i < count; i += threads) taps[i] = filter[tap + i];
      if (operands.dense_signal && (interior || !extended)) {
        const Type* const source = static_cast<const Type*>(signal.at.data) + entry.signal + first;
        if (interior) {
          copy_inside<R>(window, source, size, thread, threads);
        } else {
          copy_guarded(window, source, size, inside_begin, inside_end, thread, threads);
        }
      } else {
        const int part = static_cast<int>(signal_parts & 3u);
        load_samples(window, size, signal, entry.signal + part, part, {0, first, 1, size}, threads);
      }
      __syncthreads();
      if (interior || extended) {
        add_chunk(sums, window + thread * R, taps, count);
      } else if (thread * R < used) {
        add_guarded_chunk(sums, window + thread * R, taps, count, thread * R - inside_begin, inside_end - inside_begin);
      }
      __syncthreads();
    }
    filter += problem.filter_length;
    signal_parts >>= 2;
  }

  write_packs(window + thread * R, sums);
  __syncthreads();
  if (operands.dense_output) {
    store_tile<R>(static_cast<Type*>(operands.output.data) + output, window, used, thread, threads);
  } else {
    store_samples(operands.output, output, window, tile, 1, used, threads);
  }
}

}  // namespace faltung::kernel
