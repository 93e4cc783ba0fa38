#include "select/select.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>

#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "select/implementations.hpp"
#include "unit/select/machines.hpp"

namespace faltung {
namespace {

using test::cpu_only;
using test::with_h200;

problem long_signal(std::int64_t taps) {
  return {.signal = std::int64_t{1} << 22, .filter = taps, .batch = 8, .mode = mode::same};
}
problem photograph(std::int64_t side) {
  return {.signal = {2048, 2048}, .filter = {side, side}, .batch = 4, .mode = mode::same};
}
constexpr options on_device{.memory = memory::device};

TEST(selection_for_an_h200, takes_direct_kernels_for_small_filters) {
  for (const std::int64_t taps : {1, 3, 9, 33}) {
    const candidate choice = explain(long_signal(taps), on_device, with_h200()).choice();
    EXPECT_EQ(choice.backend, backend::cuda) << taps;
    EXPECT_EQ(choice.method, method::direct) << taps;
  }
  for (const std::int64_t side : {1, 3, 7}) {
    EXPECT_EQ(explain(photograph(side), on_device, with_h200()).choice().method, method::direct) << side;
  }
}

TEST(selection_for_an_h200, takes_transforms_for_large_filters) {
  for (const std::int64_t taps : {2000, 10'000}) {
    const candidate choice = explain(long_signal(taps), on_device, with_h200()).choice();
    EXPECT_EQ(choice.backend, backend::cuda);
    EXPECT_NE(choice.method, method::direct) << taps;
  }
  EXPECT_EQ(explain(photograph(101), on_device, with_h200()).choice().method, method::fft);
}

// Once a longer filter made the FFT win, no still longer one brings the direct method back.
TEST(selection_for_an_h200, crosses_from_direct_to_transforms_once) {
  bool crossed = false;
  for (std::int64_t taps = 1; taps < 20'000; taps = taps * 5 / 4 + 1) {
    const bool direct = explain(long_signal(taps), on_device, with_h200()).choice().method == method::direct;
    EXPECT_FALSE(crossed && direct) << taps;
    crossed = crossed || !direct;
  }
  EXPECT_TRUE(crossed);
}

TEST(selection_for_an_h200, expects_the_kernel_for_operands_of_every_kind_to_take_longer) {
  const auto direct = [](element_type type) {
    return explain({.signal = {4096, 4096}, .filter = {8, 8}, .type = type, .mode = mode::same},
                   {.backend = backend::cuda, .method = method::direct, .memory = memory::device}, test::with_h200())
        .choice();
  };
  EXPECT_EQ(direct(boolean).kernel, "direct_2d");
  EXPECT_EQ(direct(float32).kernel, "tile_2d");
  EXPECT_GT(direct(boolean).predicted_seconds, 1.3 * direct(float32).predicted_seconds);
}

TEST(selection_for_an_h200, keeps_tiny_host_problems_on_the_cpu) {
  EXPECT_EQ(explain({.signal = 64, .filter = 3}, {}, with_h200()).choice().backend, backend::cpu);
}

TEST(selection, takes_the_cpu_where_there_is_no_device_and_keeps_the_reason) {
  const explanation all = explain(long_signal(9), {}, cpu_only());
  EXPECT_EQ(all.choice().backend, backend::cpu);
  for (const candidate& one : all.candidates)
    if (one.backend == backend::cuda) {
      EXPECT_EQ(one.refused, cpu_only().cuda.absent);
    }
}

TEST(selection_for_a_cpu, takes_direct_for_small_filters_and_transforms_for_large_ones) {
  EXPECT_EQ(explain(long_signal(5), {}, cpu_only()).choice().method, method::direct);
  EXPECT_EQ(explain(long_signal(3000), {}, cpu_only()).choice().method, method::overlap_save);
  EXPECT_EQ(explain(photograph(3), {}, cpu_only()).choice().method, method::direct);
  EXPECT_EQ(explain(photograph(101), {}, cpu_only()).choice().method, method::overlap_save);
}

TEST(selection, takes_the_reference_where_it_is_forced_or_nothing_else_is_accurate_enough) {
  for (std::int64_t n = 1; n < 100'000; n *= 3)
    for (std::int64_t m = 1; m < 3000; m *= 4)
      EXPECT_NE(explain({.signal = n, .filter = m}, {}, cpu_only()).choice().method, method::reference)
          << n << ' ' << m;
  EXPECT_EQ(explain(long_signal(5), {.method = method::reference}, cpu_only()).choice().method, method::reference);
  const double between = 1.5 * unit_roundoff(float32);
  EXPECT_EQ(explain(long_signal(5), {.max_error = between}, with_h200()).choice().method, method::reference);
}

TEST(selection, chooses_the_least_predicted_time_among_those_not_refused) {
  for (const std::int64_t taps : {1, 30, 1000}) {
    const explanation all = explain(long_signal(taps), {}, with_h200());
    EXPECT_TRUE(all.choice().refused.empty());
    for (const candidate& one : all.candidates)
      if (one.refused.empty()) {
        EXPECT_LE(all.choice().predicted_seconds, one.predicted_seconds);
      }
  }
}

TEST(selection, can_be_forced_to_every_implementation) {
  for (const implementation& one : implementations()) {
    const options request{.backend = one.backend, .method = one.method};
    const problem line{.signal = 1000, .filter = 20};
    const problem picture{.signal = {50, 50}, .filter = {5, 5}, .filter_rank = 1};
    const candidate choice = explain(one.method == method::separable ? picture : line, request, with_h200()).choice();
    EXPECT_EQ(choice.backend, one.backend);
    EXPECT_EQ(choice.method, one.method);
  }
}

struct refused {
  std::string argument;
  std::string text;
};

std::optional<refused> refusal_of(const problem& description, const options& request, const capabilities& machine) {
  try {
    (void)explain(description, request, machine);
  } catch (const unsupported& error) {
    return refused{error.argument(), error.what()};
  }
  return std::nullopt;
}

void expect_refused(const std::string& argument, const std::string& words, const problem& description,
                    const options& request, const capabilities& machine) {
  const auto got = refusal_of(description, request, machine);
  ASSERT_TRUE(got.has_value()) << words;
  EXPECT_EQ(got->argument, argument);
  EXPECT_NE(got->text.find(words), std::string::npos) << got->text;
}

TEST(selection, gives_the_reason_for_each_forced_impossible_choice) {
  const problem line{.signal = 1000, .filter = 20};
  const problem picture{.signal = {50, 50}, .filter = {5, 5}};
  const problem long_filter{.signal = 20, .filter = 1000};
  const options cuda{.backend = backend::cuda};
  capabilities no_cpu_fft = cpu_only();
  no_cpu_fft.cpu.fft = false;
  capabilities no_cufft = with_h200();
  no_cufft.cuda.fft_absent = "libcufft.so.12: cannot open shared object file";

  expect_refused("options.backend", "driver version is insufficient", line, cuda, cpu_only());
  expect_refused("options.method", "cannot open shared object", line, {.backend = backend::cuda, .method = method::fft},
                 no_cufft);
  expect_refused("options.method", "cannot open shared object", {.signal = 1000, .filter = 20, .type = float64},
                 {.backend = backend::cuda, .method = method::overlap_save}, no_cufft);
  expect_refused("options.method", "FALTUNG_FFTW", line, {.backend = backend::cpu, .method = method::fft}, no_cpu_fft);
  EXPECT_FALSE(refusal_of(line, {.backend = backend::cpu, .method = method::overlap_save}, no_cpu_fft).has_value())
      << "its transforms are the library's own";
  expect_refused("options.method", "1D", picture, {.backend = backend::cuda, .method = method::overlap_save},
                 with_h200());
  expect_refused("options.method", "4097 x 4097", {.signal = {5000, 5000}, .filter = {3, 4100}},
                 {.backend = backend::cpu, .method = method::overlap_save}, with_h200());
  expect_refused("problem.filter_rank", "not known", picture, {.method = method::separable}, with_h200());
  expect_refused("options.method", "2D", line, {.method = method::separable}, with_h200());
  const problem phasors{
      .signal = {50, 50}, .filter = {5, 5}, .type = complex64, .filter_type = float32, .filter_rank = 1};
  expect_refused("options.method", "real signals", phasors, {.method = method::separable}, with_h200());
  expect_refused("options.method", "no longer than the signal", long_filter, {.method = method::overlap_save},
                 with_h200());
  expect_refused("options.method", "cannot", line, {.backend = backend::cuda, .method = method::reference},
                 with_h200());
  expect_refused("options.memory", "cannot", line, {.backend = backend::cpu, .memory = memory::device}, with_h200());
  expect_refused("options.max_error", "error bound", line, {.max_error = 1e-30}, with_h200());
  expect_refused("options.workspace_limit", "bytes", line, {.method = method::fft, .workspace_limit = 100},
                 with_h200());
}

TEST(selection, never_chooses_a_bound_above_max_error) {
  const problem description = long_signal(3000);
  const candidate usual = explain(description, on_device, with_h200()).choice();
  ASSERT_FALSE(usual.bound.componentwise) << "an FFT is expected here";
  double limit = 1;
  int tightened = 0;
  for (; limit > 1e-9; limit /= 2) {
    options request;
    request.max_error = limit;
    if (refusal_of(description, request, with_h200()).has_value()) break;
    const explanation all = explain(description, request, with_h200());
    EXPECT_LE(all.choice().bound.factor, limit);
    tightened += all.choice().method != usual.method ? 1 : 0;
  }
  EXPECT_GT(tightened, 0) << "the limit never changed a choice";
}

TEST(selection, keeps_workspace_below_the_limit_by_smaller_passes) {
  const problem description = long_signal(10'000);
  options request = on_device;
  request.method = method::fft;
  request.workspace_limit = std::size_t{1} << 34;
  const candidate roomy = explain(description, request, with_h200()).choice();
  EXPECT_EQ(roomy.transforms_per_pass, 8) << "one for each signal";
  request.workspace_limit = roomy.predicted_workspace_bytes / 3;
  const candidate tight = explain(description, request, with_h200()).choice();
  EXPECT_LE(tight.predicted_workspace_bytes, request.workspace_limit);
  EXPECT_LT(tight.transforms_per_pass, roomy.transforms_per_pass);
  EXPECT_GE(tight.predicted_seconds, roomy.predicted_seconds);
}

TEST(selection, predicts_transforms_that_hold_the_result) {
  const geometry sizes = resolve(photograph(33));
  const candidate whole = explain(photograph(33), {.method = method::fft}, cpu_only()).choice();
  EXPECT_GE(whole.transform[0], sizes.rows.circular_length());
  EXPECT_GE(whole.transform[1], sizes.columns.circular_length());
  const candidate pieces = explain(long_signal(100), {.method = method::overlap_save}, cpu_only()).choice();
  EXPECT_GE(pieces.transform[0], 2 * 100);
}

TEST(selection, states_the_bounds_of_the_literature) {
  const double u = 0x1p-24;
  const problem description{.signal = 1000, .filter = 50};
  EXPECT_EQ(explain(description, {.method = method::direct}, cpu_only()).choice().bound.factor, 50 * u);
  const candidate whole = explain(description, {.method = method::fft}, cpu_only()).choice();
  EXPECT_EQ(whole.bound.factor, 12 * u * std::log2(static_cast<double>(whole.transform[0])));
  EXPECT_FALSE(whole.bound.componentwise);
}

// Selection is asked before anything is allocated: sizes that no machine holds are answered too.
TEST(selection, answers_for_sizes_beyond_any_memory) {
  const std::int64_t huge = std::int64_t{1} << 60;
  EXPECT_EQ(explain({.signal = huge, .filter = 3, .mode = mode::same}, {}, with_h200()).choice().method,
            method::direct);
}

}  // namespace
}  // namespace faltung
