// Filters of any type and layout as the windows that the direct kernels read: for each filter one for each product of
// parts of complex numbers, contiguous, in window order, negated where the product is subtracted.
#pragma once

#include "dialect.cuh"
#include "operand_view.hpp"

namespace faltung::kernel {

template <class Type>
struct direct_taps_problem {
  source_view filter;
  Type* taps;
  long long rows;
  long long columns;
  long long tiles;        // blocks for one window
  int products;           // windows of one filter
  unsigned filter_parts;  // from bit 2 * p on: which part of the filter window p is of
  unsigned negative;      // bit p: whether it is negated
  bool reversed;          // whether window order is the filter's reversed
};

inline constexpr int direct_taps_threads = 128;

// Block b of the launch is tile first_block + b, counted over the tiles of all windows; a thread makes one tap.
template <class Type>
__global__ void __launch_bounds__(direct_taps_threads)
    direct_taps(const direct_taps_problem<Type> problem, const long long first_block) {
  const long long block = first_block + blockIdx.x;
  const long long window = block / problem.tiles;
  const long long tap = (block - window * problem.tiles) * direct_taps_threads + threadIdx.x;
  const long long size = problem.rows * problem.columns;
  if (tap >= size) return;
  const long long filter = window / problem.products;
  const int product = static_cast<int>(window - filter * problem.products);
  const int part = static_cast<int>(problem.filter_parts >> (2 * product) & 3u);
  const long long place = problem.reversed ? size - 1 - tap : tap;
  const long long row = place / problem.columns;
  const source_view& from = problem.filter;
  const Type value = read_element<Type>(
      from.data, from.type, from.entry(filter, part) + row * from.row + (place - row * problem.columns) * from.column);
  problem.taps[window * size + tap] = (problem.negative >> product & 1u) != 0 ? static_cast<Type>(-value) : value;
}

}  // namespace faltung::kernel
