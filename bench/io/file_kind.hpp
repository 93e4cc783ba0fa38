// Tells pictures from sounds by content, so that files can be named in any order.
#pragma once

#include <string>

namespace faltung::bench {

enum class file_kind { sound, picture };

// A PNG signature makes a picture; everything else is left for the sound library to accept or refuse.
// Throws file_error where the file cannot be read.
file_kind kind_of(const std::string& path);

}  // namespace faltung::bench
