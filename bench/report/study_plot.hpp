// The study as a picture: one panel for each signal shape, filter length against time per output, both logarithmic.
#pragma once

#include <span>
#include <string>

#include "study/context.hpp"
#include "study/result.hpp"

namespace faltung::bench {

// An SVG document. Each contender is a line; a band lies under what the library itself chooses, a ring where the
// fastest contender changes with the filter length beside it, and a dotted line shows the roof of the direct methods.
std::string study_plot(const study_context& context, std::span<const case_result> results);

}  // namespace faltung::bench
