#include "api/array_problem.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "api/memory_axes.hpp"
#include "faltung/error.hpp"

namespace faltung {
namespace {

bool contains(std::span<const int> along, int axis) {
  return std::find(along.begin(), along.end(), axis) != along.end();
}

// Whether the filter is one for all entries.
bool common(const axis_numbers& filter, std::span<const int> along) {
  return static_cast<std::size_t>(filter.rank()) == along.size();
}

// The filter's own numbers of the convolved axes.
std::vector<int> filter_axes(const axis_numbers& filter, std::span<const int> along) {
  if (!common(filter, along)) return {along.begin(), along.end()};
  return along.size() == 1 ? std::vector{0} : std::vector{0, 1};
}

shape shape_of(const axis_numbers& extents, std::span<const int> along) {
  return along.size() == 1 ? shape(extents[along[0]]) : shape(extents[along[0]], extents[along[1]]);
}

void require_output(const axis_numbers& extents, const axis_numbers& expected) {
  if (extents.rank() != expected.rank())
    throw invalid_argument("output", to_string(extents), "must have the extents " + to_string(expected));
  for (int axis = 0; axis < expected.rank(); ++axis)
    if (extents[axis] != expected[axis])
      throw invalid_argument(
          "output", to_string(extents),
          "axis " + std::to_string(axis) + " must have " + std::to_string(expected[axis]) + " elements");
}

// Whether the bytes from the lowest element to the highest can be counted.
void require_reach(std::string_view operand, const array_form& form, element_type type) {
  const footprint touched = *footprint_of(memory_axes(form.extents, form.strides));  // a complete form has one
  constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max();
  if (touched.highest - touched.lowest < 0 ||
      touched.highest - touched.lowest >= longest / static_cast<std::int64_t>(size_of(type)))
    throw invalid_argument(operand, to_string(form.extents),
                           "with the strides " + to_string(form.strides) + " an element lies beyond 63 bits");
}

// All axes but the convolved ones, those that nest in every operand as one. Which index comes first does not matter, so
// they are ordered by stride: nesting axes become neighbours.
std::vector<array_axis> batch_axes(const array_form& signal, const array_form& filter, const array_form& output,
                                   std::span<const int> along) {
  const auto stride = [](const array_form& form, int axis) { return form.extents[axis] == 1 ? 0 : form.strides[axis]; };
  const bool one_filter = common(filter.extents, along);
  std::vector<array_axis> axes;
  for (int axis = 0; axis < output.extents.rank(); ++axis)
    if (output.extents[axis] > 1 && !contains(along, axis))
      axes.push_back(
          {output.extents[axis], stride(signal, axis), one_filter ? 0 : stride(filter, axis), output.strides[axis]});
  std::stable_sort(axes.begin(), axes.end(),
                   [](const array_axis& a, const array_axis& b) { return std::abs(a.output) > std::abs(b.output); });

  const auto nests = [](const array_axis& outer, const array_axis& inner, std::int64_t array_axis::*of) {
    std::int64_t whole = 0;
    return !__builtin_mul_overflow(inner.*of, inner.extent, &whole) && outer.*of == whole;
  };
  std::vector<array_axis> merged;
  for (const array_axis& axis : axes) {
    if (!merged.empty() && nests(merged.back(), axis, &array_axis::signal) &&
        nests(merged.back(), axis, &array_axis::filter) && nests(merged.back(), axis, &array_axis::output)) {
      const std::int64_t outer = merged.back().extent;
      merged.back() = axis;
      merged.back().extent *= outer;
    } else {
      merged.push_back(axis);
    }
  }
  return merged;
}

// Whether the axis counts signals that share their filters, filters that a signal meets, or signals with their filters.
enum class counted : unsigned char { signals, bank, pairs };

counted kind_of(const array_axis& axis, bool with_bank) {
  if (axis.filter == 0) return counted::signals;
  return with_bank && axis.signal == 0 ? counted::bank : counted::pairs;
}

// A bank is transformed at once: up to twice as long, each point as a real and a complex number and again in the
// transform's own memory. One that has no room for it is taken as pairs, whose signals are the same.
bool room_for_bank(const std::vector<array_axis>& axes, const problem& one, std::size_t workspace_limit) {
  constexpr double bytes_per_byte = 16;
  double bytes = bytes_per_byte * static_cast<double>(size_of(output_type(one))) *
                 static_cast<double>(output_shape(one).elements());
  for (const array_axis& axis : axes)
    if (kind_of(axis, true) == counted::bank) bytes *= static_cast<double>(axis.extent);
  return bytes <= static_cast<double>(workspace_limit);
}

// Which axes become a problem's batch and bank. Of at most two, as outputs have: signals that share the filters, or
// each with its own, and a bank. A pair of axes of which only one has a filter of its own would take prepared filters
// for every entry of the other.
struct chosen_axes {
  std::vector<array_axis> batch;
  std::vector<array_axis> bank;
  std::vector<array_axis> walked;
};

chosen_axes choose(const std::vector<array_axis>& axes, bool with_bank) {
  const auto is = [&](std::size_t axis, counted what) { return kind_of(axes[axis], with_bank) == what; };
  // A plan and its filter take as long as some thirty executions of few outputs.
  constexpr double executions_per_plan = 30;
  const std::size_t none = axes.size();
  const auto cost = [&](std::size_t first, std::size_t second) {
    double executions = 1;
    double plans = 1;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      if (i == first || i == second) continue;
      executions *= static_cast<double>(axes[i].extent);
      if (!is(i, counted::signals)) plans *= static_cast<double>(axes[i].extent);
    }
    return executions + executions_per_plan * plans;
  };
  std::pair best{none, none};
  double least = cost(none, none);
  for (std::size_t first = 0; first < axes.size(); ++first)
    for (std::size_t second = first + 1; second <= none; ++second) {
      if (second != none && ((is(first, counted::signals) && is(second, counted::pairs)) ||
                             (is(first, counted::pairs) && is(second, counted::signals))))
        continue;
      if (const double taken = cost(first, second); taken < least) {
        least = taken;
        best = {first, second};
      }
    }
  chosen_axes made;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const bool planned = i == best.first || i == best.second;
    (!planned ? made.walked : is(i, counted::bank) ? made.bank : made.batch).push_back(axes[i]);
  }
  return made;
}

