// Direct 1D convolution of rows that are arrays of the type computed in, one real chain to an output (direct_1d.cuh
// does the same for operands of every kind): output[o] = sum over t of taps[t] * signal[origin + o + t], fused
// multiply-adds in order of t, starting from +0. With boundary zero terms outside the signal are left out.
//
// A block owns a tile of neighbouring outputs and brings the filter through shared memory in chunks, each with the part
// of the signal that it meets; a thread owns outputs_per_thread neighbouring outputs in registers.
#pragma once

#include "direct_1d_dense_policy.hpp"
#include "direct_1d_rows.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

// A warp's share of a row: where its elements begin, plus a pack for each lane.
template <int R, class Type>
__device__ inline unsigned own_place() {
  return threadIdx.x / 32 * (32 * R) + threadIdx.x % 32 * pack<Type>::size;
}

// `count` elements of the filter and the window under them: R elements for each thread and as many behind them as
// rounds the taps up to whole R. All loads of a thread are under way before the first is waited for.
template <int R, int Threads, int Chunk, int Shift, class Type, class Stored, class Reader>
__device__ inline void copy_window(const Reader& reader, Type* window, const Stored* source, Type* taps,
                                   const Type* filter, unsigned count) {
  constexpr int width = pack<Type>::size;
  const unsigned thread = threadIdx.x;
  const unsigned own = own_place<R, Type>();
  const unsigned beyond = thread * width;
  const bool takes_more = beyond + width <= count + (R - 1u);
  using fetched = decltype(reader.template fetch<Shift>(source));
  fetched main[R / width];
  fetched more{};
  Type tap{};
  FALTUNG_UNROLL
  for (int j = 0; j < R / width; ++j) main[j] = reader.template fetch<Shift>(source + own + j * 32 * width);
  if (takes_more) more = reader.template fetch<Shift>(source + R * Threads + beyond);
  if (thread < count) tap = filter[thread];
  FALTUNG_UNROLL
  for (int j = 0; j < R / width; ++j) write_pack(window + own + j * 32 * width, reader.made(main[j]));
  if (takes_more) write_pack(window + R * Threads + beyond, reader.made(more));
  if (thread < count) taps[thread] = tap;
#pragma unroll 1
  for (unsigned i = thread + Threads; i < count; i += Threads) taps[i] = filter[i];
  if constexpr (Threads * width < Chunk + R) {
#pragma unroll 1
    for (unsigned i = beyond + Threads * width; i + width <= count + (R - 1u); i += Threads * width)
      write_pack(window + R * Threads + i, reader.made(reader.template fetch<Shift>(source + R * Threads + i)));
  }
}

template <int R, int Threads, int Chunk, int Shift = 0, class Type, class Stored, class Reader>
__device__ inline void copy_shifted(unsigned shift, const Reader& reader, Type* window, const Stored* source,
                                    Type* taps, const Type* filter, unsigned count) {
  if (Shift + 1 == pack<Type>::size || shift == Shift) {
    copy_window<R, Threads, Chunk, Shift>(reader, window, source, taps, filter, count);
  } else if constexpr (Shift + 1 < pack<Type>::size) {
    copy_shifted<R, Threads, Chunk, Shift + 1>(shift, reader, window, source, taps, filter, count);
  }
}

// The sums of a tile whose windows lie in the signal, chunk after chunk. At the end no thread reads the window any more.
template <class Policy, int R, class Type, class Stored, class Result, class Reader>
__device__ inline void sum_inside(Type (&sums)[R], const direct_1d_rows<Type, Stored, Result>& problem,
                                  const direct_1d_row_tile<Type, Stored, Result>& tile, const Reader& reader,
                                  Type* window, Type* taps) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  constexpr int chunk = policy.taps_per_chunk;
  // Packs of `width` elements begin where addresses are a multiple of their bytes.
  const auto place = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(tile.source));
  const unsigned shift = place / static_cast<unsigned>(sizeof(Stored)) % static_cast<unsigned>(pack<Type>::size);
  const Stored* source = tile.source - shift;
  const Type* filter = tile.filter;
  int count = problem.first_chunk;
  for (int next = 1;; ++next) {
    copy_shifted<R, policy.threads, chunk>(shift, reader, window, source, taps, filter, static_cast<unsigned>(count));
    __syncthreads();
    add_chunk(sums, window + threadIdx.x * R, taps, count);
    __syncthreads();
    if (next == problem.chunks) break;
    source += chunk;
    filter += chunk;
    count = next + 1 == problem.chunks ? problem.last_chunk : chunk;
  }
}

