// What NumPy, SciPy, OpenCV and scikit-image answer; made by golden/make_golden.py.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "faltung/boundary.hpp"
#include "faltung/error.hpp"
#include "faltung/options.hpp"

namespace faltung::test {

inline constexpr double u = 0x1p-53;
inline constexpr double u_float = 0x1p-24;

// Whose bound the tests take.
inline const options by_sums{.backend = backend::cpu, .method = method::direct};

inline const nlohmann::json& golden(const char* part) {
  static const nlohmann::json all = [] {
    std::ifstream file(FALTUNG_FILTERS_GOLDEN_FILE);
    if (!file) throw std::runtime_error("cannot read " FALTUNG_FILTERS_GOLDEN_FILE);
    return nlohmann::json::parse(file);
  }();
  return all.at(part);
}

inline std::vector<double> numbers(const nlohmann::json& of, const char* member) {
  return of.at(member).get<std::vector<double>>();
}

inline double largest(const std::vector<double>& of) {
  double most = 0;
  for (const double one : of) most = std::max(most, std::abs(one));
  return most;
}

inline double sum_of_magnitudes(const std::vector<double>& of) {
  double sum = 0;
  for (const double one : of) sum += std::abs(one);
  return sum;
}

template <class Type>
testing::AssertionResult all_near(const std::vector<Type>& got, const std::vector<double>& expected, double tolerance) {
  if (got.size() != expected.size())
    return testing::AssertionFailure() << got.size() << " values instead of " << expected.size();
  for (std::size_t i = 0; i < got.size(); ++i)
    if (!(std::abs(static_cast<double>(got[i]) - expected[i]) <= tolerance))
      return testing::AssertionFailure() << "[" << i << "] is " << got[i] << " instead of " << expected[i]
                                         << ", further off than " << tolerance;
  return testing::AssertionSuccess();
}

// "argument: value" of the refusal.
template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const invalid_argument& refused) {
    return refused.argument() + ": " + refused.value();
  }
  return "none";
}

}  // namespace faltung::test
