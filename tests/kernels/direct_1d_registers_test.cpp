// direct_1d_registers against the plain chain of multiply-adds, bit for bit.
#include "direct_1d_registers.cuh"

#include <gtest/gtest.h>

#include <cstdint>

#include "cuda/enqueue_direct_1d.cuh"
#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

template <class Type>
struct one_pack {
  static constexpr kernel::direct_1d_registers_policy value{1, 32, 1};
};
template <class Type>
struct three_packs {
  static constexpr kernel::direct_1d_registers_policy value{3, 64, 1};
};

template <class Type, class Policy>
void check(const case_1d<Type>& c) {
  check_case<Type>(c, [](const geometry& where, const Type* signal, const Type* taps, Type* output) {
    cuda::launch_direct_1d_registers<Type, Policy>(where, cuda::direct_operands_of(where, signal, taps, output),
                                                   nullptr);
  });
}

template <class Case>
class direct_1d_registers : public testing::Test {
 protected:
  static constexpr long long tile = kernel::tile_of<typename Case::type>(Case::policy::value);
};
using cases =
    testing::Types<with<float, one_pack<float>>, with<float, three_packs<float>>, with<double, one_pack<double>>,
                   with<double, three_packs<double>>, with<float, kernel::direct_1d_registers_of<float>>,
                   with<double, kernel::direct_1d_registers_of<double>>, with<std::uint32_t, one_pack<std::uint32_t>>,
                   with<std::uint32_t, kernel::direct_1d_registers_of<std::uint32_t>>,
                   with<std::uint64_t, three_packs<std::uint64_t>>,
                   with<std::uint64_t, kernel::direct_1d_registers_of<std::uint64_t>>>;
TYPED_TEST_SUITE(direct_1d_registers, cases);

TYPED_TEST(direct_1d_registers, has_the_bits_of_the_chain_at_every_border) {
  using Type = typename TypeParam::type;
  for (long long filter = 1; filter <= kernel::most_register_taps; ++filter) {
    for (const long long output : {1LL, this->tile - 1, this->tile, this->tile + 1, 3 * this->tile}) {
      for (const auto& c : placed_1d<Type>({.filter = filter, .output = output}, 20LL)) {
        check<Type, typename TypeParam::policy>(c);
        if (this->HasFailure()) return;
      }
    }
  }
}

// Each pair of places of signal and output modulo a pack, with every number of taps.
TYPED_TEST(direct_1d_registers, takes_pointers_of_any_alignment) {
  using Type = typename TypeParam::type;
  constexpr std::size_t width = kernel::pack<Type>::size;
  for (std::size_t shift = 0; shift < width; ++shift) {
    for (std::size_t output_shift = 0; output_shift < width; ++output_shift) {
      for (long long filter = 1; filter <= kernel::most_register_taps; ++filter) {
        check<Type, typename TypeParam::policy>({.signal = 3 * this->tile + 40 + static_cast<long long>(shift),
                                                 .filter = filter,
                                                 .output = 3 * this->tile + 40,
                                                 .origin = -(filter / 2),
                                                 .shift = shift,
                                                 .output_shift = output_shift});
        if (this->HasFailure()) return;
      }
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo a pack; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_registers, reads_nothing_behind_the_signal) {
  using Type = typename TypeParam::type;
  for (long long filter = 1; filter <= kernel::most_register_taps; ++filter)
    for (long long more = 0; more < 18; ++more)
      check<Type, typename TypeParam::policy>({.signal = 2 * this->tile + filter - 1 + more,
                                               .filter = filter,
                                               .output = 2 * this->tile,
                                               .origin = 0,
                                               .shift = static_cast<std::size_t>(more) % kernel::pack<Type>::size});
}

// Rows whose places modulo a pack differ from line to line.
TYPED_TEST(direct_1d_registers, gives_each_signal_its_filter) {
  using Type = typename TypeParam::type;
  for (const bool per_signal : {false, true}) {
    check<Type, typename TypeParam::policy>({.signal = 3 * this->tile + 57,
                                             .filter = 7,
                                             .output = 3 * this->tile + 63,
                                             .origin = -6,
                                             .batch = 5,
                                             .per_signal = per_signal});
  }
}

TYPED_TEST(direct_1d_registers, leaves_out_what_is_outside_even_where_a_zero_would_matter) {
  using Type = typename TypeParam::type;
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {9LL, 2 * this->tile + 1})
      check<Type, typename TypeParam::policy>(
          {.signal = signal, .filter = 6, .output = signal + 5, .origin = -5, .values = values});
}

TYPED_TEST(direct_1d_registers, goes_on_beyond_the_signal_by_every_rule) {
  using Type = typename TypeParam::type;
  for (const boundary& rule : continuing_rules)
    for (const long long signal : {2LL, 3 * this->tile + 50})
      check<Type, typename TypeParam::policy>(
          {.signal = signal, .filter = 8, .output = signal, .origin = -4, .rule = rule});
}

TYPED_TEST(direct_1d_registers, has_the_same_bits_under_every_schedule) {
  using Type = typename TypeParam::type;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<Type, typename TypeParam::policy>(
        {.signal = 2 * this->tile + 300, .filter = 5, .output = 2 * this->tile + 302, .origin = -3, .batch = 2});
  }
}

}  // namespace
}  // namespace faltung::test
