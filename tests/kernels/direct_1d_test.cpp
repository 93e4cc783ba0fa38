// direct_1d against the plain chain of multiply-adds, bit for bit, on operands that it takes as they are.
#include "direct_1d.cuh"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

#include "cuda/enqueue_direct_1d.cuh"
#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// The smallest there is: every second tap begins a chunk, every loop of the kernel ends at once.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_policy value{pack, pack, 32, 1};
};
// Outputs that make an even number of packs, an odd number of turns in a chunk.
template <class Type>
struct even {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_policy value{2 * pack, 6 * pack, 64, 1};
};

template <class Type, class Policy>
void check(const case_1d<Type>& c) {
  check_case<Type>(c, [](const geometry& where, const Type* signal, const Type* taps, Type* output) {
    cuda::launch_direct_1d<Type, Policy>(where, signal, taps, output, nullptr);
  });
}

template <class Case>
class direct_1d : public testing::Test {};
using cases = testing::Types<with<float, smallest<float>>, with<float, even<float>>, with<double, smallest<double>>,
                             with<double, even<double>>, with<float, kernel::direct_1d_long<float>>,
                             with<float, kernel::direct_1d_short<float>>, with<double, kernel::direct_1d_long<double>>,
                             with<double, kernel::direct_1d_short<double>>,
                             with<std::uint32_t, smallest<std::uint32_t>>, with<std::uint64_t, even<std::uint64_t>>,
                             with<std::uint32_t, kernel::direct_1d_short<std::uint32_t>>,
                             with<std::uint64_t, kernel::direct_1d_short<std::uint64_t>>>;
TYPED_TEST_SUITE(direct_1d, cases);

// Lengths around the tile, filters around the chunk and the turn, origins from wholly outside on the left to inside.
TYPED_TEST(direct_1d, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::type;
  using Policy = typename TypeParam::policy;
  constexpr kernel::direct_1d_policy policy = Policy::value;
  const long long turn = policy.outputs_per_thread;
  const long long chunk = policy.taps_per_chunk;
  const long long tile = turn * policy.max_threads;
  const bool small = tile < 1000;
  const std::set<long long> outputs =
      small ? std::set<long long>{1, turn - 1, turn, turn + 1, tile - 1, tile, tile + 1, 2 * tile + 3}
            : std::set<long long>{1, turn + 1, tile, tile + 1};
  const std::set<long long> filters =
      small ? std::set<long long>{1, 2, turn - 1, turn, turn + 1, 2 * turn, chunk - 1, chunk, chunk + 1, 2 * chunk + 3}
            : std::set<long long>{1, turn - 1, 2 * turn + 5, chunk + turn + 1};
  for (const long long output : outputs) {
    for (const long long filter : filters) {
      if (output < 1 || filter < 1) continue;
      for (const auto& c : placed_1d<Type>({.filter = filter, .output = output}, 2 * turn)) {
        check<Type, Policy>(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

TYPED_TEST(direct_1d, takes_pointers_of_any_alignment) {
  using Type = typename TypeParam::type;
  const long long tile = TypeParam::policy::value.outputs_per_thread * TypeParam::policy::value.max_threads;
  for (std::size_t shift = 0; shift < 4; ++shift) {
    check<Type, typename TypeParam::policy>({.signal = 2 * tile + 40 + static_cast<long long>(shift),
                                             .filter = 9,
                                             .output = 2 * tile + 32,
                                             .origin = 0,
                                             .shift = shift,
                                             .output_shift = shift});
  }
}

TYPED_TEST(direct_1d, gives_each_signal_its_filter) {
  using Type = typename TypeParam::type;
  for (const bool per_signal : {false, true}) {
    check<Type, typename TypeParam::policy>(
        {.signal = 101, .filter = 7, .output = 107, .origin = -6, .batch = 5, .per_signal = per_signal});
  }
}

TYPED_TEST(direct_1d, leaves_out_what_is_outside_even_under_an_infinite_tap) {
  using Type = typename TypeParam::type;
  check<Type, typename TypeParam::policy>(
      {.signal = 90, .filter = 31, .output = 120, .origin = -30, .values = content::infinite});
}

TYPED_TEST(direct_1d, has_the_same_bits_under_every_schedule) {
  using Type = typename TypeParam::type;
  using Policy = typename TypeParam::policy;
  const long long chunk = Policy::value.taps_per_chunk;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<Type, Policy>(
        {.signal = 300, .filter = 2 * chunk + 3, .output = 2 * chunk + 302, .origin = -2 * chunk - 2, .batch = 2});
  }
}

}  // namespace
}  // namespace faltung::test
