// How well a direct 1D kernel's blocks suit the length of rows: threads without outputs execute as much as others.
#pragma once

#include "plan/direct_choice.hpp"

namespace faltung {

struct direct_places {
  double for_each_output = 1;  // of the block's threads, executed for each output that there is
  bool whole_lines = false;    // by the variant that makes whole lines, of one filter or several
};
direct_places direct_places_of(direct_kernel kernel, const geometry& where);

}  // namespace faltung
