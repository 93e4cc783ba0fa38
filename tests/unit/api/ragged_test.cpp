// Signals of different lengths in one buffer, against the plain calls on copies of each.
#include "faltung/ragged.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "faltung/error.hpp"
#include "unit/api/refusal.hpp"

namespace faltung {
namespace {

using offset_list = std::vector<std::int64_t>;

const std::vector<float> taps{0.5F, -1.25F, 2, 0.125F, 3};
const options direct{.backend = backend::cpu, .method = method::direct};

std::vector<float> values(std::size_t count) {
  std::vector<float> made(count);
  std::uint32_t state = 12345;
  for (float& value : made) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<float>(state >> 8) / 8388608.0F - 1.0F;
  }
  return made;
}

offset_list offsets_of(const std::vector<std::int64_t>& lengths, std::int64_t first = 0) {
  offset_list offsets{first};
  for (const std::int64_t length : lengths) offsets.push_back(offsets.back() + length);
  return offsets;
}

// Empty ones, equal neighbours, and shorter ones than the filter.
const offset_list offsets = offsets_of({0, 7, 7, 7, 1, 0, 0, 300, 7, 2, 2, 31, 5, 4, 0}, 3);

std::vector<float> slice(const std::vector<float>& whole, const offset_list& at, std::size_t i) {
  return {whole.begin() + at[i], whole.begin() + at[i + 1]};
}

TEST(ragged, has_the_results_of_single_calls) {
  const std::vector<float> signals = values(static_cast<std::size_t>(offsets.back()));
  for (const region& part : {region(mode::full), region(mode::same), region(mode::valid), region(mode::same, reflect),
                             region(mode::full, wrap), region(mode::same, zero, {1, 0})}) {
    const ragged<float> got = convolve_ragged(signals, offsets, taps, part, direct);
    const ragged<float> swept = correlate_ragged(signals, offsets, taps, part, direct);
    ASSERT_EQ(got.offsets, ragged_output_offsets(offsets, 5, part));
    ASSERT_EQ(got.offsets.size(), offsets.size());
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
      const std::vector<float> one = slice(signals, offsets, i);
      const std::vector<float> nothing;
      EXPECT_EQ(slice(got.values, got.offsets, i), one.empty() ? nothing : convolve(one, taps, part, direct)) << i;
      EXPECT_EQ(slice(swept.values, swept.offsets, i), one.empty() ? nothing : correlate(one, taps, part, direct)) << i;
    }
    std::vector<float> into(got.values.size());
    convolve_ragged_into(into, signals, offsets, taps, part, direct);
    EXPECT_EQ(into, got.values);
    correlate_ragged_into(std::span(into), signals, offsets, taps, part, direct);
    EXPECT_EQ(into, swept.values);
  }
}

TEST(ragged, has_the_defaults_of_the_plain_calls) {
  const std::vector<double> signals{1, 2, 3, 4};
  const ragged<double> got = convolve_ragged(signals, offset_list{0, 3, 4}, std::vector<double>{0, 1, 0.5});
  EXPECT_EQ(got.values, (std::vector<double>{0, 1, 2.5, 4, 1.5, 0, 4, 2}));
  EXPECT_EQ(got.offsets, (offset_list{0, 5, 8}));
  EXPECT_EQ(correlate_ragged(signals, offset_list{0, 3, 4}, std::vector<double>{0, 1, 0.5}).values,
            (std::vector<double>{3.5, 2, 4, 0}));
}

TEST(ragged, sums_small_integers_in_the_type_asked_for) {
  const std::vector<std::uint8_t> signals{200, 200, 200, 1};
  const auto got = convolve_ragged<std::int32_t>(signals, offset_list{0, 3, 4}, std::vector<std::int8_t>{100, 100});
  EXPECT_EQ(got.values, (std::vector<std::int32_t>{20000, 40000, 40000, 20000, 100, 100}));
}

