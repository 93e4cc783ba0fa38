// Access to memory by packs.
#pragma once

#include <cstdint>

#include "dialect.cuh"
#include "pack.hpp"

namespace faltung::kernel {

template <class Type>
__device__ inline bool aligned_for_packs(const Type* pointer) {
  return reinterpret_cast<std::uintptr_t>(pointer) % sizeof(pack<Type>) == 0;
}

// Bytes by which it lies behind an address for packs.
__host__ __device__ inline unsigned bytes_behind_pack(const void* pointer) {
  return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(pointer)) % 16;
}

template <class Type>
__device__ inline pack<Type> read_pack(const Type* from) {
  return *reinterpret_cast<const pack<Type>*>(from);
}
// As one of CUDA's vectors, since nvcc takes other structures apart where it cannot prove the alignment anew.
template <class Type>
__device__ inline void write_pack(Type* to, const pack<Type>& value) {
  *reinterpret_cast<uint4*>(to) = *reinterpret_cast<const uint4*>(&value);
}

// As a vector on both sides, since of bytes and halves nvcc would make single elements first.
template <class Type>
__device__ inline void copy_pack(Type* to, const Type* from) {
  *reinterpret_cast<uint4*>(to) = *reinterpret_cast<const uint4*>(from);
}

// A pack that begins `shift` elements behind an address for packs, out of the two that it meets. The shift is one
// number for a whole row, so that the choice is made by branches around few copies of the caller's code.
template <int Shift, class Type>
__device__ inline pack<Type> read_shifted(const Type* from) {
  const pack<Type> low = read_pack(from);
  if constexpr (Shift == 0) return low;
  constexpr int width = pack<Type>::size;
  const pack<Type> high = read_pack(from + width);
  pack<Type> made;
  FALTUNG_UNROLL
  for (int i = 0; i < width; ++i) made.lane[i] = i + Shift < width ? low.lane[i + Shift] : high.lane[i + Shift - width];
  return made;
}

// How a window comes from memory. Packs are fetched from a place Shift elements behind where they can be, and then,
// when all are under way, made of what was fetched; single elements take one step.
struct as_stored {
  template <int Shift, class Type>
  __device__ pack<Type> fetch(const Type* from) const {
    return read_shifted<Shift>(from);
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

// Count elements between registers and memory that is aligned for packs; a remainder is read one by one.
template <int Count, int Size, class Type>
__device__ inline void read_packs(Type (&to)[Size], const Type* from) {
  constexpr int width = pack<Type>::size;
  static_assert(Count <= Size);
  FALTUNG_UNROLL
  for (int i = 0; i + width <= Count; i += width) {
    const pack<Type> value = read_pack(from + i);
    FALTUNG_UNROLL
    for (int j = 0; j < width; ++j) to[i + j] = value.lane[j];
  }
  FALTUNG_UNROLL
  for (int i = Count / width * width; i < Count; ++i) to[i] = from[i];
}
template <int Size, class Type>
__device__ inline void write_packs(Type* to, const Type (&from)[Size]) {
  constexpr int width = pack<Type>::size;
  static_assert(Size % width == 0);
  FALTUNG_UNROLL
  for (int i = 0; i < Size; i += width) {
    pack<Type> value;
    FALTUNG_UNROLL
    for (int j = 0; j < width; ++j) value.lane[j] = from[i + j];
    write_pack(to + i, value);
  }
}

}  // namespace faltung::kernel
