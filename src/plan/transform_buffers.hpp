// Memory of one real transform with its spectrum: selection predicts with it, backends lay out their workspace by it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "faltung/shape.hpp"
#include "faltung/types.hpp"

namespace faltung {

struct transform_buffers {
  std::int64_t rows = 1;
  std::int64_t columns = 1;
  element_type type = float32;

  transform_buffers(const shape& transform, element_type elements)
      : rows(transform.rank() == 2 ? transform[0] : 1),
        columns(transform.rank() == 2 ? transform[1] : transform[0]),
        type(elements) {}

  [[nodiscard]] std::int64_t spectrum_columns() const { return columns / 2 + 1; }
  [[nodiscard]] std::int64_t real_elements() const { return rows * columns; }
  [[nodiscard]] std::int64_t complex_elements() const { return rows * spectrum_columns(); }

  // Each buffer is rounded up to `granule` bytes so that the next one starts aligned.
  static constexpr std::size_t granule = 256;
  [[nodiscard]] static std::size_t rounded(std::size_t bytes) { return (bytes + granule - 1) / granule * granule; }
  [[nodiscard]] std::size_t real_bytes() const {
    return rounded(static_cast<std::size_t>(real_elements()) * size_of(type));
  }
  [[nodiscard]] std::size_t complex_bytes() const {
    return rounded(static_cast<std::size_t>(complex_elements()) * 2 * size_of(type));
  }
  [[nodiscard]] std::size_t bytes() const { return real_bytes() + complex_bytes(); }
};

}  // namespace faltung
