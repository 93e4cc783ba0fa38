// What a machine could do at most: the measure for what a method does.
#pragma once

#include <cstddef>
#include <map>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::bench {

struct roofs {
  double multiply_adds_per_second = 0;         // fused, float32
  double double_multiply_adds_per_second = 0;  // fused, float64
  double shared_bytes_per_second = 0;  // a device's shared memory, read 16 bytes at a time without bank conflicts
  // Bytes read plus bytes written per second when that many of both are copied: small ones stay in a cache.
  std::map<std::size_t, double> copy_bytes_per_second;
};

// Bytes that must be read and written at least, for the whole batch.
std::size_t moved_bytes(const problem& description);

// Least time for the problem: copying its bytes or, for direct methods, multiplying as often as they do, if that takes
// longer. Transforms are held against the copy alone. The copy rate of the next larger measured size is used.
double roof_seconds(const problem& description, method how, const roofs& machine);

}  // namespace faltung::bench
