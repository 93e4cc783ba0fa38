// Sums over every window of a picture by additions alone: nothing is subtracted again, so nothing cancels, and a NaN
// stays within the windows that hold it.
#pragma once

#include <cstdint>
#include <vector>

#include "faltung/image.hpp"

namespace faltung {

// [H - height + 1, W - width + 1] sums over height x width pixels; the window lies within the picture. 6 additions per
// pixel, whatever the window; each term goes through at most height + width of them.
image<double> window_sums(const image<double>& picture, std::int64_t height, std::int64_t width);

}  // namespace faltung
