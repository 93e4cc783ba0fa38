// direct_1d_bank_lines against the plain chain of multiply-adds, bit for bit.
#include "direct_1d_bank_lines.cuh"

#include <gtest/gtest.h>

#include <cstdint>

#include "cuda/enqueue_direct_1d_bank.cuh"
#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// Few lines at a time, made by a few threads each.
template <class Type>
struct small {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_bank_lines_policy value{pack, 64, 1, 4096};
};

template <class Type, class Policy>
void check(const case_1d<Type>& c) {
  check_case<Type>(c, [](const geometry& where, const Type* signal, const Type* taps, Type* output) {
    cuda::launch_direct_1d_bank_lines<Type, Policy>(where, cuda::direct_operands_of(where, signal, taps, output),
                                                    nullptr);
  });
}

template <class Case>
class direct_1d_bank_lines : public testing::Test {};
using cases = testing::Types<with<float, small<float>>, with<double, small<double>>,
                             with<float, kernel::direct_1d_bank_lines_of<float>>,
                             with<double, kernel::direct_1d_bank_lines_of<double>>,
                             with<std::uint32_t, kernel::direct_1d_bank_lines_of<std::uint32_t>>,
                             with<std::uint64_t, kernel::direct_1d_bank_lines_of<std::uint64_t>>>;
TYPED_TEST_SUITE(direct_1d_bank_lines, cases);

// Lengths around what a thread makes, origins from wholly outside on the left to inside.
TYPED_TEST(direct_1d_bank_lines, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::type;
  const long long turn = TypeParam::policy::value.outputs_per_thread;
  for (const long long output : {1LL, turn - 1, turn, turn + 1, 5 * turn + 1}) {
    for (const long long filter : {1LL, 2LL, turn, turn + 1, 2 * turn, 3 * turn + 1}) {
      for (const auto& c : placed_1d<Type>({.filter = filter, .output = output, .batch = 2, .bank = 3}, 2 * turn)) {
        check<Type, typename TypeParam::policy>(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// Up to the longest rows, with as many filters as take one round and more.
TYPED_TEST(direct_1d_bank_lines, takes_any_number_of_filters_for_all_signals_or_for_each) {
  using Type = typename TypeParam::type;
  constexpr kernel::direct_1d_bank_lines_policy policy = TypeParam::policy::value;
  const long long longest = policy.most_threads * policy.outputs_per_thread;
  for (const long long output : {7LL, 50LL, longest})
    for (const bool per_signal : {false, true})
      for (const long long bank : {1, 2, 3, 4, 5, 7, 8, 11, 16, 17})
        check<Type, typename TypeParam::policy>({.signal = output + 2,
                                                 .filter = 7,
                                                 .output = output,
                                                 .origin = -3,
                                                 .batch = 3,
                                                 .per_signal = per_signal,
                                                 .bank = bank});
}

// Each pair of places of signal and output modulo a pack, and with outputs of neighbouring filters at other places.
TYPED_TEST(direct_1d_bank_lines, takes_pointers_of_any_alignment) {
  using Type = typename TypeParam::type;
  constexpr std::size_t width = kernel::pack<Type>::size;
  for (std::size_t shift = 0; shift < width; ++shift)
    for (std::size_t output_shift = 0; output_shift < width; ++output_shift)
      for (const long long output : {40LL, 41LL})
        check<Type, typename TypeParam::policy>({.signal = output + 4,
                                                 .filter = 9,
                                                 .output = output,
                                                 .origin = -2,
                                                 .batch = 2,
                                                 .bank = 5,
                                                 .shift = shift,
                                                 .output_shift = output_shift});
}

TYPED_TEST(direct_1d_bank_lines, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  using Type = typename TypeParam::type;
  for (const content values : {content::infinite, content::underflowing})
    check<Type, typename TypeParam::policy>(
        {.signal = 60, .filter = 31, .output = 90, .origin = -30, .batch = 2, .bank = 3, .values = values});
}

TYPED_TEST(direct_1d_bank_lines, goes_on_beyond_the_signal_by_every_rule) {
  using Type = typename TypeParam::type;
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {5LL, 99LL})
      check<Type, typename TypeParam::policy>(
          {.signal = signal, .filter = 46, .output = signal, .origin = -23, .batch = 2, .bank = 3, .rule = rule});
}

TYPED_TEST(direct_1d_bank_lines, has_the_same_bits_under_every_schedule) {
  using Type = typename TypeParam::type;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<Type, typename TypeParam::policy>(
        {.signal = 111, .filter = 33, .output = 111, .origin = -16, .batch = 3, .bank = 40});
  }
}

template <class Type>
void fills_blocks_within_memory() {
  constexpr kernel::direct_1d_bank_lines_policy policy = kernel::direct_1d_bank_lines_of<Type>::value;
  static_assert(policy.shared_bytes <= 48 * 1024);  // no device refuses them
  static_assert(kernel::conflict_free<Type>({policy.outputs_per_thread, 1, policy.most_threads, policy.min_blocks}));
  for (int outputs = 1; outputs <= policy.most_threads * policy.outputs_per_thread + 1; ++outputs)
    for (const int taps : {1, 31, 255, 8192 / static_cast<int>(sizeof(Type))})
      for (const int filters : {1, 5, 16, 1000}) {
        const auto tiling = kernel::direct_1d_bank_lines_tiling_of<Type>(policy, outputs, taps, filters);
        if (tiling.threads == 0) continue;
        ASSERT_LE(tiling.elements * static_cast<int>(sizeof(Type)), policy.shared_bytes);
        ASSERT_LE(tiling.threads, policy.most_threads);
        ASSERT_LE(tiling.filters, filters);
        ASSERT_LE(tiling.filters * tiling.chunks, tiling.threads);
        ASSERT_GE(tiling.chunks * policy.outputs_per_thread, outputs);
        ASSERT_LE(kernel::round_up(taps, kernel::pack<Type>::size), tiling.taps_pitch);
        for (int thread = 0; thread < tiling.threads; ++thread)
          ASSERT_EQ(static_cast<int>(static_cast<unsigned>(thread) * tiling.by_chunks >> kernel::by_chunks_shift),
                    thread / tiling.chunks);
      }
}
TEST(direct_1d_bank_lines_tiling, fills_blocks_within_memory) {
  fills_blocks_within_memory<float>();
  fills_blocks_within_memory<double>();
}
TEST(direct_1d_bank_lines_tiling, leaves_out_rows_longer_than_a_block) {
  constexpr kernel::direct_1d_bank_lines_policy policy = kernel::direct_1d_bank_lines_of<float>::value;
  EXPECT_GT(kernel::direct_1d_bank_lines_tiling_of<float>(policy, 3072, 9, 4).threads, 0);
  EXPECT_EQ(kernel::direct_1d_bank_lines_tiling_of<float>(policy, 3073, 9, 4).threads, 0);
}

}  // namespace
}  // namespace faltung::test
