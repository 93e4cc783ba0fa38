// What convolution is, independent of any oracle: algebraic laws, each within the bounds that the plans state.
#include <complex>

#include "contract/law.hpp"

namespace faltung::test {
namespace {

class law_of_pictures : public law {};

// overlap_save on a device is for 1D.
std::vector<contender> two_dimensional(std::vector<contender> ways) {
  std::erase_if(
      ways, [](const contender& one) { return one.method == method::overlap_save && one.backend == backend::cuda; });
  return ways;
}

TEST_P(law, operands_commute_in_every_mode) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    for (const mode part : {mode::full, mode::same, mode::valid}) {
      const result one = convolved(from.signal, from.filter, {.mode = part});
      // overlap_save takes no filter longer than its signal: the other order then goes to the direct method.
      const problem swapped{.signal = from.filter.size(), .filter = from.signal.size(), .type = from.signal.type()};
      const options request = GetParam().refuses(swapped) ? options{.backend = backend::cpu, .method = method::direct}
                                                          : GetParam().forced();
      const result other = convolved(from.filter, from.signal, {.mode = part}, request);
      require_near(one.values, other.values,
                   (one.factor + other.factor) * norm(from.signal) * norm(from.filter) * computed);
    }
  }));
}

TEST_P(law, sums_of_signals_give_sums_of_results) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const elements second = draw_elements(from.signal.type(), static_cast<std::int64_t>(from.signal.size()));
    const elements sum = sum_of(second, from.signal);
    const result of_sum = convolved(sum, from.filter);
    const elements expected = sum_of(convolved(from.signal, from.filter).values, convolved(second, from.filter).values);
    const double norms = (norm(sum) + norm(from.signal) + norm(second)) * norm(from.filter);
    // Both additions round once: u |sum| on the way in, u |result| on the way out.
    require_near(of_sum.values, expected, (of_sum.factor + 2 * u) * norms * computed);
  }));
}

TEST_P(law, a_delayed_signal_gives_a_delayed_result) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto delay = static_cast<std::size_t>(*rc::gen::inRange(0, 60));
    const result plain = convolved(from.signal, from.filter);
    const result late = convolved(padded(from.signal, delay, 0), from.filter);
    const double allowed = (plain.factor + late.factor) * norm(from.signal) * norm(from.filter) * computed;
    require_near(late.values, padded(plain.values, delay, 0), GetParam().method == method::direct ? 0.0 : allowed);
  }));
}

TEST_P(law, a_unit_impulse_gives_the_signal_back) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto place = *rc::gen::inRange<std::size_t>(0, from.filter.size());
    elements impulse(from.filter.type(), from.filter.size());
    impulse.set(place, 1);
    const result got = convolved(from.signal, impulse);
    require_near(got.values, padded(from.signal, place, from.filter.size() - 1 - place),
                 GetParam().uses_fft() ? got.factor * norm(from.signal) * computed : 0.0);
  }));
}

TEST_P(law, a_constant_is_multiplied_by_the_sum_of_the_taps) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const elements flat = ones(from.signal.type(), from.signal.size());
    const result got = convolved(flat, from.filter, {.mode = mode::valid});
    const elements expected = repeated_sum(from.filter, got.values.size());
    require_near(got.values, expected,
                 (got.factor * norm(flat) * norm(from.filter) + u * norm(expected.slice(0, 1))) * computed);
  }));
}

TEST_P(law, two_filters_in_turn_are_one_filter_convolved_from_both) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const elements second = draw_elements(
        from.signal.type(), *rc::gen::inRange<std::int64_t>(1, static_cast<std::int64_t>(from.filter.size()) + 1));
    const result first = convolved(from.signal, from.filter);
    const result in_turn = convolved(first.values, second);
    const result both = convolved(from.filter, second);
    // Padded so that the combined filter is never the longer operand.
    const result at_once = convolved(padded(from.signal, 0, second.size()), both.values);
    // An error of at most e in each of the parts of k values has a 2-norm of at most e sqrt(parts k).
    const auto spread = [](const result& of, double norms) {
      return of.factor * norms * std::sqrt(static_cast<double>(of.values.size() * of.values.parts()));
    };
    const double allowed = spread(first, norm(from.signal) * norm(from.filter)) * norm(second) +
                           in_turn.factor * norm(first.values) * norm(second) +
                           spread(both, norm(from.filter) * norm(second)) * norm(from.signal) +
                           at_once.factor * norm(from.signal) * norm(both.values);
    require_near(in_turn.values, at_once.values.slice(0, in_turn.values.size()), allowed * computed);
  }));
}

// sum a[i] conj(b[i]); of integers modulo 2^64.
std::complex<long double> inner(const elements& a, const elements& b) {
  std::complex<long double> sum = 0;
  const auto at = [](const elements& of, std::size_t index) {
    return std::complex<long double>(of.value(index), of.parts() == 2 ? of.value(index, 1) : 0);
  };
  for (std::size_t index = 0; index < a.size(); ++index) sum += at(a, index) * std::conj(at(b, index));
  return sum;
}
std::uint64_t whole_inner(const elements& a, const elements& b) {
  std::uint64_t sum = 0;
  for (std::size_t index = 0; index < a.size(); ++index) sum += a.whole(index) * b.whole(index);
  return sum;
}

