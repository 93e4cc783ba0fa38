// The reference against the componentwise bound of a sum in wider precision, rounded once.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "cases.hpp"
#include "cpu/exact_sum.hpp"
#include "faltung/error.hpp"
#include "typed_case.hpp"

namespace cpu_tests {
namespace {

template <class Type>
class reference : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(reference, element_types);

// The wide sum differs from the exact one by at most m v (|x| * |h|), v its unit roundoff; rounding it adds u |sum|.
TYPED_TEST(reference, rounds_a_wider_sum_once) {
  const double u = faltung::unit_roundoff(faltung::type_of<TypeParam>);
  const long double v = std::is_same_v<TypeParam, float> ? 0x1p-53L : 0x1p-64L;
  for (const problem& what :
       {problem{.signal = 100, .filter = 17}, problem{.signal = 9, .filter = 30, .mode = faltung::mode::same},
        problem{.signal = {7, 12},
        .filter = {3, 4},
        .batch = 3,
        .filters = faltung::filters::per_signal,
        .operation = faltung::operation::correlation}}) {
    const operands<TypeParam> data(what);
    const auto outputs = run(data, request_for(data.resolved, faltung::method::reference, 4));
    const auto exact = data.template loop<long double>(
        [](TypeParam h, TypeParam x, long double sum) { return sum + static_cast<long double>(h) * x; });
    const auto magnitude = data.template loop<long double>(
        [](TypeParam h, TypeParam x, long double sum) { return sum + std::abs(static_cast<long double>(h) * x); });
    const auto terms = static_cast<long double>(data.resolved.terms());
    ASSERT_EQ(outputs.size(), exact.size()) << describe(what);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const long double bound = u * std::abs(exact[i]) + 2 * terms * v * magnitude[i];
      EXPECT_LE(std::abs(static_cast<long double>(outputs[i]) - exact[i]), bound) << describe(what) << " output " << i;
    }
  }
}

using faltung::cpu::exact_sum;

// As above for every pair of types; an output type of fewer digits rounds once more, float16 where it is subnormal to
// within 2^-25.
TEST(reference_of_types, rounds_once_for_every_pair_of_types) {
  for (int signal = 0; signal <= static_cast<int>(faltung::complex128); ++signal)
    for (int filter = 0; filter <= static_cast<int>(faltung::complex128); ++filter) {
      const typed_case data(problem{.signal = {4, 13},
                                    .filter = {3, 70},
                                    .bank = 2,
                                    .type = static_cast<faltung::element_type>(signal),
                                    .filter_type = static_cast<faltung::element_type>(filter),
                                    .mode = faltung::mode::same,
                                    .operation = faltung::operation::correlation,
                                    .boundary = faltung::mirror});
      const geometry& sizes = data.resolved;
      const bytes outputs = data.run(request_for(sizes, faltung::method::reference));
      ASSERT_FALSE(outputs.empty()) << data.text();
      if (faltung::is_integer(sizes.compute)) {
        EXPECT_EQ(outputs, data.chains()) << data.text();
        continue;
      }
      const long double u = faltung::unit_roundoff(sizes.output.type) + faltung::unit_roundoff(sizes.compute);
      const long double v = sizes.compute == faltung::float32 ? 0x1p-53L : 0x1p-64L;
      data.each_output([&](std::int64_t entry, std::int64_t row, std::int64_t column, int part, std::int64_t at) {
        long double exact = 0;
        long double magnitude = 0;
        const auto add = [&](auto sample, auto tap) {
          exact += static_cast<long double>(sample) * tap;
          magnitude += std::abs(static_cast<long double>(sample) * tap);
        };
        if (sizes.compute == faltung::float32) {
          data.each_term<float>(entry, row, column, part, add);
        } else {
          data.each_term<double>(entry, row, column, part, add);
        }
        const auto value = faltung::kernel::read_element<double>(outputs.data(), sizes.output.type, at);
        const long double bound =
            u * std::abs(exact) + 2 * static_cast<long double>(sizes.terms()) * v * magnitude + 0x1p-25L * u;
        ASSERT_LE(std::abs(value - exact), bound) << data.text() << " output " << at;
      });
    }
}

TEST(reference_of_types, names_the_first_output_that_its_type_does_not_hold) {
  typed_case data(
      problem{.signal = 3, .filter = 2, .batch = 2, .type = faltung::int8, .overflow = faltung::overflow::error});
  const auto byte = [](int value) { return static_cast<std::byte>(value & 0xFF); };
  data.signals = {byte(1), byte(2), byte(3), byte(63), byte(-64), byte(64)};
  data.filters = {byte(2), byte(0)};
  const auto request = request_for(data.resolved, faltung::method::reference);
  const auto made = faltung::cpu::make_executor(request);
  made->set_filter(data.filters.data(), nullptr);
  bytes outputs = data.empty_outputs();
  try {
    made->execute(data.signals.data(), outputs.data(), nullptr, nullptr);
    ADD_FAILURE() << "128 passed for an int8";
  } catch (const faltung::overflow_error& refused) {
    EXPECT_EQ(refused.index(), (std::array<std::int64_t, 3>{1, 0, 2}));
    EXPECT_EQ(refused.value(), "128");
    EXPECT_STREQ(refused.what(), "faltung: output [1, 0, 2] = 128: int8 does not hold it");
  }
  EXPECT_EQ(outputs, data.empty_outputs()) << "something was written";

  data.signals.back() = byte(0);
  EXPECT_EQ(data.run(request), (bytes{byte(2), byte(4), byte(6), byte(0), byte(126), byte(-128), byte(0), byte(0)}));
}

TEST(exact_sum, is_exact_beyond_128_bits) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  exact_sum of_unsigned(false, false);
  for (int i = 0; i < 4; ++i) of_unsigned.add(most, most);
  EXPECT_EQ(of_unsigned.text(), "1361129467683753853705924477137396432900");  // 4 (2^64 - 1)^2
  EXPECT_EQ(of_unsigned.result(), 4U);
  EXPECT_FALSE(of_unsigned.fits(faltung::uint64));

