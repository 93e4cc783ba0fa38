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

HWY_INLINE void store_as(simd_lane<double> lane, double* to) { lane.store(to); }
HWY_INLINE void store_as(simd_lane<double> lane, float* to) {
  const hn::Rebind<float, simd_lane<double>::tag> narrow;
  hn::StoreU(hn::DemoteTo(narrow, lane.value), narrow, to);
}

// A = E - s (c - i s) O and B = c (s + i c) O with E = Z + conj(Z'), O = (Z - conj(Z')) / i, Z' the partner's and s, c
// the sine and cosine of half the angle of w: (i / 2) (1 - w) and (i / 2) (1 + w) for w = exp(-2 i phi).
template <class Type, class Swap>
void write_entries_by(const typename tile_kernels<Type>::filter_strip& of, int levels, std::int64_t width, Type* table,
                      const Swap& swap) {
  using lane = simd_lane<double>;
  const lane scale = lane::spread(of.scale);
  const lane sine = lane::load(of.sines);
  const lane cosine = lane::load(of.cosines);
  const lane both = sine * cosine;
  const lane sines = sine * sine;
  const lane cosines = cosine * cosine;
  const auto write = [&](std::int64_t here, std::int64_t there) HWY_ATTR {
    const lane re = lane::load(of.here + here * 2 * lane::width) * scale;
    const lane im = lane::load(of.here + (here * 2 + 1) * lane::width) * scale;
    const lane other_re = swap(lane::load(of.there + there * 2 * lane::width)) * scale;
    const lane other_im = swap(lane::load(of.there + (there * 2 + 1) * lane::width)) * scale;
    const lane even_re = re + other_re;
    const lane even_im = im - other_im;
    const lane odd_re = im + other_im;
    const lane odd_im = other_re - re;
    const lane entry[4]{
        even_re - multiply_add(both, odd_re, sines * odd_im), even_im + multiply_subtract(sines, odd_re, both * odd_im),
        multiply_subtract(both, odd_re, cosines * odd_im), multiply_add(both, odd_im, cosines * odd_re)};
    for (std::int64_t i = 0; i < 4; ++i) {
      const lane ordered = of.reversed ? lane{hn::Reverse(lane::tag(), entry[i].value)} : entry[i];
      store_as(ordered, table + (here * 4 + i) * width);
    }
  };
  write(0, 0);
  for (std::int64_t first = 1; first < std::int64_t{1} << levels; first *= 2)
    for (std::int64_t i = 0; i < first; ++i) write(first + i, 2 * first - 1 - i);
}

template <class Type>
void write_entries(const typename tile_kernels<Type>::filter_strip& of, int levels, std::int64_t width, Type* table) {
  if (of.strip < 2)
    write_entries_by<Type>(of, levels, width, table, swapped_lanes<double>::of(of.strip));
  else
    write_entries_by<Type>(of, levels, width, table, kept_lanes<simd_lane<double>>());
}

template <class Type>
tile_kernels<Type> kernels_of() {
  return {.spread = &spread<Type>,
          .collect = &collect<Type>,
          .to_strip = &to_strip<Type>,
          .to_columns = &to_columns<Type>,
          .multiply = &multiply_any<Type>,
          .write_entries = &write_entries<Type>};
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
