// A 2D convolution with a filter of rank r as two: along the rows with r row filters, then along the columns with r column
// filters whose results add up.
#pragma once

#include "problem/geometry.hpp"

namespace faltung::separable {

// Both take filters in window order, of the type computed in. Between them lies, contiguous, [batch, rows, columns] of
// elements with r components each.
struct passes {
  geometry across;  ///< the caller's signals, a bank of r filters of one row, to the intermediate's components
  geometry down;    ///< the intermediate, filters of one column whose taps have r components, to the caller's outputs
};

// Of `batch` signals one after another. Throws nothing that resolve() has not.
passes passes_of(const geometry& whole, std::int64_t batch);

}  // namespace faltung::separable
