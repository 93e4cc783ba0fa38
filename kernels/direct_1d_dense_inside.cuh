// The tiles of direct_1d_dense whose windows lie in the signal.
#pragma once

#include "as_stored.cuh"
#include "direct_1d_dense_policy.hpp"
#include "direct_1d_rows.cuh"
#include "direct_1d_sums.cuh"

namespace faltung::kernel {

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
  using fetched = decltype(reader.template fetch<0>(source));
  fetched main[R / width];
  fetched more;
  Type value{};  // packs that hold taps are read whole
  FALTUNG_UNROLL
  for (int j = 0; j < R / width; ++j) main[j] = reader.template fetch<0>(source + j * Threads * width);
  if (takes_more) more = reader.template fetch<0>(source + R * Threads);
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
        write_pack(window + R * Threads + i, reader.made(reader.template fetch<0>(source + R * Threads + i)));
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

// Elements by which a window begins behind an address for packs, which is where as many elements as a pack of Type has
// begin at a multiple of their bytes.
template <class Type, class Stored>
__device__ inline unsigned elements_behind_pack(const Stored* source) {
  auto behind = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(source)) %
                static_cast<unsigned>(pack<Type>::size * sizeof(Stored));
  pin(behind);
  return behind / static_cast<unsigned>(sizeof(Stored));
}

// The sums of a tile whose windows lie in the signal, chunk after chunk. At the end no thread reads the window.
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
  unsigned ahead = elements_behind_pack<Type>(tile.source);
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

// Stores what a warp has staged, R outputs for each of its threads, to its share of a turn's.
template <int R, class Type>
__device__ inline void store_by_warps(Type* output, const Type* staged) {
  constexpr int width = pack<Type>::size;
  constexpr auto size = static_cast<unsigned>(sizeof(Type));
  unsigned bytes = threadIdx.x / 32 * (32 * R * size) + threadIdx.x % 32 * (width * size);
  pin(bytes);
  output = behind_bytes(output, bytes);
  staged = behind_bytes(staged, bytes);
  FALTUNG_UNROLL
  for (int j = 0; j < R; j += width) write_pack(output + j * 32, read_pack(staged + j * 32));
}

}  // namespace faltung::kernel
