// Which of the CUDA backend's kernels carries out a problem's direct method. Selection asks as well as the backend: a
// function of the problem alone, without a device.
#pragma once

#include <iosfwd>
#include <string_view>

#include "plan/stream_2d.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// Named as the files in kernels/ are.
enum class direct_kernel : unsigned char {
  direct_1d_registers,  // rows of the type computed in, up to 8 taps
  direct_1d_dense,      // rows of the type computed in, longer than a block's tile
  direct_1d_lines,      // and shorter ones, of narrower numbers too
  direct_1d_bank,       // rows of the type computed in or narrower, several filters for each
  direct_1d_complex,    // rows of complex numbers of the type computed in, banks of filters too
  direct_1d_stored,     // rows of numbers narrower than the 32 bits computed in
  direct_1d_bytes,      // rows and filters of bytes
  direct_1d,            // every other 1D problem
  stream_2d,            // square filters that it is compiled for
  stream_2d_stored,     // and images of numbers narrower than the 32 bits computed in
  stream_2d_bytes,      // and images and filters of bytes
  tile_2d,              // images of the type computed in or of narrower numbers
  tile_2d_complex,      // images of complex numbers of the type computed in
  direct_2d,            // every other 2D problem
};
std::string_view to_string(direct_kernel kernel);

struct direct_choice {
  direct_kernel kernel = direct_kernel::direct_1d;
  std::string_view why;
  stream_2d_choice stream;  ///< where one of those is the kernel

  friend bool operator==(const direct_choice&, const direct_choice&) = default;
};

direct_choice direct_choice_of(const geometry& where);

std::ostream& operator<<(std::ostream& out, const direct_choice& choice);

}  // namespace faltung
