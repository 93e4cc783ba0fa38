// An operand's memory, of exactly as many elements as are wanted, holding small whole numbers: their sums are exact in
// every type, so that methods cannot differ but in an FFT's rounding.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "faltung/promotion.hpp"

namespace faltung::fuzz {

class elements {
 public:
  elements(element_type type, std::size_t count) : type_(type), memory_(count * size_of(type)) {}

  // Real and imaginary parts one by one.
  [[nodiscard]] std::size_t parts() const { return memory_.size() / size_of(component_of(type_)); }
  [[nodiscard]] double part(std::size_t index) const {
    double found = 0;
    visit([&]<class Type>(Type value) {
      std::memcpy(&value, memory_.data() + index * sizeof(Type), sizeof(Type));
      found = static_cast<double>(value);
    });
    return found;
  }
  void fill(FuzzedDataProvider& bytes) {
    const element_type component = component_of(type_);
    const int low = component == boolean || (is_integer(component) && !is_signed(component)) ? 0 : -3;
    const int high = component == boolean ? 1 : 3;
    for (std::size_t i = 0; i < parts(); ++i) {
      const int number = bytes.ConsumeIntegralInRange(low, high);
      visit([&]<class Type>(Type) {
        const auto value = static_cast<Type>(number);
        std::memcpy(memory_.data() + i * sizeof(Type), &value, sizeof(Type));
      });
    }
  }

  [[nodiscard]] std::byte* data() { return memory_.data(); }
  [[nodiscard]] const std::vector<std::byte>& memory() const { return memory_; }

 private:
  template <class Visit>
  void visit(Visit&& with) const {
    switch (component_of(type_)) {
      case element_type::boolean: return with(std::uint8_t{});
      case element_type::int8: return with(std::int8_t{});
      case element_type::int16: return with(std::int16_t{});
      case element_type::int32: return with(std::int32_t{});
      case element_type::int64: return with(std::int64_t{});
      case element_type::uint8: return with(std::uint8_t{});
      case element_type::uint16: return with(std::uint16_t{});
      case element_type::uint32: return with(std::uint32_t{});
      case element_type::uint64: return with(std::uint64_t{});
      case element_type::float16: return with(float16_t{});
      case element_type::bfloat16: return with(bfloat16_t{});
      case element_type::float32: return with(float{});
      default: return with(double{});
    }
  }

  element_type type_;
  std::vector<std::byte> memory_;
};

}  // namespace faltung::fuzz
