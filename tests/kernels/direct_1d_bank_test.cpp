// direct_1d_bank against the plain chain of multiply-adds, bit for bit.
#include "direct_1d_bank.cuh"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

#include "cuda/enqueue_direct_1d.cuh"
#include "cuda/enqueue_direct_1d_bank.cuh"
#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// The smallest there is: a pack of outputs for each thread, one filter's taps at a time.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_bank_policy value{pack, 1, 32, 1};
};
// Two warps, outputs that make an even number of packs, the taps of some filters.
template <class Type>
struct odd {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_bank_policy value{2 * pack, 35 * pack, 64, 1};
};

template <class Policy>
constexpr int tile_of_policy = Policy::value.outputs_per_thread* Policy::value.most_threads;

template <class Type, class Policy>
void check(const case_1d<Type>& c) {
  check_case<Type>(c, [](const geometry& where, const Type* signal, const Type* taps, Type* output) {
    cuda::launch_direct_1d_bank<Type, Policy>(where, cuda::direct_operands_of(where, signal, taps, output), nullptr);
  });
}

template <class Case>
class direct_1d_bank : public testing::Test {};
using cases =
    testing::Types<with<float, smallest<float>>, with<float, odd<float>>, with<double, smallest<double>>,
                   with<double, odd<double>>, with<float, kernel::direct_1d_bank_of<float>>,
                   with<double, kernel::direct_1d_bank_of<double>>, with<std::uint32_t, smallest<std::uint32_t>>,
                   with<std::uint32_t, kernel::direct_1d_bank_of<std::uint32_t>>,
                   with<std::uint64_t, kernel::direct_1d_bank_of<std::uint64_t>>>;
TYPED_TEST_SUITE(direct_1d_bank, cases);

