// The lists that every_kind() joins.
#pragma once

#include <vector>

#include "contract/problems.hpp"

namespace faltung::test {

struct sizes {
  shape signal;
  shape filter;
};

// Where nothing but the extents' parity and order matters.
const std::vector<sizes>& few_sizes(int rank);

// Takes turns through values, so that neighbouring problems of a list differ in everything that is not its subject.
template <class Value, std::size_t Count>
Value in_turn(const Value (&all)[Count], std::size_t index) {
  return all[index % Count];
}
inline constexpr mode every_mode[]{mode::full, mode::same, mode::valid};
inline constexpr operation every_operation[]{operation::convolution, operation::correlation};

void add_element_types(std::vector<problem_kind>& to);
void add_pairs_of_types(std::vector<problem_kind>& to);
void add_output_types(std::vector<problem_kind>& to);
void add_boundaries(std::vector<problem_kind>& to);
void add_banks(std::vector<problem_kind>& to);
void add_layouts(std::vector<problem_kind>& to);

// What stands outside of a signal of this type, where it is a constant: no special value, and exact in every type.
boundary boundary_of(boundary_rule rule, element_type type);

}  // namespace faltung::test
