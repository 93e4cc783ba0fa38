// Arrays of random extents, strides, axes and types, by every way: each entry as the definition gives it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <random>
#include <sstream>
#include <vector>

#include "contract/environment.hpp"
#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/array_plan.hpp"
#include "support/bounds.hpp"
#include "support/definition.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

class chance {
 public:
  explicit chance(std::uint64_t seed) : bits_(seed) {}
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool one_in(std::int64_t times) { return between(1, times) == 1; }
  template <class Type>
  const Type& of(const std::vector<Type>& choices) {
    return choices[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(choices.size()) - 1))];
  }

 private:
  std::mt19937_64 bits_;
};

std::int64_t count_of(const axis_numbers& extents) {
  std::int64_t count = 1;
  for (int axis = 0; axis < extents.rank(); ++axis) count *= extents[axis];
  return count;
}

axis_numbers index_of(std::int64_t number, const axis_numbers& extents) {
  axis_numbers index = extents;
  for (int axis = extents.rank() - 1; axis >= 0; --axis) {
    index[axis] = number % extents[axis];
    number /= extents[axis];
  }
  return index;
}

// An array somewhere in memory that has other elements before, between and behind its own.
struct scattered_array {
  array_form form;
  std::int64_t first = 0;  // place of element (0, ..., 0)
  std::size_t size = 0;    // of the memory

  // An extent of 1 is broadcast.
  [[nodiscard]] std::size_t place(const axis_numbers& index) const {
    std::int64_t at = first;
    for (int axis = 0; axis < form.extents.rank(); ++axis)
      at += form.extents[axis] == 1 ? 0 : index[axis] * form.strides[axis];
    return static_cast<std::size_t>(at);
  }
};

// Axes in any order, some backwards, with gaps; where elements are only read, some are the same.
scattered_array scatter(const axis_numbers& extents, bool read_only, chance& draw) {
  scattered_array made{.form = {extents, extents}};
  std::vector<int> order(static_cast<std::size_t>(extents.rank()));
  std::iota(order.begin(), order.end(), 0);
  if (draw.one_in(2))
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(draw.between(0, static_cast<std::int64_t>(i) - 1))]);
  std::int64_t step = draw.one_in(3) ? draw.between(2, 3) : 1;
  std::int64_t last = 3;
  made.first = 2;
  for (auto axis = order.rbegin(); axis != order.rend(); ++axis) {
    std::int64_t& stride = made.form.strides[*axis];
    stride = draw.one_in(4) ? -step : step;
    if (extents[*axis] == 1 && draw.one_in(3)) stride = draw.between(-1000, 1000);
    if (read_only && draw.one_in(8)) stride = 0;
    const std::int64_t reach = extents[*axis] == 1 ? 0 : stride * (extents[*axis] - 1);
    made.first -= std::min<std::int64_t>(reach, 0);
    last += std::abs(reach);
    step *= extents[*axis];
    if (draw.one_in(3)) step += draw.between(1, 5);
  }
  made.size = static_cast<std::size_t>(last + 3);
  return made;
}

struct array_case {
  problem each;  // [entries] signals and filters one after another
  std::vector<int> axes{};
  scattered_array signal{};
  scattered_array filter{};
  scattered_array output{};

  [[nodiscard]] problem asked() const {
    problem what = each;
    // Which an array_plan sets itself.
    what.signal = 5;
    what.filter = {2, 3};
    what.batch = 77;
    what.bank = 3;
    what.signal_layout = layout{.offset = -1};
    what.output_layout = layout{};
    return what;
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    out << in_one_line(each) << ", signal " << to_string(signal.form.extents) << " by "
        << to_string(signal.form.strides) << ", filter " << to_string(filter.form.extents) << " by "
        << to_string(filter.form.strides) << ", output " << to_string(output.form.extents) << " by "
        << to_string(output.form.strides) << ", axes";
    for (const int axis : axes) out << ' ' << axis;
    return out.str();
  }
};

struct operand_types {
  element_type signal;
  element_type filter;
  std::optional<element_type> output{};
};

void draw_types(problem& each, chance& draw) {
  static const std::vector<operand_types> choices{{float32, float32},    {float64, float64}, {complex64, complex64},
                                                  {float32, complex128}, {int8, int16},      {uint8, float32},
                                                  {float16, bfloat16},   {int32, uint32},    {int16, boolean, int64}};
  const operand_types& types = draw.of(choices);
  each.type = types.signal;
  each.filter_type = types.filter;
  each.output_type = types.output;
  each.mode = draw.of(std::vector{mode::full, mode::same, mode::valid});
  each.operation = draw.of(std::vector{operation::convolution, operation::correlation});
  each.boundary = draw.of(std::vector<boundary>{zero, zero, constant(1), wrap, reflect, mirror, nearest});
}

