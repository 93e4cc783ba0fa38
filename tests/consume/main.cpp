// A user's program: one call, whose values are known, and one error that is caught by its type across the library's edge.
#include <faltung/faltung.hpp>
#include <iostream>
#include <vector>

int main() {
  const std::vector<float> x{1, 2, 3};
  const std::vector<float> h{0, 1, 0.5F};
  const std::vector<float> expected{0, 1, 2.5F, 4, 1.5F};
  if (faltung::convolve(x, h, faltung::mode::full, {.method = faltung::method::direct}) != expected) {
    std::cerr << "wrong values\n";
    return 1;
  }
  try {
    faltung::convolve(x, std::vector<float>{});
    std::cerr << "an empty filter was accepted\n";
    return 1;
  } catch (const faltung::invalid_argument& refused) {
    std::cout << refused.what() << '\n';
  }
}
