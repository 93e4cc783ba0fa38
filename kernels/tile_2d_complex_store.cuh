// How complex outputs leave the direct 2D kernel for images of them.
#pragma once

#include "number_parts.cuh"
#include "tile_2d_store.cuh"
#include "whole_stores.cuh"

namespace faltung::kernel {

// Both parts of as many numbers as 16 bytes hold. The first half of a warp has staged the real parts, the second the
// imaginary ones.
template <class Type>
struct tile_2d_complex_outputs {
  static constexpr int parts = 2;
  static constexpr int together = pack<Type>::size / parts;

  template <int R>
  __device__ static pack<Type> made(const Type* staged, int number) {
    const Type* const from = staged + number * together;
    const auto real = read_number<together>(from);
    const auto imaginary = read_number<together>(from + 32 / parts * R);
    pack<Type> both;
    FALTUNG_UNROLL
    for (int e = 0; e < together; ++e) {
      both.lane[2 * e] = real.part[e];
      both.lane[2 * e + 1] = imaginary.part[e];
    }
    return both;
  }
  __device__ static void write(Type* to, const pack<Type>& made) { write_output_pack(to, made); }
  __device__ static void write_one(Type* to, const pack<Type>& made, int e) {
    write_number(to + 2 * e, number<Type, 2>{{made.lane[2 * e], made.lane[2 * e + 1]}});
  }
};

}  // namespace faltung::kernel
