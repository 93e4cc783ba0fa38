// Signals, filters and outputs of any type and layout as contiguous rows of the numbers that sums run in.
#pragma once

#include <cstdint>

#include "cpu/aligned_buffer.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

// Compute is float, double, std::uint32_t or std::uint64_t. `part` is 0 for the real and 1 for the imaginary part.

// Places [first, first + count) of a row of signal entry `entry`, row and places counted in the signal and possibly
// outside of it, where the boundary rule says what stands there; with boundary zero, zeros.
template <class Compute>
void read_row(const geometry& problem, const void* signals, std::int64_t entry, int part, std::int64_t row,
              std::int64_t first, std::int64_t count, Compute* to);

// Filter `entry`, rows `pitch` elements apart, in window order (geometry.hpp) or in the reverse of it, which a transform
// multiplies with; conjugated where the problem says so, then negated if `negative`.
enum class tap_order : unsigned char { window, full };
template <class Compute>
void read_filter(const geometry& problem, const void* filters, std::int64_t entry, int part, bool negative,
                 tap_order order, std::int64_t pitch, Compute* to);

// All of them as the direct method takes them: [filter][component product][tap], in window order.
template <class Compute>
aligned_buffer<Compute> windows_of(const geometry& problem, const void* filters);

// Outputs [first, first + count) of row `row` of output entry `entry`.
template <class Compute>
void write_row(const geometry& problem, void* outputs, std::int64_t entry, int part, std::int64_t row,
               std::int64_t first, std::int64_t count, const Compute* from);

}  // namespace faltung::cpu
