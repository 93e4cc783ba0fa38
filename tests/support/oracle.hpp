// What the answer is: the definition evaluated in a wider format, cropped by NumPy's and SciPy's rules. Shares no code
// with the library; only the description of the problem comes from it.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "faltung/problem.hpp"
#include "support/definition.hpp"
#include "support/operands.hpp"

namespace faltung::test {

static_assert(std::numeric_limits<long double>::digits >= 64, "the oracle needs a format wider than double");

// The exact answer for a whole batch, cropped. Real and imaginary parts alternate.
struct exact_answer {
  std::vector<long double> value;
  std::vector<double> magnitude;     // sum_j |g[j]| |x[k - j]| of the part: what a componentwise bound multiplies
  std::vector<std::uint64_t> whole;  // instead of the two, where integers are summed: modulo 2^64
  std::vector<double> norms;         // per output entry: norm2(signal, with what is read outside) * norm2(filter)
  std::int64_t outputs_per_entry = 0;
  std::size_t parts = 1;

  // Rounded to the result's type: equal to a computed result whose sums are exact.
  [[nodiscard]] elements rounded_to(element_type type) const;
};
// Operands lie one after another, whatever layouts the description has.
exact_answer exact(const problem& description, const operands& data);

// The same for random_operands(description, kind), remembering full results: modes only crop them, methods share them.
exact_answer exact_of_random(const problem& description, values kind = values::normal);

// The chain that every direct method promises: one fused multiply-add per product, signal in order, starting at +0; of
// complex operands one product of parts after another in one chain. Integers: the sum modulo the type.
elements fused_chain(const problem& description, const operands& data);

}  // namespace faltung::test
