#include "cpu/direct_1d.hpp"

#include "cpu/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/direct_1d.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for each instruction set.
#include <hwy/highway.h>

#include "cpu/direct_block-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

#if FALTUNG_CPU_VECTORISED
// The staircase. A vector loaded at sample a = W q + s serves output vector q at tap s, vector q - 1 at tap W + s,
// vector q - 2 at 2 W + s and so on, for W lanes and groups of W taps. Walking a upwards, each load feeds one chain
// per group, and each chain still meets its taps in ascending order; after W samples the oldest output vector is
// complete and the others move up a group. Without this every multiply-add needs a load of its own, and most of those
// cross cache lines, which halves the rate. `Streams` walks side by side, `length` outputs apart, share the taps'
// broadcasts and hide the latency of the multiply-adds.
inline constexpr int most_groups = registers == 32 ? 8 : 4;
// Four suffice for the latency; more gained nothing and ask for longer signals.
template <int Groups>
inline constexpr int streams = std::min(4, (registers - 1) / (Groups + 1));

// Adds `count` taps, (Groups - 1) W < count <= Groups W, to outputs [0, Streams * length), 0 so far if `fresh`; tap 0
// of output 0 meets samples[0].
template <int Groups, int Streams, class Type>
void staircase(const Type* samples, const Type* taps, std::int64_t count, std::int64_t length, bool fresh,
               Type* output) {
  constexpr std::int64_t w = width<Type>;
  const lanes_of<Type> d;
  const std::int64_t vectors = length / w;
  const std::int64_t steps = vectors + Groups - 1;
  const std::int64_t last_group_taps = count - (Groups - 1) * w;
  vector_of<Type> sums[Streams][Groups];
  FALTUNG_UNROLL
  for (int i = 0; i < Streams; ++i) {
    FALTUNG_UNROLL
    for (int g = 0; g < Groups; ++g) sums[i][g] = hn::Zero(d);
  }

  for (std::int64_t q = 0; q < steps; ++q) {
    // While the stairs fill and empty, some groups belong to no output; their sums are never stored.
    if (!fresh && q < vectors) {
      FALTUNG_UNROLL
      for (int i = 0; i < Streams; ++i) sums[i][0] = hn::LoadU(d, output + i * length + q * w);
    }
    const Type* at = samples + q * w;
    FALTUNG_ROLLED
    for (std::int64_t s = 0; s < last_group_taps; ++s) {
      vector_of<Type> loaded[Streams];
      FALTUNG_UNROLL
      for (int i = 0; i < Streams; ++i) loaded[i] = load_once(at + i * length + s);
      FALTUNG_UNROLL
      for (int g = 0; g < Groups; ++g) {
        const auto tap = hn::Set(d, taps[g * w + s]);
        FALTUNG_UNROLL
        for (int i = 0; i < Streams; ++i) sums[i][g] = hn::MulAdd(loaded[i], tap, sums[i][g]);
      }
    }
    if (q >= Groups - 1) {
      FALTUNG_UNROLL
      for (int i = 0; i < Streams; ++i)
        hn::StoreU(sums[i][Groups - 1], d, output + i * length + (q - (Groups - 1)) * w);
    }
    // The last step ends here: what follows it would read beyond the last output's window.
    if (q == steps - 1) break;
    FALTUNG_ROLLED
    for (std::int64_t s = last_group_taps; s < w; ++s) {
      vector_of<Type> loaded[Streams];
      FALTUNG_UNROLL
      for (int i = 0; i < Streams; ++i) loaded[i] = load_once(at + i * length + s);
      FALTUNG_UNROLL
      for (int g = 0; g < Groups - 1; ++g) {
        const auto tap = hn::Set(d, taps[g * w + s]);
        FALTUNG_UNROLL
        for (int i = 0; i < Streams; ++i) sums[i][g] = hn::MulAdd(loaded[i], tap, sums[i][g]);
      }
    }
    FALTUNG_UNROLL
    for (int i = 0; i < Streams; ++i) {
      FALTUNG_UNROLL
      for (int g = Groups - 1; g > 0; --g) sums[i][g] = sums[i][g - 1];
      sums[i][0] = hn::Zero(d);
    }
  }
}

