// Memory of one real transform with its spectrum: selection predicts with it, backends lay out their workspace by it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "faltung/shape.hpp"
#include "faltung/types.hpp"
#include "problem/geometry.hpp"

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

// What the transforms of one signal, or one segment of it, need: one forward for each of its parts, one inverse for each
// part of each output of the bank. Where there is one of each, the product takes the place of the spectrum.
struct spectral_memory {
  transform_buffers one;
  std::int64_t forward;
  std::int64_t inverse;

  spectral_memory(const shape& transform, const geometry& problem)
      : one(transform, problem.spectral),
        forward(problem.signal.parts()),
        inverse(problem.bank * problem.output.parts()) {}

  [[nodiscard]] bool in_place() const { return forward == 1 && inverse == 1; }

  // The CPU keeps the signal's spectra and makes one output after another.
  [[nodiscard]] std::size_t lane_bytes() const {
    return one.real_bytes() + static_cast<std::size_t>(forward + (in_place() ? 0 : 1)) * one.complex_bytes();
  }
  // The device makes all of them in one call.
  [[nodiscard]] std::size_t device_bytes() const {
    return static_cast<std::size_t>(std::max(forward, inverse)) * one.real_bytes() +
           static_cast<std::size_t>(forward + (in_place() ? 0 : inverse)) * one.complex_bytes();
  }
};

}  // namespace faltung
