/// The two 16-bit floating-point formats as storage: values are rounded to them and read from them, sums run in float.
///  - float16_t:  IEEE 754 binary16, 11 significant bits, largest 65504 (CUDA's __half, NumPy's float16)
///  - bfloat16_t: the upper half of a float, 8 significant bits (CUDA's __nv_bfloat16)
/// CUDA's types have the same bits; cuda::std and <cuda_fp16.h> are not needed here.
#pragma once

#include <bit>
#include <cstdint>

namespace faltung {
namespace detail {

/// Round to nearest, ties to even, in one step from the double: going through float would round twice.
template <int ExponentBits, int FractionBits>
constexpr std::uint16_t round_to_16_bits(double value) {
  constexpr int bias = (1 << (ExponentBits - 1)) - 1;
  constexpr std::uint64_t infinity = ((std::uint64_t{1} << ExponentBits) - 1) << FractionBits;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 63) << 15);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  const int exponent = static_cast<int>((bits >> 52) & 0x7ff) - 1023;
  const auto with_sign = [sign](std::uint64_t magnitude) { return static_cast<std::uint16_t>(sign | magnitude); };
  if (exponent == 1024)
    return with_sign(fraction == 0 ? infinity : infinity | (std::uint64_t{1} << (FractionBits - 1)));
  if (exponent > bias) return with_sign(infinity);
  // Below the smallest normal number the last place stays where it is.
  const int below = exponent < 1 - bias ? 1 - bias - exponent : 0;
  const int dropped = 52 - FractionBits + below;
  if (exponent == -1023 || dropped > 53) return sign;
  const std::uint64_t significand = fraction | (std::uint64_t{1} << 52);
  const std::uint64_t kept = significand >> dropped;
  const std::uint64_t rest = significand & ((std::uint64_t{1} << dropped) - 1);
  const std::uint64_t half = std::uint64_t{1} << (dropped - 1);
  const std::uint64_t rounded = kept + (rest > half || (rest == half && kept % 2 == 1) ? 1 : 0);
  // The leading bit of a normal significand carries into the exponent, as a rounding up to the next power of two does.
  if (below > 0) return with_sign(rounded);
  return with_sign((static_cast<std::uint64_t>(exponent + bias - 1) << FractionBits) + rounded);
}

}  // namespace detail

struct float16_t {
  std::uint16_t bits = 0;

  constexpr float16_t() = default;
  constexpr explicit float16_t(double value) : bits(detail::round_to_16_bits<5, 10>(value)) {}

  // NOLINTNEXTLINE(google-explicit-constructor): every value of it is a float
  constexpr operator float() const {
    const std::uint32_t sign = std::uint32_t{bits} >> 15 << 31;
    const std::uint32_t exponent = (bits >> 10) & 31u;
    const std::uint32_t fraction = bits & 1023u;
    if (exponent == 0) {
      const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
      return sign == 0 ? magnitude : -magnitude;
    }
    const std::uint32_t widened = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | widened << 23 | fraction << 13);
  }
};

struct bfloat16_t {
  std::uint16_t bits = 0;

  constexpr bfloat16_t() = default;
  constexpr explicit bfloat16_t(double value) : bits(detail::round_to_16_bits<8, 7>(value)) {}

  // NOLINTNEXTLINE(google-explicit-constructor): every value of it is a float
  constexpr operator float() const { return std::bit_cast<float>(std::uint32_t{bits} << 16); }
};

}  // namespace faltung
