// The roofline bench as a picture: filter length against percent of the roof, a panel for each kind of signal.
#pragma once

#include <span>
#include <string>

#include "roofline/result.hpp"

namespace faltung::bench {

// An SVG document with a line for each method.
std::string roofline_plot(const roofline_context& context, std::span<const roofline_result> results);

}  // namespace faltung::bench
