// Results of NumPy and SciPy, made by tests/contract/golden/make_golden.py.
#pragma once

#include <string>
#include <vector>

#include "faltung/problem.hpp"
#include "support/operands.hpp"

namespace faltung::test {

struct golden_case {
  std::string function;  // "numpy.convolve", "scipy.signal.correlate2d", "scipy.ndimage.convolve1d", ...
  problem description;   // the same in this library's terms
  // Small integers, or integers that wrap: the results are exact in every type and method of summation.
  operands data;
  shape output_shape;
  elements output;
};

// numpy.promote_types
struct golden_promotion {
  element_type first;
  element_type second;
  element_type common;
};

struct golden_file {
  std::string numpy_version;
  std::string scipy_version;
  std::vector<golden_promotion> promotions;
  std::vector<golden_case> cases;
};

// Throws std::runtime_error where the file is missing or malformed.
golden_file read_golden(const std::string& path);

}  // namespace faltung::test
