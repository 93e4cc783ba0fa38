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

// How a window comes from memory: packs are fetched and then, when all are under way, made of what was fetched; single
// elements take one step.
struct as_stored {
  template <class Type>
  __device__ pack<Type> fetch(const Type* from) const {
    return read_pack(from);
  }
  template <class Type>
  __device__ pack<Type> made(const pack<Type>& fetched) const {
    return fetched;
  }
  template <class Type>
  __device__ Type element(Type stored) const {
    return stored;
  }
};

// `count` places of the filter and the window under them: R elements for each thread and, by packs, those that places
// behind the first meet. Place i is for tap i - ahead. All loads of a thread are under way before the first is waited
// for.
template <int R, int Threads, int Chunk, class Type, class Stored, class Reader>
__device__ inline void copy_chunk(const Reader& reader, Type* window, const Stored* source, Type* taps,
                                  const Type* filter, unsigned filter_length, unsigned ahead, unsigned count) {
  constexpr int width = pack<Type>::size;
  const unsigned thread = threadIdx.x;
  const unsigned own = thread * width;
  unsigned bytes = thread * static_cast<unsigned>(sizeof(pack<Type>));
  pin(bytes);
  window = behind_bytes(window, bytes);
  source = behind_bytes(source, bytes / static_cast<unsigned>(sizeof(Type) / sizeof(Stored)));
  const bool takes_more = own < count;
  const unsigned tap = thread - ahead;
  using fetched = decltype(reader.fetch(source));
  fetched main[R / width];
  fetched more;
  Type value{};  // packs that hold taps are read whole
  FALTUNG_UNROLL
  for (int j = 0; j < R / width; ++j) main[j] = reader.fetch(source + j * Threads * width);
  if (takes_more) more = reader.fetch(source + R * Threads);
  if (tap < filter_length) value = filter[tap];
  FALTUNG_UNROLL
  for (int j = 0; j < R / width; ++j) write_pack(window + j * Threads * width, reader.made(main[j]));
  if (takes_more) write_pack(window + R * Threads, reader.made(more));
  if (Threads <= Chunk || thread < Chunk) taps[thread] = value;
  if (Threads < Chunk && count > Threads) {
#pragma unroll 1
    for (unsigned i = thread + Threads; i < count; i += Threads) taps[i] = filter[i - ahead];
    if constexpr (Threads * width < Chunk) {
#pragma unroll 1
      for (unsigned i = Threads * width; own + i < count; i += Threads * width)
        write_pack(window + R * Threads + i, reader.made(reader.fetch(source + R * Threads + i)));
    }
  }
}

template <int Ahead = 0, int R, class Type>
__device__ inline void begin_sums_behind(unsigned ahead, Type (&sums)[R], const pack<Type>& first,
                                         const Type (&near)[R], const pack<Type>& taps) {
  if (Ahead + 1 == pack<Type>::size || ahead == Ahead) {
    begin_sums<Ahead>(sums, first, near, taps);
  } else if constexpr (Ahead + 1 < pack<Type>::size) {
    begin_sums_behind<Ahead + 1>(ahead, sums, first, near, taps);
  }
}

// The sums of a tile whose windows lie in the signal, chunk after chunk. At the end no thread reads the window any more.
//
// Windows are copied from the address for packs before them, and the taps are held as many places later: no pack is put
// together of two.
template <class Policy, int R, class Type, class Stored, class Result, class Reader>
__device__ inline void sum_inside(Type (&sums)[R], const direct_1d_rows<Type, Stored, Result>& problem,
                                  const direct_1d_row_tile<Type, Stored, Result>& tile, const Reader& reader,
                                  Type* window, Type* taps) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  constexpr int chunk = policy.taps_per_chunk;
  constexpr int width = pack<Type>::size;
  // Packs of `width` elements begin where addresses are a multiple of their bytes.
  auto behind = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(tile.source)) %
                static_cast<unsigned>(width * sizeof(Stored));
  pin(behind);
  unsigned ahead = behind / static_cast<unsigned>(sizeof(Stored));
  const Stored* source = tile.source - ahead;
  pin_global(source);
  const auto filter_length = static_cast<unsigned>(problem.filter_length);
  unsigned places = filter_length + ahead;
  unsigned count = smaller<unsigned>(places, chunk);
  copy_chunk<R, policy.threads, chunk>(reader, window, source, taps, tile.filter, filter_length, ahead, count);
  __syncthreads();
  const Type* const own = window + threadIdx.x * R;
  const Type* from = own + width;
  const Type* own_taps = taps + width;
  Type near[R];
  read_packs<R>(near, from);
  begin_sums_behind(ahead, sums, read_pack(own), near, read_pack(taps));
  unsigned left = count - width;
#pragma unroll 1
  for (;;) {
    add_behind(sums, near, from, own_taps, static_cast<int>(left));
    __syncthreads();
    places -= count;
    if (places == 0) break;
    source += chunk;
    ahead -= chunk;
    count = smaller<unsigned>(places, chunk);
    copy_chunk<R, policy.threads, chunk>(reader, window, source, taps, tile.filter, filter_length, ahead, count);
    __syncthreads();
    from = own;
    own_taps = taps;
    left = count;
    read_packs<R>(near, from);
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
  Type* taps = shared_arena<Type>();
  pin_shared(taps);
  Type* const window = taps + direct_1d_dense_layout<Type>(policy).window;

  const direct_1d_row_tile<Type> tile = row_tile_of(problem, policy.tile());
  Type sums[R] = {};
  if (blockIdx.x - problem.first_inside < problem.inside) {
    Type* output = tile.output;
    pin_global(output);  // or it would be found anew behind the sums
    sum_inside<Policy>(sums, problem, tile, as_stored{}, window, taps);
    // A warp stores what it has summed.
    write_packs(window + thread * R, sums);
    __syncwarp();
    unsigned bytes = threadIdx.x / 32 * (32 * R * static_cast<unsigned>(sizeof(Type))) +
                     threadIdx.x % 32 * static_cast<unsigned>(sizeof(pack<Type>));
    pin(bytes);
    output = behind_bytes(output, bytes);
    const Type* const staged = behind_bytes(window, bytes);
    FALTUNG_UNROLL
    for (int j = 0; j < R; j += width) write_pack(output + j * 32, read_pack(staged + j * 32));
    return;
  }
  make_border<Policy>(sums, problem, tile, as_stored{}, window, taps);
}

}  // namespace faltung::kernel
