// Which 1D problems the CUDA backend's kernel for rows of complex numbers (kernels/direct_1d_complex.cuh) takes.
#pragma once

#include <string_view>

#include "direct_1d_complex_policy.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// Empty where the kernel takes the 1D problem, otherwise why not. Where operands lie at addresses that are no multiples
// of a complex number's size, kernels/direct_1d.cuh takes it all the same.
std::string_view refused_by_direct_1d_complex(const geometry& where);

template <class Type>
kernel::direct_1d_lines_tiling complex_lines_tiling_of(const kernel::direct_1d_lines_policy& policy,
                                                       const geometry& where) {
  return kernel::direct_1d_lines_tiling_of<Type>(policy, where.columns.output, where.columns.filter,
                                                 where.output_count(), where.filter_per_signal,
                                                 kernel::direct_1d_complex_line_parts(where.signal.parts()));
}

// Whether lines are better made whole, several to a block. By machine code counted for sm_90 they take as many
// instructions as tiles at borders of which two thirds are filled: 255 and 176 an output with 31 taps.
template <class Type>
bool makes_whole_complex_lines(const geometry& where) {
  constexpr long long tile = kernel::direct_1d_complex_of<Type>::value.tile();
  const long long outputs = where.columns.output;
  return 3 * outputs < 2 * tile * kernel::ceil_div(outputs, tile) &&
         complex_lines_tiling_of<Type>(kernel::direct_1d_complex_lines_of<Type>::value, where).threads > 0;
}

}  // namespace faltung
