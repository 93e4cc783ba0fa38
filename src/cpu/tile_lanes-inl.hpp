// A tile of a picture in vectors of adjacent columns, and in vectors of adjacent row frequencies. Compiled once for
// each instruction set.
#if defined(FALTUNG_CPU_TILE_LANES) == defined(HWY_TARGET_TOGGLE)
#ifdef FALTUNG_CPU_TILE_LANES
#undef FALTUNG_CPU_TILE_LANES
#else
#define FALTUNG_CPU_TILE_LANES
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "cpu/lane_rows-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

template <class Type>
void spread(const Type* row, std::int64_t groups, std::int64_t stride, Type* to) {
  const hn::ScalableTag<Type> d;
  for (std::int64_t group = 0; group < groups; ++group, row += HWY_LANES(Type), to += stride)
    hn::StoreU(hn::LoadU(d, row), d, to);
}

// `count` numbers, fewer than Most, a power of two: a call for a few of them took a fifth of a tile's time.
template <std::size_t Most, class Type>
HWY_INLINE void copy_fewer(const Type* from, std::size_t count, Type* to) {
  if constexpr (Most > 1) {
    constexpr std::size_t half = Most / 2;
    if ((count & half) != 0) {
      std::memcpy(to, from, half * sizeof(Type));
      from += half;
      to += half;
    }
    copy_fewer<half>(from, count, to);
  }
}

// Whether all are finite: zero times others is no zero.
template <class Type>
bool collect(const Type* from, std::int64_t stride, Type scale, std::int64_t count, Type* row) {
  constexpr auto width = static_cast<std::int64_t>(HWY_LANES(Type));
  const hn::ScalableTag<Type> d;
  const auto factor = hn::Set(d, scale);
  auto poison = hn::Zero(d);
  for (; count >= width; count -= width, from += stride, row += width) {
    const auto value = hn::Mul(hn::LoadU(d, from), factor);
    poison = hn::MulAdd(value, hn::Zero(d), poison);
    hn::StoreU(value, d, row);
  }
  if (count > 0) {
    const auto few = hn::FirstN(d, static_cast<std::size_t>(count));
    const auto value = hn::IfThenElseZero(few, hn::Mul(hn::LoadU(d, from), factor));
    poison = hn::MulAdd(value, hn::Zero(d), poison);
    HWY_ALIGN Type last[HWY_LANES(Type)];
    hn::Store(value, d, last);
    copy_fewer<HWY_LANES(Type)>(last, static_cast<std::size_t>(count), row);
  }
  return hn::AllTrue(d, hn::Eq(poison, hn::Zero(d)));
}

// Where the places of a strip begin, in the order of its lanes.
template <class Type, class Pointer>
HWY_INLINE void point_at_places(Pointer first, bool backwards, Pointer* places) {
  constexpr std::size_t width = HWY_LANES(Type);
  for (std::size_t lane = 0; lane < width; ++lane)
    places[lane] = first + (backwards ? width - 1 - lane : lane) * 2 * width;
}

template <class Type>
void to_strip(const Type* columns, std::int64_t stride, std::int64_t groups, bool backwards, Type* strip) {
  constexpr std::size_t width = HWY_LANES(Type);
  constexpr std::size_t k = per_block<Type>;
  const hn::ScalableTag<Type> d;
  const Type* places[width];
  point_at_places<Type>(columns, backwards, places);
  for (std::int64_t group = 0; group < groups; ++group, strip += 2 * width * width)
    for (std::size_t part = 0; part < 2; ++part) {
      const std::size_t at = static_cast<std::size_t>(group * stride) + part * width;
      for (std::size_t piece = 0; piece < width; piece += k) {
        hn::Vec<decltype(d)> v[k];
        for (std::size_t i = 0; i < k; ++i) v[i] = load_blocks<Type>(d, places + i, at + piece);
        transpose_blocks<Type>(v);
        for (std::size_t i = 0; i < k; ++i) hn::StoreU(v[i], d, strip + ((piece + i) * 2 + part) * width);
      }
    }
}

template <class Type>
void to_columns(const Type* strip, std::int64_t stride, std::int64_t groups, bool backwards, Type* columns) {
  constexpr std::size_t width = HWY_LANES(Type);
  constexpr std::size_t k = per_block<Type>;
  const hn::ScalableTag<Type> d;
  Type* places[width];
  point_at_places<Type>(columns, backwards, places);
  for (std::int64_t group = 0; group < groups; ++group, strip += 2 * width * width)
    for (std::size_t part = 0; part < 2; ++part) {
      const std::size_t at = static_cast<std::size_t>(group * stride) + part * width;
      for (std::size_t piece = 0; piece < width; piece += k) {
        hn::Vec<decltype(d)> v[k];
        for (std::size_t i = 0; i < k; ++i) v[i] = hn::LoadU(d, strip + ((piece + i) * 2 + part) * width);
        transpose_blocks<Type>(v);
        for (std::size_t i = 0; i < k; ++i) store_blocks<Type>(d, v[i], places + i, at + piece);
      }
    }
}

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
