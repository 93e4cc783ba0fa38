#include "faltung/array.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/extent.hpp"
#include "api/host_call.hpp"
#include "api/memory_axes.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/plan.hpp"

namespace faltung::detail {
namespace {

// The convolved axes, those of one filter in order: rows and columns, or columns alone.
std::vector<int> resolve_axes(std::span<const int> axes, int rank) {
  const std::string_view argument = axes.size() == 1 ? "axis" : "axes";
  std::vector<int> along;
  for (const int axis : axes) {
    const int resolved = resolve_axis(axis, rank, argument);
    if (std::find(along.begin(), along.end(), resolved) != along.end())
      throw invalid_argument(argument, std::to_string(axis), "names an axis a second time");
    along.push_back(resolved);
  }
  return along;
}

shape shape_of(const axis_numbers& extents, std::span<const int> along) {
  return along.size() == 1 ? shape(extents[along[0]]) : shape(extents[along[0]], extents[along[1]]);
}

problem with_shapes(const problem& what, const axis_numbers& signal, const axis_numbers& filter,
                    std::span<const int> along) {
  if (static_cast<std::size_t>(filter.rank()) != along.size())
    throw invalid_argument("filter", to_string(filter),
                           "must have as many axes as are convolved, " + std::to_string(along.size()));
  problem made = what;
  made.signal = shape_of(signal, along);
  made.filter = along.size() == 1 ? shape(filter[0]) : shape(filter[0], filter[1]);
  return made;
}

axis_numbers output_extents_of(const problem& shaped, const axis_numbers& signal, std::span<const int> along) {
  const shape output = output_shape(shaped);
  axis_numbers extents = signal;
  for (std::size_t i = 0; i < along.size(); ++i) extents[along[i]] = output[static_cast<int>(i)];
  return extents;
}

void require_output(const strided_result& output, const axis_numbers& expected) {
  if (output.extents.rank() != expected.rank())
    throw invalid_argument("output", to_string(output.extents), "must have the extents " + to_string(expected));
  for (int axis = 0; axis < expected.rank(); ++axis)
    if (output.extents[axis] != expected[axis])
      throw invalid_argument(
          "output", to_string(output.extents),
          "axis " + std::to_string(axis) + " must have " + std::to_string(expected[axis]) + " elements");
}

// The memory from the lowest element to the highest, which is not empty.
extent memory_of(std::string_view argument, const void* first, const axis_numbers& extents, const axis_numbers& strides,
                 element_type type) {
  const footprint touched = *footprint_of(memory_axes(extents, strides));  // an array_view has one
  const auto bytes = static_cast<std::int64_t>(size_of(type));
  constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max();
  if (touched.highest - touched.lowest < 0 || touched.highest - touched.lowest >= longest / bytes)
    throw invalid_argument(argument, to_string(extents),
                           "with the strides " + to_string(strides) + " an element lies beyond 63 bits");
  if (first == nullptr) throw invalid_argument(argument, "nullptr", "points to nothing");
  return {static_cast<const std::byte*>(first) + touched.lowest * bytes,
          static_cast<std::size_t>((touched.highest - touched.lowest + 1) * bytes)};
}

struct batch_axis {
  std::int64_t extent;
  std::int64_t signal;
  std::int64_t output;
};

// All axes but the convolved ones, those that nest in both arrays as one. Which index comes first does not matter, so
// they are ordered by stride: nesting axes become neighbours.
std::vector<batch_axis> batch_axes(const strided_operand& signal, const strided_result& output,
                                   std::span<const int> along) {
  std::vector<batch_axis> axes;
  for (int axis = 0; axis < signal.extents.rank(); ++axis)
    if (signal.extents[axis] > 1 && std::find(along.begin(), along.end(), axis) == along.end())
      axes.push_back({signal.extents[axis], signal.strides[axis], output.strides[axis]});
  std::stable_sort(axes.begin(), axes.end(),
                   [](const batch_axis& a, const batch_axis& b) { return std::abs(a.output) > std::abs(b.output); });

  const auto nests = [](std::int64_t outer, std::int64_t inner, std::int64_t extent) {
    std::int64_t whole = 0;
    return !__builtin_mul_overflow(inner, extent, &whole) && outer == whole;
  };
  std::vector<batch_axis> merged;
  for (const batch_axis& axis : axes) {
    if (!merged.empty() && nests(merged.back().signal, axis.signal, axis.extent) &&
        nests(merged.back().output, axis.output, axis.extent)) {
      merged.back() = {merged.back().extent * axis.extent, axis.signal, axis.output};
    } else {
      merged.push_back(axis);
    }
  }
  return merged;
}

// `batch` has at most two axes. The offset is that of the entry (0, ..., 0) from the lowest element.
layout layout_of(const axis_numbers& extents, const axis_numbers& strides, std::span<const int> along,
                 std::span<const batch_axis> batch, std::int64_t batch_axis::*stride) {
  const int columns = along.back();
  // The stride of a single element is never used; these are the ones that contiguous operands have.
  layout at{.column = extents[columns] > 1 ? strides[columns] : 1};
  if (along.size() == 2 && extents[along[0]] > 1) at.row = strides[along[0]];
  at.offset = -std::min<std::int64_t>(0, at.column * (extents[columns] - 1));
  if (along.size() == 2) at.offset -= std::min<std::int64_t>(0, at.row * (extents[along[0]] - 1));
  for (const batch_axis& axis : batch) at.offset -= std::min<std::int64_t>(0, axis.*stride * (axis.extent - 1));
  if (!batch.empty()) at.batch = batch[0].*stride;
  if (batch.size() == 2) {
    at.channels = batch[1].extent;
    at.channel = batch[1].*stride;
  }
  return at;
}

// The batch axes that a layout takes, and those that are walked.
struct batch_split {
  std::vector<batch_axis> planned;
  std::vector<batch_axis> walked;
  std::int64_t executions = 1;
};

batch_split split(std::vector<batch_axis> batch) {
  batch_split made;
  while (batch.size() > 2) {
    const auto shortest = std::min_element(
        batch.begin(), batch.end(), [](const batch_axis& a, const batch_axis& b) { return a.extent < b.extent; });
    made.executions *= shortest->extent;
    made.walked.push_back(*shortest);
    batch.erase(shortest);
  }
  made.planned = std::move(batch);
  return made;
}

// The filter without gaps; `copy` holds it where it has some.
host_operand dense_filter(const strided_operand& filter, element_type type, const shape& extents,
                          std::vector<std::byte>& copy) {
  const std::size_t bytes = size_of(type);
  const auto elements = static_cast<std::size_t>(extents.elements());
  const axis_numbers& strides = filter.strides;
  if (strides == row_major(filter.extents)) return {filter.first, elements, extents};
  copy.resize(elements * bytes);
  const std::int64_t columns = filter.extents[filter.extents.rank() - 1];
  for (std::size_t i = 0; i < elements; ++i) {
    const auto tap = static_cast<std::int64_t>(i);
    const std::int64_t at =
        filter.extents.rank() == 1 ? tap * strides[0] : tap / columns * strides[0] + tap % columns * strides[1];
    std::memcpy(copy.data() + i * bytes,
                static_cast<const std::byte*>(filter.first) + at * static_cast<std::int64_t>(bytes), bytes);
  }
  return {copy.data(), elements, extents};
}

// Layouts count from an operand's lowest element.
void execute(problem shaped, const strided_operand& signal, const strided_operand& filter, const strided_result& output,
             std::span<const int> along, const options& request) {
  const batch_split batch = split(batch_axes(signal, output, along));
  for (const batch_axis& axis : batch.planned) shaped.batch *= axis.extent;
  const layout from = layout_of(signal.extents, signal.strides, along, batch.planned, &batch_axis::signal);
  const layout to = layout_of(output.extents, output.strides, along, batch.planned, &batch_axis::output);
  shaped.signal_layout = from;
  shaped.output_layout = to;

  const element_type filter_type = *shaped.filter_type;
  const element_type result_type = *shaped.output_type;
  const auto bytes = [](std::int64_t elements, element_type type) {
    return elements * static_cast<std::int64_t>(size_of(type));
  };
  host_call call(shaped, request);
  std::vector<std::byte> copy;
  const host_operand taps = dense_filter(filter, filter_type, shaped.filter, copy);
  call.look_for_rank(taps);
  plan once = call.make_plan();
  once.set_filter({taps.data, taps.size, filter_type});
  const std::size_t workspace_bytes = once.workspace_bytes();
  auto workspace =
      reporting_host_memory("workspace", workspace_bytes, [&] { return std::vector<std::byte>(workspace_bytes); });
  for (std::int64_t i = 0; i < batch.executions; ++i) {
    std::int64_t signal_at = -from.offset;
    std::int64_t output_at = -to.offset;
    std::int64_t rest = i;
    for (const batch_axis& axis : batch.walked) {
      signal_at += rest % axis.extent * axis.signal;
      output_at += rest % axis.extent * axis.output;
      rest /= axis.extent;
    }
    once.execute(
        {static_cast<const std::byte*>(signal.first) + bytes(signal_at, shaped.type), plan::unknown_size, shaped.type},
        {static_cast<std::byte*>(output.first) + bytes(output_at, result_type), plan::unknown_size, result_type},
        workspace, once.stream());
  }
}

void require_memory(const problem& shaped, const strided_operand& signal, const strided_operand& filter,
                    const strided_result& output) {
  const extent read = memory_of("signal", signal.first, signal.extents, signal.strides, shaped.type);
  const extent taps = memory_of("filter", filter.first, filter.extents, filter.strides, *shaped.filter_type);
  const extent written = memory_of("output", output.first, output.extents, output.strides, *shaped.output_type);
  std::array<memory_axis, axis_numbers::most> axes = memory_axes(output.extents, output.strides);
  if (!distinct(axes))
    throw invalid_argument("output", to_string(output.strides), "with these strides outputs would share elements");
  if (written.meets(read)) throw invalid_argument("output", address(output.first), "overlaps the signal");
  if (written.meets(taps)) throw invalid_argument("output", address(output.first), "overlaps the filter");
}

}  // namespace

axis_numbers output_extents(const problem& what, const axis_numbers& signal, const axis_numbers& filter,
                            std::span<const int> axes) {
  return reporting_host_memory("output", 0, [&] {
    const std::vector<int> along = resolve_axes(axes, signal.rank());
    const axis_numbers extents = output_extents_of(with_shapes(what, signal, filter, along), signal, along);
    row_major(extents);  // refuses more elements than 63 bits hold
    return extents;
  });
}

void run(const problem& what, const strided_operand& signal, const strided_operand& filter,
         const strided_result& output, std::span<const int> axes, const options& request) {
  if (request.memory != memory::host)
    throw invalid_argument("options.memory", to_string(request.memory),
                           "one-call functions take host data; use a plan");
  reporting_host_memory("array", 0, [&] {
    const std::vector<int> along = resolve_axes(axes, signal.extents.rank());
    const problem shaped = with_shapes(what, signal.extents, filter.extents, along);
    require_output(output, output_extents_of(shaped, signal.extents, along));
    for (int axis = 0; axis < output.extents.rank(); ++axis)
      if (output.extents[axis] == 0) return;
    require_memory(shaped, signal, filter, output);
    execute(shaped, signal, filter, output, along, request);
  });
}

}  // namespace faltung::detail
