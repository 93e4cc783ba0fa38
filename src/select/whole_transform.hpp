// The transform that holds a whole signal or picture.
#pragma once

#include "problem/geometry.hpp"

namespace faltung {

shape whole_signal_transform(const geometry& problem);

}  // namespace faltung
