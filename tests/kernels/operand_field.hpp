// An operand in memory, of any type and with any strides, and what its elements are as doubles.
#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "operand_view.hpp"

namespace faltung::test {

inline constexpr element_type all_types[] = {boolean, int8,    int16,    int32,   int64,   uint8,     uint16,    uint32,
                                             uint64,  float16, bfloat16, float32, float64, complex64, complex128};
inline constexpr boundary_rule all_rules[] = {boundary_rule::zero,    boundary_rule::constant, boundary_rule::wrap,
                                              boundary_rule::reflect, boundary_rule::mirror,   boundary_rule::nearest};

// A tidy one is contiguous; the other has gaps between columns, rows that go backwards and two channels.
enum class form : unsigned char { tidy, strange };

class operand_field {
 public:
  operand_field(element_type type, std::int64_t entries, std::int64_t rows, std::int64_t columns, form how)
      : type_(type), parts_(is_complex(type) ? 2 : 1), columns_(columns), rows_(rows) {
    const std::int64_t column = how == form::tidy ? 1 : 3;
    const std::int64_t pitch = columns * column + (how == form::tidy ? 0 : 2);
    at_ = {.data = nullptr,
           .type = type,
           .offset = 0,
           .batch = rows * pitch * parts_,
           .row = pitch * parts_,
           .column = column * parts_,
           .channels = 1,
           .channel = 0};
    if (how == form::strange) {
      at_.channels = 2;
      at_.channel = parts_;  // into the gap between two columns
      at_.batch += 5 * parts_;
      at_.offset = (rows - 1) * at_.row;
      at_.row = -at_.row;
    }
    const std::int64_t elements = (entries + 1) * (rows * pitch + 5) * parts_;
    bytes_.assign(static_cast<std::size_t>(elements) * size_of(component_of(type)), std::byte{0x5a});
  }

  // Small numbers, all of the type's values; every fourth boolean is true by another byte than 1.
  void fill(std::int64_t entries) {
    std::int64_t k = 0;
    each(entries, [&](long long index) {
      kernel::with_storage(type_, [&](auto* stored) {
        using storage = std::remove_pointer_t<decltype(stored)>;
        const double integer = static_cast<double>(k * k % 11 % 6);
        const double value = kernel::stores_fractions<storage>                                 ? integer * 0.375 - 1
                             : is_signed(type_)                                                ? integer - 3
                             : type_ == boolean && static_cast<std::int64_t>(integer) % 2 == 0 ? 0
                                                                                               : integer;
        data<storage>()[index] = static_cast<storage>(value);
      });
      ++k;
    });
  }

  [[nodiscard]] double number(long long index) const {
    return kernel::with_storage(type_, [&](auto* stored) {
      using storage = std::remove_pointer_t<decltype(stored)>;
      const storage value = data<storage>()[index];
      if (type_ == boolean) return value != storage{} ? 1.0 : 0.0;
      if constexpr (kernel::stores_fractions<storage> && sizeof(storage) == 2) {
        return static_cast<double>(static_cast<float>(value));
      } else {
        return static_cast<double>(value);
      }
    });
  }
  [[nodiscard]] long long index(long long entry, int part, long long row, long long column) const {
    return at_.offset + entry / at_.channels * at_.batch + entry % at_.channels * at_.channel + row * at_.row +
           column * at_.column + part;
  }
  [[nodiscard]] double at(long long entry, int part, long long row, long long column) const {
    return number(index(entry, part, row, column));
  }
  template <class Visit>
  void each(std::int64_t entries, Visit visit) const {
    for (std::int64_t e = 0; e < entries; ++e)
      for (std::int64_t r = 0; r < rows_; ++r)
        for (std::int64_t c = 0; c < columns_; ++c)
          for (int part = 0; part < parts_; ++part) visit(index(e, part, r, c));
  }

  [[nodiscard]] kernel::source_view source() const {
    return {bytes_.data(), at_.type, at_.offset, at_.batch, at_.row, at_.column, at_.channels, at_.channel};
  }
  [[nodiscard]] kernel::target_view target() {
    return {bytes_.data(), at_.type, at_.offset, at_.batch, at_.row, at_.column, at_.channels, at_.channel};
  }
  template <class Storage>
  [[nodiscard]] Storage* data() {
    return reinterpret_cast<Storage*>(bytes_.data());
  }
  template <class Storage>
  [[nodiscard]] const Storage* data() const {
    return reinterpret_cast<const Storage*>(bytes_.data());
  }
  [[nodiscard]] int parts() const { return parts_; }
  [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  element_type type_;
  int parts_;
  std::int64_t columns_;
  std::int64_t rows_;
  kernel::source_view at_{};
  std::vector<std::byte> bytes_;
};

// Where the sample at a place is found, by walking there; -1 where there is none. Rules as in boundary.hpp.
inline long long walk(boundary_rule rule, long long place, long long n) {
  if (rule == boundary_rule::mirror && n == 1) return 0;
  while (place < 0 || place >= n) {
    const bool left = place < 0;
    switch (rule) {
      case boundary_rule::wrap: place += left ? n : -n; break;
      case boundary_rule::reflect: place = left ? -1 - place : 2 * n - 1 - place; break;
      case boundary_rule::mirror: place = left ? -place : 2 * n - 2 - place; break;
      case boundary_rule::nearest: place = left ? 0 : n - 1; break;
      default: return -1;
    }
  }
  return place;
}

}  // namespace faltung::test
