// What an FFT convolution does beside the transforms: bring signals or their segments into zero-padded buffers,
// multiply spectra, take the outputs out.
//
// A block owns part of one row of one transform.
#pragma once

#include "dialect.cuh"
#include "spectral_problem.hpp"

namespace faltung::kernel {

struct row_policy {
  int max_threads;
  int elements_per_thread;
};
// 4 loads in flight per thread; more gain nothing on a copy and leave short rows with idle lanes.
inline constexpr row_policy spectral_rows{256, 4};
static_assert(spectral_rows.max_threads % 32 == 0);

struct row_tiling {
  int threads;
  long long tiles;  // of a row
};
constexpr row_tiling row_tiling_of(const row_policy& policy, long long columns) {
  const long long wanted = round_up<long long>(ceil_div<long long>(columns, policy.elements_per_thread), 32);
  const int threads = static_cast<int>(smaller<long long>(wanted, policy.max_threads));
  return {threads, ceil_div<long long>(columns, static_cast<long long>(threads) * policy.elements_per_thread)};
}

// Where a block works.
struct row_place {
  long long transform;  // in the pass
  long long signal;
  long long segment;
  long long row;
  long long column;  // of the block's first element
  bool available;
};
__device__ inline row_place row_place_of(long long block, const transform_run& run, long long rows, long long tiles) {
  row_place place;
  const long long line = block / tiles;
  place.column = (block - line * tiles) * blockDim.x * spectral_rows.elements_per_thread;
  place.transform = line / rows;
  place.row = line - place.transform * rows;
  const long long numbered = run.first + place.transform;
  place.signal = numbered / run.segments;
  place.segment = numbered - place.signal * run.segments;
  place.available = numbered < run.available;
  return place;
}

template <class Type>
__global__ void __launch_bounds__(spectral_rows.max_threads)
    gather(const gather_problem<Type> problem, const long long first_block) {
  const row_place place = row_place_of(first_block + blockIdx.x, problem.run, problem.rows, problem.tiles);
  const long long row = problem.reversed ? problem.source_rows - 1 - place.row : place.row;
  const bool inside = place.available && row >= 0 && row < problem.source_rows;
  const Type* const source = problem.source + (place.signal * problem.source_rows + row) * problem.source_columns;
  Type* const padded = problem.padded + (place.transform * problem.rows + place.row) * problem.columns;
  const long long shift = place.segment * problem.step + problem.origin;
  FALTUNG_UNROLL
  for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
    const long long column = place.column + threadIdx.x + static_cast<long long>(i) * blockDim.x;
    if (column < problem.columns) {
      const long long from = shift + (problem.reversed ? problem.source_columns - 1 - column : column);
      padded[column] = inside && from >= 0 && from < problem.source_columns ? problem.scale * source[from] : Type{0};
    }
  }
}

template <class Type>
__global__ void __launch_bounds__(spectral_rows.max_threads)
    multiply(const multiply_problem<Type> problem, const long long first_block) {
  const row_place place = row_place_of(first_block + blockIdx.x, problem.run, 1, problem.tiles);
  if (!place.available) return;
  spectral_value<Type>* const spectrum = problem.spectra + place.transform * problem.elements;
  const spectral_value<Type>* const filter = problem.filters + place.signal * problem.filter_stride;
  FALTUNG_UNROLL
  for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
    const long long k = place.column + threadIdx.x + static_cast<long long>(i) * blockDim.x;
    if (k < problem.elements) {
      const spectral_value<Type> x = spectrum[k];
      const spectral_value<Type> h = filter[k];
      spectrum[k] = {multiply_add(x.real, h.real, -(x.imaginary * h.imaginary)),
                     multiply_add(x.real, h.imaginary, x.imaginary * h.real)};
    }
  }
}

template <class Type>
__global__ void __launch_bounds__(spectral_rows.max_threads)
    crop(const crop_problem<Type> problem, const long long first_block) {
  const row_place place = row_place_of(first_block + blockIdx.x, problem.run, problem.output_rows, problem.tiles);
  if (!place.available) return;
  const long long first = place.segment * problem.step;
  const long long used = smaller(problem.step, problem.output_columns - first);
  const Type* const circular = problem.circular +
                               (place.transform * problem.rows + problem.first_row + place.row) * problem.columns +
                               problem.first_column;
  Type* const output =
      problem.output + (place.signal * problem.output_rows + place.row) * problem.output_columns + first;
  FALTUNG_UNROLL
  for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
    const long long column = place.column + threadIdx.x + static_cast<long long>(i) * blockDim.x;
    if (column < used) output[column] = circular[column];
  }
}

}  // namespace faltung::kernel
