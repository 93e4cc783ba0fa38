// Operands whose rows the CUDA backend's kernels move by 16 bytes.
#pragma once

#include <cstdint>

#include "problem/operand.hpp"

namespace faltung {

// Rows are arrays of the type computed in, with `channels` elements to a pixel. Signed and unsigned integers of one
// width are the same modulo it.
bool is_packed(const operand& one, element_type compute, std::int64_t channels);

}  // namespace faltung
