// The tiles of direct_1d_dense of which windows hang out of the signal.
#pragma once

#include "direct_1d_dense_policy.hpp"
#include "direct_1d_rows.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

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

// The outputs of a turn, the first of which is number `first` of the tile, whose windows hang out of the signal.
template <class Policy, int R, class Type, class Stored, class Result, class Reader>
__device__ inline void make_border_turn(Type (&sums)[R], const direct_1d_rows<Type, Stored, Result>& problem,
                                        const direct_1d_row_tile<Type, Stored, Result>& tile, int first,
                                        const Reader& reader, Type* window, Type* taps) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  constexpr int threads = policy.threads;
  constexpr int chunk = policy.taps_per_chunk;
  constexpr int outputs = policy.outputs_per_turn();
  const int thread = static_cast<int>(threadIdx.x);
  const Type* const filter = tile.filter;
  const Stored* const source = tile.source + first;
  Result* const output = tile.output + first;
  // Taps that meet the signal for at least one of the outputs.
  const signal_view<Type>& samples = problem.samples;
  const bool extended = samples.rule != boundary_rule::zero;
  const long long first_output = static_cast<long long>(blockIdx.x) * policy.tile() + first - tile.ahead;
  const long long base = problem.origin + first_output;
  const long long begin = extended ? 0 : larger<long long>(0, 1 - base - outputs);
  const long long end = extended ? problem.filter_length : smaller(problem.filter_length, samples.columns - base);
#pragma unroll 1
  for (long long tap = begin; tap < end; tap += chunk) {
    const int count = static_cast<int>(smaller<long long>(chunk, end - tap));
    const int size = outputs + round_up(count, R);
#pragma unroll 1
    for (int i = thread; i < count; i += threads) taps[i] = filter[tap + i];
    load_border<threads>(reader, window, samples, source - base, base + tap, size);
    __syncthreads();
    add_chunk_briefly(sums, window + thread * R, taps, count);
    __syncthreads();
  }
  write_packs(window + thread * R, sums);
  __syncthreads();
  const int behind_first = static_cast<int>(larger<long long>(0, -first_output));
  const int last = static_cast<int>(smaller<long long>(outputs, problem.output_length - first_output));
#pragma unroll 1
  for (int i = behind_first + thread; i < last; i += threads) {
    Type sum = window[i];
    if (!extended && may_differ_without_outside(sum)) {
      sum = sum_of(source + i, filter, larger<long long>(0, -base - i),
                   smaller(problem.filter_length, samples.columns - base - i));
    }
    output[i] = to_stored<Result>(sum, false);
  }
}

// The outputs of a tile whose windows hang out of the signal.
template <class Policy, int R, class Type, class Stored, class Result, class Reader>
__device__ inline void make_border(Type (&sums)[R], const direct_1d_rows<Type, Stored, Result>& problem,
                                   const direct_1d_row_tile<Type, Stored, Result>& tile, const Reader& reader,
                                   Type* window, Type* taps) {
  constexpr direct_1d_dense_policy policy = Policy::value;
#pragma unroll 1
  for (int first = 0;;) {
    make_border_turn<Policy>(sums, problem, tile, first, reader, window, taps);
    first += policy.outputs_per_turn();
    if (first == policy.tile()) break;
    __syncthreads();
    FALTUNG_UNROLL
    for (int r = 0; r < R; ++r) sums[r] = Type{0};
  }
}

}  // namespace faltung::kernel
