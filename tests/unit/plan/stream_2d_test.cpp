#include "plan/stream_2d.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "faltung/explanation.hpp"
#include "faltung/problem.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

problem photograph(std::int64_t side) {
  return {.signal = {480, 640}, .filter = {side, side}, .batch = 2, .mode = mode::same, .boundary = reflect};
}
stream_2d_choice direct_of(const problem& description) { return direct_2d_choice_of(resolve(description)); }
stream_2d_choice separable_of(const problem& description) { return separable_2d_choice_of(resolve(description)); }

std::string in_words(const stream_2d_choice& choice) {
  std::ostringstream out;
  out << choice;
  return out.str();
}

TEST(direct_2d_choice, takes_odd_squares_from_3_to_17) {
  for (std::int64_t side = 1; side <= 20; ++side) {
    const stream_2d_choice choice = direct_of(photograph(side));
    EXPECT_EQ(choice.streams, side % 2 == 1 && side >= 3 && side <= 17) << side;
    EXPECT_EQ(choice.side, choice.streams ? side : 0);
  }
  EXPECT_EQ(in_words(direct_of(photograph(7))), "streams, 7 x 7: compiled for this filter");
  problem flat = photograph(3);
  flat.filter = {3, 5};
  EXPECT_EQ(in_words(direct_of(flat)), "does not stream: the filter is not square");
}

TEST(direct_2d_choice, takes_the_types_that_kernels_are_compiled_for_as_they_lie_in_memory) {
  for (const element_type type : {float32, float64, int32, uint32}) {
    problem one = photograph(5);
    one.type = type;
    EXPECT_TRUE(direct_of(one).streams) << to_string(type);
    one.filter = {9, 9};
    EXPECT_EQ(direct_of(one).streams, type == float32) << to_string(type);
  }
  for (const element_type type : {int64, complex64, complex128, uint8, int16, float16, bfloat16}) {
    problem one = photograph(5);
    one.type = type;
    EXPECT_FALSE(direct_of(one).streams) << to_string(type);
  }
  problem gaps = photograph(5);
  gaps.signal_layout = layout{.batch = 480 * 1280, .row = 1280, .column = 2};
  EXPECT_FALSE(direct_of(gaps).streams);
  problem pitched_rows = photograph(5);
  pitched_rows.signal_layout = pitched(pitched_rows.signal, 700);
  EXPECT_TRUE(direct_of(pitched_rows).streams);
}

TEST(direct_2d_choice, takes_interleaved_channels_as_one_image) {
  for (const std::int64_t channels : {2, 3, 4}) {
    problem one = photograph(3);
    one.batch = 2 * channels;
    one.signal_layout = one.output_layout = interleaved(one.signal, channels);
    EXPECT_EQ(direct_of(one).streams, channels > 2) << channels;
    EXPECT_EQ(direct_of(one).channels, channels > 2 ? channels : 1);
    one.output_layout.reset();  // planes: the channels would have to be taken apart
    EXPECT_FALSE(direct_of(one).streams) << channels;
  }
}

TEST(direct_2d_choice, takes_few_filters_and_images_that_fill_half_the_lanes) {
  for (const std::int64_t bank : {1, 8, 9}) {
    problem one = photograph(3);
    one.bank = bank;
    EXPECT_EQ(direct_of(one).streams, bank <= 8) << bank;
  }
  problem own = photograph(3);
  own.filters = filters::per_signal;
  EXPECT_FALSE(direct_of(own).streams);
  own.batch = 1;
  EXPECT_TRUE(direct_of(own).streams);
  for (const std::int64_t width : {1, 63, 64, 128, 129, 191, 192, 300}) {
    problem one = photograph(3);
    one.signal = {480, width};
    const bool half = 2 * width >= (width + 127) / 128 * 128;
    EXPECT_EQ(direct_of(one).streams, half) << width;
  }
}

TEST(direct_2d_choice, leaves_out_what_int_cannot_count) {
  problem wide = photograph(3);
  wide.batch = 1;
  wide.signal = {4, (std::int64_t{1} << 30) - 1};
  EXPECT_TRUE(direct_of(wide).streams);
  wide.signal = {4, std::int64_t{1} << 30};
  EXPECT_FALSE(direct_of(wide).streams);
  wide.signal = {std::int64_t{1} << 29, std::int64_t{1} << 20};
  EXPECT_FALSE(direct_of(wide).streams);
}

TEST(separable_2d_choice, takes_rank_1_up_to_31_taps) {
  for (std::int64_t side = 1; side <= 35; ++side) {
    problem one = photograph(side);
    EXPECT_FALSE(separable_of(one).streams) << side;
    one.filter_rank = 1;
    EXPECT_EQ(separable_of(one).streams, side % 2 == 1 && side >= 3 && side <= 31) << side;
    one.filter_rank = 2;
    EXPECT_FALSE(separable_of(one).streams) << side;
  }
}

// One pass over the caller's operands: no workspace, and no time for an intermediate.
TEST(selection, knows_that_a_separable_filter_in_one_pass_needs_no_workspace) {
  problem one = photograph(15);
  one.filter_rank = 1;
  const options request{.backend = backend::cuda, .method = method::separable, .memory = memory::device};
  const candidate in_one = explain(one, request, test::with_h200()).choice();
  EXPECT_EQ(in_one.predicted_workspace_bytes, 0u);
  EXPECT_EQ(in_one.transforms_per_pass, one.batch);
  one.filter = {15, 13};
  const candidate in_two = explain(one, request, test::with_h200()).choice();
  EXPECT_GT(in_two.predicted_workspace_bytes, 0u);
  EXPECT_LT(in_one.predicted_seconds, in_two.predicted_seconds);
}

}  // namespace
}  // namespace faltung
