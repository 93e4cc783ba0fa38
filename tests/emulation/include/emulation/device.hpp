// The part of CUDA's device language that is names: qualifiers, built-in variables, barriers and warp operations.
// Barriers and warp operations take the place of the call as a default argument, so that a divergence can name it.
#pragma once

#include <cstdint>
#include <cstring>
#include <source_location>
#include <type_traits>

#include "emulation/vector_types.hpp"

#ifndef FALTUNG_EMULATION
#define FALTUNG_EMULATION 1
#endif

#define __global__
#define __device__
#define __host__
#define __constant__
#define __grid_constant__
#define __launch_bounds__(...)
#define __align__(bytes) alignas(bytes)
#define __forceinline__ inline __attribute__((always_inline))

extern constinit thread_local uint3 threadIdx;
extern constinit thread_local uint3 blockIdx;
extern constinit thread_local dim3 blockDim;
extern constinit thread_local dim3 gridDim;
inline constexpr int warpSize = 32;

namespace faltung::emulation {

using site = std::source_location;

enum class warp_operation { synchronise, shuffle, ballot };

void barrier(const site& where);

// `value` is what this lane gives; a shuffle returns what lane `source` gave, a ballot one bit per lane whose value is
// not zero. What a lane outside the mask would have given reads as all ones.
std::uint64_t warp_exchange(warp_operation operation, unsigned mask, std::uint64_t value, int source,
                            const site& where);

int lane();
unsigned live_lanes();

// Dynamic shared memory of the running block: aligned to 128 bytes, exactly as long as the launch asked for, and
// filled with 0xFF bytes before each block.
void* shared_arena();

template <class Value>
Value shuffle(unsigned mask, Value value, int source, const site& where) {
  static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(Value));
  bits = warp_exchange(warp_operation::shuffle, mask, bits, source, where);
  std::memcpy(&value, &bits, sizeof(Value));
  return value;
}

}  // namespace faltung::emulation

inline void __syncthreads(faltung::emulation::site where = faltung::emulation::site::current()) {
  faltung::emulation::barrier(where);
}

inline void __syncwarp(unsigned mask = 0xffffffffu,
                       faltung::emulation::site where = faltung::emulation::site::current()) {
  faltung::emulation::warp_exchange(faltung::emulation::warp_operation::synchronise, mask, 0, 0, where);
}

inline unsigned __ballot_sync(unsigned mask, int predicate,
                              faltung::emulation::site where = faltung::emulation::site::current()) {
  return static_cast<unsigned>(faltung::emulation::warp_exchange(faltung::emulation::warp_operation::ballot, mask,
                                                                 predicate != 0 ? 1u : 0u, 0, where));
}

inline int __any_sync(unsigned mask, int predicate,
                      faltung::emulation::site where = faltung::emulation::site::current()) {
  return __ballot_sync(mask, predicate, where) != 0;
}

inline int __all_sync(unsigned mask, int predicate,
                      faltung::emulation::site where = faltung::emulation::site::current()) {
  return __ballot_sync(mask, predicate == 0, where) == 0;
}

inline unsigned __activemask() { return faltung::emulation::live_lanes(); }

template <class Value>
Value __shfl_sync(unsigned mask, Value value, int source, int width = warpSize,
                  faltung::emulation::site where = faltung::emulation::site::current()) {
  const int segment = faltung::emulation::lane() & ~(width - 1);
  return faltung::emulation::shuffle(mask, value, segment | (source & (width - 1)), where);
}

// Beyond the segment of `width` lanes, a lane gets its own value back.
template <class Value>
Value __shfl_up_sync(unsigned mask, Value value, unsigned delta, int width = warpSize,
                     faltung::emulation::site where = faltung::emulation::site::current()) {
  const int lane = faltung::emulation::lane();
  const int source = lane - static_cast<int>(delta);
  return faltung::emulation::shuffle(mask, value, source < (lane & ~(width - 1)) ? lane : source, where);
}

template <class Value>
Value __shfl_down_sync(unsigned mask, Value value, unsigned delta, int width = warpSize,
                       faltung::emulation::site where = faltung::emulation::site::current()) {
  const int lane = faltung::emulation::lane();
  const int source = lane + static_cast<int>(delta);
  return faltung::emulation::shuffle(mask, value, source > (lane | (width - 1)) ? lane : source, where);
}

template <class Value>
Value __shfl_xor_sync(unsigned mask, Value value, int bits, int width = warpSize,
                      faltung::emulation::site where = faltung::emulation::site::current()) {
  const int lane = faltung::emulation::lane();
  const int source = lane ^ bits;
  return faltung::emulation::shuffle(mask, value, source > (lane | (width - 1)) ? lane : source, where);
}
