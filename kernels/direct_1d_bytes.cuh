// Direct 1D convolution of rows (direct_1d_rows.cuh) of bytes with filters of bytes, both signed or neither, by the
// device's dot product of four bytes: output[o] = sum over t of taps[t] * signal[origin + o + t] modulo 2^32, so that
// the order of sums and products with zero change no bit.
//
// The four outputs that begin in one word of samples take the same words, and each its own taps: those of output j are
// held j bytes later, with zeros in front and behind. So no sample is moved to where a word begins, and neither is a row
// that begins within a word, which only delays all taps. A thread makes packs of 16 neighbouring outputs: its words come
// and its bytes go by 16 bytes, to neighbouring addresses for neighbouring threads.
#pragma once

#include "direct_1d_bytes_policy.hpp"
#include "direct_1d_rows.cuh"
#include "quad.cuh"

namespace faltung::kernel {

// Four taps for each of the four outputs of a word: word 4 * q + j is of output j in group q.
template <unsigned Threads>
__device__ inline void pack_taps(std::uint32_t* to, const std::uint32_t* filter, unsigned count, unsigned ahead,
                                 unsigned groups) {
#pragma unroll 1
  for (unsigned i = threadIdx.x; i < 4 * groups; i += Threads) {
    const int first = static_cast<int>(i / 4 * 4 - i % 4 - ahead);
    std::uint32_t tap[4];
    FALTUNG_UNROLL
    for (int b = 0; b < 4; ++b) tap[b] = static_cast<unsigned>(first + b) < count ? filter[first + b] : 0;
    to[i] = narrowed<std::uint8_t>(tap[0], tap[1], tap[2], tap[3]).word[0];
  }
}

// `more` packs behind those of the tile, fewer than there are threads.
template <int Packs, int Threads, int Shift = 0>
__device__ inline void copy_words(unsigned shift, std::uint32_t* window, const std::uint32_t* source, unsigned more) {
  if (Shift == 3 || shift == Shift) {
    const unsigned own = threadIdx.x * 4;
    const bool takes_more = threadIdx.x < more;
    pack<std::uint32_t> made[Packs];
    pack<std::uint32_t> behind{};
    FALTUNG_UNROLL
    for (int p = 0; p < Packs; ++p) made[p] = read_shifted<Shift>(source + own + p * Threads * 4);
    if (takes_more) behind = read_shifted<Shift>(source + own + Packs * Threads * 4);
    FALTUNG_UNROLL
    for (int p = 0; p < Packs; ++p) write_pack(window + own + p * Threads * 4, made[p]);
    if (takes_more) write_pack(window + own + Packs * Threads * 4, behind);
  } else if constexpr (Shift < 3) {
    copy_words<Packs, Threads, Shift + 1>(shift, window, source, more);
  }
}

// A window that hangs out of the signal, from sample `place` of the row on. Zeros stand in with boundary zero. The row's
// address is not taken from the caller, who would have to hold it: registers are spilled then on some devices.
__device__ inline void fill_words(std::uint32_t* window, const signal_view<std::uint32_t>& samples, long long place,
                                  int words) {
  const auto* const row =
      static_cast<const std::uint8_t*>(samples.at.data) + samples.at.offset + blockIdx.y * samples.at.batch;
#pragma unroll 1
  for (int i = static_cast<int>(threadIdx.x); i < words; i += static_cast<int>(blockDim.x)) {
    std::uint32_t word = 0;
#pragma unroll 1
    for (int b = 0; b < 4; ++b) {
      const long long found = extended_index(samples.rule, place + 4 * i + b, samples.columns);
      word |= (found < 0 ? samples.outside[0] & 0xffu : row[found]) << (8 * b);
    }
    window[i] = word;
  }
}

// Groups [0, Count) of taps, on windows of eight words.
template <bool Signed, int Count, int Packs>
__device__ inline void add_groups(std::uint32_t (&sums)[Packs][16], const std::uint32_t (&near)[Packs][4],
                                  const std::uint32_t (&far)[Packs][4], const std::uint32_t* taps, int groups) {
  FALTUNG_UNROLL
  for (int u = 0; u < Count; ++u) {
    if (Count < 4 && u >= groups) break;
    const pack<std::uint32_t> tap = read_pack(taps + 4 * u);
    FALTUNG_UNROLL
    for (int p = 0; p < Packs; ++p) {
      FALTUNG_UNROLL
      for (int r = 0; r < 16; ++r) {
        const int word = u + r / 4;
        sums[p][r] = add_products<Signed>(word < 4 ? near[p][word] : far[p][word - 4], tap.lane[r % 4], sums[p][r]);
      }
    }
  }
}

template <int Pitch, int Packs>
__device__ inline void read_words(std::uint32_t (&to)[Packs][4], const std::uint32_t* window) {
  FALTUNG_UNROLL
  for (int p = 0; p < Packs; ++p) read_packs<4>(to[p], window + p * Pitch);
}

// `window` is the thread's own place. Two register windows take turns, as in direct_1d_sums.cuh.
template <bool Signed, int Pitch, int Packs>
__device__ inline void add_chunk_of_bytes(std::uint32_t (&sums)[Packs][16], const std::uint32_t* window,
                                          const std::uint32_t* taps, int groups) {
  std::uint32_t near[Packs][4], far[Packs][4];
  read_words<Pitch>(near, window);
#pragma unroll 1
  for (; groups >= 8; groups -= 8) {
    read_words<Pitch>(far, window + 4);
    add_groups<Signed, 4>(sums, near, far, taps, 4);
    read_words<Pitch>(near, window + 8);
    add_groups<Signed, 4>(sums, far, near, taps + 16, 4);
    window += 8;
    taps += 32;
  }
  if (groups >= 4) {
    read_words<Pitch>(far, window + 4);
    add_groups<Signed, 4>(sums, near, far, taps, 4);
    window += 4;
    taps += 16;
    groups -= 4;
    read_words<Pitch>(near, window);
  }
  if (groups > 0) {
    read_words<Pitch>(far, window + 4);
    add_groups<Signed, 3>(sums, near, far, taps, groups);
  }
}

// 16 outputs of each lane, 4 packs of which lie where they would but for an exclusive or with bits of the lane, without
// which the writes of eight lanes would meet two groups of banks.
__device__ inline void store_by_warp(std::uint32_t* output, std::uint32_t* staged, const std::uint32_t (&sums)[16]) {
  const unsigned lane = threadIdx.x % 32;
  FALTUNG_UNROLL
  for (unsigned q = 0; q < 4; ++q) {
    write_pack(staged + (lane * 4 + (q ^ (lane / 2 % 4))) * 4,
               pack<std::uint32_t>{{sums[4 * q], sums[4 * q + 1], sums[4 * q + 2], sums[4 * q + 3]}});
  }
  __syncwarp();
  FALTUNG_UNROLL
  for (unsigned q = 0; q < 4; ++q)
    copy_pack(output + (q * 32 + lane) * 4, staged + (q * 32 + (lane ^ (lane / 8 % 4))) * 4);
  __syncwarp();
}

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <bool Signed, class Result, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_bytes(const __grid_constant__ direct_1d_rows<std::uint32_t, std::uint8_t, Result> problem,
                    const long long) {
  constexpr direct_1d_bytes_policy policy = Policy::value;
  static_assert(valid(policy));
  constexpr int packs = policy.packs;
  constexpr int threads = policy.threads;
  constexpr int pitch = threads * 4;
  const int thread = static_cast<int>(threadIdx.x);
  std::uint32_t* const taps = shared_arena<std::uint32_t>();
  std::uint32_t* const window = taps + layout_of(policy).window;

  const direct_1d_row_tile<std::uint32_t, std::uint8_t, Result> tile = row_tile_of(problem, policy.tile());
  const bool inside = blockIdx.x - problem.first_inside < problem.inside;
  const long long first_output = static_cast<long long>(blockIdx.x) * policy.tile() - tile.ahead;
  const unsigned behind = bytes_behind_pack(tile.source);
  const unsigned ahead = behind % 4;
  const std::uint8_t* source = tile.source - behind;
  const std::uint32_t* filter = tile.filter;
  std::uint32_t sums[packs][16] = {};
  int count = problem.first_chunk;
  for (int chunk = 0;;) {
    const unsigned groups = byte_groups(static_cast<unsigned>(count), ahead);
    const unsigned more = ceil_div(groups, 4u);
    pack_taps<threads>(taps, filter, static_cast<unsigned>(count), ahead, groups);
    if (inside) {
      copy_words<packs, threads>(behind / 4, window, reinterpret_cast<const std::uint32_t*>(source), more);
    } else {
      const long long place =
          problem.origin + first_output - ahead + chunk * static_cast<long long>(policy.taps_per_chunk);
      fill_words(window, problem.samples, place, policy.tile() / 4 + static_cast<int>(more) * 4);
    }
    __syncthreads();
    add_chunk_of_bytes<Signed, pitch>(sums, window + thread * 4, taps, static_cast<int>(groups));
    __syncthreads();
    if (++chunk == problem.chunks) break;
    source += policy.taps_per_chunk;
    filter += policy.taps_per_chunk;
    count = chunk + 1 == problem.chunks ? problem.last_chunk : policy.taps_per_chunk;
  }

  if (!inside) {
    const int first = static_cast<int>(larger<long long>(0, -first_output));
    const int last = static_cast<int>(smaller<long long>(policy.tile(), problem.output_length - first_output));
    FALTUNG_UNROLL
    for (int p = 0; p < packs; ++p) {
      FALTUNG_UNROLL
      for (int r = 0; r < 16; ++r) {
        const int i = (p * threads + thread) * 16 + r;
        if (i >= first && i < last) tile.output[i] = static_cast<Result>(sums[p][r]);
      }
    }
    return;
  }
  FALTUNG_UNROLL
  for (int p = 0; p < packs; ++p) {
    if constexpr (sizeof(Result) == 1) {
      pack<std::uint32_t> made;
      FALTUNG_UNROLL
      for (int q = 0; q < 4; ++q) {
        const std::uint32_t* const of = sums[p] + 4 * q;
        made.lane[q] = narrowed<Result>(of[0], of[1], of[2], of[3]).word[0];
      }
      write_pack(reinterpret_cast<std::uint32_t*>(tile.output + (p * threads + thread) * 16), made);
    } else {
      const int warp = thread / 32 * 32;
      store_by_warp(tile.output + (p * threads + warp) * 16, window + warp * 16, sums[p]);
    }
  }
}

}  // namespace faltung::kernel
