// Reproducible operands: the same bits on every platform for the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faltung/problem.hpp"
#include "support/elements.hpp"

namespace faltung::test {

// FALTUNG_TEST_SEED from the environment, otherwise a fixed number: a failure repeats by running the program again.
std::uint64_t base_seed();

// Independent stream of random numbers for `purpose` (a case's name, "signal", ...).
std::uint64_t seed_for(const std::string& purpose);

enum class values : unsigned char {
  // N(0, 1); of integers all bits random (half of the booleans 0), or -8 .. 8 where sums could leave the output's range
  normal,
  spiked,    // N(0, 1) with one value of 1e4: componentwise and normwise bounds part ways
  integers,  // -8 .. 8, not below 0 for unsigned types: sums are exact, so results have no excuse
};

template <element Type>
std::vector<Type> random_values(std::int64_t count, values kind, std::uint64_t seed);
elements random_elements(element_type type, std::int64_t count, values kind, std::uint64_t seed);

// Signals and filters of all entries one after another, whatever layout the problem has (placement.hpp).
struct operands {
  elements signal;
  elements filter;
};

operands random_operands(const problem& description, values kind = values::normal);

// The types of a problem with its defaults filled in; what the sums run in is the promise of problem::accumulator.
element_type filter_type(const problem& description);
element_type result_type(const problem& description);
bool sums_integers(const problem& description);
element_type sum_type(const problem& description);  // float32 or float64; not for sums of integers

std::int64_t filter_count(const problem& description);
inline std::int64_t output_count(const problem& description) { return description.batch * description.bank; }
std::int64_t filter_of_output(const problem& description, std::int64_t output);

// A problem in one line, the seed included: enough to repeat a failing case.
std::string in_one_line(const problem& description);

// Letters and digits only, for a parameterised test's name.
std::string as_test_name(std::string text);

}  // namespace faltung::test
