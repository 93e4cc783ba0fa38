// Names of enumerators and the printed forms of the public values.
#include <array>
#include <cmath>
#include <iomanip>
#include <ostream>
#include <span>
#include <sstream>
#include <string>
#include <utility>

#include "faltung/capabilities.hpp"
#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "faltung/options.hpp"
#include "faltung/plan.hpp"
#include "faltung/problem.hpp"
#include "faltung/shape.hpp"
#include "faltung/types.hpp"
#include "problem/text.hpp"

namespace faltung {
namespace {

// Each enumeration's names, in the order of its values.
constexpr std::array<std::string_view, 15> element_types{"boolean",  "int8",    "int16",   "int32",     "int64",
                                                         "uint8",    "uint16",  "uint32",  "uint64",    "float16",
                                                         "bfloat16", "float32", "float64", "complex64", "complex128"};
constexpr std::array<std::string_view, 6> boundary_rules{"zero", "constant", "wrap", "reflect", "mirror", "nearest"};
constexpr std::array<std::string_view, 2> overflows{"modulo", "error"};
constexpr std::array<std::string_view, 3> modes{"full", "same", "valid"};
constexpr std::array<std::string_view, 2> operations{"convolution", "correlation"};
constexpr std::array<std::string_view, 2> filter_kinds{"shared", "per_signal"};
constexpr std::array<std::string_view, 3> backends{"automatic", "cpu", "cuda"};
constexpr std::array<std::string_view, 6> methods{"automatic", "reference", "direct",
                                                  "separable", "fft",       "overlap_save"};
constexpr std::array<std::string_view, 2> memories{"host", "device"};
constexpr std::array<std::string_view, 2> non_finites{"contain", "propagate"};

template <class Enumeration>
std::string_view name_of(Enumeration value, std::span<const std::string_view> names) {
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view("unknown");
}

template <class Enumeration>
Enumeration parse(std::string_view name, std::span<const std::string_view> names, std::string_view argument) {
  std::string known;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (names[index] == name) return static_cast<Enumeration>(index);
    known.append(index == 0 ? "known: " : ", ").append(names[index]);
  }
  throw invalid_argument(argument, "'" + std::string(name) + "'", known);
}

// A quantity with three digits and the unit's prefix: 12.3 us, 4.00 MB.
std::string with_prefix(double value, std::string_view unit) {
  constexpr std::array<std::pair<double, std::string_view>, 8> prefixes{
      {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}, {1e-3, "m"}, {1e-6, "u"}, {1e-9, "n"}}};
  auto chosen = prefixes.back();
  for (const auto& prefix : prefixes)
    if (std::abs(value) >= prefix.first) {
      chosen = prefix;
      break;
    }
  if (value == 0) chosen = {1, ""};
  std::ostringstream text;
  text << std::setprecision(3) << value / chosen.first << ' ' << chosen.second << unit;
  return text.str();
}

}  // namespace

std::string_view to_string(element_type type) { return name_of(type, element_types); }
std::string_view to_string(mode value) { return name_of(value, modes); }
std::string_view to_string(operation value) { return name_of(value, operations); }
std::string_view to_string(filters value) { return name_of(value, filter_kinds); }
std::string_view to_string(overflow value) { return name_of(value, overflows); }
std::string_view to_string(boundary_rule value) { return name_of(value, boundary_rules); }
std::string_view to_string(backend value) { return name_of(value, backends); }
std::string_view to_string(method value) { return name_of(value, methods); }
std::string_view to_string(memory value) { return name_of(value, memories); }
std::string_view to_string(non_finite value) { return name_of(value, non_finites); }

boundary_rule parse_boundary(std::string_view name) { return parse<boundary_rule>(name, boundary_rules, "boundary"); }
mode parse_mode(std::string_view name) { return parse<mode>(name, modes, "mode"); }
backend parse_backend(std::string_view name) { return parse<backend>(name, backends, "backend"); }
method parse_method(std::string_view name) { return parse<method>(name, methods, "method"); }

std::ostream& operator<<(std::ostream& out, element_type type) { return out << to_string(type); }
std::ostream& operator<<(std::ostream& out, mode value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, operation value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, filters value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, overflow value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, boundary_rule value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, backend value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, method value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, memory value) { return out << to_string(value); }
std::ostream& operator<<(std::ostream& out, non_finite value) { return out << to_string(value); }

