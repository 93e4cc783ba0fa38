// Rows of complex numbers between global memory, where their parts are interleaved, and shared memory, where each part
// has a plane of its own. Real numbers have one.
//
// Moved by whole elements: the parts lie in the registers that they are stored to their planes from, where packs of 16
// bytes would take four moves of registers each, and rows may begin at any element.
#pragma once

#include "direct_1d_rows.cuh"
#include "number_parts.cuh"

namespace faltung::kernel {

// The first `size` elements of a window inside the signal: Rounds for each thread of the block, and those behind them.
// All loads of a thread, but for more than one behind, are under way before the first is waited for.
template <int Parts, int Rounds, int Threads, class Type>
__device__ inline void copy_parts(Type* window, int plane, const Type* source, unsigned size) {
  const unsigned thread = threadIdx.x;
  const bool takes_more = thread + Rounds * Threads < size;
  number<Type, Parts> own[Rounds], more{};
  FALTUNG_UNROLL
  for (int j = 0; j < Rounds; ++j) own[j] = read_number<Parts>(source + (thread + j * Threads) * Parts);
  if (takes_more) more = read_number<Parts>(source + (thread + Rounds * Threads) * Parts);
  FALTUNG_UNROLL
  for (int j = 0; j < Rounds; ++j) write_parts(window + thread + j * Threads, plane, own[j]);
  if (takes_more) write_parts(window + thread + Rounds * Threads, plane, more);
#pragma unroll 1
  for (unsigned i = thread + (Rounds + 1) * Threads; i < size; i += Threads)
    write_parts(window + i, plane, read_number<Parts>(source + i * Parts));
}

// The element that stands at a place of the line that may be outside the signal.
template <int Parts, class Type>
__device__ inline number<Type, Parts> read_extended(const signal_view<Type>& samples, const Type* line,
                                                    long long place) {
  const long long found = extended_index(samples.rule, place, samples.columns);
  if (found >= 0) return read_number<Parts>(line + found * Parts);
  number<Type, Parts> value;
  FALTUNG_UNROLL
  for (int s = 0; s < Parts; ++s) value.part[s] = samples.outside[s];
  return value;
}

// copy_parts where part of the window, which begins at element `place` of the line, may lie outside the signal, by
// `step` threads of which this is number `first`: Rounds elements for each, and those behind them. With boundary zero
// zeros stand in for what is outside.
template <int Parts, int Rounds, class Type>
__device__ inline void copy_parts_at_border(Type* window, int plane, const signal_view<Type>& samples, const Type* line,
                                            long long place, int first, int step, int size) {
  // Elements [before, before + inside) have their samples in the line.
  const int before = static_cast<int>(smaller<long long>(size, larger<long long>(0, -place)));
  const int behind = static_cast<int>(smaller<long long>(size, larger<long long>(0, samples.columns - place)));
  const unsigned inside = static_cast<unsigned>(larger(0, behind - before));
  const Type* source = line + (place + first) * Parts;
  number<Type, Parts> own[Rounds] = {};
  int i = first;
  FALTUNG_UNROLL
  for (int j = 0; j < Rounds; ++j, i += step, source += step * Parts)
    if (static_cast<unsigned>(i - before) < inside) own[j] = read_number<Parts>(source);
  Type* to = window + first;
  FALTUNG_UNROLL
  for (int j = 0; j < Rounds; ++j, to += step) write_parts(to, plane, own[j]);
#pragma unroll 1
  for (; i < size; i += step, source += step * Parts, to += step) {
    number<Type, Parts> more{};
    if (static_cast<unsigned>(i - before) < inside) more = read_number<Parts>(source);
    write_parts(to, plane, more);
  }
  if (samples.rule == boundary_rule::zero || inside == static_cast<unsigned>(size)) return;
#pragma unroll 1
  for (i = first; i < size; i += step)
    if (static_cast<unsigned>(i - before) >= inside)
      write_parts(window + i, plane, read_extended<Parts>(samples, line, place + i));
}

// Outputs first, first + step, ... below `count`, of which there are up to Rounds.
template <int Rounds, class Type>
__device__ inline void store_numbers(Type* output, const Type* staged, int plane, int first, int step, int count) {
  staged += first;
  output += 2LL * first;
  count -= first;
  FALTUNG_UNROLL
  for (int j = 0; j < Rounds; ++j, staged += step, output += 2 * step, count -= step) {
    const number<Type, 2> made{{staged[0], staged[plane]}};
    pin_global(output);  // or nvcc takes some of the stores apart
    if (count > 0) write_number(output, made);
  }
}

}  // namespace faltung::kernel
