// What a NaN or an infinity reaches in a transform: with non_finite::contain the outputs that it reaches in the direct
// method, the others of its transform having the direct method's bits; with propagate all of its transform.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "any_operands.hpp"

namespace cpu_tests {
namespace {

using faltung::method;
using faltung::mode;
using faltung::non_finite;
using faltung::shape;

template <class Type>
class containment : public testing::Test {
 protected:
  static constexpr std::int64_t n = 500;
  static constexpr std::int64_t m = 17;
  static constexpr std::int64_t length = 128;
  static constexpr std::int64_t step = length - m + 1;
  static constexpr Type infinity = std::numeric_limits<Type>::infinity();
  static constexpr Type nan = std::numeric_limits<Type>::quiet_NaN();

  static std::vector<Type> transformed(const operands<Type>& data, method how, non_finite rule = non_finite::contain) {
    auto request = request_for(data.resolved, how, 1, how == method::fft ? shape(576) : shape(length), 1);
    request.non_finite = rule;
    return run(data, request);
  }
  static std::vector<Type> direct(const operands<Type>& data) {
    return run(data, request_for(data.resolved, method::direct));
  }

  static bool equal(Type a, Type b) {
    return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
  }
};

using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(containment, element_types);

TYPED_TEST(containment, touches_the_outputs_whose_window_holds_the_value) {
  using type = containment<TypeParam>;
  for (const mode part : {mode::full, mode::same, mode::valid}) {
    const operands<TypeParam> clean(problem{.signal = type::n, .filter = type::m, .mode = part});
    const faltung::axis_geometry& axis = clean.resolved.columns;
    for (const method how : transform_methods()) {
      const auto undisturbed = type::transformed(clean, how);
      ASSERT_EQ(static_cast<std::int64_t>(undisturbed.size()), axis.output);
      for (const std::int64_t place :
           {std::int64_t{0}, std::int64_t{1}, type::step - 1, type::step, std::int64_t{250}, type::n - 1})
        for (const TypeParam value : {type::nan, type::infinity, -type::infinity}) {
          operands<TypeParam> data = clean;
          data.signals[static_cast<std::size_t>(place)] = value;
          const auto got = type::transformed(data, how);
          const auto expected = type::direct(data);
          ASSERT_EQ(got.size(), expected.size());
          const auto holds = [&](std::int64_t o) {
            return o >= 0 && o < axis.output && place >= axis.origin + o && place < axis.origin + o + type::m;
          };
          const std::int64_t segment = how == method::fft ? axis.output : type::step;
          for (std::int64_t first = 0; first < axis.output; first += segment) {
            const std::int64_t last = std::min(first + segment, axis.output);
            bool touched = false;
            for (std::int64_t o = first; o < last; ++o) touched = touched || holds(o);
            for (std::int64_t o = first; o < last; ++o) {
              const auto i = static_cast<std::size_t>(o);
              EXPECT_EQ(std::isfinite(got[i]), !holds(o)) << "output " << o << " of a value at " << place;
              EXPECT_TRUE(type::equal(got[i], touched ? expected[i] : undisturbed[i]))
                  << "output " << o << " of a value at " << place;
            }
          }
        }
    }
  }
}

TYPED_TEST(containment, propagated_it_reaches_its_whole_transform_only) {
  using type = containment<TypeParam>;
  operands<TypeParam> data(problem{.signal = type::n, .filter = type::m});
  data.signals[3] = type::nan;
  if (faltung::cpu::detect().fft) {
    for (const TypeParam value : type::transformed(data, method::fft, non_finite::propagate))
      EXPECT_FALSE(std::isfinite(value));
  }
  const auto segments = type::transformed(data, method::overlap_save, non_finite::propagate);
  for (std::int64_t o = 0; o < data.resolved.columns.output; ++o)
    EXPECT_EQ(std::isfinite(segments[static_cast<std::size_t>(o)]), o >= type::step) << "output " << o;
}

TYPED_TEST(containment, looking_changes_no_bit) {
  using type = containment<TypeParam>;
  const operands<TypeParam> data(problem{.signal = type::n, .filter = type::m});
  for (const method how : transform_methods())
    EXPECT_TRUE(same_bits(type::transformed(data, how), type::transformed(data, how, non_finite::propagate)));
}

TYPED_TEST(containment, a_transform_that_overflows_gives_way) {
  using type = containment<TypeParam>;
  operands<TypeParam> data(problem{.signal = type::n, .filter = type::m});
  std::fill(data.signals.begin(), data.signals.end(), std::numeric_limits<TypeParam>::max());
  for (TypeParam& tap : data.filters) tap *= TypeParam(0.001);
  const auto expected = type::direct(data);
  ASSERT_TRUE(std::all_of(expected.begin(), expected.end(), [](TypeParam v) { return std::isfinite(v); }));
  for (const method how : transform_methods()) {
    EXPECT_TRUE(same_bits(type::transformed(data, how), expected));
    EXPECT_FALSE(std::isfinite(type::transformed(data, how, non_finite::propagate)[100]));
  }
}

TYPED_TEST(containment, a_tap_that_is_not_finite_leaves_all_to_the_direct_method) {
  using type = containment<TypeParam>;
  for (const TypeParam tap : {type::nan, type::infinity})
    for (const auto place : {std::size_t{0}, std::size_t{8}, std::size_t{16}}) {
      operands<TypeParam> data(problem{.signal = type::n, .filter = type::m, .mode = mode::same});
      data.filters[place] = tap;
      const auto expected = type::direct(data);
      ASSERT_FALSE(expected.empty());
      for (const method how : transform_methods()) EXPECT_TRUE(same_bits(type::transformed(data, how), expected));
    }
}

// A transform of a whole signal: its entries have the direct method's bits where the signal holds the value, and those
// of the undisturbed transform elsewhere.
TEST(containment_of_any, holds_for_every_kind_of_problem) {
  if (!faltung::cpu::detect().fft) GTEST_SKIP() << "built without a CPU FFT";
  const double infinity = std::numeric_limits<double>::infinity();
  const shape image{9, 12};
  for (const problem& what :
       {problem{.signal = 40, .filter = 7, .batch = 3, .bank = 2, .type = faltung::complex64},
        problem{.signal = 40, .filter = 7, .batch = 3, .type = faltung::complex64, .filter_type = faltung::float32},
        problem{.signal = 40, .filter = 7, .batch = 3, .type = faltung::float32, .filter_type = faltung::complex64},
        problem{.signal = 40, .filter = 7, .batch = 3, .type = faltung::float16, .boundary = faltung::reflect},
        problem{.signal = 64, .filter = 7, .batch = 3, .mode = mode::same, .boundary = faltung::wrap},
        problem{.signal = 40, .filter = 60, .batch = 3, .bank = 3, .mode = mode::same, .boundary = faltung::nearest},
        problem{.signal = image, .filter = {3, 4}, .batch = 3, .bank = 2},
        problem{.signal = image,
        .filter = {3, 4},
        .batch = 3,
        .type = faltung::complex128,
        .mode = mode::same,
        .boundary = faltung::mirror,
        .signal_layout = faltung::interleaved(image, 3),
        .output_layout = faltung::pitched(image, 15)}})
    for (const double value : {infinity, std::nan("")}) {
      std::ostringstream text;
      text << what;
      SCOPED_TRACE(text.str());
      const any_operands clean(what);
      any_operands data = clean;
      const geometry& g = data.resolved;
      any_operands::set(g.signal, data.signals, 1, g.rows.signal - 1, 5, g.signal.parts() - 1, value);
      const shape transform = g.rank == 2 ? shape(24, 30) : g.columns.signal == 64 ? shape(64) : shape(128);
      const auto request = request_for(g, method::fft, 1, transform, 1);
      const auto got = run(data, request);
      const auto undisturbed = run(clean, request);
      const auto expected = run(data, request_for(g, method::direct));
      ASSERT_FALSE(got.empty() || undisturbed.empty() || expected.empty());
      int wrong = 0;
      int touched = 0;
      for (std::int64_t entry = 0; entry < g.output_count(); ++entry)
        for (std::int64_t row = 0; row < g.rows.output; ++row)
          for (std::int64_t column = 0; column < g.columns.output; ++column) {
            const auto is = any_operands::element(g.output, got, entry, row, column);
            const auto must =
                any_operands::element(g.output, entry / g.bank == 1 ? expected : undisturbed, entry, row, column);
            const auto same = [](long double a, long double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
            wrong += same(is.real(), must.real()) && same(is.imag(), must.imag()) ? 0 : 1;
            touched += std::isfinite(is.real()) && std::isfinite(is.imag()) ? 0 : 1;
          }
      EXPECT_EQ(wrong, 0);
      EXPECT_GT(touched, 0);
    }
}

// The direct method takes the memory of the signal's spectrum, which the filters after it need again.
TEST(containment_of_any, of_one_filter_leaves_the_others_of_its_bank_alone) {
  for (const method how : transform_methods())
    for (const element_type type : {faltung::float32, faltung::complex64, faltung::float16}) {
      const any_operands clean(problem{.signal = 200,
                                       .filter = 9,
                                       .batch = 2,
                                       .bank = 3,
                                       .type = type,
                                       .mode = mode::same,
                                       .boundary = faltung::reflect});
      any_operands data = clean;
      const geometry& g = data.resolved;
      any_operands::set(g.filter, data.filters, 0, 0, 4, 0, std::nan(""));
      const auto request = request_for(g, how, 1, how == method::fft ? shape(216) : shape(64), 1);
      const auto got = run(data, request);
      const auto undisturbed = run(clean, request);
      ASSERT_FALSE(got.empty() || undisturbed.empty());
      const std::size_t entry = static_cast<std::size_t>(g.output_elements()) * faltung::size_of(type);
      for (std::size_t o = 0; o < 6; ++o)
        EXPECT_EQ(std::equal(got.data() + o * entry, got.data() + (o + 1) * entry, undisturbed.data() + o * entry),
                  o % 3 != 0)
            << "entry " << o;
    }
}

}  // namespace
}  // namespace cpu_tests
