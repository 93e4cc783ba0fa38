// Whether a filter given with its samples is separable, found where method separable would then be chosen.
#pragma once

#include <cstdint>

#include "faltung/plan.hpp"

namespace faltung::detail {

// Whether a plan that was told that the filter's rank is 1 would have method separable. Looks at no tap.
bool rank_may_gain(const problem& description, const options& request, const capabilities& machine);

// The rank of the 2D filter whose first tap is given and whose others lie as the description says, where telling a plan
// lets it choose method separable; otherwise the description's.
std::int64_t rank_worth_telling(const problem& description, const options& request, const capabilities& machine,
                                const void* first);

}  // namespace faltung::detail
