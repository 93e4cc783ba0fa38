// How the direct 1D kernel is cut to size. Data, and the functions of it that launcher and kernel share.
#pragma once

#include <cstdint>
#include <type_traits>

#include "pack.hpp"

namespace faltung::kernel {

struct direct_1d_policy {
  int outputs_per_thread;  // neighbouring ones, kept in registers
  int taps_per_chunk;      // of the filter in shared memory at a time
  int max_threads;
  int min_blocks;  // resident blocks per multiprocessor that the register count must allow
};

// A warp's 16-byte reads, outputs_per_thread elements apart, are free of bank conflicts exactly when that distance is
// an odd number of 16-byte words. Then the window in shared memory is a plain copy of the signal, with no padding.
template <class Type>
constexpr bool conflict_free(const direct_1d_policy& policy) {
  return policy.outputs_per_thread % pack<Type>::size == 0 && policy.outputs_per_thread / pack<Type>::size % 2 == 1;
}

// Of compute capability 7.5; the assembler refuses more resident blocks than fit.
inline constexpr int least_threads_per_multiprocessor = 1024;

// What the kernel cannot do without; conflicts only cost time.
template <class Type>
constexpr bool valid(const direct_1d_policy& policy) {
  return policy.outputs_per_thread > 0 && policy.outputs_per_thread % pack<Type>::size == 0 &&
         policy.taps_per_chunk > 0 && policy.taps_per_chunk % policy.outputs_per_thread == 0 &&
         policy.max_threads % 32 == 0 && policy.max_threads * policy.min_blocks <= least_threads_per_multiprocessor;
}

// Machine code counted for sm_90: of the instructions in the loop, multiply-adds are 97 % at 20 outputs per thread, 94
// % at 12, 74 % at 4; 28 gains 1 % and costs 24 registers. 12 leaves fewer idle lanes where a signal is shorter than a
// tile. 240 taps are whole turns of the loop (twice the outputs per thread) for every policy here.
//
// A kernel is told its policy by a type, since nvcc cannot pass a value of class type to a kernel's template.
template <class Type>
struct direct_1d_long;
template <class Type>
struct direct_1d_short;
template <>
struct direct_1d_long<float> {
  static constexpr direct_1d_policy value{20, 240, 128, 7};
};
template <>
struct direct_1d_short<float> {
  static constexpr direct_1d_policy value{12, 240, 128, 8};
};
template <>
struct direct_1d_long<double> {
  static constexpr direct_1d_policy value{10, 240, 128, 7};
};
template <>
struct direct_1d_short<double> {
  static constexpr direct_1d_policy value{6, 240, 128, 7};
};
// Integer multiply-adds issue at half the rate of those in float, and in 64 bits take several instructions each: what
// else the loop does is hidden under them, so one size of tile is enough.
template <>
struct direct_1d_short<std::uint32_t> {
  static constexpr direct_1d_policy value{12, 240, 128, 8};
};
template <>
struct direct_1d_short<std::uint64_t> {
  static constexpr direct_1d_policy value{6, 240, 128, 7};
};
static_assert(conflict_free<float>(direct_1d_long<float>::value) &&
              conflict_free<float>(direct_1d_short<float>::value));
static_assert(conflict_free<double>(direct_1d_long<double>::value) &&
              conflict_free<double>(direct_1d_short<double>::value));
static_assert(conflict_free<std::uint32_t>(direct_1d_short<std::uint32_t>::value));
static_assert(conflict_free<std::uint64_t>(direct_1d_short<std::uint64_t>::value));

// Whether outputs of this length are worth the longer tiles.
template <class Type>
inline constexpr bool has_long_tiles = !std::is_integral_v<Type>;
template <class Type>
constexpr bool takes_long_tiles(long long output_length) {
  constexpr direct_1d_policy shorter = direct_1d_short<Type>::value;
  return output_length > shorter.outputs_per_thread * shorter.max_threads;
}

// One signal's outputs in equal tiles: as few as fit, with whole warps and no more threads than there is work for.
struct direct_1d_tiling {
  int threads;
  long long tiles;
};
constexpr direct_1d_tiling direct_1d_tiling_of(const direct_1d_policy& policy, long long output_length) {
  const long long largest = static_cast<long long>(policy.outputs_per_thread) * policy.max_threads;
  const long long share = ceil_div(output_length, ceil_div(output_length, largest));
  const int threads = static_cast<int>(round_up<long long>(ceil_div<long long>(share, policy.outputs_per_thread), 32));
  return {threads, ceil_div<long long>(output_length, static_cast<long long>(policy.outputs_per_thread) * threads)};
}

// Shared memory in elements: a chunk of taps, then the window of the signal under it for the block's outputs. The
// outputs are staged where the window was.
struct direct_1d_layout {
  int window;    // offset; the taps are at 0
  int elements;  // in all
};
template <class Type>
constexpr direct_1d_layout direct_1d_layout_of(const direct_1d_policy& policy, int threads) {
  const int window = round_up(policy.taps_per_chunk, pack<Type>::size);
  return {window, window + policy.outputs_per_thread * threads + policy.taps_per_chunk};
}

}  // namespace faltung::kernel
