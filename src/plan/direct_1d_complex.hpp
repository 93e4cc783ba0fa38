// Which 1D problems the CUDA backend's kernel for rows of complex numbers (kernels/direct_1d_complex.cuh) is for. A
// function of the problem alone, without a device.
#pragma once

#include <iosfwd>
#include <string_view>

#include "problem/geometry.hpp"

namespace faltung {

struct direct_1d_complex_choice {
  bool takes = false;
  std::string_view why;

  friend bool operator==(const direct_1d_complex_choice&, const direct_1d_complex_choice&) = default;
};

// Otherwise kernels/direct_1d.cuh takes the problem, which takes every one. So it does where operands lie at addresses
// that are no multiples of a complex number's size.
direct_1d_complex_choice direct_1d_complex_choice_of(const geometry& where);

std::ostream& operator<<(std::ostream& out, const direct_1d_complex_choice& choice);

}  // namespace faltung
