// Elements of one or two parts between global memory, where the parts are interleaved, and shared memory, where each part
// has a plane of its own.
#pragma once

#include "dialect.cuh"

namespace faltung::kernel {

template <class Type, int Parts>
struct alignas(Parts * sizeof(Type)) number {
  Type part[Parts];
};
template <int Parts, class Type>
__device__ inline number<Type, Parts> read_number(const Type* from) {
  return *reinterpret_cast<const number<Type, Parts>*>(from);
}
// As one of CUDA's vectors (write_pack).
template <class Type>
__device__ inline void write_number(Type* to, const number<Type, 2>& value) {
  if constexpr (sizeof(Type) == 4) {
    *reinterpret_cast<float2*>(to) = make_float2(value.part[0], value.part[1]);
  } else {
    *reinterpret_cast<double2*>(to) = make_double2(value.part[0], value.part[1]);
  }
}

template <int Parts, class Type>
__device__ inline void write_parts(Type* window, int plane, const number<Type, Parts>& value) {
  FALTUNG_UNROLL
  for (int s = 0; s < Parts; ++s) window[s * plane] = value.part[s];
}

}  // namespace faltung::kernel
