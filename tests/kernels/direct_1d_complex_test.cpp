// direct_1d_complex against the oracle's chain, bit for bit.
#include "direct_1d_complex.cuh"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

#include "cuda/enqueue_direct_1d_complex.cuh"
#include "kernels/complex_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// The smallest there is: every second tap begins a chunk, every loop of the kernel ends at once.
template <class Type>
struct smallest {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_complex_policy value{pack, pack, 64, 1};
};
// An odd number of turns in a chunk, more of a window behind the tile than one pack for each thread.
template <class Type>
struct odd {
  static constexpr int pack = kernel::pack<Type>::size;
  static constexpr kernel::direct_1d_complex_policy value{3 * pack, 63 * pack, 64, 1};
};

template <class Type, int SignalParts, class Policy>
struct rows_kernel {
  static void launch(const geometry& where, const kernel::direct_operands<Type>& operands) {
    cuda::launch_direct_1d_complex<Type, SignalParts, Policy>(where, operands, nullptr);
  }
};
template <class Type, int SignalParts, template <class> class Policy>
struct row : complex_case<Type, SignalParts, rows_kernel<Type, SignalParts, Policy<Type>>> {
  static constexpr long long tile = Policy<Type>::value.tile();
  static constexpr long long turn = Policy<Type>::value.outputs_per_thread;
  static constexpr long long chunk = Policy<Type>::value.taps_per_chunk;
};

template <class Row>
class direct_1d_complex : public testing::Test {};
using rows =
    testing::Types<row<float, 2, smallest>, row<float, 2, odd>, row<float, 2, kernel::direct_1d_complex_of>,
                   row<float, 1, smallest>, row<float, 1, odd>, row<float, 1, kernel::direct_1d_complex_of>,
                   row<double, 2, smallest>, row<double, 2, odd>, row<double, 2, kernel::direct_1d_complex_of>,
                   row<double, 1, smallest>, row<double, 1, odd>, row<double, 1, kernel::direct_1d_complex_of>>;
TYPED_TEST_SUITE(direct_1d_complex, rows);

// Lengths around the tile, filters around the turn and the chunk, windows that hang out on either side or nowhere.
TYPED_TEST(direct_1d_complex, has_the_bits_of_the_chain_at_every_border) {
  const bool small = TypeParam::tile < 200;
  const std::set<long long> signals =
      small ? std::set<long long>{1, TypeParam::turn + 1, TypeParam::tile, TypeParam::tile + 1, 3 * TypeParam::tile + 5}
            : std::set<long long>{1, TypeParam::tile, 3 * TypeParam::tile + 1};
  const std::set<long long> filters = small ? std::set<long long>{1,
                                                                  2,
                                                                  TypeParam::turn,
                                                                  TypeParam::turn + 1,
                                                                  2 * TypeParam::turn + 3,
                                                                  TypeParam::chunk + 1,
                                                                  2 * TypeParam::chunk + 3}
                                            : std::set<long long>{1, TypeParam::turn - 1, 2 * TypeParam::turn + 5,
                                                                  TypeParam::chunk + TypeParam::turn + 1};
  for (const long long signal : signals)
    for (const long long filter : filters)
      for (const mode part : {mode::full, mode::same, mode::valid}) {
        TypeParam::check_all({.signal = {signal}, .filter = {filter}, .mode = part});
        if (this->HasFailure()) return;
      }
}

// Each place of signal and output modulo a pack, of which those of a batch's rows differ.
TYPED_TEST(direct_1d_complex, takes_rows_at_any_multiple_of_an_element) {
  const long long signal = 3 * TypeParam::tile + 41;
  for (const long long shift : {0, 1, 2, 3})
    for (const long long output_shift : {0, 1})
      for (const long long filter : {8LL, 9LL, TypeParam::chunk + 2})
        for (const bool per_signal : {false, true}) {
          TypeParam::check_shifted({.signal = {signal},
                                    .filter = {filter},
                                    .batch = 3,
                                    .filters = per_signal ? filters::per_signal : filters::shared},
                                   shift, output_shift);
          if (this->HasFailure()) return;
        }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo a pack; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_complex, reads_nothing_behind_the_signal) {
  for (const long long filter : {1LL, 2LL, TypeParam::turn - 1, TypeParam::turn + 2})
    for (long long more = 0; more < TypeParam::turn + 9; ++more)
      TypeParam::check_all({.signal = {2 * TypeParam::tile + filter - 1 + more},
                            .filter = {filter},
                            .mode = mode::valid,
                            .signal_layout = layout{.offset = more % 4}});
}

TYPED_TEST(direct_1d_complex, conjugates_the_filter_of_a_correlation) {
  TypeParam::check_correlations({.signal = {2 * TypeParam::tile + 77}, .filter = {21}});
}

TYPED_TEST(direct_1d_complex, goes_on_beyond_the_signal_by_every_rule) {
  for (const long long signal : {5LL, 2 * TypeParam::tile + 50})
    for (const long long filter : {7LL, TypeParam::chunk + 6})
      TypeParam::check_rules({.signal = {signal}, .filter = {filter}});
}

TYPED_TEST(direct_1d_complex, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  for (const long long signal : {90LL, 2 * TypeParam::tile + 1}) {
    TypeParam::check_infinities({.signal = {signal}, .filter = {31}});
    TypeParam::check_negative_zeros({.signal = {signal}, .filter = {31}});
  }
}

TYPED_TEST(direct_1d_complex, has_the_same_bits_under_every_schedule) {
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    for (const long long filter : {5LL, TypeParam::chunk + 3})
      TypeParam::check_all({.signal = {2 * TypeParam::tile + 30}, .filter = {filter}, .batch = 2, .mode = mode::same});
  }
}

// More lines than a grid has rows of blocks.
TEST(direct_1d_complex_lines, take_several_launches) {
  row<float, 2, smallest>::check_all(
      {.signal = {2}, .filter = {2}, .batch = 65'540, .filters = filters::per_signal, .mode = mode::valid});
}

template <class Type>
class complex_policy : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(complex_policy, element_types);

// No device grants a block more than 48 KiB without being asked. A warp's reads lie in one plane, as far apart as those
// of direct_1d.
TYPED_TEST(complex_policy, fits_into_shared_memory_without_bank_conflicts) {
  constexpr kernel::direct_1d_complex_policy policy = kernel::direct_1d_complex_of<TypeParam>::value;
  for (const int parts : {1, 2}) {
    const kernel::direct_1d_complex_layout layout = kernel::direct_1d_complex_layout_of<TypeParam>(policy, parts);
    EXPECT_LE(static_cast<std::size_t>(layout.elements) * sizeof(TypeParam), 48u * 1024u);
    EXPECT_EQ(layout.window % kernel::pack<TypeParam>::size, 0);
    EXPECT_EQ(layout.plane % kernel::pack<TypeParam>::size, 0);
  }
  EXPECT_TRUE(kernel::conflict_free<TypeParam>(
      kernel::direct_1d_policy{policy.outputs_per_thread, policy.taps_per_chunk, policy.threads, policy.min_blocks}));
}

}  // namespace
}  // namespace faltung::test
