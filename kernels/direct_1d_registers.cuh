// Direct 1D convolution of rows (direct_1d_rows.cuh) with a few taps, out of registers: a thread loads a pack of the
// signal and the packs behind it, which its neighbours have brought into the cache, and makes a pack of outputs of
// them, some times over. No shared memory, no barrier.
//
// Every output is one chain of fused multiply-adds in order of the taps, starting from +0.
#pragma once

#include "direct_1d_registers_policy.hpp"
#include "direct_1d_rows.cuh"

namespace faltung::kernel {

// Windows that begin Shift elements behind an address for packs.
template <int Packs, int Threads, int Shift, class Type>
__device__ inline void make_tile(const Type* source, Type* output, const Type* filter, int taps) {
  constexpr int width = pack<Type>::size;
  constexpr int half = most_register_taps / 2;
  constexpr int size = register_window<Type> * width;
  source += threadIdx.x * width;
  output += threadIdx.x * width;
  Type window[Packs][size];
  Type tap[most_register_taps];
  Type sums[Packs][width] = {};
  FALTUNG_UNROLL
  for (int i = 0; i < size; i += width) {
    if (i > 0 && i > Shift + width - 2 + taps) break;
    FALTUNG_UNROLL
    for (int p = 0; p < Packs; ++p) {
      const pack<Type> value = read_pack(source + p * Threads * width + i);
      FALTUNG_UNROLL
      for (int j = 0; j < width; ++j) window[p][i + j] = value.lane[j];
    }
  }
  FALTUNG_UNROLL
  for (int u = 0; u < half; ++u)
    if (u == 0 || u < taps) tap[u] = filter[u];
  if (taps > half) {
    FALTUNG_UNROLL
    for (int u = half; u < most_register_taps; ++u)
      if (u < taps) tap[u] = filter[u];
  }
  FALTUNG_UNROLL
  for (int u = 0; u < most_register_taps; ++u) {
    if (u > 0 && u >= taps) break;  // there is at least one
    FALTUNG_UNROLL
    for (int p = 0; p < Packs; ++p) {
      FALTUNG_UNROLL
      for (int r = 0; r < width; ++r) sums[p][r] = multiply_add(tap[u], window[p][Shift + u + r], sums[p][r]);
    }
  }
  FALTUNG_UNROLL
  for (int p = 0; p < Packs; ++p) write_packs(output + p * Threads * width, sums[p]);
}

template <int Packs, int Threads, int Shift = 0, class Type>
__device__ inline void make_shifted_tile(unsigned shift, const Type* source, Type* output, const Type* filter,
                                         int taps) {
  if (Shift + 1 == pack<Type>::size || shift == Shift) {
    make_tile<Packs, Threads, Shift>(source, output, filter, taps);
  } else if constexpr (Shift + 1 < pack<Type>::size) {
    make_shifted_tile<Packs, Threads, Shift + 1>(shift, source, output, filter, taps);
  }
}

// An output whose window may hang out of the signal; `base` is the signal index under tap 0, `source` the sample there.
template <class Type>
__device__ inline Type sum_at_border(const direct_1d_rows<Type>& rows, const Type* source, const Type* filter,
                                     long long base) {
  const signal_view<Type>& samples = rows.samples;
  Type sum{0};
#pragma unroll 1
  for (long long t = 0; t < rows.filter_length; ++t) {
    const long long found = extended_index(samples.rule, base + t, samples.columns);
    if (found < 0 && samples.rule == boundary_rule::zero) continue;
    sum = multiply_add(filter[t], found < 0 ? samples.outside[0] : source[found - base], sum);
  }
  return sum;
}

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_registers(const __grid_constant__ direct_1d_rows<Type> problem, const long long) {
  constexpr direct_1d_registers_policy policy = Policy::value;
  constexpr int size = tile_of<Type>(policy);
  const direct_1d_row_tile<Type> tile = row_tile_of(problem, size);
  if (blockIdx.x - problem.first_inside < problem.inside) {
    const unsigned shift = bytes_behind_pack(tile.source) / static_cast<unsigned>(sizeof(Type));
    make_shifted_tile<policy.packs, policy.threads>(shift, tile.source - shift, tile.output, tile.filter,
                                                    problem.first_chunk);
    return;
  }
  const long long first_output = static_cast<long long>(blockIdx.x) * size - tile.ahead;
  const long long end = smaller<long long>(size, problem.output_length - first_output);
#pragma unroll 1
  for (long long i = larger<long long>(0, -first_output) + threadIdx.x; i < end; i += policy.threads)
    tile.output[i] = sum_at_border(problem, tile.source + i, tile.filter, problem.origin + first_output + i);
}

}  // namespace faltung::kernel
