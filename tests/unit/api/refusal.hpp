// What a call was refused for.
#pragma once

#include <string>

#include "faltung/error.hpp"

namespace faltung {

template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const invalid_argument& refused) {
    return refused.argument() + " = " + refused.value();
  }
  return "nothing";
}

}  // namespace faltung