// `size` elements of a row from `place` on, some of them outside, where with boundary zero zeros stand in. 4 loads of a
// thread are under way at a time.
template <int Threads, class Type, class Stored, class Reader>
__device__ inline void load_border(const Reader& reader, Type* window, const signal_view<Type>& samples,
                                   const Stored* row, long long place, int size) {
  const int thread = static_cast<int>(threadIdx.x);
  const int begin = static_cast<int>(smaller<long long>(size, larger<long long>(0, -place)));
  const int end = static_cast<int>(larger<long long>(begin, smaller<long long>(size, samples.columns - place)));
#pragma unroll 4
  for (int i = begin + thread; i < end; i += Threads) window[i] = reader.element(row[place + i]);
#pragma unroll 1
  for (int i = thread; i < size - (end - begin); i += Threads) {
    const int at = i < begin ? i : i + (end - begin);
    const long long found = extended_index(samples.rule, place + at, samples.columns);
    window[at] = found >= 0 ? reader.element(row[found]) : samples.outside[0];
  }
}

// The outputs of a tile whose windows hang out of the signal.
template <class Policy, int R, class Type, class Stored, class Result, class Reader>
__device__ inline void make_border(Type (&sums)[R], const direct_1d_rows<Type, Stored, Result>& problem,
                                   const direct_1d_row_tile<Type, Stored, Result>& tile, const Reader& reader,
                                   Type* window, Type* taps) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  constexpr int threads = policy.threads;
  constexpr int chunk = policy.taps_per_chunk;
  const int thread = static_cast<int>(threadIdx.x);
  const Type* const filter = tile.filter;
  // Taps that meet the signal for at least one output of the tile.
  const signal_view<Type>& samples = problem.samples;
  const bool extended = samples.rule != boundary_rule::zero;
  const long long first_output = static_cast<long long>(blockIdx.x) * policy.tile() - tile.ahead;
  const long long base = problem.origin + first_output;
  const long long begin = extended ? 0 : larger<long long>(0, 1 - base - policy.tile());
  const long long end = extended ? problem.filter_length : smaller(problem.filter_length, samples.columns - base);
#pragma unroll 1
  for (long long tap = begin; tap < end; tap += chunk) {
    const int count = static_cast<int>(smaller<long long>(chunk, end - tap));
    const int size = policy.tile() + round_up(count, R);
#pragma unroll 1
    for (int i = thread; i < count; i += threads) taps[i] = filter[tap + i];
    load_border<threads>(reader, window, samples, tile.source - base, base + tap, size);
    __syncthreads();
    add_chunk_briefly(sums, window + thread * R, taps, count);
    __syncthreads();
  }
  write_packs(window + thread * R, sums);
  __syncthreads();
  const int first = static_cast<int>(larger<long long>(0, -first_output));
  const int last = static_cast<int>(smaller<long long>(policy.tile(), problem.output_length - first_output));
#pragma unroll 1
  for (int i = first + thread; i < last; i += threads) {
    Type sum = window[i];
    if (!extended && may_differ_without_outside(sum)) {
      sum = sum_of(tile.source + i, filter, larger<long long>(0, -base - i),
                   smaller(problem.filter_length, samples.columns - base - i));
    }
    tile.output[i] = to_stored<Result>(sum, false);
  }
}

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_dense(const __grid_constant__ direct_1d_rows<Type> problem, const long long) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr int R = policy.outputs_per_thread;
  constexpr int width = pack<Type>::size;
  const int thread = static_cast<int>(threadIdx.x);
  Type* const taps = shared_arena<Type>();
  Type* const window = taps + direct_1d_dense_layout<Type>(policy).window;

  const direct_1d_row_tile<Type> tile = row_tile_of(problem, policy.tile());
  Type sums[R] = {};
  if (blockIdx.x - problem.first_inside < problem.inside) {
    sum_inside<Policy>(sums, problem, tile, as_stored{}, window, taps);
    // A warp stores what it has summed.
    write_packs(window + thread * R, sums);
    __syncwarp();
    const unsigned own = own_place<R, Type>();
    FALTUNG_UNROLL
    for (int j = 0; j < R; j += width) write_pack(tile.output + own + j * 32, read_pack(window + own + j * 32));
    return;
  }
  make_border<Policy>(sums, problem, tile, as_stored{}, window, taps);
}

}  // namespace faltung::kernel
