// Sums of products for the reference: integers exactly, other numbers in a wider type.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "faltung/types.hpp"

namespace faltung::cpu {

template <class Wide>
class wide_sum {
 public:
  void add(Wide tap, Wide sample) { sum_ += tap * sample; }
  [[nodiscard]] double result() const { return static_cast<double>(sum_); }

 private:
  Wide sum_ = 0;
};

// Factors of 64 bits, as two's complement where they are signed. Products of 128 bits are summed as two halves, which
// leaves room for 2^62 of them.
class exact_sum {
 public:
  exact_sum(bool signed_taps, bool signed_samples) : signed_taps_(signed_taps), signed_samples_(signed_samples) {}

  void add(std::uint64_t tap, std::uint64_t sample) {
    const bool negative_tap = signed_taps_ && tap >> 63 != 0;
    const bool negative_sample = signed_samples_ && sample >> 63 != 0;
    const unsigned_wide product = unsigned_wide{negative_tap ? 0 - tap : tap} * (negative_sample ? 0 - sample : sample);
    const auto low = static_cast<wide>(static_cast<std::uint64_t>(product));
    const auto high = static_cast<wide>(product >> 64);
    const bool negative = negative_tap != negative_sample;
    low_ += negative ? -low : low;
    high_ += negative ? -high : high;
  }

  // Modulo 2^64.
  [[nodiscard]] std::uint64_t result() const { return static_cast<std::uint64_t>(low_); }

  // Whether an integer type holds the sum; boolean holds any.
  [[nodiscard]] bool fits(element_type type) const {
    if (type == element_type::boolean) return true;
    const int bits = static_cast<int>(8 * size_of(type)) - (is_signed(type) ? 1 : 0);
    const std::uint64_t largest = std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
    return carried() == 0 ? result() <= largest : is_signed(type) && carried() == -1 && ~result() <= largest;
  }

  [[nodiscard]] std::string text() const {
    constexpr std::uint64_t chunk = 1'000'000'000'000'000'000;
    wide high = carried();
    std::uint64_t low = result();
    const bool negative = high < 0;
    if (negative) {
      low = 0 - low;
      high = -high - (low == 0 ? 0 : 1);
    }
    std::string digits;
    for (auto rest = static_cast<unsigned_wide>(high); rest != 0 || low >= chunk;) {
      const unsigned_wide lower = (rest % chunk << 64) + low;
      std::string part = std::to_string(static_cast<std::uint64_t>(lower % chunk));
      part.insert(0, 18 - part.size(), '0');
      digits.insert(0, part);
      rest /= chunk;
      low = static_cast<std::uint64_t>(lower / chunk);
    }
    digits.insert(0, std::to_string(low));
    if (negative) digits.insert(0, 1, '-');
    return digits;
  }

 private:
  __extension__ using wide = __int128;
  __extension__ using unsigned_wide = unsigned __int128;

  // The sum is carried() * 2^64 + result().
  [[nodiscard]] wide carried() const { return high_ + (low_ >> 64); }

  bool signed_taps_;
  bool signed_samples_;
  wide low_ = 0;
  wide high_ = 0;
};

}  // namespace faltung::cpu
