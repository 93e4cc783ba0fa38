// Which banks of filters a CUDA kernel (kernels/direct_1d_bank.cuh) takes that reads each signal once.
#pragma once

#include <cstdint>
#include <string_view>

#include "problem/geometry.hpp"

namespace faltung {

// What the kernel is compiled for.
#define FALTUNG_DIRECT_1D_BANK_TYPES(Apply) Apply(float) Apply(double) Apply(std::uint32_t)

// Empty where the kernel takes the 1D problem, otherwise why not.
std::string_view refused_by_direct_1d_bank(const geometry& where);

}  // namespace faltung
