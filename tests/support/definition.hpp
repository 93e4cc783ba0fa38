// Which outputs there are, and which samples stand under their windows: NumPy's, SciPy's and scipy.ndimage's rules.
#pragma once

#include <cstdint>

#include "faltung/problem.hpp"

namespace faltung::test {

// Which outputs a mode returns of one axis of full[k] = sum_j g[j] x[k - j]; an origin may move them beyond both ends.
struct part {
  std::int64_t first = 0;
  std::int64_t length = 0;
};
part part_of_full(const problem& description, int axis);
shape expected_shape(const problem& description);

// What stands outside of the signal, for this mode: `valid` never looks there.
boundary effective_boundary(const problem& description);

// Where the sample at `place` of an extended signal of n samples comes from, found by stepping back at each edge; -1 for
// none.
std::int64_t sample_at(boundary_rule rule, std::int64_t place, std::int64_t n);

// True where the definition gives no result: `valid` in 2D with neither operand inside the other.
bool has_no_result(const problem& description);

}  // namespace faltung::test
