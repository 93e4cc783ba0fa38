// direct_1d_stored against the general kernel, bit for bit, and where it is taken.
#include "direct_1d_stored.cuh"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "cuda/enqueue_direct_1d_stored.cuh"
#include "emulation/recording.hpp"
#include "kernels/direct_1d_case.hpp"
#include "kernels/schedules.hpp"

namespace faltung::test {
namespace {

// The smallest there is: a warp's outputs are no whole number of packs for each lane, every fourth tap begins a chunk.
struct smallest {
  static constexpr kernel::direct_1d_dense_policy value{4, 4, 32, 1};
};
// More of a window behind the tile than one quad for each thread.
struct odd {
  static constexpr kernel::direct_1d_dense_policy value{8, 168, 64, 1};
};

// Signal and Output are types of the problem, Stored and Result what the kernel has for them.
template <class SumType, class SignalType, class OutputType, class Policy>
struct kind {
  using sum = SumType;
  using signal = SignalType;
  using output = OutputType;
  template <class Type>
  using kept = std::conditional_t<std::is_integral_v<Type>, std::make_unsigned<Type>, std::type_identity<Type>>;
  using stored = typename kept<SignalType>::type;
  using result = typename kept<OutputType>::type;
  using policy = Policy;
};

// Numbers of all magnitudes; where they are asked for also infinities and NaN of either sign and many payloads.
template <class Type>
std::vector<Type> numbers(long long count, bool strange, std::uint64_t seed) {
  std::vector<Type> made = random_elements(type_of<Type>, count, values::normal, seed).template as<Type>();
  if constexpr (kernel::is_half<Type>) {
    if (strange) {
      const auto bits = random_elements(uint16, count, values::normal, seed + 7).template as<std::uint16_t>();
      for (std::size_t i = 0; i < made.size(); i += 97) made[i].bits = bits[i] | 0x7c00u;
    }
  }
  return made;
}

// `shift` and `output_shift` count elements of the type that is stored; contents other than ordinary are strange, of
// sums that overflow and vanish in the type of the outputs too.
template <class Kind>
void check(const case_1d<typename Kind::sum>& c) {
  using sum_type = typename Kind::sum;
  using signal_type = typename Kind::signal;
  using output_type = typename Kind::output;
  SCOPED_TRACE(testing::Message() << "signal " << c.signal << " filter " << c.filter << " output " << c.output
                                  << " origin " << c.origin << " batch " << c.batch << " shift " << c.shift << ", "
                                  << c.output_shift << " rule " << to_string(c.rule.rule));
  const bool strange = c.values == content::infinite;
  const std::vector<signal_type> signal = shifted(numbers<signal_type>(c.signal * c.batch, strange, 1), c.shift);
  auto taps = numbers<sum_type>(c.filter * (c.per_signal ? c.batch : 1), false, 2);
  if constexpr (std::is_same_v<sum_type, float>) {
    if (strange) taps.front() = std::numeric_limits<float>::infinity();
    if (c.values == content::underflowing)
      for (std::size_t i = 0; i < taps.size(); ++i) taps[i] *= i % 2 == 0 ? -0x1p-126F : 0x1p-130F;
  }
  const auto outputs = static_cast<std::size_t>(c.output * c.batch);
  const output_type untouched = shifted(std::vector<output_type>{}, 1).front();
  std::vector<output_type> expected(c.output_shift + outputs + 1, untouched);
  std::vector<output_type> made = expected;
  const geometry where{
      .columns = {c.signal, c.filter, c.output, c.origin},
      .batch = c.batch,
      .filter_per_signal = c.per_signal,
      .boundary = c.rule,
      .signal = {.type = type_of<signal_type>, .at = {.offset = static_cast<long long>(c.shift), .batch = c.signal}},
      .filter = {.type = type_of<sum_type>},
      .output = {.type = type_of<output_type>,
                 .at = {.offset = static_cast<long long>(c.output_shift), .batch = c.output}},
      .compute = type_of<sum_type>};
  cuda::launch_direct_1d<sum_type, kernel::direct_1d_short<sum_type>>(where, signal.data(), taps.data(),
                                                                      expected.data(), nullptr);
  cuda::launch_direct_1d_stored<sum_type, typename Kind::stored, typename Kind::result, typename Kind::policy>(
      where, cuda::direct_operands_of(where, signal.data(), taps.data(), made.data()), nullptr);
  EXPECT_TRUE(same_bits<output_type>(made, expected));
}

template <class Kind>
class direct_1d_stored : public testing::Test {
 protected:
  static constexpr kernel::direct_1d_dense_policy policy = Kind::policy::value;
  static constexpr long long tile = policy.tile();
};
using half_usual = kernel::direct_1d_dense_long<float>;
using integer_usual = kernel::direct_1d_dense_long<std::uint32_t>;
using kinds = testing::Types<
    kind<float, float16_t, float16_t, smallest>, kind<float, float16_t, float16_t, half_usual>,
    kind<float, float16_t, float, odd>, kind<float, bfloat16_t, bfloat16_t, odd>,
    kind<float, bfloat16_t, float, smallest>, kind<std::uint32_t, std::int8_t, std::int8_t, smallest>,
    kind<std::uint32_t, std::int8_t, std::uint8_t, integer_usual>, kind<std::uint32_t, std::uint8_t, std::uint8_t, odd>,
    kind<std::uint32_t, std::int8_t, std::int32_t, smallest>, kind<std::uint32_t, std::uint8_t, std::int32_t, odd>,
    kind<std::uint32_t, std::int16_t, std::int16_t, odd>, kind<std::uint32_t, std::uint16_t, std::uint16_t, smallest>,
    kind<std::uint32_t, std::int16_t, std::uint32_t, odd>, kind<std::uint32_t, std::uint16_t, std::int32_t, smallest>>;
TYPED_TEST_SUITE(direct_1d_stored, kinds);

TYPED_TEST(direct_1d_stored, has_the_bits_of_the_general_kernel_at_every_border) {
  const long long turn = this->policy.outputs_per_thread;
  const long long chunk = this->policy.taps_per_chunk;
  for (const long long output : {this->tile - 1, this->tile, 2 * this->tile + 1, 3 * this->tile + 40}) {
    for (const long long filter : std::set<long long>{1, 2, turn + 1, 2 * turn + 5, chunk - 1, chunk + turn + 1}) {
      for (const long long origin : {1 - filter, -(filter / 2), 0LL, 3LL}) {
        // The signal ends inside the last window, with it, and after it.
        for (const long long beyond : {-(filter / 2) - 1, 0LL, 2 * turn}) {
          const long long signal = origin + output + filter - 1 + beyond;
          if (signal < 1) continue;
          check<TypeParam>({.signal = signal, .filter = filter, .output = output, .origin = origin});
          if (this->HasFailure()) return;
        }
      }
    }
  }
}

// Each pair of places of signal and output modulo 16 bytes, in tiles at borders and between them.
TYPED_TEST(direct_1d_stored, takes_pointers_of_any_alignment) {
  for (std::size_t shift = 0; shift < 16 / sizeof(typename TypeParam::signal); ++shift) {
    for (std::size_t output_shift = 0; output_shift < 16 / sizeof(typename TypeParam::output); ++output_shift) {
      check<TypeParam>({.signal = 3 * this->tile + 40 + static_cast<long long>(shift),
                        .filter = 9,
                        .output = 3 * this->tile + 40,
                        .origin = -4,
                        .shift = shift,
                        .output_shift = output_shift});
      if (this->HasFailure()) return;
    }
  }
}

// The window of the last whole tile ends before, with and behind the signal, from every place modulo 16 bytes; the
// address sanitizer notices a read behind it.
TYPED_TEST(direct_1d_stored, reads_nothing_behind_the_signal) {
  const long long turn = this->policy.outputs_per_thread;
  for (const long long filter : {1LL, 2LL, turn - 1, turn + 2})
    for (long long more = 0; more < turn + 17; ++more)
      check<TypeParam>({.signal = 2 * this->tile + filter - 1 + more,
                        .filter = filter,
                        .output = 2 * this->tile,
                        .origin = 0,
                        .shift = static_cast<std::size_t>(more) % 16});
}

// Rows whose places modulo 16 bytes differ from line to line.
TYPED_TEST(direct_1d_stored, gives_each_signal_its_filter) {
  for (const bool per_signal : {false, true}) {
    check<TypeParam>({.signal = 2 * this->tile + 57,
                      .filter = 7,
                      .output = 2 * this->tile + 63,
                      .origin = -6,
                      .batch = 5,
                      .per_signal = per_signal});
  }
}

TYPED_TEST(direct_1d_stored, has_the_bits_of_the_general_kernel_of_numbers_that_are_none_and_of_the_smallest) {
  for (const content values : {content::infinite, content::underflowing})
    for (const long long signal : {90LL, 3 * this->tile + 1})
      check<TypeParam>({.signal = signal, .filter = 31, .output = signal + 30, .origin = -30, .values = values});
}

TYPED_TEST(direct_1d_stored, goes_on_beyond_the_signal_by_every_rule) {
  const long long chunk = this->policy.taps_per_chunk;
  for (const boundary& rule : {boundary(reflect), boundary(mirror), boundary(nearest), boundary(wrap), constant(3)})
    for (const long long signal : {5LL, 2 * this->tile + 50})
      check<TypeParam>({.signal = signal, .filter = chunk + 6, .output = signal, .origin = -(chunk / 2), .rule = rule});
}

TYPED_TEST(direct_1d_stored, has_the_same_bits_under_every_schedule) {
  const long long chunk = this->policy.taps_per_chunk;
  for (const schedule& how : schedules) {
    SCOPED_TRACE(how.name);
    const scheduled scope(how);
    check<TypeParam>({.signal = 2 * this->tile + 300,
                      .filter = 2 * chunk + 3,
                      .output = 2 * this->tile + 302 + 2 * chunk,
                      .origin = -2 * chunk - 2,
                      .batch = 2});
  }
}

// What the direct method launches for a problem of `length` samples.
std::string kernel_for(problem description) {
  const geometry where = resolve(description);
  std::vector<std::uint64_t> memory(1 << 17);
  emulation::record_launches(true);
  const auto enqueue = [&]<class Type>(Type* taps) {
    cuda::enqueue_direct_1d(where, memory.data(), taps, memory.data() + memory.size() / 2, nullptr);
  };
  if (where.compute == float32) enqueue(reinterpret_cast<float*>(memory.data()));
  if (where.compute == uint32) enqueue(reinterpret_cast<std::uint32_t*>(memory.data()));
  if (where.compute == uint64) enqueue(memory.data());
  emulation::record_launches(false);
  std::string names;
  for (const emulation::recorded_launch& each : emulation::take_recorded_launches()) names += each.kernel;
  return names;
}

TEST(direct_1d_stored_choice, is_for_long_rows_of_halves_and_short_integers) {
  const auto is_taken = [](const problem& description) {
    return kernel_for(description).find("direct_1d_stored") != std::string::npos;
  };
  for (const element_type type : {float16, bfloat16, int8, uint8, int16, uint16}) {
    SCOPED_TRACE(to_string(type));
    const element_type sum = is_integer(type) ? int32 : float32;
    const problem usual{.signal = 10'000, .filter = 31, .type = type, .mode = mode::same};
    EXPECT_TRUE(is_taken(usual));
    problem other = usual;
    other.output_type = sum;
    EXPECT_TRUE(is_taken(other));
    other = usual;
    other.batch = 3;
    other.filters = filters::per_signal;
    EXPECT_TRUE(is_taken(other));
    // Rows shorter than a tile, several filters, outputs of a third type.
    other = usual;
    other.signal = 1'000;
    EXPECT_FALSE(is_taken(other));
    other = usual;
    other.bank = 2;
    EXPECT_FALSE(is_taken(other));
    other = usual;
    other.output_type = is_integer(type) ? int64 : float64;
    EXPECT_FALSE(is_taken(other));
  }
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .type = boolean, .mode = mode::same}));
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .type = boolean, .filter_type = int8, .mode = mode::same}));
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .type = int8, .filter_type = int16, .mode = mode::same}));
  EXPECT_FALSE(is_taken({.signal = 10'000, .filter = 31, .type = float32, .mode = mode::same}));
}

}  // namespace
}  // namespace faltung::test
