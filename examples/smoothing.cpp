// Noisy samples of a parabola: averages, a Gaussian, and its slope by a Savitzky-Golay filter.
#include <faltung/faltung.hpp>
#include <iomanip>
#include <iostream>
#include <vector>

namespace {

void print(const char* name, const std::vector<float>& values) {
  std::cout << std::setw(16) << std::left << name << std::right;
  for (const float value : values) std::cout << std::setw(8) << value;
  std::cout << '\n';
}

}  // namespace

int main() {
  std::cout << std::fixed << std::setprecision(3);
  const float spacing = 0.5F;
  std::vector<float> x;
  for (int i = 0; i < 9; ++i) {
    const float t = spacing * static_cast<float>(i);
    x.push_back(t * t + (i % 2 == 0 ? 0.1F : -0.1F));
  }
  print("samples", x);
  print("moving average", faltung::moving_average(x, 3));  // shorter windows at the borders
  print("uniform", faltung::uniform_filter(x, 3, faltung::nearest));
  print("gaussian", faltung::gaussian_filter(x, 1.0));
  print("savgol", faltung::savgol_filter(x, 7, 2));
  print("savgol slope", faltung::savgol_filter(x, 7, 2, 1, spacing));
  print("gradient", faltung::gradient(x, spacing));
}
