// Which filters meet which signals, and where they lie.
#include <string>

#include "contract/problem_lists.hpp"

namespace faltung::test {
namespace {

std::vector<problem> with_every_batch(const problem& common, scale) {
  std::vector<problem> made;
  for (const bool flat : {true, false})
    for (const std::int64_t batch : {0, 1, 3})
      for (const std::int64_t bank : {1, 2, 5})
        for (const filters sharing : {filters::shared, filters::per_signal}) {
          problem one = common;
          one.signal = flat ? shape(90) : shape(12, 15);
          one.filter = flat ? shape(9) : shape(3, 4);
          one.batch = batch;
          one.bank = bank;
          one.filters = sharing;
          one.mode = in_turn(every_mode, made.size());
          one.operation = in_turn(every_operation, made.size() / 3);
          if (made.size() % 4 == 1) one.boundary = reflect;
          made.push_back(one);
        }
  return made;
}

layout at(std::int64_t offset, std::int64_t batch, std::int64_t row, std::int64_t column) {
  return {.offset = offset, .batch = batch, .row = row, .column = column};
}

// Its product with the size of an element is beyond 63 bits.
constexpr std::int64_t never = std::int64_t{7} << 60;

std::vector<problem> lines(problem one) {
  std::vector<problem> made;
  one.signal = 50;
  one.filter = 7;
  one.batch = 3;
  one.mode = mode::same;
  const auto add = [&](auto&& change) {
    made.push_back(one);
    change(made.back());
  };
  // backwards, one after another and interleaved
  add([](problem& p) { p.signal_layout = at(149, -50, 0, -1); });
  add([](problem& p) { p.signal_layout = at(49, 50, 0, -1), p.output_layout = at(149, -50, 0, -1); });
  add([](problem& p) { p.filter_layout = at(6, 0, 0, -1), p.operation = operation::correlation; });
  add([](problem& p) { p.output_layout = at(2, -1, 0, 3); });
  // columns of a matrix, every third sample, gaps between signals
  add([](problem& p) { p.signal_layout = at(0, 1, 0, 3), p.output_layout = at(0, 1, 0, 5); });
  add([](problem& p) { p.signal_layout = at(11, 160, 0, 3), p.output_layout = at(4, 61, 0, 1); });
  add([](problem& p) { p.signal_layout = at(5, 64, 0, 1), p.output_layout = at(3, 55, 0, 1); });
  add([](problem& p) { p.filter_layout = at(3, 0, 0, 4), p.boundary = wrap; });
  // one signal for all filters, one filter for all signals
  add([](problem& p) { p.signal_layout = at(2, 0, 0, 1), p.filters = filters::per_signal; });
  add([](problem& p) { p.filter_layout = at(1, 0, 0, 2), p.filters = filters::per_signal; });
  // strides that are never stepped, too long to step
  add([](problem& p) { p.signal_layout = at(5, 64, never, 1), p.output_layout = at(3, 55, -never, 1); });
  add([](problem& p) { p.filter_layout = at(1, never, -never, 2), p.bank = 1; });
  // the middle axis of [batch, n, 2], and banks whose outputs are interleaved
  add([](problem& p) {
    p.batch = 6;
    p.signal_layout = interleaved(p.signal, 2);
    p.output_layout = interleaved(p.signal, 2);
    p.boundary = mirror;
  });
  add([](problem& p) {
    p.bank = 4;
    p.output_layout = interleaved(p.signal, 4);
    p.filter_layout = at(0, 1, 0, 4);
  });
  return made;
}

std::vector<problem> pictures(problem one) {
  std::vector<problem> made;
  one.signal = {12, 17};
  one.filter = {3, 4};
  one.batch = 2;
  one.mode = mode::same;
  const auto add = [&](auto&& change) {
    made.push_back(one);
    change(made.back());
  };
  // rows with gaps, and a part of a larger picture
  add([](problem& p) { p.signal_layout = pitched(p.signal, 20), p.output_layout = pitched(p.signal, 32); });
  add([](problem& p) { p.signal_layout = at(45, 1000, 40, 1), p.output_layout = at(21, 500, 20, 1); });
  add([](problem& p) { p.filter_layout = at(9, 0, 8, 1), p.boundary = reflect; });
  // upside down, mirrored, transposed
  add([](problem& p) { p.signal_layout = at(187, 204, -17, 1), p.output_layout = at(16, 204, 17, -1); });
  add([](problem& p) { p.signal_layout = at(0, 204, 1, 12), p.output_layout = at(0, 204, 1, 12); });
  add([](problem& p) { p.filter_layout = at(11, 0, -4, -1), p.operation = operation::correlation; });
  // channels: [image, height, width, 3], each with a filter of its own, or all with one
  add([](problem& p) {
    p.batch = 6;
    p.signal_layout = interleaved(p.signal, 3);
    p.output_layout = interleaved(p.signal, 3);
  });
  add([](problem& p) {
    p.batch = 6;
    p.filters = filters::per_signal;
    p.filter_layout = layout{.batch = 0, .row = 4, .column = 1, .channels = 3, .channel = 12};
    p.signal_layout = interleaved(p.signal, 3);
    p.output_layout = interleaved(p.signal, 3);
    p.boundary = nearest;
  });
  add([](problem& p) {
    p.batch = 6;
    p.filters = filters::per_signal;
    p.filter_layout = layout{.batch = 0, .row = 4, .column = 1};
    p.signal_layout = interleaved(p.signal, 3);
  });
  return made;
}

std::vector<problem> with_every_layout(const problem& common, scale) {
  std::vector<problem> made = lines(common);
  for (const problem& picture : pictures(common)) made.push_back(picture);
  return made;
}

}  // namespace

std::vector<problem> problems_with_layouts(element_type type) { return with_every_layout({.type = type}, {}); }

void add_banks(std::vector<problem_kind>& to) {
  for (const element_type type : {float32, float64, complex64, int16})
    to.push_back({"banks_of_" + std::string(to_string(type)), with_every_batch, {.type = type}});
}

void add_layouts(std::vector<problem_kind>& to) {
  for (const element_type type : {float32, float64, complex64, int8, bfloat16})
    to.push_back({"layouts_of_" + std::string(to_string(type)), with_every_layout, {.type = type}});
}

}  // namespace faltung::test
