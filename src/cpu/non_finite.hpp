// Looking for NaNs and infinities.
#pragma once

#include <cstdint>

namespace faltung::cpu {

// Whether none of the values, float or double, is a NaN or an infinity.
template <class Type>
bool all_finite(const Type* values, std::int64_t count);

}  // namespace faltung::cpu
