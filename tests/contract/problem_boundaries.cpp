// What stands outside of signals, however far the filter reaches, and where its centre lies.
#include <array>
#include <sstream>

#include "contract/problem_lists.hpp"

namespace faltung::test {
namespace {

// clang-format off
const std::vector<sizes>& sizes_of(int rank) {
  static const std::vector<sizes> one{
      // signals of one sample, and filters that reach several times around the signal
      {1, 1}, {1, 4}, {1, 5}, {2, 9}, {2, 2}, {3, 16}, {5, 33}, {40, 41},
      // even and odd filters, tiles and lengths of transforms
      {7, 3}, {16, 4}, {64, 9}, {128, 65}, {300, 20}, {2561, 21}};
  static const std::vector<sizes> two{
      {{1, 1}, {3, 3}}, {{1, 6}, {4, 5}}, {{6, 1}, {2, 7}}, {{3, 4}, {9, 2}}, {{2, 3}, {17, 16}}, {{5, 7}, {3, 3}},
      {{8, 8}, {4, 6}}, {{20, 33}, {5, 5}}, {{40, 70}, {8, 9}}};
  return rank == 1 ? one : two;
}
// clang-format on

// The lowest and the highest origin of each axis.
std::vector<std::array<std::int64_t, 2>> origins_of(const shape& filter) {
  const std::int64_t m = filter[0];
  const std::int64_t k = filter.rank() == 2 ? filter[1] : 1;
  const std::int64_t low = filter.rank() == 2 ? -(k / 2) : 0;
  const std::int64_t high = filter.rank() == 2 ? k / 2 : 0;
  return {{-(m / 2), low}, {m / 2, high}, {-(m / 2), high}, {m / 2, low}};
}

std::vector<problem> everywhere(const problem& common, scale) {
  std::vector<problem> made;
  for (const sizes& extents : sizes_of(common.signal.rank())) {
    problem one = common;
    one.signal = extents.signal;
    one.filter = extents.filter;
    for (const operation what : every_operation) {
      one.operation = what;
      one.batch = made.size() % 5 == 0 ? 2 : 1;
      one.filters = made.size() % 10 == 0 ? filters::per_signal : filters::shared;
      one.mode = mode::full;
      one.origin = {0, 0};
      made.push_back(one);
      one.mode = mode::same;
      made.push_back(one);
      for (const auto& origin : origins_of(extents.filter)) {
        one.origin = origin;
        if (origin != made.back().origin) made.push_back(one);
      }
    }
  }
  return made;
}

}  // namespace

void add_boundaries(std::vector<problem_kind>& to) {
  for (const boundary_rule rule : {boundary_rule::zero, boundary_rule::constant, boundary_rule::wrap,
                                   boundary_rule::reflect, boundary_rule::mirror, boundary_rule::nearest})
    for (const shape& rank : {shape(1), shape(1, 1)})
      for (const element_type type : {float32, float64, complex64, int32, int8}) {
        std::ostringstream name;
        name << rule << "_boundary_" << rank.rank() << "d_" << type;
        to.push_back({name.str(), everywhere, {.signal = rank, .type = type, .boundary = boundary_of(rule, type)}});
      }
}

}  // namespace faltung::test
