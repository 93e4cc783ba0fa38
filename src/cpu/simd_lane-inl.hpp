// A vector of independent numbers, as the passes of kernels/block_fft.hpp take it. Compiled once for each instruction
// set, hence Highway's guard instead of #pragma once.
#if defined(FALTUNG_CPU_SIMD_LANE) == defined(HWY_TARGET_TOGGLE)
#ifdef FALTUNG_CPU_SIMD_LANE
#undef FALTUNG_CPU_SIMD_LANE
#else
#define FALTUNG_CPU_SIMD_LANE
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

template <class Type>
struct simd_lane {
  using element = Type;
  using tag = hn::ScalableTag<Type>;
  using vector = hn::Vec<tag>;
  static constexpr std::int64_t width = HWY_LANES(Type);

  vector value;

  // Unaligned, which costs nothing where the address is aligned.
  static HWY_INLINE simd_lane load(const Type* from) { return {hn::LoadU(tag(), from)}; }
  static HWY_INLINE simd_lane spread(Type number) { return {hn::Set(tag(), number)}; }
  HWY_INLINE void store(Type* to) const { hn::StoreU(value, tag(), to); }

  friend HWY_INLINE simd_lane operator+(simd_lane a, simd_lane b) { return {hn::Add(a.value, b.value)}; }
  friend HWY_INLINE simd_lane operator-(simd_lane a, simd_lane b) { return {hn::Sub(a.value, b.value)}; }
  friend HWY_INLINE simd_lane operator*(simd_lane a, simd_lane b) { return {hn::Mul(a.value, b.value)}; }
  friend HWY_INLINE simd_lane multiply_add(simd_lane a, simd_lane b, simd_lane c) {
    return {hn::MulAdd(a.value, b.value, c.value)};
  }
  friend HWY_INLINE simd_lane multiply_subtract(simd_lane a, simd_lane b, simd_lane c) {
    return {hn::MulSub(a.value, b.value, c.value)};
  }
  friend HWY_INLINE simd_lane negative_multiply_add(simd_lane a, simd_lane b, simd_lane c) {
    return {hn::NegMulAdd(a.value, b.value, c.value)};
  }
};

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
