// The tiles of direct_1d_dense whose windows lie in the signal, where a block makes its tile in turns.
#pragma once

#include "direct_1d_dense_inside.cuh"

namespace faltung::kernel {

// The window under `count` places of the filter, on its way.
template <class Policy, class Type>
__device__ inline void copy_window_async(Type* window, const Type* source, unsigned count) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  constexpr int threads = policy.threads;
  using packed = pack<Type>;
  const unsigned own = threadIdx.x * static_cast<unsigned>(packed::size);
  unsigned bytes = threadIdx.x * static_cast<unsigned>(sizeof(packed));
  pin(bytes);
  auto* const to = reinterpret_cast<packed*>(behind_bytes(window, bytes));
  const auto* const from = reinterpret_cast<const packed*>(behind_bytes(source, bytes));
  constexpr int packs = policy.outputs_per_thread / packed::size;
  FALTUNG_UNROLL
  for (int j = 0; j < packs; ++j) copy_async(to + j * threads, from + j * threads);
  if (own < count) copy_async(to + packs * threads, from + packs * threads);
  if constexpr (threads * packed::size < policy.taps_per_chunk) {
#pragma unroll 1
    for (unsigned i = 1; own + i * threads * packed::size < count; ++i)
      copy_async(to + (packs + i) * threads, from + (packs + i) * threads);
  }
}

// `count` places of the filter, of which number i is for tap i - ahead, on their way.
template <class Policy, class Type>
__device__ inline void copy_taps_async(Type* taps, const Type* filter, unsigned filter_length, unsigned ahead,
                                       unsigned count) {
#pragma unroll 1
  for (unsigned i = threadIdx.x; i < count; i += Policy::value.threads) {
    if (i - ahead < filter_length) {
      copy_async(taps + i, filter + (i - ahead));
    } else {
      taps[i] = Type{};
    }
  }
}

// The outputs of a tile whose windows lie in the signal, turn after turn and chunk after chunk: the next one's window
// and taps come while those of one are summed. Shared memory holds two of each, the other `other` elements away.
template <class Policy, int R, class Type>
__device__ inline void make_turns(Type (&sums)[R], const direct_1d_rows<Type>& problem,
                                  const direct_1d_row_tile<Type>& tile, Type* output, Type* window, Type* taps) {
  constexpr direct_1d_dense_policy policy = Policy::value;
  constexpr unsigned chunk = policy.taps_per_chunk;
  constexpr unsigned width = pack<Type>::size;
  const unsigned ahead = elements_behind_pack<Type>(tile.source);
  const auto filter_length = static_cast<unsigned>(problem.filter_length);
  const unsigned places = filter_length + ahead;
  const bool one_chunk = places <= chunk;
  const Type* source = tile.source - ahead;
  pin_global(source);
  unsigned first = 0;  // of the chunk's places
  unsigned count = smaller(places, chunk);
  int turns = policy.turns;
  int other = direct_1d_dense_layout<Type>(policy).elements;
  copy_window_async<Policy>(window, source, count);
  copy_taps_async<Policy>(taps, tile.filter, filter_length, ahead, count);
#pragma unroll 1
  for (;;) {
    wait_for_copies();
    __syncthreads();  // and no thread reads what came before any more
    const bool first_chunk = first == 0;
    const bool last_chunk = first + count == places;
    unsigned left = count;
    if (!last_chunk || turns > 1) {
      if (last_chunk) {
        source += policy.outputs_per_turn();
        source -= first;
        first = 0;
      } else {
        source += chunk;
        first += chunk;
      }
      count = smaller(places - first, chunk);
      copy_window_async<Policy>(window + other, source, count);
      if (!one_chunk) copy_taps_async<Policy>(taps + other, tile.filter, filter_length, ahead - first, count);
    }
    const Type* from = window + threadIdx.x * R;
    const Type* own_taps = taps;
    Type near[R];
    if (first_chunk) {
      read_packs<R>(near, from + width);
      begin_sums_behind(ahead, sums, read_pack(from), near, read_pack(own_taps));
      from += width;
      own_taps += width;
      left -= width;
    } else {
      read_packs<R>(near, from);
    }
    add_behind(sums, near, from, own_taps, static_cast<int>(left));
    if (last_chunk) {
      __syncthreads();
      write_packs(window + threadIdx.x * R, sums);
      __syncwarp();
      store_by_warps<R>(output, window);
      if (--turns == 0) return;
      output += policy.outputs_per_turn();
    }
    window += other;
    if (!one_chunk) taps += other;
    other = -other;
  }
}

}  // namespace faltung::kernel
