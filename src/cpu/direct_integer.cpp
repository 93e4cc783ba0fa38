#include "cpu/direct_integer.hpp"

#include "cpu/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/direct_integer.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

template <class Type>
using lanes_of = hn::ScalableTag<Type>;
template <class Type>
using vector_of = hn::Vec<lanes_of<Type>>;

// Outputs [column, column + Columns * lanes) of a row.
template <int Columns, class Type>
HWY_INLINE void block(const direct_task<Type>& task, std::int64_t row, std::int64_t column) {
  constexpr std::int64_t w = HWY_LANES(Type);
  const lanes_of<Type> d;
  vector_of<Type> sums[static_cast<std::size_t>(Columns)];
#pragma GCC unroll 8
  for (int c = 0; c < Columns; ++c) sums[c] = hn::Zero(d);
  const Type* taps = task.window;
  const Type* samples = task.signal + (task.rows.origin + row) * task.signal_stride + task.columns.origin + column;
  for (std::int64_t i = 0; i < task.rows.filter; ++i) {
#pragma GCC unroll 1
    for (std::int64_t j = 0; j < task.columns.filter; ++j) {
      const auto tap = hn::Set(d, taps[j]);
#pragma GCC unroll 8
      for (int c = 0; c < Columns; ++c) sums[c] = hn::Add(sums[c], hn::Mul(hn::LoadU(d, samples + j + c * w), tap));
    }
    taps += task.columns.filter;
    samples += task.signal_stride;
  }
  Type* output = task.output + row * task.output_stride + column;
#pragma GCC unroll 8
  for (int c = 0; c < Columns; ++c) hn::StoreU(sums[c], d, output + c * w);
}

template <class Type>
void single(const direct_task<Type>& task, std::int64_t row, std::int64_t column) {
  Type sum = 0;
  for (std::int64_t i = 0; i < task.rows.filter; ++i) {
    const Type* taps = task.window + i * task.columns.filter;
    const Type* samples =
        task.signal + (task.rows.origin + row + i) * task.signal_stride + task.columns.origin + column;
    for (std::int64_t j = 0; j < task.columns.filter; ++j) sum += taps[j] * samples[j];
  }
  task.output[row * task.output_stride + column] = sum;
}

template <class Type>
void run(const direct_task<Type>& task) {
  constexpr std::int64_t w = HWY_LANES(Type);
  const std::int64_t end = task.columns.output;
  for (std::int64_t row = 0; row < task.rows.output; ++row) {
    std::int64_t column = 0;
    for (; column + 8 * w <= end; column += 8 * w) block<8>(task, row, column);
    for (; column + w <= end; column += w) block<1>(task, row, column);
    if (column == end) continue;
    if (end >= w) {
      block<1>(task, row, end - w);  // some of them once more
    } else {
      for (; column < end; ++column) single(task, row, column);
    }
  }
}

void run_32(const direct_task<std::uint32_t>& task) { run(task); }
void run_64(const direct_task<std::uint64_t>& task) { run(task); }

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace faltung::cpu {

HWY_EXPORT(run_32);
HWY_EXPORT(run_64);

void direct_integer(const direct_task<std::uint32_t>& task) { HWY_DYNAMIC_DISPATCH(run_32)(task); }
void direct_integer(const direct_task<std::uint64_t>& task) { HWY_DYNAMIC_DISPATCH(run_64)(task); }

}  // namespace faltung::cpu
#endif
