// One problem for a direct 1D kernel by itself, and the plain chain of multiply-adds whose bits it must have.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "dialect.cuh"
#include "problem/geometry.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"

namespace faltung::test {

// underflowing: products so small that sums become -0, which an added zero would make +0.
enum class content : unsigned char { ordinary, infinite, underflowing };

template <class Type>
struct case_1d {
  long long signal = 0;
  long long filter = 1;
  long long output = 1;
  long long origin = 0;
  long long batch = 1;
  bool per_signal = false;
  long long bank = 1;
  std::size_t shift = 0;         // elements by which signal and taps are off a 16-byte boundary
  std::size_t output_shift = 0;  // and the output
  content values = content::ordinary;
  boundary rule = zero;
};

template <class Type>
std::string described(const case_1d<Type>& c) {
  return (testing::Message() << "signal " << c.signal << " filter " << c.filter << " output " << c.output << " origin "
                             << c.origin << " batch " << c.batch << " bank " << c.bank << " shift " << c.shift << ", "
                             << c.output_shift << " rule " << to_string(c.rule.rule))
      .GetString();
}

inline const std::array<boundary, 5> continuing_rules{reflect, mirror, nearest, wrap, constant(3)};

// `c` at origins from wholly outside on the left to inside, with signals that end inside the last window, with it, and
// `behind` samples after it.
template <class Type>
std::vector<case_1d<Type>> placed_1d(case_1d<Type> c, long long behind) {
  std::vector<case_1d<Type>> all;
  for (const long long origin : {1 - c.filter, -(c.filter / 2), 0LL, 3LL}) {
    for (const long long beyond : {-(c.filter / 2) - 1, 0LL, behind}) {
      c.origin = origin;
      c.signal = origin + c.output + c.filter - 1 + beyond;
      if (c.signal > 0) all.push_back(c);
    }
  }
  return all;
}

template <class Type>
Type chain_at(const case_1d<Type>& c, std::span<const Type> signal, std::span<const Type> taps, long long output) {
  Type sum = 0;
  for (long long t = 0; t < c.filter; ++t) {
    const long long s = extended_index(c.rule.rule, c.origin + output + t, c.signal);
    if (s < 0 && c.rule.rule == boundary_rule::zero) continue;
    const Type sample = s < 0 ? static_cast<Type>(c.rule.value.real()) : signal[static_cast<std::size_t>(s)];
    sum = kernel::multiply_add(taps[static_cast<std::size_t>(t)], sample, sum);
  }
  return sum;
}

template <class Type>
std::vector<Type> chain_of(const case_1d<Type>& c, std::span<const Type> signal, std::span<const Type> taps) {
  std::vector<Type> output;
  for (long long b = 0; b < c.batch; ++b) {
    for (long long k = 0; k < c.bank; ++k) {
      const long long filter = (c.per_signal ? b * c.bank : 0) + k;
      for (long long o = 0; o < c.output; ++o) {
        output.push_back(chain_at(c, signal.subspan(static_cast<std::size_t>(b * c.signal)),
                                  taps.subspan(static_cast<std::size_t>(filter * c.filter)), o));
      }
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

// Launch takes (geometry, signal, taps, output).
template <class Type, class Launch>
void check_case(const case_1d<Type>& c, Launch launch) {
  SCOPED_TRACE(described(c));
  auto signal = random_elements(type_of<Type>, c.signal * c.batch, values::normal, 1).template as<Type>();
  auto taps = random_elements(type_of<Type>, c.filter * c.bank * (c.per_signal ? c.batch : 1), values::normal, 2)
                  .template as<Type>();
  if constexpr (std::numeric_limits<Type>::has_infinity) {
    if (c.values == content::infinite) {
      taps.front() = std::numeric_limits<Type>::infinity();
      signal[signal.size() / 2] = -std::numeric_limits<Type>::infinity();
    }
    if (c.values == content::underflowing) {
      for (Type& one : signal) one = std::numeric_limits<Type>::min();
      for (std::size_t i = 0; i < taps.size(); ++i) taps[i] = (i % 3 == 0 ? 1 : -1) * std::numeric_limits<Type>::min();
    }
  }
  const std::vector<Type> expected = chain_of<Type>(c, signal, taps);
  const std::vector<Type> signal_at = shifted(signal, c.shift);
  const std::vector<Type> taps_at = shifted(taps, c.shift);
  std::vector<Type> output_at(expected.size() + c.output_shift + 1, static_cast<Type>(-1));

  const element_type type = type_of<Type>;
  const geometry where{
      .columns = {c.signal, c.filter, c.output, c.origin},
      .batch = c.batch,
      .bank = c.bank,
      .filter_per_signal = c.per_signal,
      .boundary = c.rule,
      .signal = {.type = type, .at = {.offset = static_cast<long long>(c.shift), .batch = c.signal}},
      .filter = {.type = type},
      .output = {.type = type, .at = {.offset = static_cast<long long>(c.output_shift), .batch = c.output}},
      .compute = type};
  launch(where, signal_at.data(), taps_at.data() + c.shift, output_at.data());
  for (std::size_t i = 0; i < c.output_shift; ++i)
    EXPECT_EQ(output_at[i], static_cast<Type>(-1)) << "written in front of the output";
  EXPECT_EQ(output_at.back(), static_cast<Type>(-1)) << "written behind the output";
  EXPECT_TRUE(same_bits<Type>(std::span<const Type>(output_at).subspan(c.output_shift, expected.size()), expected));
}

template <class Type, class Policy>
struct with {
  using type = Type;
  using policy = Policy;
};

}  // namespace faltung::test
