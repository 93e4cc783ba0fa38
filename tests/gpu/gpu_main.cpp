// Where there is no device nothing was tested, and the exit code says so.
#include <gtest/gtest.h>

#include <iostream>

#include "faltung/capabilities.hpp"

int main(int count, char** arguments) {
  testing::InitGoogleTest(&count, arguments);
  const faltung::capabilities machine = faltung::detect();
  if (!machine.cuda.usable()) {
    std::cout << "\nSKIPPED: NOT ONE GPU TEST WAS RUN. No CUDA device can be used: " << machine.cuda.absent << "\n\n";
    constexpr int skipped = 77;
    return skipped;
  }
  std::cout << machine;
  return RUN_ALL_TESTS();
}
