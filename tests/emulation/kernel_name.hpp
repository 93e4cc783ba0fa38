// The name of a kernel from its address.
#pragma once

#include <string>

namespace faltung::emulation {

// Demangled; "kernel" where the symbol table was stripped. Reads the program's own symbol table, because kernels
// have hidden visibility and dladdr does not see them.
std::string kernel_name(const void* kernel);

}  // namespace faltung::emulation
