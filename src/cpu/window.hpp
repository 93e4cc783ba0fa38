// The two orders in which methods want a filter's taps (geometry.hpp defines them).
#pragma once

#include <algorithm>
#include <cstdint>

#include "problem/geometry.hpp"

namespace faltung::cpu {

// w of geometry.hpp: output[o] = sum w[t] signal[origin + o + t]. In 2D reversing both axes reverses the storage order.
template <class Type>
void to_window_order(const Type* filter, const geometry& problem, Type* window) {
  const std::int64_t count = problem.filter_elements();
  if (problem.reversed) {
    std::reverse_copy(filter, filter + count, window);
  } else {
    std::copy_n(filter, count, window);
  }
}

// The reverse of w: the g of full[k] = sum g[j] signal[k - j], which is what a transform multiplies with.
template <class Type>
void to_full_order(const Type* filter, const geometry& problem, Type* reversed_window) {
  const std::int64_t count = problem.filter_elements();
  if (problem.reversed) {
    std::copy_n(filter, count, reversed_window);
  } else {
    std::reverse_copy(filter, filter + count, reversed_window);
  }
}

}  // namespace faltung::cpu
