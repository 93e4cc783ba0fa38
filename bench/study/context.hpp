// Where and when a study was made.
#pragma once

#include <string>

#include "faltung/capabilities.hpp"
#include "faltung/types.hpp"
#include "study/run.hpp"

namespace faltung::bench {

struct study_context {
  capabilities machine;
  std::string processor;  // as the operating system names it
  std::string driver;     // CUDA's; empty without one
  std::string runtime;
  std::string library;  // version
  std::string commit;   // empty outside of a repository
  std::string date;     // UTC
  element_type type = float32;
  study_roofs limits;
  study_settings settings;
};

// "AMD EPYC 9755" as /proc/cpuinfo has it, or the architecture's name where it has none.
std::string processor_name();

std::string library_version();

}  // namespace faltung::bench
