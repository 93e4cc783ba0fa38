#include "support/elements.hpp"

#include <cmath>
#include <stdexcept>
#include <type_traits>

namespace faltung::test {
namespace {

template <class Stored>
Stored load(const std::vector<std::byte>& bytes, std::size_t index) {
  Stored value;
  std::memcpy(&value, bytes.data() + index * sizeof(Stored), sizeof(Stored));
  return value;
}

template <class Stored>
void store(std::vector<std::byte>& bytes, std::size_t index, Stored value) {
  std::memcpy(bytes.data() + index * sizeof(Stored), &value, sizeof(Stored));
}

template <class Stored>
using pointee = std::remove_pointer_t<Stored>;

}  // namespace

elements::elements(element_type type, const std::vector<double>& from) : elements(type, from.size()) {
  for (std::size_t index = 0; index < from.size(); ++index) set(index, from[index]);
}

long double elements::value(std::size_t index, std::size_t part) const {
  if (type_ == boolean) return static_cast<long double>(whole(index));
  return with_component(type_, [&](auto* stored) {
    const auto found = load<pointee<decltype(stored)>>(bytes_, index * parts() + part);
    if constexpr (std::is_arithmetic_v<pointee<decltype(stored)>>)
      return static_cast<long double>(found);
    else
      return static_cast<long double>(static_cast<float>(found));
  });
}

std::uint64_t elements::whole(std::size_t index) const {
  return with_component(type_, [&](auto* stored) -> std::uint64_t {
    if constexpr (std::is_integral_v<pointee<decltype(stored)>>) {
      const auto found = load<pointee<decltype(stored)>>(bytes_, index);
      return type_ == boolean ? static_cast<std::uint64_t>(found != 0) : static_cast<std::uint64_t>(found);
    } else {
      throw std::logic_error("not an integer");
    }
  });
}

void elements::set(std::size_t index, long double value, std::size_t part) {
  if (is_integer(type_)) {
    const long double period = 0x1p64L;
    const long double rest = std::fmod(value, period);
    set_whole(index, static_cast<std::uint64_t>(rest < 0 ? rest + period : rest));
    return;
  }
  with_component(type_, [&](auto* stored) {
    using type = pointee<decltype(stored)>;
    // By way of double: exact for what tests set, which are doubles or sums of few digits.
    if constexpr (!std::is_integral_v<type>) store(bytes_, index * parts() + part, type(static_cast<double>(value)));
  });
}

void elements::set_whole(std::size_t index, std::uint64_t value) {
  with_component(type_, [&](auto* stored) {
    using type = pointee<decltype(stored)>;
    if constexpr (std::is_integral_v<type>) {
      const std::uint64_t kept = type_ == boolean ? std::uint64_t{value != 0} : value;
      store(bytes_, index, static_cast<type>(kept));
    } else {
      throw std::logic_error("not an integer");
    }
  });
}

std::vector<double> elements::values() const {
  std::vector<double> all;
  for (std::size_t index = 0; index < count_; ++index) all.push_back(static_cast<double>(value(index)));
  return all;
}

elements elements::slice(std::size_t first, std::size_t count) const {
  elements part(type_, count);
  if (count > 0) std::memcpy(part.bytes_.data(), bytes_.data() + first * size_of(type_), count * size_of(type_));
  return part;
}

void elements::copy_element(std::size_t to, const elements& other, std::size_t from) {
  std::memcpy(bytes_.data() + to * size_of(type_), other.bytes_.data() + from * size_of(type_), size_of(type_));
}

bool elements::finite(std::size_t index) const {
  for (std::size_t part = 0; part < parts(); ++part)
    if (!std::isfinite(value(index, part))) return false;
  return true;
}

}  // namespace faltung::test
