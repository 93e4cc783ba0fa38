// The words of the library, in both directions.
#include <gtest/gtest.h>

#include <sstream>

#include "faltung/error.hpp"
#include "faltung/faltung.hpp"

namespace faltung {
namespace {

template <class Value>
std::string printed(const Value& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST(names, are_read_as_they_are_printed) {
  for (const mode value : {mode::full, mode::same, mode::valid}) EXPECT_EQ(parse_mode(printed(value)), value);
  for (const backend value : {backend::automatic, backend::cpu, backend::cuda})
    EXPECT_EQ(parse_backend(printed(value)), value);
  for (const method value : {method::automatic, method::reference, method::direct, method::fft, method::overlap_save})
    EXPECT_EQ(parse_method(printed(value)), value);
}

TEST(names, that_are_unknown_are_refused_by_name_with_the_known_ones) {
  for (const char* name : {"", "Full", "fulll", "s", "0", "same "}) {
    try {
      (void)parse_mode(name);
      FAIL() << name;
    } catch (const invalid_argument& refused) {
      EXPECT_EQ(refused.argument(), "mode");
      EXPECT_NE(refused.value().find(name), std::string::npos);
      EXPECT_NE(std::string(refused.what()).find("valid"), std::string::npos);
    }
  }
  EXPECT_THROW((void)parse_backend("gpu"), invalid_argument);
  EXPECT_THROW((void)parse_method("winograd"), invalid_argument);
}

TEST(names, of_values_that_are_no_enumerators_are_printed_as_unknown) {
  EXPECT_EQ(printed(static_cast<mode>(99)), "unknown");
}

TEST(printed, shapes_show_their_extents) {
  EXPECT_EQ(printed(shape(4096)), "{4096}");
  EXPECT_EQ(printed(shape(480, 640)), "{480, 640}");
  EXPECT_EQ(printed(shape()), "{}");
}

TEST(printed, problems_show_everything_that_defines_them) {
  const std::string text = printed(problem{.signal = {480, 640}, .filter = {5, 7}, .batch = 3, .type = float64});
  for (const char* part : {"{480, 640}", "{5, 7}", "3", "float64", "convolution", "full"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
}

TEST(printed, machines_say_why_cuda_cannot_be_used) {
  capabilities machine;
  machine.cuda.absent = "no CUDA-capable device is detected";
  EXPECT_NE(printed(machine).find(machine.cuda.absent), std::string::npos);
}

}  // namespace
}  // namespace faltung
