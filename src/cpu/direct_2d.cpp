#include "cpu/direct_2d.hpp"

#include "cpu/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/direct_2d.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

#include "cpu/direct_block-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

#if FALTUNG_CPU_VECTORISED
// Sums, the vectors loaded and one tap fill the registers: 4 x 6 + 6 + 1, 4 x 2 + 2 + 1.
inline constexpr int block_rows = 4;
inline constexpr int block_columns = registers == 32 ? 6 : 2;

template <int Rows, class Type>
HWY_INLINE void band(const direct_task<Type>& task, std::int64_t row) {
  constexpr std::int64_t w = width<Type>;
  const std::int64_t last = task.columns.output;
  const std::int64_t begin = interior_begin(task.columns);
  const std::int64_t end = interior_end(task.columns);
  const std::int64_t stride = task.output_stride;
  Type* output = task.output + row * stride;

  std::int64_t column = 0;
  for (; column < begin && column + w <= last; column += w)
    block<Rows, 1, false, Type>(task, row, column, output + column, stride);
  for (; column + block_columns * w <= end; column += block_columns * w)
    block<Rows, block_columns, true, Type>(task, row, column, output + column, stride);
  for (; column + w <= end; column += w) block<Rows, 1, true, Type>(task, row, column, output + column, stride);
  clipped_columns<Rows, Type>(task, row, column);
}

template <class Type>
void run(const direct_task<Type>& task) {
  const std::int64_t last = task.rows.output;
  std::int64_t row = 0;
  for (; row + block_rows <= last; row += block_rows) band<block_rows, Type>(task, row);
  for (; row < last; ++row) band<1, Type>(task, row);
}
#else
template <class Type>
void run(const direct_task<Type>& task) {
  chain(task);
}
#endif

void run_float(const direct_task<float>& task) { run(task); }
void run_double(const direct_task<double>& task) { run(task); }

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace faltung::cpu {

HWY_EXPORT(run_float);
HWY_EXPORT(run_double);

void direct_2d(const direct_task<float>& task) { HWY_DYNAMIC_DISPATCH(run_float)(task); }
void direct_2d(const direct_task<double>& task) { HWY_DYNAMIC_DISPATCH(run_double)(task); }

}  // namespace faltung::cpu
#endif
