// Which arrays of numbers narrower than those computed in a kernel is compiled for.
#pragma once

#include <string>
#include <type_traits>

#include "direct_operands.cuh"
#include "faltung/error.hpp"

namespace faltung::cuda {

// Whether an array of the type is one of Stored, which is the unsigned type of integers of its width. Booleans are no
// numbers of 8 bits: every byte but 0 is 1.
template <class Stored>
bool is_array_of(element_type type) {
  if constexpr (std::is_integral_v<Stored>) {
    return type != boolean && is_integer(type) && size_of(type) == sizeof(Stored);
  } else {
    return type == type_of<Stored>;
  }
}

// direct_choice_of() names types that are compiled here; should they part, no output is left out in silence.
template <class Type>
void require_enqueued(const kernel::direct_operands<Type>& operands, bool enqueued) {
  if (!enqueued)
    throw unsupported("output_type", std::string(to_string(operands.output.type)),
                      "no kernel is compiled for it and signals of " + std::string(to_string(operands.signal.at.type)));
}

}  // namespace faltung::cuda
