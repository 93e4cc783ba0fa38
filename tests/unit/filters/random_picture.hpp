// A picture of normally distributed pixels, the same for the same seed.
#pragma once

#include <random>
#include <vector>

#include "faltung/image.hpp"

namespace faltung::test {

inline image<double> random_picture(std::int64_t height, std::int64_t width, unsigned seed, double offset = 0) {
  std::mt19937 random(seed);
  std::normal_distribution<double> pixel(offset, 1);
  image<double> made{height, width, std::vector<double>(static_cast<std::size_t>(height * width))};
  for (double& one : made.pixels) one = pixel(random);
  return made;
}

}  // namespace faltung::test
