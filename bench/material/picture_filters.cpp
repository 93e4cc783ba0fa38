#include "material/picture_filters.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace faltung::bench {

picture_filter gaussian(std::int64_t size) {
  picture_filter filter{"gaussian-" + std::to_string(size), size, size, {}};
  const double radius = static_cast<double>(size / 2);
  const double sigma = std::max(radius, 1.0) / 3;
  std::vector<double> profile;
  for (double at = -radius; at <= radius; ++at) profile.push_back(std::exp(-at * at / (2 * sigma * sigma)));
  const double sum = std::accumulate(profile.begin(), profile.end(), 0.0);
  for (const double row : profile) {
    for (const double column : profile) filter.taps.push_back(static_cast<float>(row * column / (sum * sum)));
  }
  return filter;
}

picture_filter sharpen() { return {"sharpen-3", 3, 3, {0, -0.5F, 0, -0.5F, 3, -0.5F, 0, -0.5F, 0}}; }

picture_filter from_picture(const picture& image, const std::string& name) {
  const auto area = static_cast<std::size_t>(image.height * image.width);
  picture_filter filter{name, image.height, image.width, std::vector<float>(area)};
  for (std::size_t i = 0; i < image.values.size(); ++i) filter.taps[i % area] += image.values[i];
  const double sum = std::accumulate(filter.taps.begin(), filter.taps.end(), 0.0);
  if (!(sum > 0)) throw std::invalid_argument("a black picture makes no filter");
  for (float& tap : filter.taps) tap = static_cast<float>(tap / sum);
  return filter;
}

std::vector<picture_filter> shown_filters() { return {gaussian(9), sharpen(), gaussian(65)}; }

picture with_border(const picture& image, const picture_filter& filter) {
  // A convolution's window of even size reaches further back than forward.
  const std::int64_t rows = filter.height / 2;
  const std::int64_t columns = filter.width / 2;
  picture wide{image.planes, image.height + filter.height - 1, image.width + filter.width - 1, {}};
  wide.values.reserve(static_cast<std::size_t>(wide.planes * wide.height * wide.width));
  for (std::int64_t plane = 0; plane < wide.planes; ++plane) {
    for (std::int64_t row = 0; row < wide.height; ++row) {
      for (std::int64_t column = 0; column < wide.width; ++column) {
        wide.values.push_back(image.at(plane, std::clamp<std::int64_t>(row - rows, 0, image.height - 1),
                                       std::clamp<std::int64_t>(column - columns, 0, image.width - 1)));
      }
    }
  }
  return wide;
}

picture drawn_picture(std::int64_t height, std::int64_t width) {
  picture image{3, height, width, std::vector<float>(static_cast<std::size_t>(3 * height * width))};
  // The phase grows with the square of the radius and reaches half a turn per pixel at the nearer edge.
  const double reach = std::numbers::pi / static_cast<double>(std::min(height, width));
  for (std::int64_t row = 0; row < height; ++row) {
    for (std::int64_t column = 0; column < width; ++column) {
      const double y = static_cast<double>(2 * row - height + 1) / 2;
      const double x = static_cast<double>(2 * column - width + 1) / 2;
      const double rings = 0.5 + 0.5 * std::cos(reach * (x * x + y * y));
      const double across = static_cast<double>(column) / static_cast<double>(width);
      const double down = static_cast<double>(row) / static_cast<double>(height);
      image.at(0, row, column) = static_cast<float>(rings * (1 - 0.6 * across));
      image.at(1, row, column) = static_cast<float>(rings * (0.4 + 0.6 * across * down));
      image.at(2, row, column) = static_cast<float>(rings * (1 - 0.6 * down));
    }
  }
  return image;
}

}  // namespace faltung::bench
