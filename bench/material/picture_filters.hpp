// Filters for pictures, and a picture for them where none was found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/png.hpp"

namespace faltung::bench {

struct picture_filter {
  std::string name;  // fit for a file name
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::vector<float> taps;
};

// Gaussian of odd size, cut at 3 standard deviations, its taps summing to 1.
picture_filter gaussian(std::int64_t size);

// 3x3: the pixel plus its difference from the four neighbours' mean, twice over.
picture_filter sharpen();

// The picture's brightness as taps, scaled to sum to 1. Throws std::invalid_argument for a black one.
picture_filter from_picture(const picture& image, const std::string& name);

// What the main job shows: a small blur, a sharpening, and a blur large enough for transforms to win.
std::vector<picture_filter> shown_filters();

// The border pixels repeated outwards, so that the `valid` convolution with that filter has the picture's size, is
// centred as `same` is, and has no dark rim.
picture with_border(const picture& image, const picture_filter& filter);

// Rings whose pitch shrinks outwards over a colour gradient: every spatial frequency, in every direction.
picture drawn_picture(std::int64_t height, std::int64_t width);

}  // namespace faltung::bench
