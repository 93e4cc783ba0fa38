// Bytes from the fuzzer as a problem and options: mostly well-formed and small, with a share of everything else.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::fuzz {

problem fuzzed_problem(FuzzedDataProvider& bytes);
options fuzzed_options(FuzzedDataProvider& bytes);

}  // namespace faltung::fuzz
