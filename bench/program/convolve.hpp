// Convolves recorded sound with a room, and a picture with filters; verifies it; writes the results.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "faltung/capabilities.hpp"
#include "faltung/options.hpp"

namespace faltung::bench {

struct convolve_request {
  // Sounds and pictures in any order: the first sound is the signal and the second its impulse response, the first
  // picture is the signal and the second its filter. None: speech, a made-up room, a photograph and the usual filters.
  std::vector<std::string> files;
  std::string photograph;  // the picture where no file is named; empty looks for an installed one, else draws one
  std::string folder;      // for the results; made if need be
  faltung::options options;
};

// Prints what it does and where the results are. Returns whether every method kept its error bound. Throws file_error
// and what plan throws.
bool convolve_files(const convolve_request& request, const capabilities& machine, std::ostream& out);

}  // namespace faltung::bench
