// Which arrays of numbers narrower than those computed in a kernel is compiled for.
#pragma once

#include <string>
#include <type_traits>

#include "faltung/error.hpp"
#include "faltung/types.hpp"

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

// Launches, by launch(null pointers to both types), for Stored elements and the first of the results that outputs are
// arrays of; false where there is none. Operands are kernel::direct_operands.
template <class Stored, class... Results, class Operands, class Launch>
bool launch_for_arrays_of(const Operands& operands, const Launch& launch) {
  const auto launched = [&](auto* result) {
    using result_type = std::remove_pointer_t<decltype(result)>;
    if (!is_array_of<Stored>(operands.signal.at.type) || !is_array_of<result_type>(operands.output.type)) return false;
    launch(static_cast<Stored*>(nullptr), result);
    return true;
  };
  return (launched(static_cast<Results*>(nullptr)) || ...);
}

// direct_choice_of() names types that are compiled; should they part, no output is left out in silence.
inline void require_enqueued(element_type signal, element_type output, bool enqueued) {
  if (!enqueued)
    throw unsupported("output_type", std::string(to_string(output)),
                      "no kernel is compiled for it and signals of " + std::string(to_string(signal)));
}
template <class Operands>
void require_enqueued(const Operands& operands, bool enqueued) {
  require_enqueued(operands.signal.at.type, operands.output.type, enqueued);
}

}  // namespace faltung::cuda
