#include "cpu/block_kernels.hpp"

#include "cpu/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/block_kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

#include "cpu/lane_rows-inl.hpp"

#ifndef FALTUNG_FFT_INLINE
#define FALTUNG_FFT_INLINE HWY_INLINE
#endif

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

#include "butterflies.hpp"

#include "block_fft.hpp"
#include "packed_product.hpp"
#include "parted_product.hpp"

template <class Type>
void multiply_any(const Type* spectrum, const Type* table, bool own, kernel::product_rule rule, int levels,
                  Type* product) {
  using lane = simd_lane<Type>;
  using kernel::product_rule;
  const auto with = [&](auto factor) HWY_ATTR {
    using of = decltype(factor);
    switch (rule) {
      case product_rule::first: return multiply<lane, of, product_rule::first>(spectrum, table, product, levels);
      case product_rule::add: return multiply<lane, of, product_rule::add>(spectrum, table, product, levels);
      case product_rule::subtract: return multiply<lane, of, product_rule::subtract>(spectrum, table, product, levels);
    }
  };
  own ? with(lane_factor()) : with(spread_factor());
}

template <class Type>
void multiply_parts_any(const Type* history, std::int64_t row, const Type* table, std::int64_t parts,
                        kernel::product_rule rule, int levels, Type* product) {
  using lane = simd_lane<Type>;
  using kernel::product_rule;
  switch (rule) {
    case product_rule::first:
      return multiply_parts<lane, product_rule::first>(history, row, table, parts, product, levels);
    case product_rule::add: return multiply_parts<lane, product_rule::add>(history, row, table, parts, product, levels);
    case product_rule::subtract:
      return multiply_parts<lane, product_rule::subtract>(history, row, table, parts, product, levels);
  }
}

template <class Type>
void convolve_any(Type* lanes, const Type* table, bool own, int levels, const Type* const* twiddles) {
  own ? convolve<simd_lane<Type>, lane_factor>(lanes, table, levels, twiddles)
      : convolve<simd_lane<Type>, spread_factor>(lanes, table, levels, twiddles);
}

template <class Type>
block_kernels<Type> kernels_of() {
  using lane = simd_lane<Type>;
  return {.width = lane::width,
          .interleave = &interleave<Type>,
          .deinterleave = &deinterleave<Type>,
          .forward = &forward<lane>,
          .inverse = &inverse<lane>,
          .multiply = &multiply_any<Type>,
          .append = &append<lane>,
          .multiply_parts = &multiply_parts_any<Type>,
          .convolve = &convolve_any<Type>};
}

block_kernels<float> float_kernels() { return kernels_of<float>(); }
block_kernels<double> double_kernels() { return kernels_of<double>(); }

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace faltung::cpu {

HWY_EXPORT(float_kernels);
HWY_EXPORT(double_kernels);

template <>
block_kernels<float> block_kernels_of_target() {
  return HWY_DYNAMIC_DISPATCH(float_kernels)();
}
template <>
block_kernels<double> block_kernels_of_target() {
  return HWY_DYNAMIC_DISPATCH(double_kernels)();
}

}  // namespace faltung::cpu
#endif
