#include "support/placement.hpp"

#include <algorithm>

#include "support/operands.hpp"
#include "support/oracle.hpp"

namespace faltung::test {

std::size_t placement::elements_used() const { return static_cast<std::size_t>(extents.elements() * entries); }

std::size_t placement::address(std::size_t index) const {
  if (!at) return index;
  const std::int64_t columns = extents.rank() == 2 ? extents[1] : extents[0];
  const auto place = static_cast<std::int64_t>(index);
  const std::int64_t entry = place / extents.elements();
  const std::int64_t row = place % extents.elements() / columns;
  const std::int64_t column = place % columns;
  return static_cast<std::size_t>(at->offset + entry / at->channels * at->batch + entry % at->channels * at->channel +
                                  row * at->row + column * at->column);
}

std::size_t placement::memory_size() const {
  std::size_t size = 0;
  for (std::size_t index = 0; index < elements_used(); ++index) size = std::max(size, address(index) + 1);
  return size;
}

elements placement::scattered(const elements& entries_in_order, elements memory) const {
  for (std::size_t index = 0; index < elements_used(); ++index)
    memory.copy_element(address(index), entries_in_order, index);
  return memory;
}

elements placement::gathered(const elements& memory) const {
  elements entries_in_order(memory.type(), elements_used());
  for (std::size_t index = 0; index < elements_used(); ++index)
    entries_in_order.copy_element(index, memory, address(index));
  return entries_in_order;
}

placement signals_of(const problem& description) {
  return {description.signal, description.batch, description.signal_layout};
}
placement filters_of(const problem& description) {
  return {description.filter, filter_count(description), description.filter_layout};
}
placement outputs_of(const problem& description) {
  return {expected_shape(description), output_count(description), description.output_layout};
}

}  // namespace faltung::test
