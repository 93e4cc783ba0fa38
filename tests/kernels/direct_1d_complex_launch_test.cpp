// That the library launches the kernels for rows of complex numbers where they are meant, and nowhere else.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cuda/direct_kernels.hpp"
#include "emulation/recording.hpp"
#include "faltung/problem.hpp"

namespace faltung::test {
namespace {

// The kernel that a direct method launches for contiguous operands at `signal` and `output`.
template <class Type>
std::string launched(const problem& p, const void* signal, void* output) {
  Type taps[1];
  emulation::take_recorded_launches();
  emulation::record_launches(true);
  const geometry where = resolve(p);
  cuda::enqueue_direct_1d<Type>(direct_choice_of(where).kernel, where, signal, taps, output, nullptr);
  emulation::record_launches(false);
  const std::vector<emulation::recorded_launch> all = emulation::take_recorded_launches();
  return all.size() == 1 ? all.front().kernel : "";
}
template <class Type>
bool launches_it(const problem& p, std::size_t bytes = 0, std::size_t output_bytes = 0,
                 const char* name = "direct_1d_complex") {
  alignas(16) static std::byte memory[32];
  const std::string kernel = launched<Type>(p, memory + bytes, memory + output_bytes);
  EXPECT_NE(kernel, "");
  return kernel.find(name) != std::string::npos;
}

TEST(direct_1d_complex_launch, is_where_rows_are_complex_numbers_of_the_type_computed_in) {
  EXPECT_TRUE(launches_it<float>({.signal = {5000}, .filter = {9}, .type = complex64}));
  EXPECT_TRUE(launches_it<float>({.signal = {5000}, .filter = {9}, .type = complex64, .filter_type = float16}));
  EXPECT_TRUE(launches_it<float>({.signal = {5000}, .filter = {9}, .type = float32, .filter_type = complex64}));
  EXPECT_TRUE(launches_it<double>({.signal = {5000}, .filter = {9}, .batch = 7, .type = complex128}));
  EXPECT_FALSE(launches_it<double>({.signal = {5000}, .filter = {9}, .type = complex64, .accumulator = complex128}));
  EXPECT_FALSE(launches_it<float>({.signal = {5000}, .filter = {9}, .type = float16, .filter_type = complex64}));
  EXPECT_FALSE(launches_it<float>({.signal = {5000}, .filter = {9}, .type = float32}));
}

TEST(direct_1d_complex_launch, is_of_the_kernel_for_banks_where_there_are_several_filters) {
  const auto is_bank = [](const problem& p, std::size_t bytes) {
    return launches_it<float>(p, bytes, 0, "direct_1d_complex_bank");
  };
  const problem bank{.signal = {5000}, .filter = {9}, .bank = 2, .type = complex64};
  EXPECT_TRUE(is_bank(bank, 0));
  EXPECT_FALSE(is_bank(bank, 4));
  problem other = bank;
  other.bank = 1;
  EXPECT_FALSE(is_bank(other, 0));
  other = bank;
  other.filter = {513};
  EXPECT_FALSE(is_bank(other, 0));
  other = bank;
  other.signal = {50};
  EXPECT_TRUE(is_bank(other, 0));
}

// Tiles are of 1280 outputs.
TEST(direct_1d_complex_launch, makes_lines_whole_that_would_fill_less_than_two_thirds_of_their_tiles) {
  for (const std::int64_t length : {1, 16, 853, 854, 1280, 1281, 1706, 1707, 2561, 3000, 100'000}) {
    const bool whole = length <= 853 || (length > 1280 && length <= 1706);
    EXPECT_EQ(
        launches_it<float>({.signal = {length}, .filter = {9}, .batch = 50, .type = complex64, .mode = mode::same}, 0,
                           0, "direct_1d_complex_lines"),
        whole)
        << length;
  }
}

TEST(direct_1d_complex_launch, is_where_operands_lie_at_multiples_of_an_element) {
  const problem both{.signal = {5000}, .filter = {9}, .type = complex64};
  const problem real{.signal = {5000}, .filter = {9}, .type = float32, .filter_type = complex64};
  EXPECT_TRUE(launches_it<float>(both, 8, 8));
  EXPECT_FALSE(launches_it<float>(both, 4, 8));
  EXPECT_FALSE(launches_it<float>(both, 8, 4));
  EXPECT_TRUE(launches_it<float>(real, 4, 8));
  EXPECT_FALSE(launches_it<float>(real, 4, 4));
  EXPECT_FALSE(launches_it<double>({.signal = {5000}, .filter = {9}, .type = complex128}, 8, 0));
}

}  // namespace
}  // namespace faltung::test