std::string to_string(const shape& extents) {
  std::string text = "{";
  for (int axis = 0; axis < extents.rank(); ++axis)
    text.append(axis == 0 ? "" : ", ").append(std::to_string(extents[axis]));
  return text + "}";
}
std::ostream& operator<<(std::ostream& out, const shape& extents) { return out << to_string(extents); }

std::ostream& operator<<(std::ostream& out, const boundary& value) {
  out << value.rule;
  if (value.rule != boundary_rule::constant) return out;
  out << '(' << shortest(value.value.real());
  if (value.value.imag() != 0) out << ", " << shortest(value.value.imag());
  return out << ')';
}

std::ostream& operator<<(std::ostream& out, const layout& value) {
  out << "offset " << value.offset << ", batch " << value.batch << ", row " << value.row << ", column " << value.column;
  if (value.channels != 1) out << ", " << value.channels << " channels " << value.channel << " apart";
  return out;
}

std::ostream& operator<<(std::ostream& out, const problem& description) {
  const element_type filter_type = description.filter_type.value_or(description.type);
  out << description.operation << ' ' << description.mode << " of " << description.batch << " x " << description.signal
      << " with ";
  if (description.bank != 1)
    out << "banks of " << description.bank << " filters ";
  else
    out << (description.filters == filters::shared ? "one filter " : "filters ");
  out << description.filter << ", " << description.type;
  if (filter_type != description.type) out << " by " << filter_type;
  if (description.output_type) out << " to " << *description.output_type;
  if (description.accumulator) out << " summed in " << *description.accumulator;
  if (description.overflow != overflow::modulo) out << ", overflow " << description.overflow;
  if (description.boundary != zero) out << ", boundary " << description.boundary;
  if (description.origin != std::array<std::int64_t, 2>{0, 0})
    out << ", origin " << description.origin[0] << ' ' << description.origin[1];
  const auto print = [&out](const char* name, const std::optional<layout>& at) {
    if (at) out << ", " << name << " at " << *at;
  };
  print("signal", description.signal_layout);
  print("filter", description.filter_layout);
  print("output", description.output_layout);
  return out;
}

std::ostream& operator<<(std::ostream& out, const capabilities& machine) {
  out << "cpu: " << machine.cpu.name << ", " << machine.cpu.threads << " threads, "
      << with_prefix(machine.cpu.multiply_adds_per_second, "FMA/s") << " each, "
      << with_prefix(machine.cpu.bytes_per_second, "B/s") << (machine.cpu.fft ? ", with FFT" : ", no FFT") << '\n';
  if (!machine.cuda.usable()) return out << "cuda: none (" << machine.cuda.absent << ")\n";
  return out << "cuda: " << machine.cuda.name << ", compute capability " << machine.cuda.compute_capability / 10 << '.'
             << machine.cuda.compute_capability % 10 << ", " << machine.cuda.multiprocessors << " multiprocessors, "
             << with_prefix(machine.cuda.multiply_adds_per_second, "FMA/s") << ", "
             << with_prefix(machine.cuda.bytes_per_second, "B/s") << '\n';
}

std::ostream& operator<<(std::ostream& out, const candidate& one) {
  std::ostringstream name;
  name << one.backend << ' ' << one.method;
  std::ostringstream line;
  line << std::left << std::setw(18) << name.str();
  if (!one.refused.empty()) return out << line.str() << "no: " << one.refused;
  line << std::setw(11) << with_prefix(one.predicted_seconds, "s") << "error <= " << std::setprecision(2)
       << std::scientific << one.bound.factor << (one.bound.componentwise ? " |x|*|h|    " : " ||x|| ||h||");
  if (one.transform.rank() > 0)
    line << "  transforms of " << one.transform << ", " << one.transforms_per_pass << " at a time, workspace "
         << with_prefix(static_cast<double>(one.predicted_workspace_bytes), "B");
  if (!one.kernel.empty()) line << "  kernel " << one.kernel;
  return out << line.str();
}

std::ostream& operator<<(std::ostream& out, const explanation& all) {
  for (std::size_t index = 0; index < all.candidates.size(); ++index)
    out << (index == all.chosen ? "-> " : "   ") << all.candidates[index] << '\n';
  return out;
}

std::ostream& operator<<(std::ostream& out, const plan& made) {
  return out << made.description() << '\n' << made.explain();
}

}  // namespace faltung
