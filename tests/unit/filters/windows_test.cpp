#include "faltung/windows.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "filters/window_sums.hpp"
#include "golden.hpp"

namespace faltung {
namespace {

using test::all_near;
using test::golden;
using test::numbers;
using test::refusal;
using test::u;

std::vector<double> window_of(const std::string& name, std::int64_t length, symmetry kind, double parameter) {
  if (name == "boxcar") return windows::boxcar(length, kind);
  if (name == "hann") return windows::hann(length, kind);
  if (name == "hamming") return windows::hamming(length, kind);
  if (name == "blackman") return windows::blackman(length, kind);
  if (name == "bartlett") return windows::bartlett(length, kind);
  if (name == "gaussian") return windows::gaussian(length, parameter, kind);
  return windows::kaiser(length, parameter, kind);
}

TEST(windows, are_those_of_scipy) {
  EXPECT_EQ(golden("windows").size(), 90u);
  for (const auto& one : golden("windows")) {
    const auto name = one.at("name").get<std::string>();
    const double parameter = one.at("parameter").is_null() ? 0 : one.at("parameter").get<double>();
    const auto length = one.at("length").get<std::int64_t>();
    const auto kind = one.at("symmetric").get<bool>() ? symmetry::symmetric : symmetry::periodic;
    SCOPED_TRACE(name + ' ' + std::to_string(length));
    // Arguments of up to 2 pi (of Bessel's function: beta), each rounded a few times on either side.
    const double arguments = name == "kaiser" ? parameter + 1 : 6.3;
    EXPECT_TRUE(all_near(window_of(name, length, kind, parameter), numbers(one, "values"), 6 * u * arguments));
  }
}

TEST(windows, have_the_same_bits_in_both_halves) {
  for (const char* name : {"hann", "hamming", "blackman", "bartlett", "gaussian", "kaiser"}) {
    for (const std::int64_t length : {2, 5, 64, 101}) {
      const std::vector<double> whole = window_of(name, length, symmetry::symmetric, 3.7);
      EXPECT_EQ(whole, std::vector<double>(whole.rbegin(), whole.rend())) << name << ' ' << length;
    }
  }
}

TEST(windows, refuse_what_makes_none) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal([] { (void)windows::hann(0); }), "length: 0");
  EXPECT_EQ(refusal([] { (void)windows::boxcar(-3); }), "length: -3");
  EXPECT_EQ(refusal([] { (void)windows::bartlett(3, static_cast<symmetry>(2)); }), "kind: 2");
  EXPECT_EQ(refusal([] { (void)windows::gaussian(3, 0); }), "sigma: 0");
  EXPECT_EQ(refusal([&] { (void)windows::gaussian(3, nan); }), "sigma: nan");
  EXPECT_EQ(refusal([] { (void)windows::kaiser(3, 701); }), "beta: 701");
  EXPECT_EQ(refusal([&] { (void)windows::kaiser(3, nan); }), "beta: nan");
  EXPECT_THROW((void)windows::hann(std::numeric_limits<std::int64_t>::max()), out_of_memory);
}

TEST(windows, of_the_largest_kaiser_beta_are_finite) {
  for (const double weight : windows::kaiser(9, 700)) EXPECT_TRUE(weight >= 0 && weight <= 1) << weight;
}

TEST(gaussian_kernel, is_that_of_scipy) {
  for (const auto& one : golden("gaussian_kernels")) {
    const auto sigma = one.at("sigma").get<double>();
    const auto order = one.at("order").get<int>();
    const auto truncate = one.at("truncate").get<double>();
    SCOPED_TRACE(one.dump().substr(0, 50));
    const std::vector<double> kernel = gaussian_kernel(sigma, order, truncate);
    // Hermite's polynomial of degree d has coefficients whose magnitudes add up to at most (1 + t)^d at t.
    const double t = static_cast<double>(kernel.size() / 2) / sigma;
    const double tolerance = 32 * u * std::pow((1 + t) / sigma, order);
    EXPECT_TRUE(all_near(kernel, numbers(one, "values"), tolerance));
  }
}

