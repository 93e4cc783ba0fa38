#include "problem/numerics.hpp"

#include <algorithm>
#include <string>

#include "faltung/error.hpp"

namespace faltung {
namespace {

void require_type(element_type type, std::string_view argument) {
  if (type > complex128) throw invalid_argument(argument, std::to_string(static_cast<int>(type)), "no such enumerator");
}

// Within a kind results may be narrowed; to a lower kind they are not cast silently, as NumPy's "same_kind" has it.
void require_kind(element_type operands, element_type output) {
  const auto refuse = [&](const char* reason) {
    throw invalid_argument("problem.output_type", to_string(output), reason + std::string(to_string(operands)));
  };
  if (is_complex(operands) != is_complex(output))
    refuse(is_complex(output) ? "the imaginary part would be empty; the operands' common type is "
                              : "the imaginary part would be lost; the operands' common type is ");
  if (!is_integer(operands) && is_integer(output)) refuse("fractions would be lost; the operands' common type is ");
  if (operands != boolean && output == boolean)
    refuse("only boolean operands give a boolean result; the operands' common type is ");
}

void require_accumulator(element_type accumulator, element_type common) {
  const auto refuse = [&](const std::string& reason) {
    throw invalid_argument("problem.accumulator", to_string(accumulator), reason);
  };
  if (is_integer(common)) {
    if (!is_integer(accumulator) || size_of(accumulator) < size_of(common))
      refuse("integers of type " + std::string(to_string(common)) + " are summed in integers no narrower");
  } else if (is_integer(accumulator) || size_of(component_of(accumulator)) < sizeof(float)) {
    refuse("floating-point sums run in float32 or float64");
  } else if (size_of(component_of(accumulator)) < size_of(component_of(common))) {
    refuse("narrower than " + std::string(to_string(common)));
  }
}

}  // namespace

numerics resolve_numerics(const problem& description) {
  numerics made{.signal = description.type, .filter = description.filter_type.value_or(description.type)};
  require_type(made.signal, "problem.type");
  require_type(made.filter, "problem.filter_type");
  const element_type operands = promote(made.signal, made.filter);
  made.output = description.output_type.value_or(operands);
  require_type(made.output, "problem.output_type");
  require_kind(operands, made.output);
  const element_type common = promote(operands, made.output);
  if (description.accumulator) {
    require_type(*description.accumulator, "problem.accumulator");
    require_accumulator(*description.accumulator, common);
  }
  if (is_integer(common)) {
    // A boolean output asks whether a count is 0, so the count must not wrap.
    made.compute = size_of(made.output) <= 4 && made.output != boolean ? uint32 : uint64;
  } else {
    const element_type widest = description.accumulator ? promote(common, *description.accumulator) : common;
    made.compute = std::max(component_of(widest), float32);
  }
  return made;
}

element_type output_type(const problem& description) { return resolve_numerics(description).output; }

}  // namespace faltung
