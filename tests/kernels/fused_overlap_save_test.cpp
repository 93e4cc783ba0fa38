// The fused overlap-save kernel: every length, boundary, border, alignment and layout against the definition, within its
// bound; bits that depend on nothing but the signal and the filter; what a NaN or an infinity reaches.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "cuda/fused_overlap_save.hpp"
#include "faltung/error.hpp"
#include "fused_overlap_save_policy.hpp"
#include "kernels/schedules.hpp"
#include "plan/fused_segments.hpp"
#include "select/bounds.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

std::size_t at(long long index) { return static_cast<std::size_t>(index); }

struct run {
  problem description;
  std::vector<float> signal;
  std::vector<float> filter;
  non_finite rest = non_finite::contain;
};

geometry resolved(const problem& description) { return resolve(description); }

long long span_of(const operand& one) { return std::max<long long>(one.end, 1); }

run random_run(const problem& description) {
  const geometry where = resolved(description);
  return {.description = description,
          .signal = random_values<float>(span_of(where.signal), values::normal, 1),
          .filter = random_values<float>(span_of(where.filter), values::normal, 2)};
}

std::vector<float> convolved(const run& one, std::int64_t points, float before = -7) {
  const geometry where = resolved(one.description);
  executor_request request{.geometry = where, .candidate = {}, .memory = memory::device, .non_finite = one.rest};
  request.candidate.transform = shape(points);
  const auto made = cuda::make_fused_overlap_save(request);
  EXPECT_EQ(made->workspace_bytes(), 0U);
  made->set_filter(one.filter.data(), nullptr);
  std::vector<float> output(at(span_of(where.output)), before);
  made->execute(one.signal.data(), output.data(), nullptr, nullptr);
  return output;
}

// Place of an operand's element in its array.
long long index_of(const operand& of, long long entry, long long column) {
  return of.entry(entry) + column * of.at.column;
}

void expect_definition(const run& one, std::int64_t points) {
  const geometry where = resolved(one.description);
  const axis_geometry& axis = where.columns;
  const std::vector<float> got = convolved(one, points);
  const double bound = fused_bound(points, where).factor;
  std::vector<bool> written(got.size(), false);
  for (long long entry = 0; entry < where.output_count(); ++entry) {
    const auto tap = [&](long long t) {
      return static_cast<double>(
          one.filter[at(index_of(where.filter, where.filter_of(entry), where.reversed ? axis.filter - 1 - t : t))]);
    };
    const auto sample = [&](long long place) {
      const long long found = extended_index(where.boundary.rule, place, axis.signal);
      if (found < 0) return where.boundary.rule == boundary_rule::constant ? where.boundary.value.real() : 0.0;
      return static_cast<double>(one.signal[at(index_of(where.signal, entry / where.bank, found))]);
    };
    double signal_norm = 0, filter_norm = 0;
    for (long long s = 0; s < axis.output + axis.filter - 1; ++s)
      signal_norm += sample(axis.origin + s) * sample(axis.origin + s);
    for (long long t = 0; t < axis.filter; ++t) filter_norm += tap(t) * tap(t);
    for (long long o = 0; o < axis.output; ++o) {
      double exact = 0;
      for (long long t = 0; t < axis.filter; ++t) exact += tap(t) * sample(axis.origin + o + t);
      const long long place = index_of(where.output, entry, o);
      ASSERT_NEAR(static_cast<double>(got[at(place)]), exact, bound * std::sqrt(signal_norm * filter_norm))
          << "points " << points << " entry " << entry << " output " << o;
      written[at(place)] = true;
    }
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_TRUE(written[i] || got[i] == -7.0F) << "beside the outputs, at " << i;
  }
}

