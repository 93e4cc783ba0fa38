// Direct convolution of the outputs that a transform left not finite: for each one chain of fused multiply-adds, the
// products of parts in their order, each in order of the window, starting from +0: the bits of the direct method. Where
// the boundary is zero, terms outside the signal are left out.
//
// A thread makes one output at a time from global memory. Nearly always no flag is set and reading them is all there is
// to do, so that few blocks go through many flags.
#pragma once

#include "chain_problem.hpp"
#include "dialect.cuh"

namespace faltung::kernel {

inline constexpr int chain_threads = 256;
// Some for each multiprocessor of a large device; more would cost time when there is nothing to do.
inline constexpr long long chain_blocks = 1024;

struct chain_spread {
  long long spread;
  long long groups;
};
// `outputs` stand behind each flag.
constexpr chain_spread chain_spread_of(long long flags, long long outputs) {
  const long long groups = smaller(flags, chain_blocks);
  return {smaller(ceil_div<long long>(outputs, chain_threads), ceil_div(chain_blocks, groups)), groups};
}

// `samples` is entry (0, 0) of the signal, real part.
template <class Type, class Stored>
__device__ inline Type chain(const chain_problem<Type>& problem, const Stored* samples, const Type* windows, int part,
                             long long row, long long column) {
  const signal_view<Type>& signal = problem.signal;
  const bool boolean = signal.at.type == element_type::boolean;
  const bool leave_out = signal.rule == boundary_rule::zero;
  Type sum{0};
  for (int p = 0; p < problem.pairs.products.count; ++p) {
    const part_product product = problem.pairs.products.list[p];
    if (product.output != part) continue;
    const Type* tap = windows + p * problem.rows.filter * problem.columns.filter;
    for (long long r = 0; r < problem.rows.filter; ++r) {
      const long long found_row = extended_index(signal.rule, problem.rows.origin + row + r, signal.rows);
      for (long long c = 0; c < problem.columns.filter; ++c, ++tap) {
        const long long found =
            found_row < 0 ? -1 : extended_index(signal.rule, problem.columns.origin + column + c, signal.columns);
        if (found < 0 && leave_out) continue;
        const Type sample =
            found < 0 ? signal.outside[product.signal]
                      : from_stored<Type>(
                            samples[found_row * signal.at.row + found * signal.at.column + product.signal], boolean);
        sum = multiply_add(*tap, sample, sum);
      }
    }
  }
  return sum;
}

template <class Type>
__device__ inline void chain_unit(const chain_problem<Type>& problem, long long flag, long long block) {
  const pairing& pairs = problem.pairs;
  const long long transform = flag / pairs.output_parts;
  const int part = static_cast<int>(flag - transform * pairs.output_parts);
  const long long unit = transform / pairs.bank;
  const long long filter = transform - unit * pairs.bank;
  const long long numbered = problem.run.first + unit;
  const long long which = numbered / problem.run.segments;
  const long long first = (numbered - which * problem.run.segments) * problem.step;
  const long long used = smaller(problem.step, problem.columns.output - first);
  const Type* const windows = problem.windows + (which * pairs.filter_stride + filter) * pairs.products.count *
                                                    problem.rows.filter * problem.columns.filter;
  const target_view& output = problem.output;
  const long long to = output.entry(which * pairs.bank + filter, part);
  with_storage(problem.signal.at.type, [&](auto* storage) {
    const auto* const samples = static_cast<const std::remove_pointer_t<decltype(storage)>*>(problem.signal.at.data) +
                                problem.signal.at.entry(which, 0);
    for (long long i = block * blockDim.x + threadIdx.x; i < problem.rows.output * used;
         i += problem.spread * blockDim.x) {
      const long long row = i / used;
      const long long column = first + i - row * used;
      write_element(output.data, output.type, to + row * output.row + column * output.column,
                    chain(problem, samples, windows, part, row, column));
    }
  });
}

template <class Type>
__global__ void __launch_bounds__(chain_threads, 1)
    chain_flagged(const chain_problem<Type> problem, const long long first_block) {
  const long long block = first_block + blockIdx.x;
  const long long group = block / problem.spread;
  for (long long flag = group; flag < problem.count; flag += problem.groups)
    if (problem.flags[flag] != 0) chain_unit(problem, flag, block - group * problem.spread);
}

}  // namespace faltung::kernel
