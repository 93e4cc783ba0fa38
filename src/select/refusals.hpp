// What rules out several implementations at once.
#pragma once

#include "select/implementations.hpp"

namespace faltung {

// Of a transform of integers.
refusal inexact(const selection_context& context);

// Transforms of integers are taken where the result is the exact one.
refusal refuse_inexact(const selection_context& context, const shape& transform);

// Only the reference looks at every sum.
refusal refuse_unchecked(const selection_context& context);

// Sizes of transforms and of intermediate results are formed without a look at overflow: below this none comes near it.
refusal refuse_boundless(const selection_context& context);

// Of one row, by overlap_save.
refusal refuse_segments(const geometry& problem);

}  // namespace faltung
