// The study on a terminal.
#pragma once

#include <iosfwd>
#include <span>

#include "study/result.hpp"

namespace faltung::bench {

// Per filter length: nanoseconds per output and percent of the roof by contender, the fastest one marked, the library's
// choice and what it costs; below it, where the fastest changes. Methods that ran nowhere have no column.
void print_case(std::ostream& out, const case_result& result);

// What was left out and why, each reason once.
void print_skipped(std::ostream& out, std::span<const case_result> results);

void print_regret(std::ostream& out, std::span<const case_result> results);

}  // namespace faltung::bench