TEST(fused_overlap_save, is_the_convolution_for_every_length_border_and_boundary) {
  for (const std::int64_t points : kernel::fused_lengths) {
    const std::int64_t filter = points / 4 + 1;
    for (const boundary_rule rule : {boundary_rule::zero, boundary_rule::constant, boundary_rule::wrap,
                                     boundary_rule::reflect, boundary_rule::mirror, boundary_rule::nearest}) {
      problem one{.signal = 5 * points + 3, .filter = filter, .mode = mode::same};
      one.boundary = rule == boundary_rule::constant ? constant(0.5) : boundary(rule);
      expect_definition(random_run(one), points);
    }
    expect_definition(random_run({.signal = 2 * points + 77, .filter = filter, .mode = mode::full}), points);
    expect_definition(random_run({.signal = 3 * points, .filter = 7, .mode = mode::valid}), points);
    expect_definition(random_run({.signal = points + 5, .filter = points - 31, .mode = mode::same}), points);
  }
}

TEST(fused_overlap_save, is_the_convolution_of_short_signals) {
  for (const std::int64_t points : kernel::fused_lengths) {
    for (const std::int64_t signal : {1, 2, 31, 100}) {
      for (const std::int64_t filter : {1, 2, 17, 33})
        expect_definition(random_run({.signal = signal, .filter = filter, .batch = 3, .mode = mode::full}), points);
    }
    problem wrapped{.signal = 5, .filter = 40, .mode = mode::same};
    wrapped.boundary = wrap;
    expect_definition(random_run(wrapped), points);
  }
}

TEST(fused_overlap_save, takes_batches_banks_filters_per_signal_and_correlations) {
  const std::int64_t points = 256, filter = 50;
  problem one{.signal = 700, .filter = filter, .batch = 3, .mode = mode::same};
  expect_definition(random_run(one), points);
  one.bank = 3;
  expect_definition(random_run(one), points);
  one.filters = filters::per_signal;
  expect_definition(random_run(one), points);
  one.bank = 1;
  one.operation = operation::correlation;
  expect_definition(random_run(one), points);
  expect_definition(random_run(one), 1024);
}

TEST(fused_overlap_save, takes_rows_anywhere) {
  for (const std::int64_t points : {256, 1024}) {
    problem one{.signal = 4 * points + 1, .filter = 65, .batch = 2, .mode = mode::same};
    for (const std::int64_t column : {1, 2, -1}) {
      const std::int64_t length = 4 * points + 1, pitch = length * std::abs(column) + 13;
      const layout view{.offset = 3 + (column < 0 ? length - 1 : 0), .batch = pitch, .column = column};
      one.signal_layout = view;
      one.output_layout = view;
      expect_definition(random_run(one), points);
    }
  }
}

TEST(fused_overlap_save, has_the_same_bits_under_every_schedule_and_alone_and_in_a_batch) {
  for (const std::int64_t points : kernel::fused_lengths) {
    const std::int64_t length = 3 * points;
    run many = random_run({.signal = length, .filter = 100, .batch = 3, .mode = mode::same});
    const std::vector<float> expected = convolved(many, points);
    for (const schedule& how : schedules) {
      const scheduled scope(how);
      ASSERT_EQ(convolved(many, points), expected) << how.name << " " << points;
    }
    for (long long b = 0; b < 3; ++b) {
      run alone = random_run({.signal = length, .filter = 100, .mode = mode::same});
      std::copy_n(many.signal.begin() + b * length, length, alone.signal.begin());
      alone.filter = many.filter;
      const std::vector<float> got = convolved(alone, points);
      ASSERT_TRUE(std::equal(got.begin(), got.end(), expected.begin() + b * length)) << points << " " << b;
    }
  }
}

