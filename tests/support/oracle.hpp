// What the answer is: the definition evaluated in a wider format, cropped by NumPy's and SciPy's rules. Shares no code
// with the library; only the description of the problem comes from it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "faltung/problem.hpp"
#include "support/operands.hpp"

namespace faltung::test {

static_assert(std::numeric_limits<long double>::digits >= 64, "the oracle needs a format wider than double");

// full[k] = sum_j g[j] x[k - j], one signal and one filter.
struct exact_convolution {
  std::int64_t rows = 1;
  std::int64_t columns = 1;
  std::vector<long double> value;
  std::vector<double> magnitude;  // sum_j |g[j]| |x[k - j]|: what a componentwise bound multiplies
};

// Which part of one axis of the full result a mode returns.
struct part {
  std::int64_t first = 0;
  std::int64_t length = 0;
};
part part_of_full(const problem& description, int axis);

// True where the definition gives no result: `valid` in 2D with neither operand inside the other.
bool has_no_result(const problem& description);

// The exact answer for a whole batch, cropped.
struct exact_answer {
  std::vector<long double> value;
  std::vector<double> magnitude;
  std::vector<double> norms;  // per batch entry: norm2(signal) * norm2(filter)
  std::int64_t outputs_per_signal = 0;
};
template <element Type>
exact_answer exact(const problem& description, std::span<const Type> signal, std::span<const Type> filter);

// The same for random_operands(description, kind), remembering full results: modes only crop them, methods share them.
template <element Type>
exact_answer exact_of_random(const problem& description, values kind = values::normal);

// The chain that every direct method promises: one fused multiply-add per product, signal in order, starting at +0.
template <element Type>
std::vector<Type> fused_chain(const problem& description, std::span<const Type> signal, std::span<const Type> filter);

}  // namespace faltung::test
