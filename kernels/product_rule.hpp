// What becomes of a product of spectra.
#pragma once

namespace faltung::kernel {

// It starts a sum, is added to it, or its negative is.
enum class product_rule : unsigned char { first, add, subtract };

}  // namespace faltung::kernel
