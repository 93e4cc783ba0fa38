// direct_1d_complex_lines against the oracle's chain, bit for bit, and how lines are put into blocks.
#include "direct_1d_complex_lines.cuh"

#include <gtest/gtest.h>

#include <cstdint>

#include "cuda/enqueue_direct_1d_complex.cuh"
#include "kernels/complex_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// Chunks of a pack, so that all loops end at once; and memory for few lines of a few dozen outputs only.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_lines_policy value{pack, pack, 192, 1, 6144};
};
template <class Type>
struct odd {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_lines_policy value{3 * pack, 9 * pack, 128, 1, 12288};
};

template <class Type, int SignalParts, class Policy>
struct lines_kernel {
  static void launch(const geometry& where, const kernel::direct_operands<Type>& operands) {
    cuda::launch_direct_1d_complex_lines<Type, SignalParts, Policy>(where, operands, nullptr);
  }
};
template <class Type, int SignalParts, template <class> class Policy>
struct line : complex_case<Type, SignalParts, lines_kernel<Type, SignalParts, Policy<Type>>> {
  static constexpr long long turn = Policy<Type>::value.outputs_per_thread;
  static constexpr long long chunk = Policy<Type>::value.taps_per_chunk;
};

template <class Line>
class direct_1d_complex_lines : public testing::Test {};
using cases =
    testing::Types<line<float, 2, smallest>, line<float, 2, odd>, line<float, 2, kernel::direct_1d_complex_lines_of>,
                   line<float, 1, smallest>, line<float, 1, odd>, line<float, 1, kernel::direct_1d_complex_lines_of>,
                   line<double, 2, smallest>, line<double, 2, odd>, line<double, 2, kernel::direct_1d_complex_lines_of>,
                   line<double, 1, smallest>, line<double, 1, odd>,
                   line<double, 1, kernel::direct_1d_complex_lines_of>>;
TYPED_TEST_SUITE(direct_1d_complex_lines, cases);

// Batches that leave the last block short of lines, lines that leave threads without work.
TYPED_TEST(direct_1d_complex_lines, has_the_bits_of_the_chain_at_every_border) {
  for (const long long signal :
       {1LL, TypeParam::turn - 1, TypeParam::turn, TypeParam::turn + 1, 5 * TypeParam::turn + 2})
    for (const long long filter : {1LL, 2LL, TypeParam::turn + 1, TypeParam::chunk, TypeParam::chunk + 3})
      for (const mode part : {mode::full, mode::same, mode::valid})
        for (const filters which : {filters::shared, filters::per_signal}) {
          if (signal < 1 || signal + filter > 40 * TypeParam::turn) continue;
          TypeParam::check_all({.signal = {signal}, .filter = {filter}, .batch = 11, .filters = which, .mode = part});
          if (this->HasFailure()) return;
        }
}

TYPED_TEST(direct_1d_complex_lines, takes_rows_at_any_multiple_of_an_element) {
  for (const long long shift : {0, 1, 2, 3})
    for (const long long output_shift : {0, 1})
      for (const long long signal : {40LL, 43LL})
        TypeParam::check_shifted({.signal = {signal}, .filter = {9}, .batch = 5}, shift, output_shift);
}

TYPED_TEST(direct_1d_complex_lines, conjugates_the_filter_of_a_correlation) {
  TypeParam::check_correlations({.signal = {40}, .filter = {21}, .batch = 7});
}

TYPED_TEST(direct_1d_complex_lines, goes_on_beyond_the_signal_by_every_rule) {
  for (const long long signal : {5LL, 50LL}) TypeParam::check_rules({.signal = {signal}, .filter = {21}, .batch = 3});
}

TYPED_TEST(direct_1d_complex_lines, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  TypeParam::check_infinities({.signal = {40}, .filter = {31}, .batch = 3});
  TypeParam::check_negative_zeros({.signal = {40}, .filter = {31}, .batch = 3});
}

TYPED_TEST(direct_1d_complex_lines, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    for (const filters which : {filters::shared, filters::per_signal})
      TypeParam::check_all({.signal = {37}, .filter = {31}, .batch = 9, .filters = which});
  }
}

template <class Type>
class complex_lines_tiling : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(complex_lines_tiling, element_types);

// For each part of the outputs as for real ones.
TYPED_TEST(complex_lines_tiling, fits_and_finds_each_thread_its_chunk) {
  constexpr kernel::direct_1d_lines_policy policy = kernel::direct_1d_complex_lines_of<TypeParam>::value;
  constexpr int banks = 128 / static_cast<int>(sizeof(TypeParam));
  for (const int parts : {1, 2})
    for (long long outputs = 1; outputs < 4000; outputs += 1 + outputs / 50)
      for (const long long taps : {1LL, 31LL, 240LL, 5000LL})
        for (const bool per_line : {false, true}) {
          const kernel::direct_1d_lines_tiling tiling = kernel::direct_1d_lines_tiling_of<TypeParam>(
              policy, outputs, taps, 100'000, per_line, kernel::direct_1d_complex_line_parts(parts));
          EXPECT_EQ(tiling.threads > 0,
                    2 * kernel::ceil_div<long long>(outputs, policy.outputs_per_thread) <= policy.most_threads)
              << outputs;
          if (tiling.threads == 0) continue;
          const int half = tiling.threads / 2;
          EXPECT_LE(tiling.threads, policy.most_threads);
          EXPECT_EQ(half % 32, 0);
          EXPECT_GE(tiling.lines, 1);
          EXPECT_LE(tiling.lines * tiling.chunks, half);
          EXPECT_GE(static_cast<long long>(tiling.chunks) * policy.outputs_per_thread, outputs);
          EXPECT_LE(tiling.elements * static_cast<int>(sizeof(TypeParam)), policy.shared_bytes);
          // The threads of two lines read on as within one.
          EXPECT_EQ((tiling.pitch * kernel::pack<TypeParam>::size - tiling.chunks * policy.outputs_per_thread) % banks,
                    0);
          for (int thread = 0; thread < half; ++thread)
            ASSERT_EQ(static_cast<int>(static_cast<unsigned>(thread) * tiling.by_chunks >> kernel::by_chunks_shift),
                      thread / tiling.chunks);
        }
}

}  // namespace
}  // namespace faltung::test
