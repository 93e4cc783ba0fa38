// What a refused call must have thrown.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "faltung/error.hpp"

namespace faltung::test {

// The argument and value of the invalid_argument (or unsupported) that `call` throws.
struct complaint {
  std::string argument;
  std::string value;
  bool unsupported = false;
};

inline std::optional<complaint> complaint_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const unsupported& refused) {
    EXPECT_NE(std::string(refused.what()).find(refused.argument()), std::string::npos);
    return complaint{refused.argument(), refused.value(), true};
  } catch (const invalid_argument& refused) {
    EXPECT_NE(std::string(refused.what()).find(refused.value()), std::string::npos);
    return complaint{refused.argument(), refused.value(), false};
  }
  return std::nullopt;
}

inline void expect_invalid(const std::string& argument, const std::string& value, const std::function<void()>& call) {
  const auto got = complaint_of(call);
  ASSERT_TRUE(got.has_value()) << "no error about " << argument;
  EXPECT_EQ(got->argument, argument);
  if (!value.empty()) {
    EXPECT_EQ(got->value, value);
  }
  EXPECT_FALSE(got->unsupported);
}

inline void expect_unsupported(const std::string& argument, const std::function<void()>& call) {
  const auto got = complaint_of(call);
  ASSERT_TRUE(got.has_value()) << "no error about " << argument;
  EXPECT_EQ(got->argument, argument);
  EXPECT_TRUE(got->unsupported);
}

}  // namespace faltung::test