// Signal and filter extents along the axes that are not convolved, as they can be broadcast.
void draw_batch(axis_numbers& signal, axis_numbers& filter, axis_numbers& output, int axis, bool own, chance& draw) {
  output[axis] = draw.between(1, 4);
  signal[axis] = own && draw.one_in(3) ? 1 : output[axis];
  filter[axis] = own && draw.one_in(3) ? 1 : output[axis];
  if (signal[axis] == 1 && filter[axis] == 1) output[axis] = 1;
}

array_case draw_case(std::uint64_t number) {
  chance draw(seed_for("array " + std::to_string(number)));
  array_case made{.each = {.filters = filters::per_signal}};
  draw_types(made.each, draw);
  const auto rank = static_cast<int>(draw.between(1, 5));
  const int convolved = rank == 1 ? 1 : static_cast<int>(draw.between(1, 2));
  std::vector<int> along;
  while (static_cast<int>(along.size()) < convolved) {
    const auto axis = static_cast<int>(draw.between(0, rank - 1));
    if (std::find(along.begin(), along.end(), axis) == along.end()) along.push_back(axis);
  }
  const bool own = rank > convolved && draw.one_in(2);
  axis_numbers signal(std::vector<int>(static_cast<std::size_t>(rank), 1));
  axis_numbers whole_filter = signal;
  axis_numbers output = signal;
  made.each.signal = convolved == 1 ? shape(draw.between(1, 70)) : shape(draw.between(1, 12), draw.between(1, 20));
  made.each.filter =
      convolved == 1 ? shape(draw.between(1, draw.one_in(4) ? 90 : 20)) : shape(draw.between(1, 7), draw.between(1, 6));
  const shape result = has_no_result(made.each) ? shape(1, 1) : expected_shape(made.each);
  axis_numbers common_filter(std::vector<int>(static_cast<std::size_t>(convolved), 1));
  for (int i = 0; i < convolved; ++i) {
    const int axis = along[static_cast<std::size_t>(i)];
    signal[axis] = made.each.signal[i];
    whole_filter[axis] = made.each.filter[i];
    common_filter[i] = made.each.filter[i];
    output[axis] = result[i];
    made.axes.push_back(draw.one_in(2) ? axis : axis - rank);
  }
  for (int axis = 0; axis < rank; ++axis)
    if (std::find(along.begin(), along.end(), axis) == along.end())
      draw_batch(signal, whole_filter, output, axis, own, draw);
  made.each.batch = count_of(output) / result.elements();
  made.signal = scatter(signal, true, draw);
  made.filter = scatter(own ? whole_filter : common_filter, true, draw);
  made.output = scatter(output, false, draw);
  return made;
}

// The elements of an operand, entry by entry of the output, as places in its memory. The axes of a filter for all are the
// convolved ones.
std::vector<std::size_t> places_of(const array_case& one, const scattered_array& operand, const shape& extents,
                                   bool for_all = false) {
  const int rank = one.output.form.extents.rank();
  std::vector<int> along;
  for (const int axis : one.axes) along.push_back(axis < 0 ? axis + rank : axis);
  axis_numbers batch = one.output.form.extents;
  for (const int axis : along) batch[axis] = 1;
  std::vector<std::size_t> places;
  for (std::int64_t entry = 0; entry < count_of(batch); ++entry)
    for (std::int64_t i = 0; i < extents.elements(); ++i) {
      const std::int64_t width = extents[extents.rank() - 1];
      axis_numbers index = index_of(entry, batch);
      const auto set = [&](int which, std::int64_t to) {
        index[for_all ? which : along[static_cast<std::size_t>(which)]] = to;
      };
      if (extents.rank() == 2) set(0, i / width);
      set(extents.rank() - 1, i % width);
      places.push_back(operand.place(index));
    }
  return places;
}

elements gathered(const elements& memory, const std::vector<std::size_t>& places) {
  elements made(memory.type(), places.size());
  for (std::size_t i = 0; i < places.size(); ++i) made.copy_element(i, memory, places[i]);
  return made;
}

// Random where the array has elements; what lies between must not be read.
elements random_memory(element_type type, std::size_t size, const std::vector<std::size_t>& places,
                       const std::string& purpose) {
  const elements random = random_elements(type, static_cast<std::int64_t>(size), values::normal, seed_for(purpose));
  elements memory = filled(type, size, gap_byte);
  for (const std::size_t place : places) memory.copy_element(place, random, place);
  return memory;
}

