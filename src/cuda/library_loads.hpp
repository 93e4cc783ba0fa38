// When an answer that a missing driver gave has to be asked for again.
#pragma once

#include <cstdint>

namespace faltung::cuda {

// How many libraries this process has ever loaded, never 0: where it has not changed, no driver has come. Takes some
// ns; asking for the driver again takes the loader's search of the file system, some tens of us.
std::uint64_t library_loads();

}  // namespace faltung::cuda
