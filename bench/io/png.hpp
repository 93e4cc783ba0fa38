// Pictures, in and out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace faltung::bench {

// Colour planes one after another, black 0 and white 1: the [batch, height, width] layout of a plan.
struct picture {
  std::int64_t planes = 0;  // 1 grey, 3 red green blue
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::vector<float> values;

  [[nodiscard]] float& at(std::int64_t plane, std::int64_t row, std::int64_t column) {
    return values[static_cast<std::size_t>((plane * height + row) * width + column)];
  }
  [[nodiscard]] float at(std::int64_t plane, std::int64_t row, std::int64_t column) const {
    return values[static_cast<std::size_t>((plane * height + row) * width + column)];
  }
};

// Any PNG as 8-bit grey or RGB; what is transparent is laid on white.
// Throws file_error for a file that is not a PNG, is cut short, or fails its checksums.
picture read_png(const std::string& path);

// 8 bits per value, rounded; values outside 0..1 are clipped. Throws file_error.
void write_png(const std::string& path, const picture& image);

}  // namespace faltung::bench
