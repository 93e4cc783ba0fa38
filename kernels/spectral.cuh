// What an FFT convolution does beside the transforms: bring signals or their segments into zero-padded buffers,
// multiply spectra, take the outputs out.
//
// A block owns part of one row of one unit, with both parts of complex elements, which share memory sectors. Direct is
// whether the operand's rows are arrays of Type with nothing outside: no conversion, no stride, no boundary.
#pragma once

#include <cmath>

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
  long long unit;  // in the pass
  long long signal;
  long long segment;
  long long row;
  long long column;  // of the block's first element
  bool available;
};
__device__ inline row_place row_place_of(long long block, const unit_run& run, long long rows, long long tiles) {
  row_place place;
  const long long line = block / tiles;
  place.column = (block - line * tiles) * blockDim.x * spectral_rows.elements_per_thread;
  place.unit = line / rows;
  place.row = line - place.unit * rows;
  const long long numbered = run.first + place.unit;
  place.signal = numbered / run.segments;
  place.segment = numbered - place.signal * run.segments;
  place.available = numbered < run.available;
  return place;
}

// The thread's i-th element of its block's.
__device__ inline long long column_of(const row_place& place, int i) {
  return place.column + threadIdx.x + static_cast<long long>(i) * blockDim.x;
}

// Without the least number of blocks the compiler saves registers until it spills one.
template <class Type, bool Plain>
__global__ void __launch_bounds__(spectral_rows.max_threads, 1)
    gather(const gather_problem<Type> problem, const long long first_block) {
  const row_place place = row_place_of(first_block + blockIdx.x, problem.run, problem.rows.length, problem.tiles);
  const signal_view<Type>& source = problem.source;
  const int parts = Plain || !is_complex(source.at.type) ? 1 : 2;
  const long long row = problem.rows.first + place.row;
  const long long shift = problem.columns.first + place.segment * problem.step;
  const bool loaded = place.available && place.row < problem.rows.samples;
  const long long samples = loaded ? problem.columns.samples - place.segment * problem.step : 0;
  Type* padded = problem.padded + (place.unit * parts * problem.rows.length + place.row) * problem.columns.length;
  if constexpr (Plain) {
    const bool inside = row >= 0 && row < source.rows;
    const Type* const from = static_cast<const Type*>(source.at.data) + source.at.entry(place.signal, 0) +
                             (inside ? row * source.at.row : 0);
    FALTUNG_UNROLL
    for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
      const long long column = column_of(place, i);
      const long long at = shift + column;
      if (column < problem.columns.length)
        padded[column] = inside && column < samples && at >= 0 && at < source.columns ? from[at] : Type{0};
    }
  } else {
    const long long found_row = extended_index(source.rule, row, source.rows);
    const bool boolean = source.at.type == element_type::boolean;
    with_storage(source.at.type, [&](auto* storage) {
      using stored = std::remove_pointer_t<decltype(storage)>;
      for (int part = 0; part < parts; ++part, padded += problem.rows.length * problem.columns.length) {
        const auto* const from = static_cast<const stored*>(source.at.data) + source.at.entry(place.signal, part) +
                                 larger(found_row, 0LL) * source.at.row;
        FALTUNG_UNROLL
        for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
          const long long column = column_of(place, i);
          if (column >= problem.columns.length) continue;
          Type value{0};
          if (column < samples) {
            const long long found = found_row < 0 ? -1 : extended_index(source.rule, shift + column, source.columns);
            value = found < 0 ? source.outside[part] : from_stored<Type>(from[found * source.at.column], boolean);
          }
          padded[column] = value;
        }
      }
    });
  }
}

template <class Type>
__global__ void __launch_bounds__(spectral_rows.max_threads)
    scale(const scale_problem<Type> problem, const long long first_block) {
  const row_place place = row_place_of(first_block + blockIdx.x, {0, 1, 1}, 1, problem.tiles);
  FALTUNG_UNROLL
  for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
    const long long k = column_of(place, i);
    if (k < problem.elements) {
      problem.values[k].real *= problem.factor;
      problem.values[k].imaginary *= problem.factor;
    }
  }
}

