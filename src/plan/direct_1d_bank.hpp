// Which banks of filters a CUDA kernel (kernels/direct_1d_bank.cuh) takes that reads each signal once.
#pragma once

#include <cstdint>
#include <string_view>

#include "direct_1d_bank_policy.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// What the kernel is compiled for.
#define FALTUNG_DIRECT_1D_BANK_TYPES(Apply) Apply(float) Apply(double) Apply(std::uint32_t) Apply(std::uint64_t)

// Empty where the kernel takes the 1D problem, otherwise why not.
std::string_view refused_by_direct_1d_bank(const geometry& where);

// Whether whole lines leave so many fewer threads idle than tiles do that it makes up for twelve instead of twenty
// outputs to a thread, and for two barriers to a filter: at 31 taps 67 instructions per output against 71 for rows of
// 400, 63 against 56 for rows of 512.
template <class Type>
bool takes_bank_lines(const geometry& where) {
  const axis_geometry& axis = where.columns;
  const auto taps = static_cast<int>(axis.filter);
  const int share = kernel::direct_1d_bank_share(where.batch, where.bank);
  constexpr kernel::direct_1d_bank_lines_policy by_lines = kernel::direct_1d_bank_lines_of<Type>::value;
  const auto lines = kernel::direct_1d_bank_lines_tiling_of<Type>(by_lines, axis.output, taps, share);
  if (lines.threads == 0) return false;
  const auto tiles = kernel::direct_1d_bank_tiling_of<Type>(kernel::direct_1d_bank_of<Type>::value, axis.output, taps,
                                                            static_cast<int>(where.bank));
  const long long places_of_tiles = kernel::ceil_div<long long>(axis.output, tiles.tile) * tiles.tile * share;
  const long long places_of_lines =
      static_cast<long long>(kernel::ceil_div(share, lines.filters)) * lines.threads * by_lines.outputs_per_thread;
  return 5 * places_of_lines < 4 * places_of_tiles;
}

}  // namespace faltung
