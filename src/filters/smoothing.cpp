#include "faltung/smoothing.hpp"

#include "filters/require.hpp"

namespace faltung::detail {

void require_window(std::string_view argument, std::int64_t window) { require_length(argument, window); }

void require_gradient(std::int64_t samples, double spacing) {
  require(samples >= 2, "signal", samples, "a difference needs 2 samples");
  require(std::isfinite(spacing) && spacing != 0, "spacing", spacing, "must be finite and not 0");
}

}  // namespace faltung::detail
