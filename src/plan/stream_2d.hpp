// Which 2D problems the CUDA backend's streaming kernels (kernels/stream_2d.cuh) are for. Selection asks as well as the
// backend: a function of the problem alone, without a device.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "problem/geometry.hpp"

namespace faltung {

// What the kernels are compiled for: type, side of the filter, elements from one column to the next (interleaved
// channels). Each takes seconds to compile and, from 9 x 9 on, tens of kilobytes in the library for every architecture.
#define FALTUNG_STREAM_2D_FILTERS(Apply)                                                                              \
  Apply(float, 3, 1) Apply(float, 5, 1) Apply(float, 7, 1) Apply(float, 9, 1) Apply(float, 11, 1) Apply(float, 13, 1) \
      Apply(float, 15, 1) Apply(float, 17, 1) Apply(float, 3, 3) Apply(float, 5, 3) Apply(float, 3, 4)                \
          Apply(float, 5, 4) Apply(double, 3, 1) Apply(double, 5, 1) Apply(double, 7, 1) Apply(std::uint32_t, 3, 1)   \
              Apply(std::uint32_t, 5, 1) Apply(std::uint32_t, 7, 1)

// Column and row filter of equal length in one pass.
#define FALTUNG_SEPARABLE_2D_FILTERS(Apply)                                                                           \
  Apply(float, 3, 1) Apply(float, 5, 1) Apply(float, 7, 1) Apply(float, 9, 1) Apply(float, 11, 1) Apply(float, 13, 1) \
      Apply(float, 15, 1) Apply(float, 17, 1) Apply(float, 19, 1) Apply(float, 21, 1) Apply(float, 23, 1)             \
          Apply(float, 25, 1) Apply(float, 27, 1) Apply(float, 29, 1) Apply(float, 31, 1) Apply(double, 3, 1)         \
              Apply(double, 5, 1) Apply(double, 7, 1) Apply(double, 9, 1)

struct stream_2d_choice {
  bool streams = false;
  std::string_view why;
  int side = 0;      ///< of the filter, where it streams
  int channels = 1;  ///< that lie interleaved and are taken as one image

  friend bool operator==(const stream_2d_choice&, const stream_2d_choice&) = default;
};

// Why no streaming kernel takes an image of so many interleaved channels, whatever its types and filter; empty where
// one may.
std::string_view refused_by_streaming(const geometry& where, std::int64_t channels);

// By the direct method. Otherwise kernels/tile_2d.cuh or tile_2d_complex.cuh takes the problem, or direct_2d.cuh, which
// takes every one.
stream_2d_choice direct_2d_choice_of(const geometry& where);

// By the separable method; otherwise in two passes.
stream_2d_choice separable_2d_choice_of(const geometry& where);

std::ostream& operator<<(std::ostream& out, const stream_2d_choice& choice);

}  // namespace faltung
