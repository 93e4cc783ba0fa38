// direct_1d against the plain chain of multiply-adds, bit for bit, on operands that it takes as they are.
#include "direct_1d.cuh"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <vector>

#include "cuda/enqueue_direct_1d.cuh"
#include "kernels/schedules.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"

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
struct with {
  using type = Type;
  using policy = Policy;
};

template <class Type>
struct one_case {
  long long signal;
  long long filter;
  long long output;
  long long origin;
  long long batch = 1;
  bool per_signal = false;
  std::size_t shift = 0;  // elements by which all pointers are off a 16-byte boundary
  bool infinite = false;  // an infinite tap and an infinite element
};

template <class Type>
std::vector<Type> chain(const one_case<Type>& c, std::span<const Type> signal, std::span<const Type> taps) {
  std::vector<Type> output;
  for (long long b = 0; b < c.batch; ++b) {
    for (long long o = 0; o < c.output; ++o) {
      Type sum = 0;
      for (long long t = 0; t < c.filter; ++t) {
        const long long s = c.origin + o + t;
        if (s < 0 || s >= c.signal) continue;
        sum = kernel::multiply_add(taps[static_cast<std::size_t>((c.per_signal ? b * c.filter : 0) + t)],
                                   signal[static_cast<std::size_t>(b * c.signal + s)], sum);
      }
      output.push_back(sum);
    }
  }
  return output;
}

// `vector`'s storage is aligned to 16 bytes, so `shift` elements in front of the data put it off by as many.
template <class Type>
std::vector<Type> shifted(const std::vector<Type>& from, std::size_t shift) {
  std::vector<Type> to(shift, static_cast<Type>(-1));
  to.insert(to.end(), from.begin(), from.end());
  return to;
}

template <class Type, class Policy>
void check(const one_case<Type>& c) {
  SCOPED_TRACE(testing::Message() << "signal " << c.signal << " filter " << c.filter << " output " << c.output
                                  << " origin " << c.origin << " batch " << c.batch << " shift " << c.shift);
  auto signal = random_elements(type_of<Type>, c.signal * c.batch, values::normal, 1).template as<Type>();
  auto taps =
      random_elements(type_of<Type>, c.filter * (c.per_signal ? c.batch : 1), values::normal, 2).template as<Type>();
  if (c.infinite && std::numeric_limits<Type>::has_infinity) {
    taps.front() = std::numeric_limits<Type>::infinity();
    signal[signal.size() / 2] = -std::numeric_limits<Type>::infinity();
  }
  const std::vector<Type> expected = chain<Type>(c, signal, taps);
  const std::vector<Type> signal_at = shifted(signal, c.shift);
  const std::vector<Type> taps_at = shifted(taps, c.shift);
  std::vector<Type> output_at(expected.size() + c.shift, static_cast<Type>(-1));

  const element_type type = type_of<Type>;
  const auto shift = static_cast<long long>(c.shift);
  const geometry where{.columns = {c.signal, c.filter, c.output, c.origin},
                       .batch = c.batch,
                       .filter_per_signal = c.per_signal,
                       .signal = {.type = type, .at = {.offset = shift, .batch = c.signal}},
                       .filter = {.type = type},
                       .output = {.type = type, .at = {.offset = shift, .batch = c.output}},
                       .compute = type};
  cuda::launch_direct_1d<Type, Policy>(where, signal_at.data(), taps_at.data() + c.shift, output_at.data(), nullptr);
  for (std::size_t i = 0; i < c.shift; ++i)
    EXPECT_EQ(output_at[i], static_cast<Type>(-1)) << "written in front of the output";
  EXPECT_TRUE(same_bits<Type>(std::span<const Type>(output_at).subspan(c.shift), expected));
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
      for (const long long origin : {1 - filter, -(filter / 2), 0LL, 3LL}) {
        // The signal ends inside the last window, with it, and after it.
        for (const long long beyond : {-(filter / 2) - 1, 0LL, 2 * turn}) {
          const long long signal = origin + output + filter - 1 + beyond;
          if (signal < 1) continue;
          check<Type, Policy>({.signal = signal, .filter = filter, .output = output, .origin = origin});
          if (this->HasFailure()) return;
        }
      }
    }
  }
}

TYPED_TEST(direct_1d, takes_pointers_of_any_alignment) {
  using Type = typename TypeParam::type;
  const long long tile = TypeParam::policy::value.outputs_per_thread * TypeParam::policy::value.max_threads;
  for (std::size_t shift = 0; shift < 4; ++shift) {
    check<Type, typename TypeParam::policy>(
        {.signal = 2 * tile + 40, .filter = 9, .output = 2 * tile + 32, .origin = 0, .shift = shift});
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
  check<Type, typename TypeParam::policy>({.signal = 90, .filter = 31, .output = 120, .origin = -30, .infinite = true});
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
