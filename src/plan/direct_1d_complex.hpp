// Which 1D problems the CUDA backend's kernel for rows of complex numbers (kernels/direct_1d_complex.cuh) takes.
#pragma once

#include <string_view>

#include "problem/geometry.hpp"

namespace faltung {

// Empty where the kernel takes the 1D problem, otherwise why not. Where operands lie at addresses that are no multiples
// of a complex number's size, kernels/direct_1d.cuh takes it all the same.
std::string_view refused_by_direct_1d_complex(const geometry& where);

}  // namespace faltung
