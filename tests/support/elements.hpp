// An array of elements whose type is known at run time: operands and results of the test programs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "faltung/types.hpp"

namespace faltung::test {

// Calls visit with a null pointer to the C++ type of one real number of the type; booleans are bytes.
template <class Visit>
decltype(auto) with_component(element_type type, Visit&& visit) {
  switch (component_of(type)) {
    case element_type::int8: return visit(static_cast<std::int8_t*>(nullptr));
    case element_type::int16: return visit(static_cast<std::int16_t*>(nullptr));
    case element_type::int32: return visit(static_cast<std::int32_t*>(nullptr));
    case element_type::int64: return visit(static_cast<std::int64_t*>(nullptr));
    case element_type::uint16: return visit(static_cast<std::uint16_t*>(nullptr));
    case element_type::uint32: return visit(static_cast<std::uint32_t*>(nullptr));
    case element_type::uint64: return visit(static_cast<std::uint64_t*>(nullptr));
    case element_type::float16: return visit(static_cast<float16_t*>(nullptr));
    case element_type::bfloat16: return visit(static_cast<bfloat16_t*>(nullptr));
    case element_type::float32: return visit(static_cast<float*>(nullptr));
    case element_type::float64: return visit(static_cast<double*>(nullptr));
    default: return visit(static_cast<std::uint8_t*>(nullptr));
  }
}

inline constexpr element_type every_type[]{boolean, int8,    int16,    int32,   int64,   uint8,     uint16,    uint32,
                                           uint64,  float16, bfloat16, float32, float64, complex64, complex128};

class elements {
 public:
  elements() = default;
  elements(element_type type, std::size_t count) : type_(type), count_(count), bytes_(count * size_of(type)) {}
  template <element Type>
  explicit elements(std::span<const Type> from) : elements(type_of<Type>, from.size()) {
    if (count_ > 0) std::memcpy(bytes_.data(), from.data(), bytes_.size());
  }
  template <element Type>
  elements(const std::vector<Type>& from)  // NOLINT(google-explicit-constructor): as a vector goes into a span
      : elements(std::span<const Type>(from)) {}
  // Real parts; imaginary parts, where there are any, are 0.
  elements(element_type type, const std::vector<double>& from);

  [[nodiscard]] element_type type() const { return type_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::size_t parts() const { return is_complex(type_) ? 2 : 1; }
  [[nodiscard]] std::vector<std::byte>& bytes() { return bytes_; }
  [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

  // Exactly: every value of every type is a long double.
  [[nodiscard]] long double value(std::size_t index, std::size_t part = 0) const;
  // An integer modulo 2^64, a boolean as 0 or 1.
  [[nodiscard]] std::uint64_t whole(std::size_t index) const;

  // Rounded once to a floating-point type; an integer type takes integers only, modulo its width.
  void set(std::size_t index, long double value, std::size_t part = 0);
  void set_whole(std::size_t index, std::uint64_t value);

  // Real parts as doubles.
  [[nodiscard]] std::vector<double> values() const;
  template <element Type>
  [[nodiscard]] std::vector<Type> as() const {
    std::vector<Type> copy(count_);
    std::memcpy(copy.data(), bytes_.data(), bytes_.size());
    return copy;
  }

  [[nodiscard]] elements slice(std::size_t first, std::size_t count) const;
  void copy_element(std::size_t to, const elements& other, std::size_t from);
  [[nodiscard]] bool finite(std::size_t index) const;

  friend bool operator==(const elements&, const elements&) = default;

 private:
  element_type type_ = float32;
  std::size_t count_ = 0;
  std::vector<std::byte> bytes_;
};

}  // namespace faltung::test
