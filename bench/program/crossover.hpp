// The crossover study: at which filter length does which way of convolving win?
#pragma once

#include <iosfwd>
#include <string>

#include "faltung/capabilities.hpp"
#include "faltung/types.hpp"
#include "study/run.hpp"

namespace faltung::bench {

struct crossover_request {
  std::string folder;  // for study.json and study.svg; made if need be
  std::string commit;  // noted in both
  element_type type = float32;
  bool quick = false;  // a coarse grid
  study_settings settings;
};

// Prints tables to `out` and progress to standard error. Throws file_error where a result cannot be written.
void crossover_study(const crossover_request& request, const capabilities& machine, std::ostream& out);

}  // namespace faltung::bench
