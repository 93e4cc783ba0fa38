// Rows of samples into lanes and back: sample i of row l is number l of vector i. Compiled once for each instruction
// set.
#if defined(FALTUNG_CPU_LANE_ROWS) == defined(HWY_TARGET_TOGGLE)
#ifdef FALTUNG_CPU_LANE_ROWS
#undef FALTUNG_CPU_LANE_ROWS
#else
#define FALTUNG_CPU_LANE_ROWS
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

#include "cpu/simd_lane-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

// Numbers of a 16-byte block. Block b of a vector holds rows b * per_block .. (b + 1) * per_block - 1, so that blocks
// are loaded straight to their places and only the numbers within a block need to be transposed: half of the shuffles.
template <class Type>
inline constexpr std::size_t per_block = HWY_MIN(16 / sizeof(Type), HWY_LANES(Type));
// A row's numbers that are read and written together: a cache line's. Where rows lie multiples of 4096 bytes apart they
// fall in the same few places of the first-level cache, and a line is gone before it is touched again.
template <class Type>
inline constexpr std::size_t per_line = 64 / sizeof(Type);

#if HWY_TARGET == HWY_SCALAR
template <class Type, class Tag>
HWY_INLINE hn::Vec<Tag> load_blocks(Tag d, const Type* const* rows, std::size_t at) {
  return hn::LoadU(d, rows[0] + at);
}
template <class Type, class Tag>
HWY_INLINE void store_blocks(Tag d, hn::Vec<Tag> value, Type* const* rows, std::size_t at) {
  hn::StoreU(value, d, rows[0] + at);
}
template <class Type>
HWY_INLINE void transpose_blocks(hn::Vec<hn::ScalableTag<Type>>*) {}
#else
template <class Type, class Tag>
HWY_INLINE hn::Vec<Tag> load_blocks(Tag d, const Type* const* rows, std::size_t at) {
  constexpr std::size_t lanes = hn::MaxLanes(d);
  if constexpr (lanes <= per_block<Type>) {
    return hn::LoadU(d, rows[0] + at);
  } else {
    const hn::Half<Tag> half;
    const auto lower = load_blocks(half, rows, at);
    return hn::Combine(d, load_blocks(half, rows + lanes / 2, at), lower);
  }
}
template <class Type, class Tag>
HWY_INLINE void store_blocks(Tag d, hn::Vec<Tag> value, Type* const* rows, std::size_t at) {
  constexpr std::size_t lanes = hn::MaxLanes(d);
  if constexpr (lanes <= per_block<Type>) {
    hn::StoreU(value, d, rows[0] + at);
  } else {
    const hn::Half<Tag> half;
    store_blocks(half, hn::LowerHalf(half, value), rows, at);
    store_blocks(half, hn::UpperHalf(half, value), rows + lanes / 2, at);
  }
}

// Within each block; its own inverse.
template <class Type>
HWY_INLINE void transpose_blocks(hn::Vec<hn::ScalableTag<Type>>* v) {
  const hn::ScalableTag<Type> d;
  if constexpr (per_block<Type> == 4) {
    const hn::Repartition<std::uint64_t, decltype(d)> wide;
    const auto a = hn::BitCast(wide, hn::InterleaveLower(d, v[0], v[1]));
    const auto b = hn::BitCast(wide, hn::InterleaveLower(d, v[2], v[3]));
    const auto c = hn::BitCast(wide, hn::InterleaveUpper(d, v[0], v[1]));
    const auto e = hn::BitCast(wide, hn::InterleaveUpper(d, v[2], v[3]));
    v[0] = hn::BitCast(d, hn::InterleaveLower(wide, a, b));
    v[1] = hn::BitCast(d, hn::InterleaveUpper(wide, a, b));
    v[2] = hn::BitCast(d, hn::InterleaveLower(wide, c, e));
    v[3] = hn::BitCast(d, hn::InterleaveUpper(wide, c, e));
  } else if constexpr (per_block<Type> == 2) {
    const auto a = hn::InterleaveLower(d, v[0], v[1]);
    v[1] = hn::InterleaveUpper(d, v[0], v[1]);
    v[0] = a;
  }
}
#endif

// `count` is a multiple of per_line.
template <class Type>
void interleave(const Type* const* rows, std::int64_t count, Type* lanes) {
  constexpr std::size_t width = HWY_LANES(Type);
  constexpr std::size_t k = per_block<Type>;
  constexpr std::size_t pieces = per_line<Type> / k;
  const hn::ScalableTag<Type> d;
  for (std::size_t at = 0; at < static_cast<std::size_t>(count); at += per_line<Type>) {
    hn::Vec<decltype(d)> v[pieces][k];
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t piece = 0; piece < pieces; ++piece) v[piece][i] = load_blocks<Type>(d, rows + i, at + piece * k);
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      transpose_blocks<Type>(v[piece]);
      for (std::size_t i = 0; i < k; ++i) hn::StoreU(v[piece][i], d, lanes + (at + piece * k + i) * width);
    }
  }
}

// Each lane times its `scale`. A lane's `poison` becomes NaN where one of its numbers is not finite: zero times those
// is no zero.
template <class Type>
void deinterleave(const Type* lanes, const Type* scale, std::int64_t count, Type* const* rows, Type* poison) {
  constexpr std::size_t width = HWY_LANES(Type);
  constexpr std::size_t k = per_block<Type>;
  constexpr std::size_t pieces = per_line<Type> / k;
  const hn::ScalableTag<Type> d;
  const auto factor = hn::LoadU(d, scale);
  // Several, because each addition waits for the one before it.
  hn::Vec<decltype(d)> poisoned[k];
  poisoned[0] = hn::LoadU(d, poison);
  for (std::size_t i = 1; i < k; ++i) poisoned[i] = hn::Zero(d);
  for (std::size_t at = 0; at < static_cast<std::size_t>(count); at += per_line<Type>) {
    hn::Vec<decltype(d)> v[pieces][k];
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      for (std::size_t i = 0; i < k; ++i) {
        v[piece][i] = hn::Mul(hn::LoadU(d, lanes + (at + piece * k + i) * width), factor);
        poisoned[i] = hn::MulAdd(v[piece][i], hn::Zero(d), poisoned[i]);
      }
      transpose_blocks<Type>(v[piece]);
    }
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t piece = 0; piece < pieces; ++piece) store_blocks<Type>(d, v[piece][i], rows + i, at + piece * k);
  }
  for (std::size_t i = 1; i < k; ++i) poisoned[0] = hn::Add(poisoned[0], poisoned[i]);
  hn::StoreU(poisoned[0], d, poison);
}

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
