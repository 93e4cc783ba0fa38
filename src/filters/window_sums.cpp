#include "filters/window_sums.hpp"

#include <algorithm>
#include <type_traits>

#include "faltung/convolve.hpp"

namespace faltung {
namespace {

// Sums over `window` of `n` samples, each of which is `width` numbers in a row. The algorithm of van Herk and of Gil
// and Werman, with sums in place of maxima: blocks as long as the window; a window is the end of one block and the
// beginning of the next, so sums from every place to its block's end (tails) and from a block's begin to every place
// are all it takes. `Width` is a constant for single numbers, whose loops then vanish.
template <class Width>
void sum_windows(const double* samples, std::int64_t n, Width width, std::int64_t window, double* tails, double* head,
                 double* sums) {
  const auto add = [width](const double* a, const double* b, double* sum) {
    for (std::int64_t i = 0; i < width; ++i) sum[i] = a[i] + b[i];
  };
  std::copy_n(samples, n * width, tails);
  for (std::int64_t begin = 0; begin < n; begin += window)
    for (std::int64_t i = std::min(begin + window, n) - 2; i >= begin; --i)
      add(samples + i * width, tails + (i + 1) * width, tails + i * width);
  const std::int64_t count = n - window + 1;
  for (std::int64_t begin = 0; begin < count; begin += window) {
    std::copy_n(tails + begin * width, static_cast<std::int64_t>(width), sums + begin * width);
    std::fill_n(head, static_cast<std::int64_t>(width), 0.0);
    for (std::int64_t first = begin + 1; first < std::min(begin + window, count); ++first) {
      add(head, samples + (first + window - 1) * width, head);
      add(tails + first * width, head, sums + first * width);
    }
  }
}

}  // namespace

image<double> window_sums(const image<double>& picture, std::int64_t height, std::int64_t width) {
  const std::int64_t rows = picture.height - height + 1;
  const std::int64_t columns = picture.width - width + 1;
  image<double> along{picture.height, columns, detail::allocate_output<double>(picture.height * columns)};
  image<double> sums{rows, columns, detail::allocate_output<double>(rows * columns)};
  std::vector<double> tails = detail::allocate_output<double>(std::max(picture.height * columns, picture.width));
  std::vector<double> head = detail::allocate_output<double>(columns);
  for (std::int64_t y = 0; y < picture.height; ++y)
    sum_windows(&picture(y, 0), picture.width, std::integral_constant<std::int64_t, 1>{}, width, tails.data(),
                head.data(), &along(y, 0));
  sum_windows(along.pixels.data(), picture.height, columns, height, tails.data(), head.data(), sums.pixels.data());
  return sums;
}

}  // namespace faltung
