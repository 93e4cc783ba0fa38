// A block of outputs, Rows x Columns vectors, whose chains run side by side in registers. Compiled once for each
// instruction set, hence Highway's guard instead of #pragma once.
#if defined(FALTUNG_CPU_DIRECT_BLOCK) == defined(HWY_TARGET_TOGGLE)
#ifdef FALTUNG_CPU_DIRECT_BLOCK
#undef FALTUNG_CPU_DIRECT_BLOCK
#else
#define FALTUNG_CPU_DIRECT_BLOCK
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "cpu/direct_task.hpp"

#undef FALTUNG_CPU_VECTORISED
#if HWY_NATIVE_FMA && HWY_HAVE_FLOAT64
#define FALTUNG_CPU_VECTORISED 1
#else
#define FALTUNG_CPU_VECTORISED 0
#endif
#ifndef FALTUNG_UNROLL
#define FALTUNG_UNROLL _Pragma("GCC unroll 32")
#define FALTUNG_ROLLED _Pragma("GCC unroll 1")
#endif

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

#if FALTUNG_CPU_VECTORISED

namespace hn = hwy::HWY_NAMESPACE;

template <class Type>
using lanes_of = hn::ScalableTag<Type>;
template <class Type>
using vector_of = hn::Vec<lanes_of<Type>>;
template <class Type>
inline constexpr std::int64_t width = HWY_LANES(Type);
// AVX-512 and 64-bit Arm have 32 vector registers, AVX2 has 16.
inline constexpr int registers = HWY_TARGET == HWY_AVX2 ? 16 : 32;

// A load whose value several multiply-adds use. GCC 12 makes it a memory operand of each where there are up to three,
// and as these loads cross cache lines that halves the rate: 59 instead of 106 G/s for 33 taps.
template <class Type>
HWY_INLINE vector_of<Type> load_once(const Type* from) {
  auto loaded = hn::LoadU(lanes_of<Type>(), from);
#if HWY_ARCH_X86 && HWY_COMPILER_GCC_ACTUAL
  asm("" : "+v"(loaded.raw));
#endif
  return loaded;
}

// The ends of one signal row, padded, so that vectors that hang out of it can be loaded whole.
template <class Type>
class row_ends {
 public:
  HWY_INLINE row_ends(const Type* row, std::int64_t count) : row_(row), count_(count) {}

  HWY_INLINE const Type* row() const { return row_; }
  HWY_INLINE std::int64_t count() const { return count_; }

  // Index of the vector's first lane; at least one lane lies inside, at least one outside.
  HWY_INLINE vector_of<Type> load(std::int64_t index) {
    constexpr std::int64_t w = width<Type>;
    if (index < 0 || count_ < w) {
      if (!left_ready_) prepare_left();
      return hn::LoadU(lanes_of<Type>(), left_ + (w + index));
    }
    if (!right_ready_) prepare_right();
    return hn::LoadU(lanes_of<Type>(), right_ + (index - (count_ - w)));
  }

 private:
  HWY_INLINE void prepare_left() {
    constexpr std::int64_t w = width<Type>;
    std::memset(left_, 0, sizeof left_);
    std::memcpy(left_ + w, row_, static_cast<std::size_t>(std::min(count_, w)) * sizeof(Type));
    left_ready_ = true;
  }
  HWY_INLINE void prepare_right() {
    constexpr std::int64_t w = width<Type>;
    std::memcpy(right_, row_ + count_ - w, sizeof(Type) * w);
    std::memset(right_ + w, 0, sizeof(Type) * w);
    right_ready_ = true;
  }

  const Type* row_;
  std::int64_t count_;
  bool left_ready_ = false;
  bool right_ready_ = false;
  HWY_ALIGN Type left_[3 * width<Type>];
  HWY_ALIGN Type right_[2 * width<Type>];
};

