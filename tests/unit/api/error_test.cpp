#include "faltung/error.hpp"

#include <gtest/gtest.h>

#include <string>

namespace faltung {
namespace {

bool holds(const error& thrown, const std::string& text) {
  return std::string(thrown.what()).find(text) != std::string::npos;
}

TEST(error, invalid_argument_names_argument_value_and_reason) {
  const invalid_argument thrown("batch", "-3", "must be at least 1");
  EXPECT_EQ(thrown.argument(), "batch");
  EXPECT_EQ(thrown.value(), "-3");
  EXPECT_TRUE(holds(thrown, "batch") && holds(thrown, "-3") && holds(thrown, "must be at least 1"));
}

TEST(error, out_of_memory_keeps_the_size_asked_for) {
  const out_of_memory thrown("workspace", 4096);
  EXPECT_EQ(thrown.bytes(), 4096U);
  EXPECT_TRUE(holds(thrown, "workspace") && holds(thrown, "4096"));
}

TEST(error, device_error_keeps_library_code_and_place) {
  const device_error thrown("cuFFT", 5, "internal error", "cufftExecR2C(...)", "fft.cpp", 42);
  EXPECT_EQ(thrown.library(), "cuFFT");
  EXPECT_EQ(thrown.code(), 5);
  EXPECT_TRUE(holds(thrown, "internal error") && holds(thrown, "cufftExecR2C") && holds(thrown, "fft.cpp:42"));
}

template <class Thrown>
void expect_caught_as_error(const Thrown& thrown) {
  EXPECT_THROW(throw thrown, error);
  EXPECT_THROW(throw thrown, std::runtime_error);
}

TEST(error, one_handler_catches_every_kind) {
  expect_caught_as_error(invalid_argument("a", "b", "c"));
  expect_caught_as_error(unsupported("a", "b", "c"));
  expect_caught_as_error(out_of_memory("a", 1));
  expect_caught_as_error(device_error("a", 1, "b", "c", "d", 2));
  expect_caught_as_error(interrupted());
  EXPECT_THROW(throw unsupported("a", "b", "c"), invalid_argument);
}

}  // namespace
}  // namespace faltung
