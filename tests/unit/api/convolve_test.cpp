// The one-call functions beyond their values, which the contract suite checks.
#include "faltung/convolve.hpp"

#include <gtest/gtest.h>

#include <span>
#include <vector>

#include "faltung/error.hpp"

namespace faltung {
namespace {

const std::vector<double> signal{1, 2, 3};
const std::vector<double> filter{0, 1, 0.5};

template <class Call>
std::string refused_argument(Call&& call) {
  try {
    call();
  } catch (const invalid_argument& refused) {
    return refused.argument();
  }
  return "nothing";
}

TEST(one_call, has_the_defaults_of_numpy) {
  EXPECT_EQ(convolve(signal, filter), (std::vector<double>{0, 1, 2.5, 4, 1.5}));  // full
  EXPECT_EQ(correlate(signal, filter), (std::vector<double>{3.5}));               // valid
}

TEST(one_call, has_the_defaults_of_scipy_in_2d) {
  const image<double> pixels{2, 2, {1, 2, 3, 4}};
  EXPECT_EQ(convolve2d(pixels, pixels).pixels, (std::vector<double>{1, 4, 4, 6, 20, 16, 9, 24, 16}));
  EXPECT_EQ(correlate2d(pixels, pixels).height, 3);
}

TEST(one_call, takes_a_picture_by_its_view) {
  const std::vector<double> pixels{1, 2, 3, 4, 5, 6};
  const image<double> got = convolve2d(image_view(pixels, 2, 3), image_view(std::vector<double>{2}, 1, 1), mode::same);
  EXPECT_EQ(got.height, 2);
  EXPECT_EQ(got.width, 3);
  EXPECT_EQ(got(1, 2), 12);
}

TEST(one_call, writes_into_memory_of_the_callers) {
  std::vector<double> output(3);
  convolve_into(output, signal, filter, mode::same);
  EXPECT_EQ(output, convolve(signal, filter, mode::same));
  correlate_into(std::span(output), signal, filter, mode::same);
  EXPECT_EQ(output, correlate(signal, filter, mode::same));
}

TEST(one_call, refuses_an_output_of_another_size_and_leaves_it_alone) {
  std::vector<double> output(4, -1.0);
  EXPECT_EQ(refused_argument([&] { convolve_into(output, signal, filter, mode::same); }), "output");
  EXPECT_EQ(output, std::vector<double>(4, -1.0));
}

TEST(one_call, refuses_an_output_that_overlaps_an_operand) {
  std::vector<double> shared{1, 2, 3, 4, 5, 6};
  const std::vector<double> before = shared;
  const std::span<double> all(shared);
  EXPECT_EQ(refused_argument([&] { convolve_into(all.first(3), all.first(3), filter, mode::same); }), "output");
  EXPECT_EQ(refused_argument([&] { convolve_into(all.subspan(2, 3), all.first(3), filter, mode::same); }), "output");
  EXPECT_EQ(refused_argument([&] { convolve_into(all.subspan(1, 3), signal, all.first(3), mode::same); }), "output");
  EXPECT_EQ(shared, before);
}

TEST(one_call, refuses_empty_operands_by_name) {
  const std::vector<double> nothing;
  EXPECT_EQ(refused_argument([&] { (void)convolve(nothing, filter); }), "problem.signal");
  EXPECT_EQ(refused_argument([&] { (void)convolve(signal, nothing); }), "problem.filter");
}

TEST(one_call, refuses_a_picture_whose_pixels_are_not_height_times_width) {
  const image<float> torn{3, 3, std::vector<float>(8)};
  const image<float> whole{1, 1, {1}};
  EXPECT_EQ(refused_argument([&] { (void)convolve2d(torn, whole); }), "signal");
  EXPECT_EQ(refused_argument([&] { (void)convolve2d(whole, torn); }), "filter");
}

TEST(one_call, refuses_device_memory) {
  EXPECT_EQ(refused_argument([&] { (void)convolve(signal, filter, mode::full, {.memory = memory::device}); }),
            "options.memory");
}

}  // namespace
}  // namespace faltung
