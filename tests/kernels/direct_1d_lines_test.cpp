// direct_1d_lines against the plain chain of multiply-adds, bit for bit, and how lines are put into blocks.
#include "direct_1d_lines.cuh"

#include <gtest/gtest.h>

#include <cstdint>

#include "cuda/enqueue_direct_1d.cuh"
#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// Chunks of a pack, so that all loops end at once; and memory for two lines of a few dozen outputs only.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_lines_policy value{pack, pack, 96, 1, 4096};
};
template <class Type>
struct odd {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_lines_policy value{2 * pack, 6 * pack, 64, 1, 8192};
};

template <class Type, class Policy>
void check(const case_1d<Type>& c) {
  check_case<Type>(c, [](const geometry& where, const Type* signal, const Type* taps, Type* output) {
    cuda::launch_direct_1d_lines<Type, Policy>(where, cuda::direct_operands_of(where, signal, taps, output), nullptr);
  });
}

template <class Case>
class direct_1d_lines : public testing::Test {};
using cases = testing::Types<with<float, smallest<float>>, with<float, odd<float>>, with<double, smallest<double>>,
                             with<double, odd<double>>, with<float, kernel::direct_1d_lines_of<float>>,
                             with<double, kernel::direct_1d_lines_of<double>>,
                             with<std::uint32_t, smallest<std::uint32_t>>, with<std::uint64_t, odd<std::uint64_t>>,
                             with<std::uint32_t, kernel::direct_1d_lines_of<std::uint32_t>>,
                             with<std::uint64_t, kernel::direct_1d_lines_of<std::uint64_t>>>;
TYPED_TEST_SUITE(direct_1d_lines, cases);

// Batches that leave the last block short of lines, lines that leave threads without work.
TYPED_TEST(direct_1d_lines, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::type;
  const long long turn = TypeParam::policy::value.outputs_per_thread;
  const long long chunk = TypeParam::policy::value.taps_per_chunk;
  for (const long long output : {1LL, turn - 1, turn, turn + 1, 7 * turn + 2}) {
    for (const long long filter : {1LL, 2LL, turn + 1, chunk, chunk + 3}) {
      for (const bool per_signal : {false, true}) {
        for (const auto& c :
             placed_1d<Type>({.filter = filter, .output = output, .batch = 11, .per_signal = per_signal}, 9)) {
          check<Type, typename TypeParam::policy>(c);
          if (this->HasFailure()) return;
        }
      }
    }
  }
}

TYPED_TEST(direct_1d_lines, takes_pointers_of_any_alignment) {
  using Type = typename TypeParam::type;
  constexpr std::size_t width = kernel::pack<Type>::size;
  for (std::size_t shift = 0; shift < width; ++shift)
    for (std::size_t output_shift = 0; output_shift < width; ++output_shift)
      for (const long long output : {40LL, 43LL})
        check<Type, typename TypeParam::policy>({.signal = output + static_cast<long long>(shift),
                                                 .filter = 9,
                                                 .output = output,
                                                 .origin = -4,
                                                 .batch = 5,
                                                 .shift = shift,
                                                 .output_shift = output_shift});
}

TYPED_TEST(direct_1d_lines, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  using Type = typename TypeParam::type;
  for (const content values : {content::infinite, content::underflowing})
    check<Type, typename TypeParam::policy>(
        {.signal = 50, .filter = 31, .output = 80, .origin = -30, .batch = 3, .values = values});
}

TYPED_TEST(direct_1d_lines, goes_on_beyond_the_signal_by_every_rule) {
  using Type = typename TypeParam::type;
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {5LL, 50LL})
      check<Type, typename TypeParam::policy>(
          {.signal = signal, .filter = 21, .output = signal, .origin = -10, .batch = 3, .rule = rule});
}

TYPED_TEST(direct_1d_lines, has_the_same_bits_under_every_schedule) {
  using Type = typename TypeParam::type;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    for (const bool per_signal : {false, true})
      check<Type, typename TypeParam::policy>(
          {.signal = 37, .filter = 61, .output = 70, .origin = -50, .batch = 9, .per_signal = per_signal});
  }
}

template <class Type>
class lines_tiling : public testing::Test {};
using element_types = testing::Types<float, double, std::uint32_t, std::uint64_t>;
TYPED_TEST_SUITE(lines_tiling, element_types);

TYPED_TEST(lines_tiling, fits_and_finds_each_thread_its_chunk) {
  constexpr kernel::direct_1d_lines_policy policy = kernel::direct_1d_lines_of<TypeParam>::value;
  for (long long outputs = 1; outputs < 6000; outputs += 1 + outputs / 50) {
    for (const long long taps : {1LL, 31LL, 240LL, 5000LL}) {
      for (const bool per_line : {false, true}) {
        const kernel::direct_1d_lines_tiling tiling =
            kernel::direct_1d_lines_tiling_of<TypeParam>(policy, outputs, taps, 100'000, per_line);
        if (tiling.threads == 0) continue;
        EXPECT_LE(tiling.threads, policy.most_threads);
        EXPECT_EQ(tiling.threads % 32, 0);
        EXPECT_GE(tiling.lines, 1);
        EXPECT_LE(tiling.lines * tiling.chunks, tiling.threads);
        EXPECT_GE(static_cast<long long>(tiling.chunks) * policy.outputs_per_thread, outputs);
        EXPECT_LE(tiling.elements * static_cast<int>(sizeof(TypeParam)), policy.shared_bytes);
        for (int thread = 0; thread < tiling.threads; ++thread)
          ASSERT_EQ(static_cast<int>(static_cast<unsigned>(thread) * tiling.by_chunks >> kernel::by_chunks_shift),
                    thread / tiling.chunks);
      }
    }
  }
}

// Many short lines leave at most a seventh of the threads idle where memory does not limit them.
TYPED_TEST(lines_tiling, fills_blocks) {
  constexpr kernel::direct_1d_lines_policy policy = kernel::direct_1d_lines_of<TypeParam>::value;
  for (int outputs = policy.outputs_per_thread; outputs <= 60 * policy.outputs_per_thread; ++outputs) {
    const kernel::direct_1d_lines_tiling tiling =
        kernel::direct_1d_lines_tiling_of<TypeParam>(policy, outputs, 9, 100'000, false);
    EXPECT_GE(7 * tiling.lines * tiling.chunks, 6 * tiling.threads) << outputs;
  }
}

}  // namespace
}  // namespace faltung::test
