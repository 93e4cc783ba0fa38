// The name of a kernel from its address.
#pragma once

#include <string>

namespace faltung::emulation {

// As the compiler mangled it; "kernel" where the symbol table was stripped. Reads the program's own symbol table, because kernels
// have hidden visibility and dladdr does not see them.
std::string kernel_symbol(const void* kernel);
// The same, demangled.
std::string kernel_name(const void* kernel);

}  // namespace faltung::emulation
