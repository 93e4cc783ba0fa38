// stream_2d_stored and stream_2d_bytes against the plain chain of multiply-adds, bit for bit, at every border,
// alignment and boundary.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <type_traits>

#include "cuda/enqueue_stream_2d_narrow.cuh"
#include "emulation/recording.hpp"
#include "kernels/kernel_type.hpp"
#include "kernels/stream_2d_images.hpp"

namespace faltung::test {
namespace {

template <class Result, class Filter>
struct odd {
  static constexpr kernel::stream_2d_policy value{
      .groups = 3, .passes_over = 1, .warps = 3, .min_blocks = 1, .least_rows = 3, .most_rows = 5, .want_warps = 7};
};

template <int Side, int Step = 1>
using filter = kernel::stream_2d_filter<Side, Side, Step>;

template <class SumType, class SignalType, class OutputType, class FilterType, template <class, class> class PolicyType>
struct stored {
  using sum = SumType;
  using signal = SignalType;
  using tap = SumType;
  using output = OutputType;
  using filter = FilterType;
  static constexpr kernel::stream_2d_policy policy = PolicyType<kernel_type<output>, filter>::value;
  static constexpr auto launch = &cuda::launch_stream_2d_stored<sum, kernel_type<signal>, kernel_type<output>, filter,
                                                                PolicyType<kernel_type<output>, filter>>;
};
template <class SignalType, class TapType, class OutputType, class FilterType, template <class, class> class PolicyType>
struct bytes {
  using sum = std::uint32_t;
  using signal = SignalType;
  using tap = TapType;
  using output = OutputType;
  using filter = FilterType;
  static constexpr bool wide = sizeof(OutputType) > 1;
  static constexpr kernel::stream_2d_policy policy = PolicyType<kernel_type<output>, filter>::value;
  static constexpr auto launch = &cuda::launch_stream_2d_bytes < wide && std::is_signed_v<signal>,
                        wide &&std::is_signed_v<tap>, kernel_type<output>, filter, PolicyType < kernel_type<output>,
                        filter >>
      ;
};

template <class Case>
class stream_2d_narrow : public stream_2d_images<Case> {
 protected:
  static constexpr long long lane = kernel::stream_2d_lane<kernel_type<typename Case::output>>;
  static constexpr long long run = Case::policy.groups * 32 * lane;
};

template <class Result, class Filter>
using stored_usual = kernel::stream_2d_stored_usual<Result, Filter>;
template <class Result, class Filter>
using bytes_usual = kernel::stream_2d_bytes_usual<Result, Filter>;
using std::int16_t, std::int32_t, std::int8_t, std::uint16_t, std::uint32_t, std::uint8_t;
using cases = testing::Types<
    stored<float, float16_t, float16_t, filter<3>, stored_usual>,
    stored<float, float16_t, float16_t, filter<7>, stored_usual>, stored<float, float16_t, float, filter<5>, odd>,
    stored<float, bfloat16_t, bfloat16_t, filter<5>, stored_usual>,
    stored<float, bfloat16_t, float, filter<3>, stored_usual>, stored<uint32_t, int16_t, int16_t, filter<3>, odd>,
    stored<uint32_t, uint16_t, uint32_t, filter<7>, stored_usual>,
    stored<uint32_t, int8_t, int32_t, filter<5>, stored_usual>, stored<uint32_t, uint8_t, uint32_t, filter<3>, odd>,
    bytes<uint8_t, uint8_t, uint8_t, filter<3>, bytes_usual>, bytes<int8_t, int8_t, int8_t, filter<5>, bytes_usual>,
    bytes<uint8_t, int8_t, uint8_t, filter<7>, odd>, bytes<uint8_t, uint8_t, uint32_t, filter<7>, bytes_usual>,
    bytes<int8_t, int8_t, int32_t, filter<3>, odd>, bytes<uint8_t, int8_t, int32_t, filter<5>, bytes_usual>,
    bytes<uint8_t, uint8_t, uint8_t, filter<3, 3>, bytes_usual>, bytes<int8_t, int8_t, int8_t, filter<5, 3>, odd>,
    bytes<uint8_t, uint8_t, uint8_t, filter<3, 4>, odd>, bytes<uint8_t, uint8_t, uint8_t, filter<5, 4>, bytes_usual>>;
TYPED_TEST_SUITE(stream_2d_narrow, cases);

// All images of this size have an inside, runs that repeat columns of the one before, and a frame.
TYPED_TEST(stream_2d_narrow, has_an_inside_where_the_others_tests_count_on_it) {
  using taken = typename TypeParam::filter;
  using result = kernel_type<typename TypeParam::output>;
  for (int misplaced = 0; misplaced < TestFixture::lane; ++misplaced) {
    for (const bool aligned : {true, false}) {
      const long long columns = 2 * TestFixture::run + 40;
      const kernel::stream_2d_tiling made =
          kernel::stream_2d_narrow_tiling_of<typename TypeParam::sum, taken, kernel_type<typename TypeParam::signal>,
                                             result>(TypeParam::policy,
                                                     {.images = 1,
                                                      .signal_rows = 45,
                                                      .signal_columns = columns,
                                                      .output_rows = 45,
                                                      .output_columns = columns,
                                                      .row_origin = -(taken::rows / 2),
                                                      .column_origin = -(taken::columns / 2) * taken::step,
                                                      .zero = true,
                                                      .signal_aligned = aligned,
                                                      .output_aligned = true,
                                                      .signal_misplaced = misplaced,
                                                      .output_misplaced = 0,
                                                      .multiprocessors = 1});
      EXPECT_TRUE(made.framed);
      EXPECT_EQ(made.staged, !aligned || misplaced != 0);
      EXPECT_GE(made.inner_runs, 2);
      EXPECT_GT(made.inner_runs * made.inner_strips, 0);
    }
  }
}

TYPED_TEST(stream_2d_narrow, has_the_bits_of_the_chain_at_every_border) {
  for (const long long output :
       {1LL, 127 / TestFixture::step, 128 / TestFixture::step + 1, (2 * TestFixture::run + 43) / TestFixture::step}) {
    for (const stream_2d_axis& columns : stream_2d_placements(output, TestFixture::Filter::columns)) {
      this->check({.rows = {31, 31, -1}, .columns = columns});
      if (this->HasFailure()) return;
    }
  }
  for (const long long output : {1LL, 2LL, 5LL, 18LL, 50LL}) {
    for (const stream_2d_axis& rows : stream_2d_placements(output, TestFixture::Filter::rows)) {
      const long long pixels = (TestFixture::run + 48) / TestFixture::step;
      this->check({.rows = rows, .columns = {pixels, pixels, -1}});
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(stream_2d_narrow, continues_the_signal_by_every_rule) {
  const long long pixels = (TestFixture::run + 48) / TestFixture::step;
  for (const boundary_rule rule : all_rules) {
    for (const stream_2d_axis& columns :
         {stream_2d_axis{pixels, pixels, -(TestFixture::Filter::columns / 2)}, stream_2d_axis{2, 140, -3}}) {
      for (const stream_2d_axis& rows :
           {stream_2d_axis{40, 40, -(TestFixture::Filter::rows / 2)}, stream_2d_axis{2, 9, -5}}) {
        this->check({.rows = rows, .columns = columns, .rule = rule});
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(stream_2d_narrow, takes_operands_of_any_alignment) {
  const long long pixels = kernel::round_up<long long>(TestFixture::run + 40, 48) / TestFixture::step;
  const stream_2d_axis columns{pixels, pixels, -(TestFixture::Filter::columns / 2)};
  const stream_2d_axis rows{30, 30, -1};
  for (long long shift = 0; shift < 8; ++shift) {
    this->check({.rows = rows, .columns = columns, .signal_shift = shift, .output_shift = shift});
    this->check({.rows = rows, .columns = columns, .signal_shift = shift});
    this->check({.rows = rows, .columns = columns, .signal_gap = shift, .output_gap = 1});
    this->check({.rows = rows, .columns = columns, .images = 2, .signal_gap = 8, .output_gap = shift});
    if (this->HasFailure()) return;
  }
  this->check({.rows = rows, .columns = columns, .upwards = true});
}

TYPED_TEST(stream_2d_narrow, takes_each_image_and_each_filter) {
  this->check_images_and_filters(30, (TestFixture::run + 48) / TestFixture::step);
}

TYPED_TEST(stream_2d_narrow, keeps_what_is_no_number_as_it_is) {
  const long long pixels = (TestFixture::run + 48) / TestFixture::step;
  this->check({.rows = {30, 34, -4}, .columns = {pixels, pixels + 6, -3}, .infinite = true});
  this->check({.rows = {30, 30, -1}, .columns = {pixels, pixels, -1}, .signal_shift = 1, .infinite = true});
  this->check({.rows = {3, 13, -9}, .columns = {2, 60, -29}, .infinite = true});
}

TYPED_TEST(stream_2d_narrow, has_the_same_bits_under_every_schedule) {
  this->check_schedules(30, (TestFixture::run + 48) / TestFixture::step);
}

// What is launched for an image of 300 x 640. Nothing runs, so memory need not be as large as the problem.
std::string kernel_for(problem description) {
  description.signal = {300, 640};
  description.mode = mode::same;
  const geometry where = resolve(description);
  const direct_choice choice = direct_choice_of(where);
  alignas(16) std::uint64_t memory[64]{};
  emulation::record_launches(true);
  if (where.compute == float32) {
    const float taps[49]{};
    cuda::enqueue_stream_2d_narrow(choice, where, 1, memory, taps, memory, nullptr);
  } else {
    const std::uint32_t taps[49]{};
    cuda::enqueue_stream_2d_narrow(choice, where, 1, memory, taps, memory, nullptr);
  }
  emulation::record_launches(false);
  std::string names;
  for (const emulation::recorded_launch& each : emulation::take_recorded_launches()) names += each.kernel;
  return names;
}

// As kernels are mangled: of the types, and of the filter.
TEST(stream_2d_narrow_launch, is_of_the_kernel_for_the_types_and_the_filter) {
  const auto expect = [](const problem& description, const std::string& types, const std::string& sides) {
    const std::string name = kernel_for(description);
    EXPECT_NE(name.find(types), std::string::npos) << name << " " << description;
    EXPECT_NE(name.find(sides), std::string::npos) << name << " " << description;
  };
  for (const std::int64_t side : {3, 5, 7}) {
    const std::string of_side = "Li" + std::to_string(side) + "ELi" + std::to_string(side) + "ELi1E";
    const shape filter{side, side};
    expect({.filter = filter, .type = float16}, "stream_2d_storedIfNS_9float16_tES2_", of_side);
    expect({.filter = filter, .type = float16, .output_type = float32}, "stream_2d_storedIfNS_9float16_tEf", of_side);
    expect({.filter = filter, .type = bfloat16}, "stream_2d_storedIfNS_10bfloat16_tES2_", of_side);
    expect({.filter = filter, .type = bfloat16, .output_type = float32}, "stream_2d_storedIfNS_10bfloat16_tEf",
           of_side);
    expect({.filter = filter, .type = int16}, "stream_2d_storedIjtt", of_side);
    expect({.filter = filter, .type = uint16, .output_type = int32}, "stream_2d_storedIjtj", of_side);
    expect({.filter = filter, .type = int8, .filter_type = int16, .output_type = int32}, "stream_2d_storedIjhj",
           of_side);
    expect({.filter = filter, .type = int8}, "stream_2d_bytesILb0ELb0Eh", of_side);
    expect({.filter = filter, .type = uint8, .output_type = uint32}, "stream_2d_bytesILb0ELb0Ej", of_side);
    expect({.filter = filter, .type = int8, .output_type = int32}, "stream_2d_bytesILb1ELb1Ej", of_side);
    expect({.filter = filter, .type = uint8, .filter_type = int8, .output_type = int32}, "stream_2d_bytesILb0ELb1Ej",
           of_side);
  }
  for (const std::int64_t channels : {3, 4}) {
    for (const std::int64_t side : {3, 5}) {
      const layout pixels = interleaved({300, 640}, channels);
      expect(
          {.filter = {side, side}, .batch = channels, .type = uint8, .signal_layout = pixels, .output_layout = pixels},
          "stream_2d_bytesILb0ELb0Eh",
          "Li" + std::to_string(side) + "ELi" + std::to_string(side) + "ELi" + std::to_string(channels) + "E");
    }
  }
}

}  // namespace
}  // namespace faltung::test
