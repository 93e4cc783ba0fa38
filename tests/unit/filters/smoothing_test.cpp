#include "faltung/smoothing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "golden.hpp"

namespace faltung {
namespace {

using nlohmann::json;
using test::all_near;
using test::by_sums;
using test::golden;
using test::numbers;
using test::refusal;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class Value>
constexpr double unit = std::same_as<Value, float> ? test::u_float : test::u;

// Of two sums of `terms` products each, tap by tap rounded a few times before; SciPy's uniform filter adds up along the
// whole signal.
double tolerance(double roundoff, double terms, double taps, double samples) {
  return 2 * (terms + 8) * roundoff * taps * samples;
}

template <class Value>
std::vector<Value> as(const std::vector<double>& from) {
  return {from.begin(), from.end()};  // few digits: exact
}

template <class Value>
std::vector<Value> filtered(const json& one, const std::vector<Value>& signal) {
  const auto function = one.at("function").get<std::string>();
  const auto name = one.value("boundary", std::string("shrink"));
  const auto number = [&](const char* member) { return one.at(member).get<std::int64_t>(); };
  if (function == "gradient") return gradient(signal, one.at("spacing").get<double>());
  if (function == "moving_average") return moving_average(signal, number("window"), edge::shrink, by_sums);
  if (name == "interp")
    return savgol_filter(signal, number("window_length"), number("polyorder"), number("deriv"),
                         one.at("delta").get<double>(), edge::interp, by_sums);
  const boundary outside = parse_boundary(name);
  if (function == "uniform_filter") return uniform_filter(signal, number("size"), outside, by_sums);
  if (function == "gaussian_filter")
    return gaussian_filter(signal, one.at("sigma").get<double>(), one.at("order").get<int>(), outside, 4.0, by_sums);
  return savgol_filter(signal, number("window_length"), number("polyorder"), number("deriv"),
                       one.at("delta").get<double>(), outside, by_sums);
}

template <class Value>
double tolerance_of(const json& one, const std::vector<double>& signal) {
  const auto function = one.at("function").get<std::string>();
  const double samples = test::largest(signal);
  const auto n = static_cast<double>(signal.size());
  if (function == "gradient") return tolerance(unit<Value>, 2, 1 / one.at("spacing").get<double>(), samples);
  if (function == "moving_average") return tolerance(unit<Value>, one.at("window").get<double>(), 1, samples);
  if (function == "uniform_filter") return tolerance(unit<Value>, one.at("size").get<double>() + n, 1, samples);
  if (function == "gaussian_filter") {
    const std::vector<double> taps = gaussian_kernel(one.at("sigma").get<double>(), one.at("order").get<int>());
    return tolerance(unit<Value>, static_cast<double>(taps.size()) + 16, test::sum_of_magnitudes(taps), samples);
  }
  // The taps at the edge are the largest; SciPy's have as many roundings more as its equations' condition says.
  const auto length = one.at("window_length").get<std::int64_t>();
  const double taps =
      test::sum_of_magnitudes(savgol_coeffs(length, one.at("polyorder").get<std::int64_t>(),
                                            one.at("deriv").get<std::int64_t>(), one.at("delta").get<double>(), 0.0));
  return tolerance(unit<Value>, static_cast<double>(length), taps, samples) +
         8 * test::u * one.at("condition").get<double>() * taps * samples;
}

template <class Value>
void expect_golden() {
  EXPECT_GE(golden("filters_1d").size(), 200u);
  for (const json& one : golden("filters_1d")) {
    SCOPED_TRACE(one.dump().substr(0, 400));
    const std::vector<double> signal = numbers(one, "signal");
    EXPECT_TRUE(all_near(filtered(one, as<Value>(signal)), numbers(one, "values"), tolerance_of<Value>(one, signal)));
  }
}

TEST(smoothing, of_doubles_is_that_of_numpy_and_scipy) { expect_golden<double>(); }
TEST(smoothing, of_floats_is_that_of_numpy_and_scipy) { expect_golden<float>(); }

// Column filters, then row filters, as in SciPy.
const options by_passes{.backend = backend::cpu, .method = method::separable};

TEST(smoothing, of_pictures_is_that_of_scipy) {
  EXPECT_GE(golden("filters_2d").size(), 90u);
  for (const json& one : golden("filters_2d")) {
    SCOPED_TRACE(one.dump().substr(0, 400));
    const std::vector<double> pixels = numbers(one, "signal");
    const image<double> picture{one.at("height").get<std::int64_t>(), one.at("width").get<std::int64_t>(), pixels};
    const boundary outside = parse_boundary(one.at("boundary").get<std::string>());
    if (one.contains("size")) {
      const auto size = one.at("size").get<std::vector<std::int64_t>>();
      const image<double> got = uniform_filter(picture, {size[0], size[1]}, outside, by_passes);
      EXPECT_EQ(shape(got.height, got.width), shape(picture.height, picture.width));
      EXPECT_TRUE(all_near(got.pixels, numbers(one, "values"), tolerance(test::u, 40, 1, test::largest(pixels))));
      continue;
    }
    const auto sigma = one.at("sigma").get<std::vector<double>>();
    const auto order = one.at("order").get<std::vector<int>>();
    const double taps = test::sum_of_magnitudes(gaussian_kernel(sigma[0], order[0])) *
                        test::sum_of_magnitudes(gaussian_kernel(sigma[1], order[1]));
    EXPECT_TRUE(
        all_near(gaussian_filter(picture, {sigma[0], sigma[1]}, {order[0], order[1]}, outside, 4.0, by_passes).pixels,
                 numbers(one, "values"), tolerance(test::u, 60, taps, test::largest(pixels))));
  }
}

TEST(smoothing, has_scipys_defaults) {
  const std::vector<double> x{2, 2, 5, 2, 1, 0, 1, 4, 9};
  EXPECT_EQ(uniform_filter(x, 3), uniform_filter(x, 3, reflect));
  EXPECT_EQ(gaussian_filter(x, 1.0), gaussian_filter(x, 1.0, 0, reflect, 4.0));
  EXPECT_EQ(savgol_filter(x, 5, 2), savgol_filter(x, 5, 2, 0, 1.0, edge::interp));
  EXPECT_EQ(moving_average(x, 3, nearest), uniform_filter(x, 3, nearest));
  const image<double> picture{3, 3, x};
  EXPECT_EQ(uniform_filter(picture, 3).pixels, uniform_filter(picture, {3, 3}, reflect).pixels);
  EXPECT_EQ(gaussian_filter(picture, 0.5).pixels, gaussian_filter(picture, {0.5, 0.5}, {0, 0}, reflect).pixels);
}

TEST(smoothing, of_integers_and_half_floats_is_not_rounded_to_them) {
  const std::vector<std::int16_t> x{1, 2, 4, 30000};
  const std::vector<double> averages = moving_average(x, 2);
  EXPECT_EQ(averages, (std::vector<double>{1, 1.5, 3, 15002}));
  EXPECT_EQ(gradient(std::vector<std::uint8_t>{200, 100, 50}), (std::vector<double>{-100, -75, -50}));
  const std::vector<float16_t> half{float16_t(1), float16_t(2)};
  EXPECT_EQ(moving_average(half, 2), (std::vector<float>{1, 1.5F}));
  const image<std::uint8_t> picture{1, 2, {255, 0}};
  EXPECT_EQ(uniform_filter(picture, {1, 2}, nearest).pixels, (std::vector<double>{255, 127.5}));
}

TEST(smoothing, keeps_the_signals_length_under_a_longer_window) {
  const std::vector<double> x{3, 5, 10};
  EXPECT_EQ(moving_average(x, 9, edge::shrink, by_sums), (std::vector<double>{6, 6, 6}));
  EXPECT_EQ(uniform_filter(x, 9, zero, by_sums), (std::vector<double>{2, 2, 2}));
  EXPECT_EQ(uniform_filter(x, 6, constant(6), by_sums), (std::vector<double>{6, 6, 6}));
}

TEST(smoothing, leaves_samples_alone_that_no_window_shares_with_a_nan) {
  std::vector<double> x(12, 1.0);
  x[6] = nan;
  const auto touched = [](const std::vector<double>& of) {
    std::vector<std::size_t> where;
    for (std::size_t i = 0; i < of.size(); ++i)
      if (std::isnan(of[i])) where.push_back(i);
    return where;
  };
  EXPECT_EQ(touched(moving_average(x, 3, edge::shrink, by_sums)), (std::vector<std::size_t>{5, 6, 7}));
  EXPECT_EQ(touched(gaussian_filter(x, 0.25, 0, reflect, 4.0, by_sums)), (std::vector<std::size_t>{5, 6, 7}));
  EXPECT_EQ(touched(gradient(x)), (std::vector<std::size_t>{5, 7}));
}

TEST(savgol_filter, reproduces_polynomials_up_to_the_edges) {
  std::vector<double> x(20);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i * i) / 4 - static_cast<double>(i);
  EXPECT_TRUE(all_near(savgol_filter(x, 7, 2), x, tolerance(test::u, 7, 3, 100)));
  std::vector<double> slope(20);
  for (std::size_t i = 0; i < x.size(); ++i) slope[i] = static_cast<double>(i) / 2 - 1;
  EXPECT_TRUE(all_near(savgol_filter(x, 7, 2, 1), slope, tolerance(test::u, 7, 3, 100)));
}

TEST(smoothing, refuses_what_it_cannot_do_and_names_it) {
  const std::vector<double> x{1, 2, 3};
  const std::vector<double> none;
  const image<double> picture{1, 3, x};
  EXPECT_EQ(refusal([&] { (void)moving_average(x, 0); }), "window: 0");
  EXPECT_EQ(refusal([&] { (void)uniform_filter(x, -1); }), "size: -1");
  EXPECT_EQ(refusal([&] { (void)uniform_filter(picture, {1, 0}); }), "size: 0");
  EXPECT_EQ(refusal([&] { (void)gaussian_filter(x, nan); }), "sigma: nan");
  EXPECT_EQ(refusal([&] { (void)savgol_filter(x, 5, 2); }), "window_length: 5");
  EXPECT_EQ(refusal([&] { (void)savgol_filter(x, 3, 3); }), "polyorder: 3");
  EXPECT_EQ(refusal([&] { (void)savgol_filter(x, 3, 3, 0, 1.0, mirror); }), "polyorder: 3");
  EXPECT_EQ(refusal([&] { (void)gradient(x, 0); }), "spacing: 0");
  EXPECT_EQ(refusal([&] { (void)gradient(std::vector<double>{1}); }), "signal: 1");
  EXPECT_EQ(refusal([&] { (void)moving_average(none, 1); }), "problem.signal: {0}");
  EXPECT_EQ(refusal([&] { (void)moving_average(x, 1, edge::shrink, {.memory = memory::device}); }),
            "options.memory: device");
  EXPECT_THROW((void)moving_average(x, std::int64_t{1} << 60), out_of_memory);
}

}  // namespace
}  // namespace faltung