TEST(ragged, output_offsets_follow_the_mode) {
  const offset_list at{2, 2, 5, 15};
  EXPECT_EQ(ragged_output_offsets(at, 4), (offset_list{0, 0, 6, 19}));
  EXPECT_EQ(ragged_output_offsets(at, 4, mode::same), (offset_list{0, 0, 4, 14}));
  EXPECT_EQ(ragged_output_offsets(at, 4, {mode::same, nearest}), (offset_list{0, 0, 3, 13}));
  EXPECT_EQ(ragged_output_offsets(at, 4, {mode::full, constant({1, 1})}), (offset_list{0, 0, 6, 19}));
  EXPECT_EQ(ragged_output_offsets(at, 4, mode::valid), (offset_list{0, 0, 2, 9}));
  EXPECT_EQ(ragged_output_offsets(offset_list{7}, 4), offset_list{0});
}

TEST(ragged_plan, plans_each_run_of_equal_lengths_once) {
  EXPECT_EQ(ragged_plan(offsets_of({9, 9, 9, 9}), {.filter = 3}, direct).plans(), 1U);
  EXPECT_EQ(ragged_plan(offsets_of({9, 4, 9, 4, 9, 0, 9}), {.filter = 3}, direct).plans(), 3U);  // 9, 4, 9 and 9 ...
  EXPECT_EQ(ragged_plan(offsets_of({0, 0}), {.filter = 3}, direct).plans(), 0U);
}

TEST(ragged_plan, gives_the_same_bits_whatever_the_threads) {
  std::vector<std::int64_t> lengths;
  for (std::int64_t i = 0; i < 3000; ++i) lengths.push_back(i * 7919 % 501);
  lengths.push_back(200000);
  const offset_list many = offsets_of(lengths);
  const std::vector<float> signals = values(static_cast<std::size_t>(many.back()));
  std::vector<float> expected;
  for (const int threads : {1, 2, 5}) {
    options request = direct;
    request.threads = threads;
    ragged_plan made(many, {.filter = 5, .mode = mode::same}, request);
    made.set_filter(taps);
    std::vector<float> output(static_cast<std::size_t>(made.output_offsets().back()));
    std::vector<std::byte> workspace(made.workspace_bytes());
    made.execute(signals, output, workspace);
    if (threads == 1) {
      expected = output;
      EXPECT_EQ(slice(output, {made.output_offsets().begin(), made.output_offsets().end()}, 3000),
                convolve(slice(signals, many, 3000), taps, mode::same, direct));
    }
    EXPECT_EQ(output, expected) << threads;
  }
}

TEST(ragged_plan, deals_transforms_out_with_a_workspace_for_each_thread) {
  std::vector<std::int64_t> lengths;
  for (std::int64_t i = 0; i < 64; ++i) lengths.push_back(2000 + 100 * (i % 7));
  const offset_list many = offsets_of(lengths);
  const std::vector<float> signals = values(static_cast<std::size_t>(many.back()));
  const std::vector<float> filter = values(500);
  const problem common{.filter = 500, .mode = mode::same};
  const auto run = [&](const options& request) {
    ragged_plan made(many, common, request);
    made.set_filter(filter);
    std::vector<float> output(static_cast<std::size_t>(made.output_offsets().back()));
    std::vector<std::byte> workspace(made.workspace_bytes());
    made.execute(signals, output, workspace);
    return std::pair(output, workspace.size());
  };
  const options fft{.backend = backend::cpu, .method = method::fft};
  if (!detect().cpu.fft) {
    EXPECT_THROW(run(fft), unsupported);
    return;
  }
  options threads = fft;
  threads.threads = 4;
  const auto [output, bytes] = run(threads);
  options single = fft;
  single.threads = 1;
  const auto [expected, least] = run(single);
  EXPECT_EQ(output, expected);
  EXPECT_GT(least, 0U);
  threads.workspace_limit = least;  // fewer threads then, and the same result
  const auto [capped, room] = run(threads);
  EXPECT_EQ(capped, expected);
  EXPECT_LE(room, least);
  EXPECT_GE(bytes, room);
}