TEST_P(law, correlation_is_the_adjoint_of_convolution) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto outputs = static_cast<std::int64_t>(from.signal.size() + from.filter.size()) - 1;
    const elements other = draw_elements(from.signal.type(), outputs);
    const result there = convolved(from.signal, from.filter);
    const result back = convolved(other, from.filter, {.mode = mode::valid, .operation = operation::correlation});
    if (is_integer(from.signal.type())) {
      RC_ASSERT((whole_inner(there.values, other) - whole_inner(from.signal, back.values)) % 256 == 0U);
      return;
    }
    // Both parts of every value may be off by the bound; the sums over them are formed in wider precision.
    const double norms = norm(from.signal) * norm(from.filter) * norm(other);
    const double spread = std::sqrt(2.0 * static_cast<double>(outputs));
    const auto difference = std::abs(inner(there.values, other) - inner(from.signal, back.values));
    RC_ASSERT(difference <= (there.factor + back.factor) * spread * norms * computed);
  }));
}

// [1, taps] and [taps, 1] one after the other against their outer product.
TEST_P(law_of_pictures, a_separable_filter_is_its_rows_and_columns_in_turn) {
  EXPECT_TRUE(rc::check([] {
    const auto type = *rc::gen::element(float64, complex128, int8);
    const auto extent = [](int below) { return *rc::gen::inRange(1, below); };
    const shape picture(extent(25), extent(25));
    const int rows = extent(7);
    const int columns = extent(7);
    const elements signal = draw_elements(type, picture.elements());
    const elements across = draw_elements(type, columns);
    const elements down = draw_elements(type, rows);
    const result outer = convolved(down, across, {.signal = shape(rows, 1), .filter = shape(1, columns)},
                                   {.backend = backend::cpu, .method = method::direct});
    const result first = convolved(signal, across, {.signal = picture, .filter = shape(1, columns)});
    const result second = convolved(first.values, down,
                                    {.signal = shape(picture[0], picture[1] + columns - 1), .filter = shape(rows, 1)});
    const result at_once = convolved(signal, outer.values, {.signal = picture, .filter = shape(rows, columns)});
    // Each output of the second pass sums `rows` values of the first. A complex tap is off by 2 u of its parts' products.
    const double terms = std::sqrt(2.0 * rows);
    const double norms = norm(signal) * norm(across) * norm(down);
    require_near(second.values, at_once.values,
                 (first.factor * terms * norms + second.factor * norm(first.values) * norm(down) +
                  (at_once.factor + outer.factor * std::sqrt(2.0 * rows * columns)) * norms) *
                     computed);
  }));
}

// Batches, banks and strides change where values lie, and nothing else.
TEST_P(law, a_batch_with_a_bank_in_any_place_is_each_signal_with_each_filter_alone) {
  EXPECT_TRUE(rc::check([] {
    const drawn from = draw();
    const auto upto = [](std::int64_t most) { return *rc::gen::inRange<std::int64_t>(1, most + 1); };
    problem description{.signal = from.signal.size(),
                        .filter = from.filter.size(),
                        .batch = upto(3),
                        .filters = *rc::gen::element(filters::shared, filters::per_signal),
                        .bank = upto(3),
                        .type = from.signal.type()};
    const auto somewhere = [&](const shape& extents, std::int64_t entries) {
      const std::int64_t step = upto(3);
      const std::int64_t reach = (extents[0] - 1) * step + upto(5);
      const bool backwards = *rc::gen::arbitrary<bool>();
      return layout{.offset = upto(4) + (backwards ? (entries - 1) * reach + (extents[0] - 1) * step : 0),
                    .batch = backwards ? -reach : reach,
                    .column = backwards ? -step : step};
    };
    description.signal_layout = somewhere(description.signal, description.batch);
    description.filter_layout = somewhere(description.filter, filter_count(description));
    description.output_layout = somewhere(expected_shape(description), output_count(description));
    const operands data{draw_elements(description.type, description.signal.elements() * description.batch),
                        draw_elements(description.type, description.filter.elements() * filter_count(description))};
    const problem single{.signal = description.signal, .filter = description.filter, .type = description.type};
    const auto transform = [](const problem& of) { return plan(of, GetParam().forced()).explain().choice().transform; };
    if (transform(single) != transform(description)) return;  // another segment length rounds elsewhere
    const elements together = convolve_guarded(description, GetParam().forced(), data);
    const auto outputs = static_cast<std::size_t>(expected_shape(description).elements());
    for (std::int64_t output = 0; output < output_count(description); ++output) {
      const auto signal = static_cast<std::size_t>(output / description.bank);
      const auto filter = static_cast<std::size_t>(filter_of_output(description, output));
      const elements alone = convolved(data.signal.slice(signal * from.signal.size(), from.signal.size()),
                                       data.filter.slice(filter * from.filter.size(), from.filter.size()))
                                 .values;
      RC_ASSERT(
          static_cast<bool>(same_bits(together.slice(static_cast<std::size_t>(output) * outputs, outputs), alone)));
    }
  }));
}

INSTANTIATE_TEST_SUITE_P(contract, law, testing::ValuesIn(contenders()), name_of_way);
INSTANTIATE_TEST_SUITE_P(contract, law_of_pictures, testing::ValuesIn(two_dimensional(contenders())), name_of_way);

}  // namespace
}  // namespace faltung::test