TEST(gaussian_kernel, without_width_leaves_a_signal_alone) {
  EXPECT_EQ(gaussian_kernel(0), std::vector<double>{1});
  EXPECT_EQ(refusal([] { (void)gaussian_kernel(0, 1); }), "sigma: 0");
}

TEST(gaussian_kernel, refuses_what_makes_none) {
  EXPECT_EQ(refusal([] { (void)gaussian_kernel(-1); }), "sigma: -1");
  EXPECT_EQ(refusal([] { (void)gaussian_kernel(1e300); }), "sigma: 1e+300");
  EXPECT_EQ(refusal([] { (void)gaussian_kernel(1, -1); }), "order: -1");
  EXPECT_EQ(refusal([] { (void)gaussian_kernel(1, 21); }), "order: 21");
  EXPECT_EQ(refusal([] { (void)gaussian_kernel(1, 0, -4); }), "truncate: -4");
}

TEST(savgol_coeffs, are_those_of_scipy_and_of_rational_arithmetic) {
  EXPECT_GE(golden("savgol_coeffs").size(), 15u);
  for (const auto& one : golden("savgol_coeffs")) {
    SCOPED_TRACE(one.dump().substr(0, 90));
    const std::optional<double> pos =
        one.at("pos").is_null() ? std::nullopt : std::optional(one.at("pos").get<double>());
    const auto length = one.at("window_length").get<std::int64_t>();
    const auto order = one.at("polyorder").get<std::int64_t>();
    const std::vector<double> taps =
        savgol_coeffs(length, order, one.at("deriv").get<std::int64_t>(), one.at("delta").get<double>(), pos);
    const std::vector<double> exact = numbers(one, "exact");
    // What the header promises.
    EXPECT_TRUE(all_near(taps, exact, test::largest(exact) * (3 * order <= 2 * length ? 2e-14 : 1e-11)));
    const double scipys_error = 8 * u * one.at("condition").get<double>();
    if (scipys_error < 1e-6) {
      EXPECT_TRUE(all_near(taps, numbers(one, "values"), test::largest(exact) * (scipys_error + 2e-14)));
    }
  }
}

TEST(savgol_coeffs, refuse_what_makes_none) {
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(0, 0); }), "window_length: 0");
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(5, 5); }), "polyorder: 5");
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(5, -1); }), "polyorder: -1");
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(5, 2, -1); }), "deriv: -1");
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(5, 2, 1, 0.0); }), "delta: 0");
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(5, 2, 0, 1.0, 5.0); }), "pos: 5");
  EXPECT_EQ(refusal([] { (void)savgol_coeffs(5, 2, 0, 1.0, -0.5); }), "pos: -0.5");
}

TEST(window_sums, of_integers_are_exact_for_every_window) {
  std::mt19937 random(3);
  std::uniform_int_distribution<int> pixel(-9, 9);
  image<double> picture{7, 11, std::vector<double>(77)};
  for (double& one : picture.pixels) one = pixel(random);
  for (std::int64_t height = 1; height <= 7; ++height) {
    for (std::int64_t width = 1; width <= 11; ++width) {
      const image<double> sums = window_sums(picture, height, width);
      ASSERT_EQ(shape(sums.height, sums.width), shape(8 - height, 12 - width));
      for (std::int64_t y = 0; y < sums.height; ++y) {
        for (std::int64_t x = 0; x < sums.width; ++x) {
          double sum = 0;
          for (std::int64_t i = 0; i < height; ++i)
            for (std::int64_t j = 0; j < width; ++j) sum += picture(y + i, x + j);
          ASSERT_EQ(sums(y, x), sum) << height << 'x' << width << " at " << y << ", " << x;
        }
      }
    }
  }
}

}  // namespace
}  // namespace faltung
