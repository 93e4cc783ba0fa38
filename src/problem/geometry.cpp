#include "problem/geometry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "faltung/error.hpp"
#include "problem/footprint.hpp"
#include "problem/numerics.hpp"
#include "problem/text.hpp"

namespace faltung {
namespace {

constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max();

// What is named where a size does not fit: its text is only made then.
struct named {
  std::string_view argument;
  const shape* extents;  // or the number
  std::int64_t number = 0;

  [[nodiscard]] std::string value() const { return extents != nullptr ? to_string(*extents) : std::to_string(number); }
};

// a * b where it fits 63 bits; neither is negative.
std::int64_t product(std::int64_t a, std::int64_t b, const named& size) {
  std::int64_t made = 0;
  if (__builtin_mul_overflow(a, b, &made))
    throw invalid_argument(size.argument, size.value(), "the number of bytes does not fit 63 bits");
  return made;
}

void require_extents(const shape& extents, std::string_view argument) {
  if (extents.rank() == 0) throw invalid_argument(argument, to_string(extents), "no extents were given");
  for (int axis = 0; axis < extents.rank(); ++axis)
    if (extents[axis] < 1) throw invalid_argument(argument, to_string(extents), "every extent must be at least 1");
}

template <class Enumeration>
void require_enumerator(Enumeration value, Enumeration last, std::string_view argument) {
  if (value > last) throw invalid_argument(argument, std::to_string(static_cast<int>(value)), "no such enumerator");
}

// First index of `same` within the full result. NumPy centres the shorter operand's overlap; for correlation with the
// filter the longer one it swaps the operands and reverses the result, which moves the start for even lengths.
// scipy.signal.convolve2d and correlate2d centre the filter, rounding down and up respectively.
std::int64_t same_first(std::int64_t n, std::int64_t m, int rank, operation what) {
  const bool correlation = what == operation::correlation;
  if (rank == 2) return correlation ? m / 2 : (m - 1) / 2;
  if (correlation && m > n) return n / 2;
  return (std::min(n, m) - 1) / 2;
}

axis_geometry resolve_axis(std::int64_t n, std::int64_t m, std::int64_t shift, const problem& description) {
  const int rank = description.signal.rank();
  const bool beyond = description.boundary.rule != boundary_rule::zero;
  axis_geometry axis{.signal = n, .filter = m};
  switch (description.mode) {
    case mode::full:
      axis.output = n + m - 1;
      axis.origin = 1 - m;
      break;
    case mode::same: {
      const std::int64_t first = rank == 1 && beyond ? (m - 1) / 2 : same_first(n, m, rank, description.operation);
      axis.output = rank == 1 && !beyond ? std::max(n, m) : n;
      axis.origin = first + (description.operation == operation::convolution ? shift : -shift) - (m - 1);
      break;
    }
    case mode::valid:
      axis.output = std::max(n, m) - std::min(n, m) + 1;
      axis.origin = std::min(n, m) - m;
      break;
  }
  return axis;
}

void require_origin(const problem& description) {
  for (int axis = 0; axis < 2; ++axis) {
    const std::int64_t shift = description.origin[static_cast<std::size_t>(axis)];
    if (shift == 0) continue;
    const std::string value = std::to_string(shift);
    if (axis >= description.signal.rank() || description.mode != mode::same)
      throw invalid_argument("problem.origin", value, "shifts the axes of mode same only");
    const std::int64_t m = description.filter[axis];
    if (shift < -(m / 2) || shift > m / 2)
      throw invalid_argument("problem.origin", value,
                             "must lie in " + std::to_string(-(m / 2)) + " .. " + std::to_string(m / 2));
  }
}

double rounded_to(element_type component, double value) {
  switch (component) {
    case element_type::float16: return static_cast<float>(float16_t(value));
    case element_type::bfloat16: return static_cast<float>(bfloat16_t(value));
    case element_type::float32: return static_cast<float>(value);
    default: return value;
  }
}

// Whether a number is one of the type's values, rounding apart.
bool holds(element_type type, double value) {
  if (!is_integer(type)) return std::isfinite(rounded_to(type, value));
  if (type == boolean) return value == 0 || value == 1;
  const int bits = static_cast<int>(8 * size_of(type)) - (is_signed(type) ? 1 : 0);
  return value == std::floor(value) && value < std::ldexp(1.0, bits) &&
         value >= (is_signed(type) ? -std::ldexp(1.0, bits) : 0.0);
}

void require_boundary(const problem& description) {
  const boundary& outside = description.boundary;
  require_enumerator(outside.rule, boundary_rule::nearest, "problem.boundary");
  if (outside.rule != boundary_rule::constant) return;
  const double real = outside.value.real();
  const double imaginary = outside.value.imag();
  const std::string value = shortest(real) + (imaginary == 0 ? "" : " + " + shortest(imaginary) + "i");
  if (!std::isfinite(real) || !std::isfinite(imaginary))
    throw invalid_argument("problem.boundary", value, "what stands outside must be finite");
  const element_type component = component_of(description.type);
  if (!holds(component, real) || (is_complex(description.type) ? !holds(component, imaginary) : imaginary != 0))
    throw invalid_argument("problem.boundary", value, "is no value of " + std::string(to_string(description.type)));
}

// An operand's extents and how many entries it has.
struct entries {
  std::int64_t rows;
  std::int64_t columns;
  std::int64_t count;
};

// Where the operand lies; every address and every size in bytes is representable, or later arithmetic would wrap.
operand place(element_type type, const std::optional<layout>& asked, const shape& extents, const entries& sizes,
              const named& size, std::string_view layout_name) {
  const auto bytes = static_cast<std::int64_t>(size_of(type));
  product(product(product(sizes.rows, sizes.columns, size), bytes, size), sizes.count,
          {"problem.batch", nullptr, sizes.count});
  operand made{.type = type, .components = is_complex(type) ? 2 : 1, .at = asked.value_or(contiguous(extents))};
  if (sizes.count == 0) return made;
  if (!asked) {
    made.end = sizes.count * extents.elements();
    return made;
  }

  const auto refuse = [&](const char* reason) {
    std::ostringstream text;
    text << *asked;
    throw invalid_argument(layout_name, text.str(), reason);
  };
  if (asked->channels < 1) refuse("there must be at least 1 channel");
  // Groups of channels, of which the last may not be whole.
  const std::int64_t channels = std::min(asked->channels, sizes.count);
  const std::int64_t whole = sizes.count / channels;
  const std::int64_t rest = sizes.count % channels;
  const auto axes_of = [&](std::int64_t groups, std::int64_t of_each) {
    return std::array<memory_axis, 4>{
        {{asked->batch, groups}, {asked->channel, of_each}, {asked->row, sizes.rows}, {asked->column, sizes.columns}}};
  };
  std::array<memory_axis, 4> axes = axes_of(whole, channels);
  std::optional<footprint> touched = footprint_of(axes);
  if (rest > 0) {
    const std::optional<footprint> last = footprint_of(axes_of(whole + 1, rest));
    if (!last) touched.reset();
    if (touched)
      touched = footprint{std::min(touched->lowest, last->lowest), std::max(touched->highest, last->highest)};
    axes = axes_of(whole + 1, channels);
  }
  if (!touched || __builtin_add_overflow(asked->offset, touched->lowest, &made.begin) ||
      __builtin_add_overflow(asked->offset, touched->highest, &made.end))
    refuse("an element lies beyond 63 bits");
  if (made.begin < 0) refuse("an element lies before the start of the memory");
  if (__builtin_add_overflow(made.end, 1, &made.end) || made.end > longest / bytes)
    refuse("an element lies beyond 63 bits");
  if (layout_name == "problem.output_layout" && !distinct(axes)) refuse("outputs would share elements");
  // An axis of one element is never stepped along, and its stride may be too long for a pointer to go one step beyond.
  if (whole + (rest > 0 ? 1 : 0) == 1) made.at.batch = 0;
  if (channels == 1) made.at.channel = 0;
  if (sizes.rows == 1) made.at.row = 0;
  if (sizes.columns == 1) made.at.column = 1;
  return made;
}

}  // namespace

geometry resolve(const problem& description) {
  const shape& signal = description.signal;
  const shape& filter = description.filter;
  require_extents(signal, "problem.signal");
  require_extents(filter, "problem.filter");
  if (signal.rank() != filter.rank())
    throw invalid_argument("problem.filter", to_string(filter),
                           "the signal " + to_string(signal) + " has another number of axes");
  if (description.batch < 0)
    throw invalid_argument("problem.batch", std::to_string(description.batch), "must not be negative");
  if (description.bank < 1)
    throw invalid_argument("problem.bank", std::to_string(description.bank), "must be at least 1");
  const numerics numbers = resolve_numerics(description);
  require_enumerator(description.mode, mode::valid, "problem.mode");
  require_enumerator(description.operation, operation::correlation, "problem.operation");
  require_enumerator(description.filters, filters::per_signal, "problem.filters");
  require_enumerator(description.overflow, overflow::error, "problem.overflow");
  require_boundary(description);
  if (description.filter_rank < 0 || (description.filter_rank > 0 && description.signal.rank() != 2))
    throw invalid_argument("problem.filter_rank", std::to_string(description.filter_rank),
                           "is 0 or more, and of 2D filters only");
  require_origin(description);

  const int rank = signal.rank();
  bool signal_contains = true;
  bool filter_contains = true;
  for (int axis = 0; axis < rank; ++axis) {
    // So that no sum of a few lengths wraps.
    if (signal[axis] > longest / 2)
      throw invalid_argument("problem.signal", to_string(signal), "an extent exceeds 62 bits");
    // What all windows of the full result reach has a filter's length on either side.
    const std::int64_t beyond = filter[axis] - 1;
    if (beyond > longest / 2 || signal[axis] > longest - 2 * beyond)
      throw invalid_argument("problem.signal", to_string(signal), "with the filter the full result exceeds 63 bits");
    signal_contains = signal_contains && signal[axis] >= filter[axis];
    filter_contains = filter_contains && filter[axis] >= signal[axis];
  }
  if (description.mode == mode::valid && !signal_contains && !filter_contains)
    throw invalid_argument("problem.filter", to_string(filter),
                           "mode valid needs one operand to contain the other; the signal is " + to_string(signal));

  geometry resolved{.rank = rank,
                    .batch = description.batch,
                    .bank = description.bank,
                    .filter_per_signal = description.filters == filters::per_signal,
                    .reversed = description.operation == operation::convolution,
                    .conjugated = description.operation == operation::correlation && is_complex(numbers.filter),
                    .boundary = description.boundary,
                    .overflow = description.overflow,
                    .filter_rank = description.filter_rank,
                    .compute = numbers.compute,
                    .spectral = numbers.spectral()};
  if (rank == 2) resolved.rows = resolve_axis(signal[0], filter[0], description.origin[0], description);
  resolved.columns = resolve_axis(signal[rank - 1], filter[rank - 1],
                                  description.origin[static_cast<std::size_t>(rank - 1)], description);
  const bool within = resolved.rows.inside() && resolved.columns.inside();
  if (within || description.mode == mode::valid) resolved.boundary = zero;
  const element_type component = component_of(numbers.signal);
  resolved.boundary.value = {rounded_to(component, resolved.boundary.value.real()),
                             rounded_to(component, resolved.boundary.value.imag())};

  const named bank{"problem.bank", nullptr, description.bank};
  const std::int64_t filter_entries =
      resolved.filter_per_signal ? product(resolved.batch, resolved.bank, bank) : resolved.bank;
  // Of an empty batch too, whose bank no size in bytes bounds.
  product(resolved.bank, 1 << 8, bank);
  const std::int64_t output_entries = product(resolved.batch, resolved.bank, bank);
  const axis_geometry& rows = resolved.rows;
  const axis_geometry& columns = resolved.columns;
  const named of_signal{"problem.signal", &signal};
  resolved.signal = place(numbers.signal, description.signal_layout, signal,
                          {rows.signal, columns.signal, resolved.batch}, of_signal, "problem.signal_layout");
  resolved.filter =
      place(numbers.filter, description.filter_layout, filter, {rows.filter, columns.filter, filter_entries},
            {"problem.filter", &filter}, "problem.filter_layout");
  // Counted before the shape is formed, which multiplies its extents.
  product(rows.output, columns.output, of_signal);
  resolved.output = place(numbers.output, description.output_layout, resolved.output_shape(),
                          {rows.output, columns.output, output_entries}, of_signal, "problem.output_layout");
  return resolved;
}

shape output_shape(const problem& description) { return resolve(description).output_shape(); }

}  // namespace faltung
