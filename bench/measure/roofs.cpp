#include "measure/roofs.hpp"

#include <algorithm>

namespace faltung::bench {

std::size_t moved_bytes(const problem& description) {
  const std::int64_t filters = description.filters == filters::per_signal ? description.batch : 1;
  const std::int64_t elements =
      description.batch * (description.signal.elements() + output_shape(description).elements()) +
      filters * description.filter.elements();
  return static_cast<std::size_t>(elements) * size_of(description.type);
}

double roof_seconds(const problem& description, method how, const roofs& machine) {
  const std::size_t bytes = moved_bytes(description);
  auto rate = machine.copy_bytes_per_second.lower_bound(bytes);
  if (rate == machine.copy_bytes_per_second.end()) rate = std::prev(rate);
  const double copying = static_cast<double>(bytes) / rate->second;
  if (how == method::fft || how == method::overlap_save) return copying;
  const double peak =
      description.type == float32 ? machine.multiply_adds_per_second : machine.double_multiply_adds_per_second;
  const double products = static_cast<double>(output_shape(description).elements() * description.batch) *
                          static_cast<double>(description.filter.elements());
  return std::max(copying, products / peak);
}

}  // namespace faltung::bench
