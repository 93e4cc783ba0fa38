#include "cpu/tile_kernels.hpp"

#include "cpu/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/tile_kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

#include "cpu/tile_lanes-inl.hpp"

#ifndef FALTUNG_FFT_INLINE
#define FALTUNG_FFT_INLINE HWY_INLINE
#endif

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

#include "butterflies.hpp"

#include "block_fft.hpp"
#include "packed_product.hpp"
#include "tile_product.hpp"

// Each lane from its partner's in a strip that holds both.
template <class Type>
struct swapped_lanes {
  using tag = hn::ScalableTag<Type>;
  using index = hwy::MakeSigned<Type>;

  decltype(hn::SetTableIndices(tag(), std::declval<const index*>())) from;

  // Of strip 0 the places below a power of two are mirrored, strip 1 is so as a whole.
  static HWY_INLINE swapped_lanes of(std::int64_t strip) {
    constexpr index width = HWY_LANES(Type);
    index partner[width];
    partner[0] = 0;
    for (index first = 1; first < width; first *= 2)
      for (index i = 0; i < first; ++i) partner[first + i] = 2 * first - 1 - i;
    if (strip == 1)
      for (index i = 0; i < width; ++i) partner[i] = width - 1 - i;
    return {hn::SetTableIndices(tag(), partner)};
  }
  HWY_INLINE simd_lane<Type> operator()(simd_lane<Type> lane) const { return {hn::TableLookupLanes(lane.value, from)}; }
};

template <class Type, class Swap>
void multiply_by_rule(const typename tile_kernels<Type>::strips& of, kernel::product_rule rule, int levels,
                      const Swap& swap) {
  using lane = simd_lane<Type>;
  using kernel::product_rule;
  switch (rule) {
    case product_rule::first: return multiply_strips<lane, product_rule::first>(of, levels, swap);
    case product_rule::add: return multiply_strips<lane, product_rule::add>(of, levels, swap);
    case product_rule::subtract: return multiply_strips<lane, product_rule::subtract>(of, levels, swap);
  }
}

template <class Type>
void multiply_any(const typename tile_kernels<Type>::strips& of, std::int64_t first, kernel::product_rule rule,
                  int levels) {
  if (first < 2)
    multiply_by_rule<Type>(of, rule, levels, swapped_lanes<Type>::of(first));
  else
    multiply_by_rule<Type>(of, rule, levels, kept_lanes<simd_lane<Type>>());
}

template <class Type>
tile_kernels<Type> kernels_of() {
  return {.spread = &spread<Type>,
          .collect = &collect<Type>,
          .to_strip = &to_strip<Type>,
          .to_columns = &to_columns<Type>,
          .multiply = &multiply_any<Type>};
}

tile_kernels<float> float_tiles() { return kernels_of<float>(); }
tile_kernels<double> double_tiles() { return kernels_of<double>(); }

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace faltung::cpu {

HWY_EXPORT(float_tiles);
HWY_EXPORT(double_tiles);

template <>
tile_kernels<float> tile_kernels_of_target() {
  return HWY_DYNAMIC_DISPATCH(float_tiles)();
}
template <>
tile_kernels<double> tile_kernels_of_target() {
  return HWY_DYNAMIC_DISPATCH(double_tiles)();
}

}  // namespace faltung::cpu
#endif