// Lengths around the tile, filters around the turn of the loop, origins from wholly outside on the left to inside.
TYPED_TEST(direct_1d_bank, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::type;
  using Policy = typename TypeParam::policy;
  const long long turn = Policy::value.outputs_per_thread;
  const long long tile = tile_of_policy<Policy>;
  const bool small = tile < 1000;
  const std::set<long long> outputs =
      small ? std::set<long long>{1, turn - 1, turn + 1, tile - 1, tile, tile + 1, 3 * tile}
            : std::set<long long>{1, tile, 3 * tile + 1};
  const std::set<long long> filters =
      small ? std::set<long long>{1, 2, turn - 1, turn, turn + 1, 2 * turn, 2 * turn + 1, 5 * turn + 3}
            : std::set<long long>{1, turn - 1, 2 * turn + 5};
  for (const long long output : outputs) {
    for (const long long filter : filters) {
      if (output < 1 || filter < 1) continue;
      for (const auto& c : placed_1d<Type>({.filter = filter, .output = output, .bank = 3}, 2 * turn)) {
        check<Type, Policy>(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// Each pair of places of signal and output modulo a pack, in tiles at borders and between them, with outputs of
// neighbouring filters at the same place and at others.
TYPED_TEST(direct_1d_bank, takes_pointers_of_any_alignment) {
  using Type = typename TypeParam::type;
  const long long tile = tile_of_policy<typename TypeParam::policy>;
  constexpr std::size_t width = kernel::pack<Type>::size;
  for (std::size_t shift = 0; shift < width; ++shift) {
    for (std::size_t output_shift = 0; output_shift < width; ++output_shift) {
      for (const long long more : {40LL, 41LL, 43LL}) {
        check<Type, typename TypeParam::policy>({.signal = 3 * tile + more + static_cast<long long>(shift),
                                                 .filter = 9,
                                                 .output = 3 * tile + more,
                                                 .origin = -4,
                                                 .bank = 4,
                                                 .shift = shift,
                                                 .output_shift = output_shift});
        if (this->HasFailure()) return;
      }
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo a pack; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_bank, reads_nothing_behind_the_signal) {
  using Type = typename TypeParam::type;
  const long long tile = tile_of_policy<typename TypeParam::policy>;
  const long long turn = TypeParam::policy::value.outputs_per_thread;
  for (const long long filter : {1LL, turn - 1, turn + 2})
    for (long long more = 0; more < turn + 9; ++more)
      check<Type, typename TypeParam::policy>({.signal = 2 * tile + filter - 1 + more,
                                               .filter = filter,
                                               .output = 2 * tile,
                                               .origin = 0,
                                               .bank = 2,
                                               .shift = static_cast<std::size_t>(more) % kernel::pack<Type>::size});
}

// From one filter to more than are held at a time, and more than a block goes through.
TYPED_TEST(direct_1d_bank, takes_any_number_of_filters_for_all_signals_or_for_each) {
  using Type = typename TypeParam::type;
  const long long tile = tile_of_policy<typename TypeParam::policy>;
  for (const bool per_signal : {false, true})
    for (long long bank = 1; bank <= 17; ++bank)
      check<Type, typename TypeParam::policy>({.signal = tile + 57,
                                               .filter = 7,
                                               .output = tile + 63,
                                               .origin = -6,
                                               .batch = 3,
                                               .per_signal = per_signal,
                                               .bank = bank});
}

// As users have them: the kernel is chosen, and its taps pass in several parts.
TYPED_TEST(direct_1d_bank, takes_the_longest_filters) {
  using Type = typename TypeParam::type;
  const long long taps = 8192 / static_cast<long long>(sizeof(Type));
  check_case<Type>({.signal = 3000, .filter = taps, .output = 2000, .origin = -100, .bank = 3},
                   [](const geometry& where, const Type* signal, const Type* filter, Type* output) {
                     ASSERT_EQ(direct_choice_of(where).kernel, direct_kernel::direct_1d_bank);
                     cuda::enqueue_direct_1d<Type>(direct_choice_of(where).kernel, where, signal, filter, output,
                                                   nullptr);
                   });
}

// More signals than a grid has rows of blocks.
TEST(direct_1d_bank_lines, take_several_launches) {
  check<float, smallest<float>>(
      {.signal = 3, .filter = 2, .output = 3, .origin = -1, .batch = 65'540, .per_signal = true, .bank = 2});
}

TYPED_TEST(direct_1d_bank, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  using Type = typename TypeParam::type;
  const long long tile = tile_of_policy<typename TypeParam::policy>;
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {90LL, 2 * tile + 1})
      check<Type, typename TypeParam::policy>(
          {.signal = signal, .filter = 31, .output = signal + 30, .origin = -30, .bank = 3, .values = values});
}

TYPED_TEST(direct_1d_bank, goes_on_beyond_the_signal_by_every_rule) {
  using Type = typename TypeParam::type;
  const long long tile = tile_of_policy<typename TypeParam::policy>;
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {5LL, 2 * tile + 50})
      check<Type, typename TypeParam::policy>(
          {.signal = signal, .filter = 46, .output = signal, .origin = -23, .bank = 3, .rule = rule});
}

TYPED_TEST(direct_1d_bank, has_the_same_bits_under_every_schedule) {
  using Type = typename TypeParam::type;
  using Policy = typename TypeParam::policy;
  const long long tile = tile_of_policy<Policy>;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<Type, Policy>(
        {.signal = 2 * tile + 300, .filter = 63, .output = 2 * tile + 333, .origin = -62, .batch = 2, .bank = 40});
  }
}

template <class Type>
void fits_memory_that_no_device_refuses() {
  constexpr kernel::direct_1d_bank_policy policy = kernel::direct_1d_bank_of<Type>::value;
  static_assert(kernel::conflict_free<Type>({policy.outputs_per_thread, 1, policy.most_threads, policy.min_blocks}));
  for (int taps = 1; taps * sizeof(Type) <= 8192; ++taps)
    for (const int outputs : {320, 2560, 100'000}) {
      const auto tiling = kernel::direct_1d_bank_tiling_of<Type>(policy, outputs, taps, 1000);
      ASSERT_LE(static_cast<std::size_t>(tiling.elements) * sizeof(Type), 48u * 1024u) << taps;
      ASSERT_GE(tiling.filters_held, 1);
    }
}
TEST(direct_1d_bank_tiling, fits_memory_that_no_device_refuses) {
  fits_memory_that_no_device_refuses<float>();
  fits_memory_that_no_device_refuses<double>();
}

}  // namespace
}  // namespace faltung::test