const void* at(const plan::const_view& memory, std::int64_t place) {
  return static_cast<const std::byte*>(memory.data) + place * static_cast<std::int64_t>(size_of(memory.type));
}
void* at(const plan::mutable_view& memory, std::int64_t place) {
  return static_cast<std::byte*>(memory.data) + place * static_cast<std::int64_t>(size_of(memory.type));
}

class array_way : public testing::TestWithParam<contender> {};

void expect_definition(const array_case& one, const contender& way) {
  const std::vector<std::size_t> signals = places_of(one, one.signal, one.each.signal);
  const bool for_all = one.filter.form.extents.rank() == static_cast<int>(one.axes.size());
  const std::vector<std::size_t> filters = places_of(one, one.filter, one.each.filter, for_all);
  const std::vector<std::size_t> outputs = places_of(one, one.output, expected_shape(one.each));
  const elements signal_memory = random_memory(one.each.type, one.signal.size, signals, "signal");
  const elements filter_memory = random_memory(filter_type(one.each), one.filter.size, filters, "filter");
  const elements fresh = filled(result_type(one.each), one.output.size, guard_byte);
  const operands data{gathered(signal_memory, signals), gathered(filter_memory, filters)};

  ASSERT_EQ(array_plan::output_extents(one.asked(), one.signal.form.extents, one.filter.form.extents, one.axes),
            one.output.form.extents);
  array_plan made(one.asked(), one.signal.form, one.filter.form, one.output.form, one.axes, way.forced());
  ASSERT_EQ(made.method(), way.method);
  ASSERT_EQ(made.backend(), way.backend);
  const stored_elements signal(way.memory, signal_memory);
  stored_elements filter(way.memory, filter_memory);
  stored_elements output(way.memory, fresh);
  guarded_workspace workspace(way.memory, made.workspace_bytes());
  made.set_filter(at(std::as_const(filter).view(), one.filter.first));
  filter.write(filled(filter_memory.type(), filter_memory.size(), gap_byte));
  made.execute(at(signal.view(), one.signal.first), at(output.view(), one.output.first), workspace.view());

  elements memory = output.read();
  const elements got = gathered(memory, outputs);
  EXPECT_TRUE(within(made.bound(), one.each, exact(one.each, data), got)) << made;
  EXPECT_LE(made.bound().factor,
            derived_bound(way.method, one.each, made.explain().choice().transform).factor * (1 + 1e-12));
  if (way.method == method::direct) {
    EXPECT_TRUE(same_bits(got, fused_chain(one.each, data)));
  }
  for (const std::size_t place : outputs) memory.copy_element(place, fresh, place);
  EXPECT_TRUE(memory == fresh) << "wrote between the outputs";
  EXPECT_TRUE(workspace.guards_intact());
  EXPECT_TRUE(signal.read() == signal_memory) << "the signal was changed";
}

TEST_P(array_way, gives_each_entry_what_the_definition_gives) {
  const contender way = GetParam();
  const int cases = problem_scale() == scale::small ? 12 : 400;
  int done = 0;
  for (int number = 0; number < cases; ++number) {
    const array_case one = draw_case(static_cast<std::uint64_t>(number));
    if (way.refuses(one.each)) continue;
    SCOPED_TRACE(one.text());
    expect_definition(one, way);
    if (HasFailure()) return;
    ++done;
  }
  EXPECT_GT(done, cases / 10);
}

// As every axis but the last is walked here, each with its own filter or the same one.
TEST_P(array_way, walks_axes_that_no_layout_takes) {
  const contender way = GetParam();
  for (const bool own : {false, true}) {
    array_case one{.each = {.signal = 40, .filter = 7, .batch = 2 * 3 * 2 * 2, .filters = filters::per_signal},
                   .axes = {4}};
    const axis_numbers padded{9, 8, 7, 6};
    axis_numbers strides{1, 1, 1, 1, 1};
    strides[3] = 51;
    for (int axis = 2; axis >= 0; --axis) strides[axis] = strides[axis + 1] * padded[axis];
    one.signal = {.form = {{2, 3, 2, 2, 40}, strides}, .first = 0, .size = static_cast<std::size_t>(2 * strides[0])};
    one.output = {.form = {{2, 3, 2, 2, 46}, strides}, .first = 0, .size = one.signal.size};
    one.filter = one.signal;
    one.filter.form.extents = {2, 3, 2, 2, 7};
    if (!own) one.filter.form = {{7}, {1}};
    const array_plan made(one.asked(), one.signal.form, one.filter.form, one.output.form, one.axes, way.forced());
    EXPECT_EQ(made.plans(), own ? 4 : 1);
    EXPECT_EQ(made.executions(), 4);
    expect_definition(one, way);
  }
}

INSTANTIATE_TEST_SUITE_P(contract, array_way, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
