#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <set>
#include <stdexcept>
#include <vector>

#include "faltung/convolve.hpp"
#include "material/noise.hpp"
#include "material/picture_filters.hpp"
#include "material/room.hpp"

namespace faltung::bench {
namespace {

double sum(const std::vector<float>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(noise, is_of_its_type_s_numbers) {
  for (const double value : noise<double>(1000, 1)) EXPECT_LE(std::abs(value), 1.0);
  const std::vector<std::int8_t> bytes = noise<std::int8_t>(10'000, 1);
  EXPECT_EQ(std::set<int>(bytes.begin(), bytes.end()).size(), 256U);
  EXPECT_EQ(bytes, noise<std::int8_t>(10'000, 1));
  EXPECT_NE(bytes, noise<std::int8_t>(10'000, 2));
}

TEST(noise, repeats_itself_where_it_is_long) {
  const std::size_t period = (std::size_t{1} << 18) + 1;
  const std::vector<std::byte> bytes = repeated_noise<std::int16_t>(2 * period + 5, 1);
  ASSERT_EQ(bytes.size(), 2 * (2 * period + 5));
  const std::vector<std::int16_t> once = noise<std::int16_t>(period, 1);
  EXPECT_EQ(std::memcmp(bytes.data(), once.data(), 2 * period), 0);
  EXPECT_EQ(std::memcmp(bytes.data() + 2 * period, once.data(), 2 * period), 0);
  EXPECT_EQ(std::memcmp(bytes.data() + 4 * period, once.data(), 10), 0);
}

TEST(room, falls_by_sixty_decibels) {
  const sound room = room_impulse_response(8000, 1.0, 1.0);
  ASSERT_EQ(room.frames, 8000);
  const auto energy = [&](std::size_t from) {
    double total = 0;
    for (std::size_t i = from; i < from + 800; ++i) total += static_cast<double>(room.samples[i] * room.samples[i]);
    return total;
  };
  // From one tenth to nine tenths of a second: 48 dB, give or take what 800 random samples vary.
  EXPECT_NEAR(10 * std::log10(energy(800) / energy(7200)), 48, 1.5);
  EXPECT_GT(room.samples[0], 0.9F);
}

TEST(room, is_the_same_every_time) {
  EXPECT_EQ(room_impulse_response(8000, 0.1, 0.5).samples, room_impulse_response(8000, 0.1, 0.5).samples);
  EXPECT_EQ(room_impulse_response(8000, 0.0, 0.5).frames, 1);
}

TEST(picture_filters, keep_brightness) {
  for (const picture_filter& filter : shown_filters()) {
    EXPECT_EQ(filter.taps.size(), static_cast<std::size_t>(filter.height * filter.width));
    EXPECT_NEAR(sum(filter.taps), 1, 1e-5) << filter.name;
  }
  EXPECT_EQ(gaussian(1).taps, std::vector<float>{1});
  EXPECT_NEAR(sum(from_picture(drawn_picture(8, 5), "x").taps), 1, 1e-5);
  EXPECT_THROW(from_picture({1, 2, 2, std::vector<float>(4)}, "black"), std::invalid_argument);
}

TEST(picture_filters, border_keeps_size_and_place) {
  const picture image = drawn_picture(9, 13);
  for (const std::int64_t height : {1, 2, 3, 4}) {
    for (const std::int64_t width : {1, 2, 5}) {
      // A filter that is 1 where `same` has its centre must give the picture back.
      picture_filter filter{"impulse", height, width, std::vector<float>(static_cast<std::size_t>(height * width))};
      filter.taps[static_cast<std::size_t>((height - 1) / 2 * width + (width - 1) / 2)] = 1;
      const picture wide = with_border(image, filter);
      const std::vector<float> plane(wide.values.begin(), wide.values.begin() + wide.height * wide.width);
      const auto result =
          convolve2d(image_view(plane, wide.height, wide.width), image_view(filter.taps, height, width), mode::valid);
      ASSERT_EQ(result.height, image.height);
      ASSERT_EQ(result.width, image.width);
      for (std::int64_t row = 0; row < image.height; ++row) {
        for (std::int64_t column = 0; column < image.width; ++column) {
          EXPECT_NEAR(result(row, column), image.at(0, row, column), 1e-5F) << height << 'x' << width;
        }
      }
    }
  }
}

}  // namespace
}  // namespace faltung::bench