TEST(ragged, refuses_bad_offsets_by_index_and_value) {
  const std::vector<float> signals(10);
  const auto refused = [&](const offset_list& at) {
    return refusal([&] { (void)convolve_ragged(signals, at, taps); });
  };
  EXPECT_EQ(refused({}), "offsets = {}");
  EXPECT_EQ(refused({-1, 3}), "offsets[0] = -1");
  EXPECT_EQ(refused({0, 4, 3, 10}), "offsets[2] = 3");
  EXPECT_EQ(refused({0, 4, 11, 12}), "offsets[2] = 11");
  EXPECT_EQ(refused({0, 4, 10}), "nothing");
  constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(refusal([&] { (void)ragged_output_offsets(offset_list{0, 1, 2, 3}, far / 2); }), "offsets[3] = 3");
  EXPECT_EQ(refusal([&] {
              ragged_plan(offset_list{far - 3, far - 2}, {.filter = 1}, direct);
            }),
            "offsets[1] = 9223372036854775805");
}

TEST(ragged, refuses_what_does_not_fit_by_name) {
  const offset_list at{0, 4, 10};
  std::vector<float> signals = values(10);
  std::vector<float> output(18, -1.0F);
  const std::vector<float> nothing;
  EXPECT_EQ(refusal([&] { (void)convolve_ragged(signals, at, nothing); }), "problem.filter = {0}");
  EXPECT_EQ(refusal([&] { convolve_ragged_into(std::span(output).first(17), signals, at, taps); }),
            "output = 17 elements");
  EXPECT_EQ(
      refusal([&] { convolve_ragged_into(std::span(output), std::span(output).first(10), at, taps); }).substr(0, 9),
      "output = ");
  EXPECT_EQ(refusal([&] { convolve_ragged_into(output, signals, at, std::span(output).last(5)); }).substr(0, 9),
            "output = ");
  EXPECT_EQ(refusal([&] { (void)convolve_ragged(signals, at, taps, mode::full, {.memory = memory::device}); }),
            "options.memory = device");
  EXPECT_EQ(output, std::vector<float>(18, -1.0F));
}

TEST(ragged_plan, refuses_a_problem_that_says_what_the_offsets_say) {
  const offset_list at{0, 4, 10};
  const auto refused = [&](const problem& common) { return refusal([&] { ragged_plan(at, common, direct); }); };
  EXPECT_EQ(refused({.signal = 4, .filter = 3}), "problem.signal = {4}");
  EXPECT_EQ(refused({.filter = {3, 3}}), "problem.filter = {3, 3}");
  EXPECT_EQ(refused({.filter = 3, .batch = 2}), "problem.batch = 2");
  EXPECT_EQ(refused({.filter = 3, .bank = 2}), "problem.bank = 2");
  EXPECT_EQ(refused({.filter = 3, .filters = filters::per_signal}), "problem.filters = per_signal");
  EXPECT_EQ(refused({.filter = 3, .signal_layout = layout{}}), "problem.signal_layout = a layout");
  EXPECT_EQ(refused({.filter = 3, .output_layout = layout{}}), "problem.output_layout = a layout");
}

TEST(ragged_plan, refuses_operands_before_any_work) {
  ragged_plan made(offset_list{0, 4, 10}, {.filter = 5}, direct);
  const std::vector<float> signals = values(10);
  std::vector<float> output(18, -1.0F);
  EXPECT_EQ(refusal([&] { made.execute(signals, output); }), "filter = none");
  EXPECT_EQ(refusal([&] { made.set_filter(std::vector<double>(5)); }), "filter = float64");
  EXPECT_EQ(refusal([&] { made.set_filter(std::vector<float>(4)); }), "filter = 4 elements");
  made.set_filter(taps);
  EXPECT_EQ(refusal([&] { made.execute(std::vector<double>(10), output); }), "signal = float64");
  EXPECT_EQ(refusal([&] { made.execute(signals, std::vector<double>(18)); }), "output = float64");
  EXPECT_EQ(refusal([&] { made.execute(std::vector<float>(9), output); }), "offsets[2] = 10");
  EXPECT_EQ(refusal([&] { made.execute(std::span<const float>(static_cast<const float*>(nullptr), 10), output); }),
            "signal = nullptr");
  EXPECT_EQ(output, std::vector<float>(18, -1.0F));
  made.execute(signals, output);
  EXPECT_EQ(output, convolve_ragged(signals, offset_list{0, 4, 10}, taps, mode::full, direct).values);
}

}  // namespace
}  // namespace faltung