std::int64_t entries_of(const std::vector<array_axis>& axes) {
  std::int64_t entries = 1;
  for (const array_axis& axis : axes) entries *= axis.extent;
  return entries;
}

// At most two batch axes. The offset is that of the entry (0, ..., 0) from the lowest element.
layout layout_of(const array_form& form, std::span<const int> along, const std::vector<array_axis>& batch,
                 std::int64_t array_axis::*stride) {
  const int columns = along.back();
  // The stride of a single element is never used; these are the ones that contiguous operands have.
  layout at{.column = form.extents[columns] > 1 ? form.strides[columns] : 1};
  if (along.size() == 2 && form.extents[along[0]] > 1) at.row = form.strides[along[0]];
  at.offset = -std::min<std::int64_t>(0, at.column * (form.extents[columns] - 1));
  if (along.size() == 2) at.offset -= std::min<std::int64_t>(0, at.row * (form.extents[along[0]] - 1));
  for (const array_axis& axis : batch) at.offset -= std::min<std::int64_t>(0, axis.*stride * (axis.extent - 1));
  if (!batch.empty()) at.batch = batch[0].*stride;
  if (batch.size() == 2) {
    at.channels = batch[1].extent;
    at.channel = batch[1].*stride;
  }
  return at;
}

std::vector<array_axis> joined(const std::vector<array_axis>& outer, const std::vector<array_axis>& inner) {
  std::vector<array_axis> both = outer;
  both.insert(both.end(), inner.begin(), inner.end());
  return both;
}

void add_index(const std::vector<array_axis>& axes, std::int64_t index, array_offsets& at) {
  for (const array_axis& axis : axes) {
    const std::int64_t place = index % axis.extent;
    at.signal += place * axis.signal;
    at.filter += place * axis.filter;
    at.output += place * axis.output;
    index /= axis.extent;
  }
}

}  // namespace

array_offsets array_problem::offsets(std::int64_t filter, std::int64_t walk) const {
  const auto before = [](const std::optional<layout>& at) { return at ? -at->offset : 0; };
  array_offsets at{before(each.signal_layout), before(each.filter_layout), before(each.output_layout)};
  add_index(filtered, filter, at);
  add_index(walked, walk, at);
  return at;
}

std::vector<int> resolve_axes(std::span<const int> axes, int rank) {
  if (axes.empty() || axes.size() > 2)
    throw invalid_argument("axes", std::to_string(axes.size()) + " axes", "1 or 2 can be convolved");
  const std::string_view argument = axes.size() == 1 ? "axis" : "axes";
  std::vector<int> along;
  for (const int axis : axes) {
    const int resolved = detail::resolve_axis(axis, rank, argument);
    if (contains(along, resolved))
      throw invalid_argument(argument, std::to_string(axis), "names an axis a second time");
    along.push_back(resolved);
  }
  return along;
}