// A block makes part of one spectrum. Blocks that take the same part of the same signals are neighbours: it is read from
// memory once for the whole bank.
template <class Type>
__global__ void __launch_bounds__(spectral_rows.max_threads)
    multiply(const multiply_problem<Type> problem, const long long first_block) {
  constexpr int count = spectral_rows.elements_per_thread;
  const pairing& pairs = problem.pairs;
  const long long block = first_block + blockIdx.x;
  const long long tile = block / pairs.inverses();
  const long long inverse = block - tile * pairs.inverses();
  const row_place place = row_place_of(tile, problem.run, 1, problem.tiles);
  const long long filter = inverse / pairs.output_parts;
  const int part = static_cast<int>(inverse - filter * pairs.output_parts);
  if (problem.flags != nullptr && place.column == 0 && threadIdx.x == 0)
    problem.flags[place.unit * pairs.inverses() + inverse] = 0;

  const spectral_value<Type>* const signals = problem.signals + place.unit * pairs.signal_parts * problem.elements;
  const spectral_value<Type>* const filters =
      problem.filters + (place.signal * pairs.filter_stride + filter) * pairs.filter_parts * problem.elements;
  spectral_value<Type>* const outputs = problem.outputs + (place.unit * pairs.inverses() + inverse) * problem.elements;
  spectral_value<Type> sums[count] = {};
  for (int p = 0; place.available && p < pairs.products.count; ++p) {
    const part_product product = pairs.products.list[p];
    if (product.output != part) continue;
    FALTUNG_UNROLL
    for (int i = 0; i < count; ++i) {
      const long long k = column_of(place, i);
      if (k >= problem.elements) continue;
      const spectral_value<Type> x = signals[product.signal * problem.elements + k];
      const spectral_value<Type> h = filters[product.filter * problem.elements + k];
      const Type real = product.negative ? -x.real : x.real;
      const Type imaginary = product.negative ? -x.imaginary : x.imaginary;
      sums[i].real = multiply_add(real, h.real, multiply_add(-imaginary, h.imaginary, sums[i].real));
      sums[i].imaginary = multiply_add(real, h.imaginary, multiply_add(imaginary, h.real, sums[i].imaginary));
    }
  }
  FALTUNG_UNROLL
  for (int i = 0; i < count; ++i) {
    const long long k = column_of(place, i);
    if (k < problem.elements) outputs[k] = sums[i];
  }
}

template <class Type, bool Plain>
__global__ void __launch_bounds__(spectral_rows.max_threads)
    crop(const crop_problem<Type> problem, const long long first_block) {
  const row_place place =
      row_place_of(first_block + blockIdx.x, problem.run, problem.bank * problem.output_rows, problem.tiles);
  if (!place.available) return;
  const target_view& output = problem.output;
  const int parts = Plain || !is_complex(output.type) ? 1 : 2;
  const long long filter = place.row / problem.output_rows;
  const long long row = place.row - filter * problem.output_rows;
  const long long first = place.segment * problem.step;
  const long long used = smaller(problem.step, problem.output_columns - first);
  const long long inverse = (place.unit * problem.bank + filter) * parts;
  const auto take = [&](auto* data, int part) {
    using stored = std::remove_pointer_t<decltype(data)>;
    const Type* const circular = problem.circular +
                                 ((inverse + part) * problem.rows + problem.first_row + row) * problem.columns +
                                 problem.first_column;
    const long long step = Plain ? 1 : output.column;
    stored* const to =
        data + output.entry(place.signal * problem.bank + filter, part) + row * output.row + first * step;
    bool finite = true;
    FALTUNG_UNROLL
    for (int i = 0; i < spectral_rows.elements_per_thread; ++i) {
      const long long column = column_of(place, i);
      if (column >= used) continue;
      const Type value = circular[column];
      finite = finite && std::isfinite(value);
      if constexpr (Plain) {
        to[column] = value;
      } else {
        to[column * step] = to_stored<stored>(value, output.type == element_type::boolean);
      }
    }
    if (problem.flags != nullptr && !finite) atomicOr(problem.flags + inverse + part, 1);
  };
  if constexpr (Plain) {
    take(static_cast<Type*>(output.data), 0);
  } else {
    with_storage(output.type, [&](auto* storage) {
      for (int part = 0; part < parts; ++part) take(static_cast<decltype(storage)>(output.data), part);
    });
  }
}

}  // namespace faltung::kernel