// Taps [begin, end) of one filter row for output rows low..high and the vector whose first lane has tap 0 at `index`.
// Lanes outside the signal keep their sum: adding a product with a padded zero would turn -0 into +0 and an infinite
// tap into NaN.
template <int Rows, int Columns, class Type>
HWY_INLINE void clipped_taps(vector_of<Type> (&sums)[Rows][Columns], int vector, int low, int high,
                             row_ends<Type>& ends, const Type* taps, std::int64_t filter_row,
                             std::int64_t filter_columns, std::int64_t index, std::int64_t begin, std::int64_t end) {
  constexpr std::int64_t w = width<Type>;
  const lanes_of<Type> d;
  const std::int64_t count = ends.count();
  std::int64_t t = std::max(begin, 1 - w - index);
  end = std::min(end, count - index);
  if (t >= end) return;

  vector_of<Type> sum[Rows];
  FALTUNG_UNROLL
  for (int r = 0; r < Rows; ++r) sum[r] = sums[r][vector];
  const auto skipped = [&](int r) { return Rows > 1 && (r < low || r > high); };
  const auto masked = [&](std::int64_t until) HWY_ATTR {
    for (; t < until; ++t) {
      const std::int64_t first_lane = index + t;
      const auto lanes_before = static_cast<std::size_t>(std::max<std::int64_t>(0, -first_lane));
      const auto lanes_until = static_cast<std::size_t>(std::min(w, count - first_lane));
      const auto inside = hn::AndNot(hn::FirstN(d, lanes_before), hn::FirstN(d, lanes_until));
      const auto loaded = ends.load(first_lane);
      FALTUNG_UNROLL
      for (int r = 0; r < Rows; ++r) {
        if (skipped(r)) continue;
        const auto tap = hn::Set(d, taps[(filter_row - r) * filter_columns + t]);
        sum[r] = hn::IfThenElse(inside, hn::MulAdd(loaded, tap, sum[r]), sum[r]);
      }
    }
  };

  // The only vector of a block has no taps here that are whole.
  if constexpr (Columns > 1) {
    const std::int64_t whole_begin = std::clamp(-index, t, end);
    const std::int64_t whole_end = std::clamp(count - w + 1 - index, whole_begin, end);
    masked(whole_begin);
    for (; t < whole_end; ++t) {
      const auto loaded = load_once(ends.row() + index + t);
      FALTUNG_UNROLL
      for (int r = 0; r < Rows; ++r)
        if (!skipped(r)) sum[r] = hn::MulAdd(loaded, hn::Set(d, taps[(filter_row - r) * filter_columns + t]), sum[r]);
    }
  }
  masked(end);
  FALTUNG_UNROLL
  for (int r = 0; r < Rows; ++r) sums[r][vector] = sum[r];
}

// Taps [begin, end) of one filter row for output rows Low..High, all lanes of all vectors inside the signal.
template <int Low, int High, int Rows, int Columns, class Type>
HWY_INLINE void whole_taps(vector_of<Type> (&sums)[Rows][Columns], const Type* samples, const Type* taps,
                           std::int64_t filter_row, std::int64_t filter_columns, std::int64_t begin, std::int64_t end) {
  const lanes_of<Type> d;
  const Type* rows[Rows];
  FALTUNG_UNROLL
  for (int r = Low; r <= High; ++r) rows[r] = taps + (filter_row - r) * filter_columns;
  // The body is long enough: unrolled by 4, images took the same time and 1.8 times the code.
  FALTUNG_ROLLED
  for (std::int64_t t = begin; t < end; ++t) {
    vector_of<Type> loaded[Columns];
    FALTUNG_UNROLL
    for (int c = 0; c < Columns; ++c) loaded[c] = load_once(samples + t + c * width<Type>);
    FALTUNG_UNROLL
    for (int r = Low; r <= High; ++r) {
      const auto tap = hn::Set(d, rows[r][t]);
      FALTUNG_UNROLL
      for (int c = 0; c < Columns; ++c) sums[r][c] = hn::MulAdd(loaded[c], tap, sums[r][c]);
    }
  }
}

// The same with run-time `low` and `high`: finds the instance that has them as constants.
template <int Low, int High, int Rows, int Columns, class Type>
HWY_INLINE void whole_taps_of(int low, int high, vector_of<Type> (&sums)[Rows][Columns], const Type* samples,
                              const Type* taps, std::int64_t filter_row, std::int64_t filter_columns,
                              std::int64_t begin, std::int64_t end) {
  if (low == Low && high == High) {
    whole_taps<Low, High, Rows, Columns, Type>(sums, samples, taps, filter_row, filter_columns, begin, end);
  } else if constexpr (High > Low) {
    whole_taps_of<Low, High - 1, Rows, Columns, Type>(low, high, sums, samples, taps, filter_row, filter_columns, begin,
                                                      end);
  } else if constexpr (Low + 1 < Rows) {
    whole_taps_of<Low + 1, Rows - 1, Rows, Columns, Type>(low, high, sums, samples, taps, filter_row, filter_columns,
                                                          begin, end);
  }
}

