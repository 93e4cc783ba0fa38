#include "contract/problems.hpp"

#include <sstream>

#include "contract/problem_lists.hpp"

namespace faltung::test {
namespace {

// A paragraph of a table is one reason; the formatter would take it apart.
// clang-format off
const std::vector<sizes>& sizes_1d(scale size) {
  static const std::vector<sizes> whole{
      // length 1 and the smallest
      {1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 2}, {2, 3}, {1, 17}, {17, 1},
      // the filter longer than the signal
      {5, 8}, {8, 13}, {20, 33}, {100, 257}, {1, 300}, {300, 2000}, {700, 3000},
      // primes
      {7, 7}, {13, 5}, {31, 29}, {97, 11}, {251, 241}, {1009, 31},
      // powers of two and their neighbours
      {63, 8}, {64, 8}, {65, 8}, {127, 16}, {128, 17}, {129, 15}, {255, 64}, {256, 64}, {257, 65},
      {1023, 32}, {1024, 33}, {1025, 31},
      // borders of tiles: 20 outputs to a thread, 128 threads to a block
      {19, 3}, {20, 3}, {21, 3}, {39, 20}, {40, 21}, {41, 19}, {60, 40}, {61, 41}, {240, 9}, {241, 12},
      {2559, 1}, {2560, 2}, {2561, 3}, {2559, 8}, {2560, 9}, {2561, 10}, {2541, 20}, {2540, 20}, {2529, 33},
      {2561, 56}, {2560, 64}, {5121, 65},
      // long filters
      {4000, 300}, {1500, 1000}};
  static const std::vector<sizes> small{
      {1, 1}, {2, 1}, {1, 3}, {5, 8}, {13, 5}, {64, 8}, {65, 7}, {20, 3}, {21, 20}, {257, 17}, {300, 64}, {63, 100},
      {241, 9}, {129, 2}, {512, 33}, {2561, 10}, {1025, 70}, {600, 300}};
  return size == scale::whole ? whole : small;
}

const std::vector<sizes>& sizes_2d(scale size) {
  static const std::vector<sizes> whole{
      {{1, 1}, {1, 1}}, {{2, 2}, {2, 2}}, {{3, 5}, {2, 2}}, {{7, 7}, {3, 3}}, {{16, 16}, {5, 5}}, {{33, 17}, {4, 6}},
      // one axis of the filter, or of the image, is 1
      {{31, 64}, {1, 7}}, {{64, 31}, {7, 1}}, {{1, 50}, {1, 5}}, {{50, 1}, {5, 1}}, {{1, 40}, {4, 3}}, {{9, 33}, {1, 1}},
      // the filter larger than the image, on both axes and on one
      {{5, 6}, {9, 8}}, {{2, 3}, {17, 16}}, {{5, 40}, {9, 3}}, {{40, 5}, {3, 9}},
      // borders of tiles
      {{31, 31}, {3, 3}}, {{32, 32}, {3, 3}}, {{33, 33}, {3, 3}}, {{20, 260}, {3, 3}}, {{65, 127}, {8, 8}},
      {{64, 128}, {7, 5}}, {{63, 129}, {2, 9}},
      // larger filters
      {{70, 100}, {17, 17}}, {{40, 40}, {25, 23}}, {{37, 41}, {13, 31}}};
  static const std::vector<sizes> small{
      {{1, 1}, {1, 1}}, {{3, 5}, {2, 2}}, {{16, 16}, {5, 5}}, {{33, 17}, {4, 6}}, {{9, 40}, {1, 7}}, {{40, 9}, {7, 1}},
      {{5, 6}, {9, 8}}, {{5, 20}, {9, 3}}, {{32, 33}, {3, 3}}, {{20, 130}, {3, 3}}, {{40, 30}, {17, 15}}};
  return size == scale::whole ? whole : small;
}
// clang-format on

enum class batch_kind : unsigned char { single, shared_filter, filter_per_signal };

problem with_sizes(problem common, const sizes& extents) {
  common.signal = extents.signal;
  common.filter = extents.filter;
  return common;
}

std::vector<problem> of_all_sizes(const problem& common, scale size) {
  std::vector<problem> made;
  for (const sizes& extents : common.signal.rank() == 1 ? sizes_1d(size) : sizes_2d(size))
    made.push_back(with_sizes(common, extents));
  return made;
}

void add_floating_kinds(std::vector<problem_kind>& to) {
  for (const element_type type : {float32, float64})
    for (const shape& rank : {shape(1), shape(1, 1)})
      for (const mode part : every_mode)
        for (const operation what : every_operation)
          for (const batch_kind batch :
               {batch_kind::single, batch_kind::shared_filter, batch_kind::filter_per_signal}) {
            std::ostringstream name;
            name << type << '_' << rank.rank() << "d_" << part << '_' << what << '_'
                 << (batch == batch_kind::single          ? "single"
                     : batch == batch_kind::shared_filter ? "batch_shared_filter"
                                                          : "batch_filter_per_signal");
            to.push_back({name.str(),
                          of_all_sizes,
                          {.signal = rank,
                           .batch = batch == batch_kind::single ? 1 : 3,
                           .filters = batch == batch_kind::filter_per_signal ? filters::per_signal : filters::shared,
                           .type = type,
                           .mode = part,
                           .operation = what}});
          }
}

std::vector<problem> typical_floating_problems(element_type type, scale size) {
  const std::vector<sizes> whole{{{1500}, {33}}, {{97}, {4}}, {{12}, {40}}, {{30, 41}, {5, 4}}, {{50, 70}, {3, 3}}};
  const std::vector<sizes> small{{{300}, {33}}, {{12}, {20}}, {{17, 20}, {5, 4}}};
  std::vector<problem> made;
  for (const mode part : every_mode)
    for (const operation what : every_operation)
      for (const filters sharing : {filters::shared, filters::per_signal})
        for (const sizes& extents : size == scale::whole ? whole : small)
          made.push_back(
              with_sizes({.batch = 3, .filters = sharing, .type = type, .mode = part, .operation = what}, extents));
  return made;
}

}  // namespace

const std::vector<sizes>& few_sizes(int rank) {
  static const std::vector<sizes> one{{1, 1}, {5, 3}, {3, 5}, {8, 8}, {64, 7}, {65, 8}, {33, 16}, {257, 20}, {300, 64}};
  static const std::vector<sizes> two{{{1, 1}, {1, 1}},   {{3, 5}, {2, 2}},  {{5, 4}, {7, 6}},
                                      {{17, 20}, {5, 4}}, {{33, 9}, {3, 1}}, {{20, 40}, {3, 3}}};
  return rank == 1 ? one : two;
}

boundary boundary_of(boundary_rule rule, element_type type) {
  if (rule != boundary_rule::constant) return rule;
  return constant(is_integer(type) ? 3 : is_complex(type) ? std::complex<double>(0.5, -2) : 0.5);
}

std::vector<problem_kind> every_kind() {
  std::vector<problem_kind> kinds;
  add_floating_kinds(kinds);
  add_element_types(kinds);
  add_pairs_of_types(kinds);
  add_output_types(kinds);
  add_boundaries(kinds);
  add_banks(kinds);
  add_layouts(kinds);
  return kinds;
}

std::vector<problem> typical_problems(scale size) {
  std::vector<problem> made = typical_floating_problems(float32, size);
  for (const problem& of_doubles : typical_floating_problems(float64, size)) made.push_back(of_doubles);
  const problem line{.signal = size == scale::whole ? 700 : 200, .filter = 21, .batch = 3};
  const problem picture{.signal = {19, 26}, .filter = {4, 5}, .batch = 3, .mode = mode::same};
  const auto add = [&](problem one, auto&& change) {
    change(one);
    made.push_back(one);
  };
  for (const problem& common : {line, picture}) {
    add(common, [](problem& p) { p.type = complex64; });
    add(common, [](problem& p) { p.type = complex128, p.operation = operation::correlation; });
    add(common, [](problem& p) { p.filter_type = complex64, p.mode = mode::same; });
    add(common, [](problem& p) { p.type = complex64, p.filter_type = float64, p.filters = filters::per_signal; });
    add(common, [](problem& p) { p.type = float16; });
    add(common, [](problem& p) { p.type = bfloat16, p.output_type = float32; });
    add(common, [](problem& p) { p.type = int8, p.output_type = int32; });
    add(common, [](problem& p) { p.type = uint16; });
    add(common, [](problem& p) { p.type = int64, p.filter_type = int32; });
    add(common, [](problem& p) { p.bank = 2; });
    add(common, [](problem& p) { p.bank = 2, p.filters = filters::per_signal, p.type = complex64; });
    for (const boundary_rule rule : {boundary_rule::constant, boundary_rule::wrap, boundary_rule::reflect,
                                     boundary_rule::mirror, boundary_rule::nearest})
      add(common, [&](problem& p) { p.mode = mode::same, p.boundary = boundary_of(rule, p.type); });
    add(common, [](problem& p) { p.mode = mode::same, p.boundary = reflect, p.type = int16; });
  }
  // Interleaved channels in, pictures one after another out, with gaps between their rows.
  add(picture, [](problem& p) {
    p.signal_layout = interleaved(p.signal, 3);
    p.output_layout = pitched(p.signal, p.signal[1] + 3);
  });
  add(line, [](problem& p) {
    p.type = complex64, p.mode = mode::same;
    p.signal_layout = layout{.offset = p.signal[0] - 1, .batch = p.signal[0], .column = -1};
    p.output_layout = layout{.batch = 1, .column = 8};
  });
  return made;
}

}  // namespace faltung::test
