// direct_1d_complex_bank against the oracle's chain, bit for bit, and how filters are put into blocks.
#include "direct_1d_complex_bank.cuh"

#include <gtest/gtest.h>

#include <cstdint>

#include "cuda/enqueue_direct_1d_complex_bank.cuh"
#include "kernels/complex_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// Taps of one round at a time; tiles of few outputs.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_complex_bank_policy value{pack, 1, 64, 1, 16384};
};

template <class Type, int SignalParts, class Policy>
struct bank_kernel {
  static void launch(const geometry& where, const kernel::direct_operands<Type>& operands) {
    cuda::launch_direct_1d_complex_bank<Type, SignalParts, Policy>(where, operands, nullptr);
  }
};
template <class Type, int SignalParts, template <class> class Policy>
struct bank : complex_case<Type, SignalParts, bank_kernel<Type, SignalParts, Policy<Type>>> {
  static constexpr long long turn = Policy<Type>::value.outputs_per_thread;
  static constexpr long long tile = turn * Policy<Type>::value.most_threads / 2;
};

template <class Bank>
class direct_1d_complex_bank : public testing::Test {};
using cases = testing::Types<bank<float, 2, smallest>, bank<float, 2, kernel::direct_1d_complex_bank_of>,
                             bank<float, 1, smallest>, bank<float, 1, kernel::direct_1d_complex_bank_of>,
                             bank<double, 2, smallest>, bank<double, 2, kernel::direct_1d_complex_bank_of>,
                             bank<double, 1, smallest>, bank<double, 1, kernel::direct_1d_complex_bank_of>>;
TYPED_TEST_SUITE(direct_1d_complex_bank, cases);

TYPED_TEST(direct_1d_complex_bank, has_the_bits_of_the_chain_at_every_border) {
  for (const long long signal : {1LL, TypeParam::turn, 5 * TypeParam::turn + 1, TypeParam::tile + 3})
    for (const long long filter : {1LL, 2LL, TypeParam::turn + 1, 3 * TypeParam::turn + 1})
      for (const mode part : {mode::full, mode::same, mode::valid}) {
        TypeParam::check_all({.signal = {signal}, .filter = {filter}, .batch = 2, .bank = 3, .mode = part});
        if (this->HasFailure()) return;
      }
}

TYPED_TEST(direct_1d_complex_bank, takes_any_number_of_filters_for_all_signals_or_for_each) {
  for (const long long signal : {5LL, 47LL})
    for (const filters which : {filters::shared, filters::per_signal})
      for (const long long filters : {2, 3, 5, 16, 17, 40})
        TypeParam::check_all(
            {.signal = {signal}, .filter = {7}, .batch = 3, .filters = which, .bank = filters, .mode = mode::same});
}

TYPED_TEST(direct_1d_complex_bank, takes_rows_at_any_multiple_of_an_element) {
  for (const long long shift : {0, 1, 3})
    for (const long long output_shift : {0, 1})
      for (const long long signal : {40LL, 43LL})
        TypeParam::check_shifted({.signal = {signal}, .filter = {9}, .batch = 2, .bank = 3}, shift, output_shift);
}

TYPED_TEST(direct_1d_complex_bank, conjugates_the_filters_of_a_correlation) {
  TypeParam::check_correlations({.signal = {40}, .filter = {21}, .bank = 5});
}

TYPED_TEST(direct_1d_complex_bank, goes_on_beyond_the_signal_by_every_rule) {
  for (const long long signal : {5LL, 50LL}) TypeParam::check_rules({.signal = {signal}, .filter = {21}, .bank = 3});
}

TYPED_TEST(direct_1d_complex_bank, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  TypeParam::check_infinities({.signal = {40}, .filter = {31}, .batch = 2, .bank = 3});
  TypeParam::check_negative_zeros({.signal = {40}, .filter = {31}, .batch = 2, .bank = 3});
}

TYPED_TEST(direct_1d_complex_bank, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    for (const filters which : {filters::shared, filters::per_signal})
      TypeParam::check_all({.signal = {37}, .filter = {31}, .batch = 2, .filters = which, .bank = 17});
  }
}

template <class Type>
class complex_bank_tiling : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(complex_bank_tiling, element_types);

TYPED_TEST(complex_bank_tiling, fits_whatever_the_rows_and_finds_each_thread_its_chunk) {
  constexpr kernel::direct_1d_complex_bank_policy policy = kernel::direct_1d_complex_bank_of<TypeParam>::value;
  static_assert(policy.shared_bytes <= 48 * 1024);  // no device refuses them
  static_assert(
      kernel::conflict_free<TypeParam>({policy.outputs_per_thread, 1, policy.most_threads, policy.min_blocks}));
  constexpr int longest = 8192 / static_cast<int>(sizeof(TypeParam));
  for (const int signal_parts : {1, 2})
    for (const int windows : {2, 4})
      for (const int taps : {1, 31, longest / windows})
        for (const int filters : {1, 2, 5, 16, 1000})
          for (long long outputs = 1; outputs < 5000; outputs += 1 + outputs / 20) {
            const auto tiling = kernel::direct_1d_complex_bank_tiling_of<TypeParam>(policy, outputs, taps, filters,
                                                                                    signal_parts, windows);
            ASSERT_GT(tiling.threads, 0);
            ASSERT_LE(tiling.threads, policy.most_threads);
            ASSERT_EQ(tiling.threads % 64, 0);
            ASSERT_LE(tiling.filters, filters);
            ASSERT_LE(tiling.filters * tiling.chunks, tiling.threads / 2);
            ASSERT_EQ(tiling.filters_held % tiling.filters, 0);
            ASSERT_LE(windows * tiling.taps_pitch, tiling.filter_pitch);
            ASSERT_LE(taps, tiling.taps_pitch);
            ASSERT_EQ(tiling.threads % tiling.store_threads, 0);
            ASSERT_LE(tiling.elements * static_cast<int>(sizeof(TypeParam)), policy.shared_bytes);
            for (int place = 0; place < tiling.threads / 2; ++place)
              ASSERT_EQ(static_cast<int>(static_cast<unsigned>(place) * tiling.by_chunks >> kernel::by_chunks_shift),
                        place / tiling.chunks);
          }
}

}  // namespace
}  // namespace faltung::test
