#include "contract/problems.hpp"

#include <sstream>

namespace faltung::test {
namespace {

struct sizes {
  shape signal;
  shape filter;
};

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

problem with_sizes(const problem_kind& kind, const sizes& extents) {
  return {.signal = extents.signal,
          .filter = extents.filter,
          .batch = kind.batch == batch_kind::single ? 1 : 3,
          .filters = kind.batch == batch_kind::filter_per_signal ? filters::per_signal : filters::shared,
          .type = kind.type,
          .mode = kind.mode,
          .operation = kind.operation};
}

}  // namespace

std::string name_of(const problem_kind& kind) {
  std::ostringstream name;
  name << kind.type << '_' << kind.rank << "d_" << kind.mode << '_' << kind.operation << '_';
  name << (kind.batch == batch_kind::single          ? "single"
           : kind.batch == batch_kind::shared_filter ? "batch_shared_filter"
                                                     : "batch_filter_per_signal");
  return name.str();
}

std::vector<problem_kind> every_kind() {
  std::vector<problem_kind> kinds;
  for (const element_type type : {float32, float64})
    for (const int rank : {1, 2})
      for (const mode part : {mode::full, mode::same, mode::valid})
        for (const operation what : {operation::convolution, operation::correlation})
          for (const batch_kind batch : {batch_kind::single, batch_kind::shared_filter, batch_kind::filter_per_signal})
            kinds.push_back({type, rank, part, what, batch});
  return kinds;
}

std::vector<problem> problems_of(const problem_kind& kind, scale size) {
  std::vector<problem> made;
  for (const sizes& extents : kind.rank == 1 ? sizes_1d(size) : sizes_2d(size))
    made.push_back(with_sizes(kind, extents));
  return made;
}

std::vector<problem> typical_problems(element_type type, scale size) {
  const std::vector<sizes> whole{{{1500}, {33}}, {{97}, {4}}, {{12}, {40}}, {{30, 41}, {5, 4}}, {{50, 70}, {3, 3}}};
  const std::vector<sizes> small{{{300}, {33}}, {{12}, {20}}, {{17, 20}, {5, 4}}};
  std::vector<problem> made;
  for (const mode part : {mode::full, mode::same, mode::valid})
    for (const operation what : {operation::convolution, operation::correlation})
      for (const batch_kind batch : {batch_kind::shared_filter, batch_kind::filter_per_signal})
        for (const sizes& extents : size == scale::whole ? whole : small)
          made.push_back(with_sizes({type, extents.signal.rank(), part, what, batch}, extents));
  return made;
}

}  // namespace faltung::test
