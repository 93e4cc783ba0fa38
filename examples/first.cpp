#include <faltung/faltung.hpp>
#include <iostream>
#include <vector>

int main() {
  const std::vector<float> signal{1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<float> filter{0.25F, 0.5F, 0.25F};
  for (const float value : faltung::convolve(signal, filter, faltung::mode::same)) std::cout << value << ' ';
  std::cout << '\n';
}
