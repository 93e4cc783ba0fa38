#include "faltung/array_view.hpp"

#include "api/memory_axes.hpp"
#include "faltung/error.hpp"

namespace faltung {

int axis_numbers::checked_rank(std::size_t count) {
  if (count > most)
    throw invalid_argument("axis_numbers", std::to_string(count) + " numbers",
                           "there are at most " + std::to_string(most) + " axes");
  return static_cast<int>(count);
}

std::string to_string(const axis_numbers& numbers) {
  std::string text = "{";
  for (int axis = 0; axis < numbers.rank(); ++axis) {
    if (axis > 0) text += ", ";
    text += std::to_string(numbers[axis]);
  }
  return text + "}";
}

void require_axes(const axis_numbers& extents, const axis_numbers& strides, std::string_view operand) {
  const auto refuse = [operand](std::string_view member, const axis_numbers& value, const std::string& reason) {
    throw invalid_argument(std::string(operand) + (operand.empty() ? "" : ".") + std::string(member), to_string(value),
                           reason);
  };
  if (extents.rank() == 0) refuse("extents", extents, "there must be at least 1 axis");
  for (int axis = 0; axis < extents.rank(); ++axis)
    if (extents[axis] < 0) refuse("extents", extents, "must not be negative");
  if (strides.rank() != extents.rank()) refuse("strides", strides, "the extents are " + to_string(extents));
  if (!footprint_of(memory_axes(extents, strides))) refuse("strides", strides, "an element lies beyond 63 bits");
}

namespace detail {

void require_axes(const axis_numbers& extents, const axis_numbers& strides) {
  faltung::require_axes(extents, strides, {});
}

axis_numbers row_major(const axis_numbers& extents) {
  axis_numbers strides = extents;
  // An empty axis counts as one of 1, or no element would lie anywhere; a negative extent is refused with the strides.
  std::int64_t stride = 1;
  for (int axis = extents.rank() - 1; axis >= 0; --axis) {
    strides[axis] = stride;
    if (__builtin_mul_overflow(stride, std::max<std::int64_t>(extents[axis], 1), &stride))
      throw invalid_argument("extents", to_string(extents), "the number of elements does not fit 63 bits");
  }
  return strides;
}

void require_elements(std::size_t size, const axis_numbers& extents) {
  std::int64_t elements = 1;
  for (int axis = 0; axis < extents.rank(); ++axis) elements *= extents[axis];
  if (size != static_cast<std::size_t>(elements))
    throw invalid_argument("elements", std::to_string(size),
                           "the extents " + to_string(extents) + " have " + std::to_string(elements));
}

int resolve_axis(int axis, int rank, std::string_view argument) {
  if (axis < -rank || axis >= rank)
    throw invalid_argument(argument, std::to_string(axis),
                           "the array has " + std::to_string(rank) + (rank == 1 ? " axis" : " axes"));
  return axis < 0 ? axis + rank : axis;
}

void require_slice(std::int64_t first, std::int64_t last, std::int64_t step, std::int64_t extent) {
  if (first < 0 || first > extent)
    throw invalid_argument("first", std::to_string(first), "the axis has " + std::to_string(extent) + " elements");
  if (last < first || last > extent)
    throw invalid_argument("last", std::to_string(last),
                           "must lie in " + std::to_string(first) + " .. " + std::to_string(extent));
  if (step < 1) throw invalid_argument("step", std::to_string(step), "must be at least 1");
}

}  // namespace detail
}  // namespace faltung