// Every tap, for as many of the `available` outputs from samples[0] on as fill the streams; returns how many.
// A long filter takes several passes, as even as possible, and the sums rest in the output between them.
template <int Groups, class Type>
HWY_INLINE std::int64_t passes_of(const Type* samples, const Type* taps, std::int64_t count, std::int64_t groups,
                                  std::int64_t passes, std::int64_t available, bool fresh, Type* output) {
  constexpr std::int64_t w = width<Type>;
  const std::int64_t vectors = available / (streams<Groups> * w);
  // Filling and emptying the stairs costs Groups - 1 steps; plain blocks are half as fast as a full staircase.
  if (vectors < 2 * Groups) return 0;
  const std::int64_t length = vectors * w;
  std::int64_t tap = 0;
  for (std::int64_t pass = 0; pass < passes; ++pass) {
    const bool smaller = groups * (pass + 1) / passes - groups * pass / passes < Groups;
    const std::int64_t taken = std::min(count - tap, (smaller ? Groups - 1 : Groups) * w);
    if constexpr (Groups > 1) {
      if (smaller) {
        staircase<Groups - 1, streams<Groups>, Type>(samples + tap, taps + tap, taken, length, fresh && pass == 0,
                                                     output);
        tap += taken;
        continue;
      }
    }
    staircase<Groups, streams<Groups>, Type>(samples + tap, taps + tap, taken, length, fresh && pass == 0, output);
    tap += taken;
  }
  return streams<Groups> * length;
}

template <int Groups, class Type>
HWY_INLINE std::int64_t staircases(const Type* samples, const Type* taps, std::int64_t count, std::int64_t available,
                                   bool fresh, Type* output) {
  const std::int64_t groups = (count + width<Type> - 1) / width<Type>;
  const std::int64_t passes = (groups + most_groups - 1) / most_groups;
  if ((groups + passes - 1) / passes == Groups)
    return passes_of<Groups, Type>(samples, taps, count, groups, passes, available, fresh, output);
  if constexpr (Groups > 2) return staircases<Groups - 1, Type>(samples, taps, count, available, fresh, output);
  return 0;  // one group: nothing to share
}

template <class Type>
void run(const direct_task<Type>& task) {
  constexpr std::int64_t w = width<Type>;
  const std::int64_t last = task.columns.output;
  const std::int64_t begin = interior_begin(task.columns);
  const std::int64_t end = interior_end(task.columns);
  Type* output = task.output;

  std::int64_t column = 0;
  for (; begin - column > w && column + 4 * w <= last; column += 4 * w)
    block<1, 4, false, Type>(task, 0, column, output + column, 0);
  for (; column < begin && column + w <= last; column += w)
    block<1, 1, false, Type>(task, 0, column, output + column, 0);
  if (column < end)
    column += staircases<most_groups, Type>(task.signal + task.columns.origin + column, task.window,
                                            task.columns.filter, end - column, !task.accumulate, output + column);
  for (; column + 8 * w <= end; column += 8 * w) block<1, 8, true, Type>(task, 0, column, output + column, 0);
  for (; column + w <= end; column += w) block<1, 1, true, Type>(task, 0, column, output + column, 0);
  for (; last - column > w && column + 4 * w <= last; column += 4 * w)
    block<1, 4, false, Type>(task, 0, column, output + column, 0);
  clipped_columns<1, Type>(task, 0, column);
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

void direct_1d(const direct_task<float>& task) { HWY_DYNAMIC_DISPATCH(run_float)(task); }
void direct_1d(const direct_task<double>& task) { HWY_DYNAMIC_DISPATCH(run_double)(task); }

}  // namespace faltung::cpu
#endif