problem of_one_entry(const problem& what, const axis_numbers& signal, const axis_numbers& filter,
                     std::span<const int> along) {
  if (!common(filter, along) && filter.rank() != signal.rank())
    throw invalid_argument("filter", to_string(filter),
                           "must have as many axes as are convolved, " + std::to_string(along.size()) +
                               ", or as the signal, " + std::to_string(signal.rank()));
  problem made = what;
  made.signal = shape_of(signal, along);
  made.filter = shape_of(filter, filter_axes(filter, along));
  made.batch = 1;
  made.filters = filters::shared;
  made.bank = 1;
  made.signal_layout.reset();
  made.filter_layout.reset();
  made.output_layout.reset();
  return made;
}

axis_numbers output_extents_of(const problem& one, const axis_numbers& signal, const axis_numbers& filter,
                               std::span<const int> along) {
  axis_numbers extents = signal;
  for (int axis = 0; axis < signal.rank() && !common(filter, along); ++axis) {
    if (contains(along, axis) || filter[axis] == 1) continue;
    if (signal[axis] != filter[axis] && signal[axis] != 1)
      throw invalid_argument(
          "filter", to_string(filter),
          "axis " + std::to_string(axis) + " cannot be broadcast to that of the signal " + to_string(signal));
    extents[axis] = filter[axis];
  }
  const shape output = output_shape(one);
  for (std::size_t i = 0; i < along.size(); ++i) extents[along[i]] = output[static_cast<int>(i)];
  return extents;
}

array_form complete(const array_form& form, std::string_view operand) {
  array_form made = form;
  if (made.strides.rank() == 0) made.strides = detail::row_major(made.extents);
  require_axes(made.extents, made.strides, operand);
  return made;
}

array_problem resolve_arrays(const problem& one, const array_form& signal, const array_form& filter,
                             const array_form& output, std::span<const int> along, std::size_t workspace_limit) {
  require_output(output.extents, output_extents_of(one, signal.extents, filter.extents, along));
  array_problem made{.each = one};
  for (int axis = 0; axis < output.extents.rank(); ++axis)
    if (output.extents[axis] == 0) {  // no entry, and none that a filter would belong to
      made.each.batch = 0;
      made.each.filters = filters::per_signal;
      return made;
    }
  require_reach("signal", signal, one.type);
  require_reach("filter", filter, one.filter_type.value_or(one.type));
  require_reach("output", output, output_type(one));
  std::array<memory_axis, axis_numbers::most> outputs = memory_axes(output.extents, output.strides);
  if (!distinct(outputs))
    throw invalid_argument("output", to_string(output.strides), "with these strides outputs would share elements");

  const std::vector<array_axis> all = batch_axes(signal, filter, output, along);
  const chosen_axes axes = choose(all, room_for_bank(all, one, workspace_limit));
  for (const array_axis& axis : axes.walked) (axis.filter == 0 ? made.walked : made.filtered).push_back(axis);
  made.filters = entries_of(made.filtered);
  made.executions = entries_of(made.walked);

  const bool paired = !axes.batch.empty() && axes.batch[0].filter != 0;
  problem& each = made.each;
  each.batch = entries_of(axes.batch);
  each.bank = entries_of(axes.bank);
  each.filters = paired ? filters::per_signal : filters::shared;
  each.signal_layout = layout_of(signal, along, axes.batch, &array_axis::signal);
  each.filter_layout = layout_of(filter, filter_axes(filter.extents, along),
                                 paired ? joined(axes.batch, axes.bank) : axes.bank, &array_axis::filter);
  each.output_layout = layout_of(output, along, joined(axes.batch, axes.bank), &array_axis::output);
  return made;
}

// Strides of distinct elements step over all that lies within a step of the next smaller one, so the largest one that
// fits is an index.
std::int64_t entry_at(std::int64_t offset, const array_form& output, std::span<const int> along) {
  std::vector<int> axes;
  for (int axis = 0; axis < output.extents.rank(); ++axis)
    if (!contains(along, axis) && output.extents[axis] > 1) axes.push_back(axis);
  for (const int axis : axes) offset -= std::min<std::int64_t>(0, output.strides[axis] * (output.extents[axis] - 1));
  std::vector<int> descending = axes;
  std::sort(descending.begin(), descending.end(),
            [&](int a, int b) { return std::abs(output.strides[a]) > std::abs(output.strides[b]); });
  axis_numbers index;
  for (const int axis : descending) {
    const std::int64_t step = std::abs(output.strides[axis]);
    index[axis] = output.strides[axis] < 0 ? output.extents[axis] - 1 - offset / step : offset / step;
    offset %= step;
  }
  std::int64_t entry = 0;
  for (const int axis : axes) entry = entry * output.extents[axis] + index[axis];
  return entry;
}

}  // namespace faltung