  constexpr std::uint64_t least = std::uint64_t{1} << 63;  // -2^63
  exact_sum of_signed(true, true);
  for (int i = 0; i < 6; ++i) of_signed.add(least, least - 1);
  EXPECT_EQ(of_signed.text(), "-510423550381407695139721678926523662336");  // -6 2^63 (2^63 - 1)
  for (int i = 0; i < 6; ++i) of_signed.add(least - 1, least - 1);
  for (int i = 0; i < 6; ++i) of_signed.add(1, least - 1);
  EXPECT_EQ(of_signed.text(), "0");
  EXPECT_TRUE(of_signed.fits(faltung::uint8));
}

TEST(exact_sum, knows_the_ends_of_every_type) {
  struct ends {
    faltung::element_type type;
    std::int64_t least;
    std::uint64_t most;
  };
  constexpr auto wide = std::numeric_limits<std::int64_t>::max();
  for (const ends& one : {ends{faltung::int8, -128, 127},
                          {faltung::uint8, 0, 255},
                          {faltung::int16, -32768, 32767},
                          {faltung::uint16, 0, 65535},
                          {faltung::int32, -2147483648LL, 2147483647},
                          {faltung::uint32, 0, 4294967295},
                          {faltung::int64, -wide - 1, wide},
                          {faltung::uint64, 0, std::numeric_limits<std::uint64_t>::max()}}) {
    exact_sum below(true, true);
    below.add(1, static_cast<std::uint64_t>(one.least));
    EXPECT_TRUE(below.fits(one.type)) << one.type;
    EXPECT_EQ(below.text(), std::to_string(one.least));
    below.add(1, static_cast<std::uint64_t>(-1));
    EXPECT_FALSE(below.fits(one.type)) << one.type;
    exact_sum above(false, false);
    above.add(1, one.most);
    EXPECT_TRUE(above.fits(one.type)) << one.type;
    EXPECT_EQ(above.text(), std::to_string(one.most));
    above.add(1, 1);
    EXPECT_FALSE(above.fits(one.type)) << one.type;
  }
}

}  // namespace
}  // namespace cpu_tests
