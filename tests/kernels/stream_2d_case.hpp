// An image for the streaming 2D kernels under the emulated device.
#pragma once

#include <string>
#include <vector>

#include "faltung/boundary.hpp"

namespace faltung::test {

struct stream_2d_axis {
  long long signal;
  long long output;
  long long origin;
};
struct stream_2d_case {
  stream_2d_axis rows;
  stream_2d_axis columns;  // of pixels
  boundary_rule rule = boundary_rule::zero;
  long long images = 1;
  long long bank = 1;
  long long signal_shift = 0;  // elements by which the operands are off a 16-byte boundary
  long long output_shift = 0;
  long long signal_gap = 0;  // elements between the end of a row and the next
  long long output_gap = 0;
  bool upwards = false;  // rows of the signal in memory
  bool infinite = false;
};

// One axis in every relation of signal, window and output: hanging out on the left, on the right, on both sides,
// inside, and with outputs that no sample reaches.
inline std::vector<stream_2d_axis> stream_2d_placements(long long output, long long filter) {
  std::vector<stream_2d_axis> all;
  for (const stream_2d_axis& one :
       {stream_2d_axis{output - filter + 1, output, 1 - filter}, stream_2d_axis{output, output, -(filter / 2)},
        stream_2d_axis{output + filter - 1, output, 0}, stream_2d_axis{output + filter + 5, output, 2},
        stream_2d_axis{output, output, -filter - 2}, stream_2d_axis{3, output, filter}})
    if (one.signal > 0) all.push_back(one);
  return all;
}

}  // namespace faltung::test
