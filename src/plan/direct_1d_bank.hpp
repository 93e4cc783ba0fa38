// Which banks of filters a CUDA kernel takes that reads each signal once.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "problem/geometry.hpp"

namespace faltung {

// What the kernel is compiled for.
#define FALTUNG_DIRECT_1D_BANK_TYPES(Apply) Apply(float) Apply(double) Apply(std::uint32_t)

struct direct_1d_bank_choice {
  bool reads_once = false;
  std::string_view why;

  friend bool operator==(const direct_1d_bank_choice&, const direct_1d_bank_choice&) = default;
};

// Otherwise kernels/direct_1d.cuh takes the problem, which takes every one.
direct_1d_bank_choice direct_1d_bank_choice_of(const geometry& where);

std::ostream& operator<<(std::ostream& out, const direct_1d_bank_choice& choice);

}  // namespace faltung