// Outputs [row, row + Rows) x [column, column + Columns * width), stored at `to`. With `Inside` every window lies
// within the signal's columns; otherwise lanes may lie anywhere, those beyond the last output included. The signal's
// rows are walked once from top to bottom, each feeding every output row whose window it is in: in each chain the taps
// still come in row-major order.
template <int Rows, int Columns, bool Inside, class Type>
HWY_INLINE void block(const direct_task<Type>& task, std::int64_t row, std::int64_t column, Type* to,
                      std::int64_t to_stride) {
  const lanes_of<Type> d;
  const std::int64_t count = task.columns.signal;
  const std::int64_t filter_columns = task.columns.filter;
  const std::int64_t top = task.rows.origin + row;
  const std::int64_t left = task.columns.origin + column;
  // Taps for which all lanes lie inside; before and after them some do not.
  std::int64_t whole_begin = 0;
  std::int64_t whole_end = filter_columns;
  if constexpr (!Inside) {
    whole_begin = std::clamp<std::int64_t>(-left, 0, filter_columns);
    whole_end = std::clamp<std::int64_t>(count - left - Columns * width<Type> + 1, whole_begin, filter_columns);
  }

  vector_of<Type> sums[Rows][Columns];
  FALTUNG_UNROLL
  for (int r = 0; r < Rows; ++r) {
    FALTUNG_UNROLL
    for (int c = 0; c < Columns; ++c) sums[r][c] = hn::Zero(d);
  }
  if (HWY_UNLIKELY(task.accumulate)) {
    FALTUNG_UNROLL
    for (int r = 0; r < Rows; ++r) {
      FALTUNG_UNROLL
      for (int c = 0; c < Columns; ++c) sums[r][c] = hn::LoadU(d, to + r * to_stride + c * width<Type>);
    }
  }

  const std::int64_t bottom = std::min(task.rows.signal, top + Rows - 1 + task.rows.filter);
  for (std::int64_t s = std::max<std::int64_t>(0, top); s < bottom; ++s) {
    const std::int64_t filter_row = s - top;  // of output row `row`; one less for each row below
    const int low = static_cast<int>(std::max<std::int64_t>(0, filter_row - task.rows.filter + 1));
    const int high = static_cast<int>(std::min<std::int64_t>(Rows - 1, filter_row));
    const Type* samples = task.signal + s * task.signal_stride;
    if constexpr (Inside) {
      whole_taps_of<0, Rows - 1, Rows, Columns, Type>(low, high, sums, samples + left, task.window, filter_row,
                                                      filter_columns, 0, filter_columns);
    } else {
      row_ends<Type> ends(samples, count);
      const auto clipped = [&](std::int64_t begin, std::int64_t end) HWY_ATTR {
        FALTUNG_UNROLL
        for (int c = 0; c < Columns; ++c)
          clipped_taps<Rows, Columns, Type>(sums, c, low, high, ends, task.window, filter_row, filter_columns,
                                            left + c * width<Type>, begin, end);
      };
      if (whole_begin > 0) clipped(0, whole_begin);
      if (whole_end > whole_begin)
        whole_taps_of<0, Rows - 1, Rows, Columns, Type>(low, high, sums, samples + left, task.window, filter_row,
                                                        filter_columns, whole_begin, whole_end);
      if (whole_end < filter_columns) clipped(whole_end, filter_columns);
    }
  }

  FALTUNG_UNROLL
  for (int r = 0; r < Rows; ++r) {
    FALTUNG_UNROLL
    for (int c = 0; c < Columns; ++c) hn::StoreU(sums[r][c], d, to + r * to_stride + c * width<Type>);
  }
}

// Outputs from `begin` on of Rows rows, anywhere, vector by vector. The last vector may begin earlier and compute
// the same bits again, unless sums accumulate; but no vector may touch what is not this task's.
template <int Rows, class Type>
HWY_INLINE void clipped_columns(const direct_task<Type>& task, std::int64_t row, std::int64_t begin) {
  constexpr std::int64_t w = width<Type>;
  const std::int64_t stride = task.output_stride;
  const std::int64_t end = task.columns.output;
  Type* output = task.output + row * stride;
  for (; begin + w <= end; begin += w) block<Rows, 1, false, Type>(task, row, begin, output + begin, stride);
  if (begin >= end) return;
  if (end >= w && !task.accumulate) {
    block<Rows, 1, false, Type>(task, row, end - w, output + end - w, stride);
    return;
  }
  HWY_ALIGN Type narrow[Rows * w] = {};
  const std::size_t bytes = static_cast<std::size_t>(end - begin) * sizeof(Type);
  if (task.accumulate)
    for (int r = 0; r < Rows; ++r) std::memcpy(narrow + r * w, output + r * stride + begin, bytes);
  block<Rows, 1, false, Type>(task, row, begin, narrow, w);
  for (int r = 0; r < Rows; ++r) std::memcpy(output + r * stride + begin, narrow + r * w, bytes);
}

#endif

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
