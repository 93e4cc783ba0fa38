// Four neighbouring elements of a type narrower than the 32 bits computed in: what a thread moves at a time to make a
// pack of them. So the window in shared memory is written by 16 bytes without bank conflicts; with 16 bytes of narrow
// elements to a thread there would be fewer loads, but each write would take two or four times its wavefronts.
#pragma once

#include "half_conversion.hpp"
#include "pack.cuh"

namespace faltung::kernel {

template <class Stored>
struct alignas(4 * sizeof(Stored)) quad {
  static constexpr int words = static_cast<int>(sizeof(Stored));
  static constexpr int elements_per_word = 4 / words;
  std::uint32_t word[words];
};

template <class Stored>
__device__ inline quad<Stored> read_quad(const Stored* from) {
  return *reinterpret_cast<const quad<Stored>*>(from);
}
// As one of CUDA's vectors, like write_pack().
template <class Stored>
__device__ inline void write_quad(Stored* to, const quad<Stored>& value) {
  if constexpr (sizeof(Stored) == 2) {
    *reinterpret_cast<uint2*>(to) = uint2{value.word[0], value.word[1]};
  } else {
    *reinterpret_cast<std::uint32_t*>(to) = value.word[0];
  }
}

// Digits of permute_bytes() that make element i of a word, and zero or its sign, a number of 32 bits. Told at run time,
// so that signed and unsigned integers have one kernel.
struct widening_digits {
  std::uint32_t element[4];
};
constexpr widening_digits widening_digits_of(int bytes, bool is_signed) {
  if (bytes == 1) {
    return is_signed ? widening_digits{{0x8880, 0x9991, 0xaaa2, 0xbbb3}}
                     : widening_digits{{0x4440, 0x4441, 0x4442, 0x4443}};
  }
  return is_signed ? widening_digits{{0x9910, 0xbb32, 0, 0}} : widening_digits{{0x4410, 0x4432, 0, 0}};
}

// Element `Place` of a word.
template <int Place, class Type, class Stored>
__device__ inline Type widened(std::uint32_t word, const widening_digits& digits) {
  if constexpr (is_half<Stored>) {
    return float_of_half<Stored, Place>(word);
  } else {
    return permute_bytes(word, 0, digits.element[Place]);
  }
}

// For halves, NaN is left for who calls.
template <class Stored, class Type>
__device__ inline quad<Stored> narrowed(Type a, Type b, Type c, Type d) {
  if constexpr (is_half<Stored>) {
    return {{halves_of_floats<Stored>(a, b), halves_of_floats<Stored>(c, d)}};
  } else if constexpr (sizeof(Stored) == 2) {
    return {{permute_bytes(a, b, 0x5410), permute_bytes(c, d, 0x5410)}};
  } else {
    return {{permute_bytes(permute_bytes(a, b, 0x0040), permute_bytes(c, d, 0x0040), 0x5410)}};
  }
}

// Four elements that begin Shift behind where quads are, out of the two quads that they meet.
template <class Type, class Stored, int Shift>
struct shifted_quad {
  quad<Stored> low;
  quad<Stored> high;

  template <int I>
  [[nodiscard]] __device__ Type lane(const widening_digits& digits) const {
    constexpr int element = (I + Shift) % 4;
    constexpr int per_word = quad<Stored>::elements_per_word;
    const quad<Stored>& of = I + Shift < 4 ? low : high;
    return widened<element % per_word, Type, Stored>(of.word[element / per_word], digits);
  }
};

// Reads windows of narrow elements (direct_1d_dense.cuh).
template <class Type>
struct as_widened {
  widening_digits digits;

  template <int Shift, class Stored>
  __device__ shifted_quad<Type, Stored, Shift> fetch(const Stored* from) const {
    return {read_quad(from), Shift == 0 ? quad<Stored>{} : read_quad(from + 4)};
  }
  template <class Stored, int Shift>
  __device__ pack<Type> made(const shifted_quad<Type, Stored, Shift>& from) const {
    return {{from.template lane<0>(digits), from.template lane<1>(digits), from.template lane<2>(digits),
             from.template lane<3>(digits)}};
  }
  template <class Stored>
  __device__ Type element(Stored stored) const {
    if constexpr (is_half<Stored>) {
      return widened<0, Type, Stored>(stored.bits, digits);
    } else {
      return widened<0, Type, Stored>(stored, digits);
    }
  }
};

}  // namespace faltung::kernel
