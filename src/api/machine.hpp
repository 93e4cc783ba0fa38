// The machine as a request needs to know it.
#pragma once

#include "faltung/capabilities.hpp"
#include "faltung/options.hpp"

namespace faltung {

// Looking for a device initialises the driver; who forces the CPU does not pay for that.
capabilities machine_for(const options& request);

}  // namespace faltung
