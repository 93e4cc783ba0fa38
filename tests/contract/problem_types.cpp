// Element types, their pairs, and what their results are stored and summed in.
#include <sstream>

#include "contract/problem_lists.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

std::vector<problem> of_few_sizes(const problem& common, scale) {
  std::vector<problem> made;
  for (const sizes& extents : few_sizes(common.signal.rank())) {
    problem one = common;
    const std::size_t index = made.size();
    one.signal = extents.signal;
    one.filter = extents.filter;
    one.operation = in_turn(every_operation, index);
    one.batch = index % 3 == 0 ? 1 : 3;
    one.filters = index % 3 == 2 ? filters::per_signal : filters::shared;
    made.push_back(one);
  }
  return made;
}

std::vector<problem> with_every_filter_type(const problem& common, scale) {
  std::vector<problem> made;
  for (const element_type type : every_type) {
    problem one = common;
    const std::size_t index = made.size();
    const bool flat = index % 2 == 0;
    one.signal = flat ? shape(7) : shape(4, 5);
    one.filter = flat ? shape(3) : shape(2, 3);
    one.batch = 2;
    one.filters = index % 4 < 2 ? filters::shared : filters::per_signal;
    one.filter_type = type;
    one.mode = in_turn(every_mode, index);
    one.operation = in_turn(every_operation, index / 2);
    made.push_back(one);
  }
  return made;
}

struct stored_as {
  element_type signal;
  element_type filter;
  std::optional<element_type> output;
  std::optional<element_type> accumulator{};
};

constexpr stored_as outputs[]{// wider than the operands: the overflow that NumPy's users meet
                              {int8, int8, int32},
                              {uint8, int8, int16},
                              {uint8, uint8, uint64},
                              {int16, int16, int64},
                              {boolean, boolean, int32},
                              // narrower: modulo the type
                              {int32, int32, int8},
                              {int64, int64, int16},
                              {uint16, uint16, uint8},
                              {int16, int16, uint16},
                              {uint32, int8, uint32},
                              // integers into floating-point numbers
                              {int8, int8, float32},
                              {int16, uint8, float64},
                              {int8, int8, float16},
                              {uint8, uint8, bfloat16},
                              // floating-point types, wider and narrower
                              {float32, float32, float64},
                              {float64, float64, float32},
                              {float32, float32, float16},
                              {float16, float16, float32},
                              {bfloat16, bfloat16, float64},
                              {float64, float64, bfloat16},
                              {float16, bfloat16, float16},
                              {complex64, complex64, complex128},
                              {complex128, complex128, complex64},
                              {complex64, float32, complex128},
                              {float32, complex128, complex64},
                              // accumulators
                              {float32, float32, {}, float64},
                              {float16, float16, {}, float64},
                              {bfloat16, bfloat16, {}, float32},
                              {complex64, complex64, {}, complex128},
                              {complex64, float32, {}, float64},
                              {int16, int16, {}, int64},
                              {uint8, uint8, uint16, uint32},
                              {float32, float32, float16, float64}};

std::vector<problem> with_every_output(const problem& common, scale) {
  std::vector<problem> made;
  for (const stored_as& types : outputs)
    for (const sizes& extents : few_sizes(common.signal.rank())) {
      if (extents.filter.elements() < 4) continue;
      problem one = common;
      one.signal = extents.signal;
      one.filter = extents.filter;
      one.type = types.signal;
      one.filter_type = types.filter;
      one.output_type = types.output;
      one.accumulator = types.accumulator;
      one.mode = in_turn(every_mode, made.size());
      one.operation = in_turn(every_operation, made.size() / 3);
      made.push_back(one);
    }
  return made;
}

}  // namespace

void add_element_types(std::vector<problem_kind>& to) {
  for (const element_type type : every_type) {
    if (type == float32 || type == float64) continue;  // met in every combination elsewhere
    for (const shape& rank : {shape(1), shape(1, 1)})
      for (const mode part : every_mode) {
        std::ostringstream name;
        name << type << '_' << rank.rank() << "d_" << part;
        to.push_back({name.str(), of_few_sizes, {.signal = rank, .type = type, .mode = part}});
      }
  }
}

void add_pairs_of_types(std::vector<problem_kind>& to) {
  for (const element_type type : every_type)
    to.push_back({std::string(to_string(type)) + "_with_every_type", with_every_filter_type, {.type = type}});
}

void add_output_types(std::vector<problem_kind>& to) {
  to.push_back({"output_types_1d", with_every_output, {.signal = 1}});
  to.push_back({"output_types_2d", with_every_output, {.signal = {1, 1}}});
}

}  // namespace faltung::test
