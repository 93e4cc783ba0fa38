// Finds a pattern in a picture whose brightness and contrast differ, and every beat of a recording.
#include <faltung/faltung.hpp>
#include <iomanip>
#include <iostream>
#include <vector>

int main() {
  const faltung::image<std::uint8_t> pattern{3, 3, {0, 9, 0, 9, 9, 9, 0, 9, 0}};  // a cross
  faltung::image<std::uint8_t> picture{8, 12, std::vector<std::uint8_t>(96)};
  for (std::int64_t y = 0; y < 8; ++y)
    for (std::int64_t x = 0; x < 12; ++x) picture(y, x) = static_cast<std::uint8_t>(100 + 3 * x + (x * y) % 5);
  for (std::int64_t y = 0; y < 3; ++y)
    for (std::int64_t x = 0; x < 3; ++x) picture(4 + y, 7 + x) = static_cast<std::uint8_t>(50 + 4 * pattern(y, x));

  const auto found = faltung::best_match(faltung::match_template(picture, pattern));
  std::cout << std::fixed << std::setprecision(3);
  std::cout << "cross at row " << found.row << ", column " << found.column << ", score " << found.score << '\n';

  const std::vector<double> beat{0, 1, -2, 1, 0};
  std::vector<double> recording(30, 0.1);
  for (const std::size_t start : {3u, 12u, 22u})
    for (std::size_t k = 0; k < beat.size(); ++k) recording[start + k] += 0.3 * beat[k];
  for (const auto& one : faltung::find_pattern(recording, beat, 0.9))
    std::cout << "beat at " << one.position << ", score " << one.score << '\n';
}
