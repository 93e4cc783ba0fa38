// One problem for a direct 1D kernel on elements narrower than the type computed in, held to the general kernel's bits,
// and which kernel the direct method takes.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "cuda/enqueue_direct_1d.cuh"
#include "emulation/recording.hpp"
#include "kernels/direct_1d_case.hpp"
#include "kernels/kernel_type.hpp"

namespace faltung::test {

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
// sums that overflow and vanish in the type of the outputs too. Taps are numbers of TapType. Launch takes (geometry,
// operands).
template <class SumType, class SignalType, class OutputType, class TapType, class Launch>
void check_stored(const case_1d<SumType>& c, Launch launch) {
  SCOPED_TRACE(described(c));
  const bool strange = c.values == content::infinite;
  const std::vector<SignalType> signal = shifted(numbers<SignalType>(c.signal * c.batch, strange, 1), c.shift);
  const auto given_taps = numbers<TapType>(c.filter * c.bank * (c.per_signal ? c.batch : 1), false, 2);
  std::vector<SumType> taps(given_taps.begin(), given_taps.end());
  if constexpr (std::is_same_v<SumType, float>) {
    if (strange) taps.front() = std::numeric_limits<float>::infinity();
    if (c.values == content::underflowing)
      for (std::size_t i = 0; i < taps.size(); ++i) taps[i] *= i % 2 == 0 ? -0x1p-126F : 0x1p-130F;
  }
  const auto untouched = static_cast<OutputType>(-1);
  std::vector<OutputType> expected(c.output_shift + static_cast<std::size_t>(c.output * c.batch * c.bank) + 1,
                                   untouched);
  std::vector<OutputType> made = expected;
  const geometry where{
      .columns = {c.signal, c.filter, c.output, c.origin},
      .batch = c.batch,
      .bank = c.bank,
      .filter_per_signal = c.per_signal,
      .boundary = c.rule,
      .signal = {.type = type_of<SignalType>, .at = {.offset = static_cast<long long>(c.shift), .batch = c.signal}},
      .filter = {.type = type_of<TapType>},
      .output = {.type = type_of<OutputType>,
                 .at = {.offset = static_cast<long long>(c.output_shift), .batch = c.output}},
      .compute = type_of<SumType>};
  cuda::launch_direct_1d<SumType, kernel::direct_1d_short<SumType>>(where, signal.data(), taps.data(), expected.data(),
                                                                    nullptr);
  launch(where, cuda::direct_operands_of(where, signal.data(), taps.data(), made.data()));
  EXPECT_TRUE(same_bits<OutputType>(made, expected));
}

// Signal and Output are types of the problem, Stored and Result what the kernel has for them.
template <class SumType, class SignalType, class OutputType, class Policy>
struct kind {
  using sum = SumType;
  using signal = SignalType;
  using output = OutputType;
  using stored = kernel_type<SignalType>;
  using result = kernel_type<OutputType>;
  using policy = Policy;
};

// Mangled names of what the direct method launches. Nothing runs, so memory need not be as large as the problem.
inline std::string kernel_for(const problem& description) {
  const geometry where = resolve(description);
  std::vector<std::uint64_t> memory(1 << 10);
  emulation::record_launches(true);
  const auto enqueue = [&]<class Type>(Type* taps) {
    cuda::enqueue_direct_1d(direct_choice_of(where).kernel, where, memory.data(), taps,
                            memory.data() + memory.size() / 2, nullptr);
  };
  if (where.compute == float32) enqueue(reinterpret_cast<float*>(memory.data()));
  if (where.compute == uint32) enqueue(reinterpret_cast<std::uint32_t*>(memory.data()));
  if (where.compute == uint64) enqueue(memory.data());
  emulation::record_launches(false);
  std::string names;
  for (const emulation::recorded_launch& each : emulation::take_recorded_launches()) names += each.kernel;
  return names;
}

}  // namespace faltung::test
