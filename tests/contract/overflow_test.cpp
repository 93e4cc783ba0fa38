// Integer results that their type does not hold, where that is an error.
#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/error.hpp"

namespace faltung::test {
namespace {

// Outputs of the definition that the type does not hold, counted one after another.
std::vector<std::size_t> overflowing(const problem& description, const operands& data) {
  problem wide = description;
  wide.output_type = int64;
  const elements exactly = exact(wide, data).rounded_to(int64);
  const elements kept = exact(description, data).rounded_to(result_type(description));
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < kept.size(); ++index)
    if (kept.value(index) != exactly.value(index)) found.push_back(index);
  return found;
}

void expect_noticed(const problem& description, const operands& data, std::size_t first) {
  const options request{.backend = backend::cpu, .method = method::reference};
  plan made(description, request);
  set_filter_guarded(made, memory::host, data.filter);
  const stored_elements signal(memory::host, in_memory(signals_of(description), data.signal));
  guarded_output output(memory::host, description);
  try {
    made.execute(signal.view(), output.view(), {}, nullptr);
    FAIL() << "output " << first << " does not fit";
  } catch (const overflow_error& error) {
    const shape extents = expected_shape(description);
    const auto place = static_cast<std::int64_t>(first);
    const std::int64_t columns = extents.rank() == 2 ? extents[1] : extents[0];
    EXPECT_EQ(error.index(), (std::array<std::int64_t, 3>{place / extents.elements(),
                                                          place % extents.elements() / columns, place % columns}));
    problem wide = description;
    wide.output_type = int64;
    const auto exactly = static_cast<std::int64_t>(exact(wide, data).rounded_to(int64).value(first));
    EXPECT_EQ(error.value(), std::to_string(exactly));
  }
  EXPECT_TRUE(output.untouched());
}

const std::vector<problem>& checked_problems() {
  static const std::vector<problem> all{
      {.signal = 30, .filter = 4, .batch = 2, .type = int8, .overflow = overflow::error, .mode = mode::same},
      {.signal = 30,
       .filter = 4,
       .bank = 2,
       .type = uint8,
       .overflow = overflow::error,
       .operation = operation::correlation,
       .boundary = wrap},
      {.signal = {5, 6},
       .filter = {3, 2},
       .batch = 2,
       .type = int16,
       .filter_type = uint8,
       .output_type = uint16,
       .overflow = overflow::error},
      {.signal = {5, 6}, .filter = {3, 2}, .type = int32, .output_type = int16, .overflow = overflow::error}};
  return all;
}

TEST(an_overflow, is_an_error_that_names_the_first_output_and_its_value) {
  for (const problem& description : checked_problems()) {
    SCOPED_TRACE(in_one_line(description));
    const operands data = random_operands(description);
    const std::vector<std::size_t> beyond = overflowing(description, data);
    ASSERT_FALSE(beyond.empty());
    expect_noticed(description, data, beyond.front());
  }
}

// One output too large, the others small: the last one is looked at too.
TEST(an_overflow, is_found_in_any_place) {
  const problem description{.signal = 20,
                            .filter = 1,
                            .batch = 3,
                            .type = int8,
                            .filter_type = int16,
                            .output_type = int8,
                            .overflow = overflow::error};
  for (const std::size_t place : {std::size_t{0}, std::size_t{31}, std::size_t{59}}) {
    operands data{elements(int8, std::vector<double>(60, 1)), elements(int16, std::vector<double>{64})};
    data.signal.set(place, 2);
    expect_noticed(description, data, place);
    data.signal.set(place, -2);  // -128 is a value of int8
    const elements got = convolve_guarded(description, {.backend = backend::cpu}, data);
    EXPECT_EQ(got.value(place), -128);
  }
}

TEST(an_overflow, that_does_not_happen_changes_nothing) {
  for (problem description : checked_problems()) {
    SCOPED_TRACE(in_one_line(description));
    operands data = random_operands(description, values::integers);
    description.output_type = int32;  // holds sums of small integers
    problem wrapping = description;
    wrapping.overflow = overflow::modulo;
    EXPECT_TRUE(same_bits(convolve_guarded(description, {.backend = backend::cpu}, data),
                          convolve_guarded(wrapping, {.backend = backend::cpu}, data)));
  }
}

}  // namespace
}  // namespace faltung::test
