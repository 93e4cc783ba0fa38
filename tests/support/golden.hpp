// Results of NumPy and SciPy, made by tests/contract/golden/make_golden.py.
#pragma once

#include <string>
#include <vector>

#include "faltung/problem.hpp"

namespace faltung::test {

struct golden_case {
  std::string function;  // "numpy.convolve", "scipy.signal.correlate2d", ...
  problem description;
  // Small integers, so that the results are exact in every type and method of summation.
  std::vector<double> signal;
  std::vector<double> filter;
  shape output_shape;
  std::vector<double> output;
};

struct golden_file {
  std::string numpy_version;
  std::string scipy_version;
  std::vector<golden_case> cases;
};

// Throws std::runtime_error where the file is missing or malformed.
golden_file read_golden(const std::string& path);

}  // namespace faltung::test
