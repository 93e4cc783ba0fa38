#include "plan/direct_1d_complex.hpp"

#include <ostream>

namespace faltung {
namespace {

// A grid counts 2^31 - 1 tiles, none of which is as small as a warp.
constexpr std::int64_t most_outputs = (std::int64_t{1} << 31) * 32;

bool is_row(const operand& one, element_type compute) {
  return component_of(one.type) == compute && one.at.column == 1 && one.at.channels == 1;
}

}  // namespace

direct_1d_complex_choice direct_1d_complex_choice_of(const geometry& where) {
  const auto no = [](std::string_view why) { return direct_1d_complex_choice{.why = why}; };
  if (where.rank != 1) return no("more than one dimension");
  if (where.summed || !is_complex(where.output.type)) return no("real numbers");
  if (!is_row(where.signal, where.compute) || !is_row(where.output, where.compute))
    return no("operands of other types than the one computed in, or with gaps between elements");
  if (where.bank != 1) return no("several filters for each signal");
  if (where.columns.output >= most_outputs) return no("more tiles than a grid counts");
  return {true, "complex numbers of the type computed in"};
}

std::ostream& operator<<(std::ostream& out, const direct_1d_complex_choice& choice) {
  return out << (choice.takes ? "takes the rows: " : "does not take the rows: ") << choice.why;
}

}  // namespace faltung
