// Block transforms over the lanes of a vector, for the instruction set of this process.
#pragma once

#include <cstdint>

#include "product_rule.hpp"

namespace faltung::cpu {

// Type is float or double. `lanes` are vectors of `width` numbers, one for each of as many segments: N = 2^(levels + 1)
// real samples, or M = 2^levels packed spectrum values in bit-reversed order (kernels/packed_product.hpp), all aligned
// to workspace_alignment. `twiddles` are block_twiddles. A table of a filter's has 4 numbers for each place and part;
// `own`: 4 * width, every lane having a filter of its own.
template <class Type>
struct block_kernels {
  std::int64_t width;

  // Rows of `count` samples, a multiple of 64 bytes, into lanes, and back, each lane times its scale. A lane's poison
  // becomes NaN where one of those is not finite.
  void (*interleave)(const Type* const* rows, std::int64_t count, Type* lanes);
  void (*deinterleave)(const Type* lanes, const Type* scale, std::int64_t count, Type* const* rows, Type* poison);

  void (*forward)(Type* lanes, int levels, const Type* const* twiddles);
  void (*inverse)(Type* lanes, int levels, const Type* const* twiddles);
  void (*multiply)(const Type* spectrum, const Type* table, bool own, kernel::product_rule rule, int levels,
                   Type* product);
  // With a filter in `parts` (kernels/parted_product.hpp): spectra go to the end of a history whose rows are `row`
  // numbers long, of which the first `width` segments are multiplied and those after them meet the filter's further
  // parts.
  void (*append)(const Type* spectrum, int levels, Type* history, std::int64_t row);
  void (*multiply_parts)(const Type* history, std::int64_t row, const Type* table, std::int64_t parts,
                         kernel::product_rule rule, int levels, Type* product);
  // Forward, product and inverse.
  void (*convolve)(Type* lanes, const Type* table, bool own, int levels, const Type* const* twiddles);
};

template <class Type>
block_kernels<Type> block_kernels_of_target();

}  // namespace faltung::cpu