// The partner in the transform and every other segment have the clean bits or the direct method's, which the outputs of
// the spoiled transform are computed again by.
TEST(fused_overlap_save, contains_what_is_not_finite) {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const std::int64_t points : kernel::fused_lengths) {
    const std::int64_t filter = 65, step = kernel::fused_step(points, filter);
    const run clean = random_run({.signal = 6 * step, .filter = filter, .mode = mode::same});
    const geometry where = resolved(clean.description);
    const std::vector<float> expected = convolved(clean, points);
    const auto direct = [&](const run& one, long long o) {
      float sum = 0;
      for (long long t = 0; t < filter; ++t) {
        const long long place = where.columns.origin + o + t;
        if (place < 0 || place >= where.columns.signal) continue;
        sum = std::fma(one.filter[at(filter - 1 - t)], one.signal[at(place)], sum);
      }
      return sum;
    };
    for (const float poison : {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity, 3e38F}) {
      for (const std::int64_t place : {std::int64_t{0}, step + 5, 3 * step + step / 2, 6 * step - 1}) {
        run dirty = clean;
        dirty.signal[at(place)] = poison;
        if (std::isfinite(poison)) dirty.signal[at(place) + (place == 0 ? 1 : -1)] = poison;
        const std::vector<float> got = convolved(dirty, points);
        for (long long o = 0; o < where.columns.output; ++o) {
          const long long tap = place - where.columns.origin - o;
          const bool reached = tap >= -1 && tap <= filter;
          const float again = direct(dirty, o);
          if (reached && !std::isfinite(again)) {
            ASSERT_EQ(std::isnan(got[at(o)]), std::isnan(again)) << points << " " << place << " " << o;
            if (!std::isnan(again)) {
              ASSERT_EQ(got[at(o)], again);
            }
          } else if (std::isfinite(poison) && reached) {
            ASSERT_TRUE(std::isfinite(got[at(o)])) << points << " " << place << " " << o;
          } else if (!std::isfinite(poison)) {
            ASSERT_TRUE(got[at(o)] == expected[at(o)] || got[at(o)] == again)
                << points << " " << place << " " << o << ": " << got[at(o)] << " " << expected[at(o)] << " " << again;
          }
        }
      }
    }
  }
}

// Left as they come where that is asked for, in the two segments of the transform and nowhere else.
TEST(fused_overlap_save, propagates_within_a_transform_where_told_to) {
  const std::int64_t points = 256, filter = 33, step = kernel::fused_step(points, filter);
  run one = random_run({.signal = 6 * step, .filter = filter, .mode = mode::valid});
  one.rest = non_finite::propagate;
  const std::vector<float> expected = convolved(one, points);
  one.signal[at(2 * step + 40)] = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> got = convolved(one, points);
  for (long long o = 0; o < static_cast<long long>(got.size()); ++o) {
    if (o / (2 * step) == 1) {
      ASSERT_TRUE(std::isnan(got[at(o)])) << o;
    } else {
      ASSERT_EQ(got[at(o)], expected[at(o)]) << o;
    }
  }
}

TEST(fused_overlap_save, leaves_out_what_is_outside_when_a_tap_is_infinite) {
  run one = random_run({.signal = 2000, .filter = 65, .mode = mode::same});
  one.filter[0] = std::numeric_limits<float>::infinity();
  const std::vector<float> got = convolved(one, 256);
  for (std::size_t o = 0; o < got.size(); ++o) ASSERT_EQ(std::isfinite(got[o]), o >= 1968) << o;
}

TEST(fused_overlap_save, refuses_what_it_is_not_for) {
  const auto refused = [](const problem& description, const shape& transform) {
    executor_request request{.geometry = resolve(description), .candidate = {}};
    request.candidate.transform = transform;
    EXPECT_THROW((void)cuda::make_fused_overlap_save(request), unsupported);
  };
  refused({.signal = 1000, .filter = 10}, shape(512));
  refused({.signal = 1000, .filter = 240}, shape(256));
  refused({.signal = 1000, .filter = 10}, shape(256, 256));
  refused({.signal = 1000, .filter = 10, .type = float64}, shape(256));
  refused({.signal = 1000, .filter = 10, .type = complex64}, shape(256));
  refused({.signal = {100, 100}, .filter = {10, 10}}, shape(256));
  refused({.signal = 10000, .filter = 5000}, shape(4096));
}

}  // namespace
}  // namespace faltung::test
