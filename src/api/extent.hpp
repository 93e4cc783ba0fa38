// Where an operand lies, to tell whether two of them overlap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace faltung {

struct extent {
  std::uintptr_t begin;
  std::size_t bytes;

  extent(const void* data, std::size_t size) : begin(reinterpret_cast<std::uintptr_t>(data)), bytes(size) {}
  [[nodiscard]] bool meets(const extent& other) const {
    return begin < other.begin + other.bytes && other.begin < begin + bytes;
  }
};

inline std::string address(const void* pointer) {
  return pointer == nullptr ? "nullptr" : std::to_string(reinterpret_cast<std::uintptr_t>(pointer));
}

}  // namespace faltung
