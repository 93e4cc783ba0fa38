// How one axis of a signal lies in a transform: selection takes the length from it, backends what to load and where the
// outputs appear.
#pragma once

#include <cstdint>

#include "problem/geometry.hpp"

namespace faltung {

struct transform_frame {
  std::int64_t first;    ///< place of the (extended) signal that becomes element 0
  std::int64_t samples;  ///< loaded from there; zeros follow
  std::int64_t output;   ///< element where output 0 appears
  std::int64_t length;   ///< least length of the transform
};

// Nothing outside: the signal itself, and no longer a transform than the outputs ask for.
constexpr transform_frame bare_frame(const axis_geometry& axis) {
  return {0, axis.signal, axis.full_first(), axis.circular_length()};
}

// All samples under the outputs' windows; what wraps around lands before output 0.
constexpr transform_frame extended_frame(const axis_geometry& axis) {
  const std::int64_t samples = axis.output + axis.filter - 1;
  return {axis.origin, samples, axis.filter - 1, samples};
}

// A periodic signal in a transform of its own period: the circular convolution is the one wanted.
constexpr transform_frame periodic_frame(const axis_geometry& axis) {
  return {axis.full_first(), axis.signal, 0, axis.signal};
}
constexpr bool has_period(const axis_geometry& axis, boundary_rule rule) {
  return rule == boundary_rule::wrap && axis.output == axis.signal && axis.filter <= axis.signal;
}

// The frame for a transform of this length.
constexpr transform_frame frame_of(const axis_geometry& axis, boundary_rule rule, std::int64_t length) {
  // An origin may put output 0 before the full result; windows have zeros there.
  if (rule == boundary_rule::zero) return axis.full_first() < 0 ? extended_frame(axis) : bare_frame(axis);
  if (has_period(axis, rule) && length == axis.signal) return periodic_frame(axis);
  return extended_frame(axis);
}

}  // namespace faltung
