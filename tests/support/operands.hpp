// Reproducible operands: the same bits on every platform for the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faltung/problem.hpp"

namespace faltung::test {

// FALTUNG_TEST_SEED from the environment, otherwise a fixed number: a failure repeats by running the program again.
std::uint64_t base_seed();

// Independent stream of random numbers for `purpose` (a case's name, "signal", ...).
std::uint64_t seed_for(const std::string& purpose);

enum class values : unsigned char {
  normal,    // N(0, 1)
  spiked,    // N(0, 1) with one value of 1e4: componentwise and normwise bounds part ways
  integers,  // -8 .. 8: sums are exact, so results have no excuse
};

template <element Type>
std::vector<Type> random_values(std::int64_t count, values kind, std::uint64_t seed);

// Signals and filters of all batch entries, as a plan takes them.
template <element Type>
struct operands {
  std::vector<Type> signal;
  std::vector<Type> filter;
};

template <element Type>
operands<Type> random_operands(const problem& description, values kind = values::normal);

// A problem in one line, the seed included: enough to repeat a failing case.
std::string in_one_line(const problem& description);

// Letters and digits only, for a parameterised test's name.
std::string as_test_name(std::string text);

inline std::int64_t filter_count(const problem& description) {
  return description.filters == filters::per_signal ? description.batch : 1;
}

}  // namespace faltung::test
