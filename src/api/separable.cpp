#include "faltung/separable.hpp"

#include <cmath>
#include <complex>
#include <string>
#include <vector>

#include "api/host_call.hpp"
#include "element.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "faltung/plan.hpp"
#include "problem/text.hpp"
#include "separable/factors.hpp"

namespace faltung::detail {
namespace {

// outer(columns, rows) in memory of the type.
template <class Compute>
void outer_product(const void* columns, std::int64_t height, const void* rows, std::int64_t width, element_type type,
                   void* product) {
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x)
      kernel::write_element<Compute>(
          product, type, y * width + x,
          kernel::read_element<Compute>(columns, type, y) * kernel::read_element<Compute>(rows, type, x));
}

void complex_outer_product(const void* columns, std::int64_t height, const void* rows, std::int64_t width,
                           element_type type, void* product) {
  const auto read = [type](const void* from, std::int64_t i) {
    return std::complex(kernel::read_element<double>(from, type, 2 * i),
                        kernel::read_element<double>(from, type, 2 * i + 1));
  };
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      const std::complex<double> tap = read(columns, y) * read(rows, x);
      kernel::write_element(product, type, 2 * (y * width + x), tap.real());
      kernel::write_element(product, type, 2 * (y * width + x) + 1, tap.imag());
    }
}

}  // namespace

std::int64_t find_rank(host_operand filter, element_type type) {
  if (is_integer(type) || is_complex(type))
    throw invalid_argument("filter", to_string(type), "only real floating-point filters are taken apart");
  const std::int64_t height = filter.extents[0];
  const std::int64_t width = filter.extents[1];
  if (height < 1 || width < 1)
    throw invalid_argument("filter", to_string(filter.extents), "every extent must be at least 1");
  require_size("filter", filter.size, filter.extents);
  return reporting_host_memory("find_rank", 0, [&] {
    std::vector<double> taps(filter.size);
    for (std::size_t i = 0; i < taps.size(); ++i) {
      taps[i] = kernel::read_element<double>(filter.data, type, static_cast<long long>(i));
      if (!std::isfinite(taps[i])) throw invalid_argument("filter", shortest(taps[i]), "has no rank");
    }
    return separable::numerical_rank(separable::factorize(taps, height, width, 0),
                                     separable::tolerance_of(unit_roundoff(type)));
  });
}

void run_separable(const problem& description, host_operand signal, host_operand columns, host_operand rows,
                   host_result output, const options& request) {
  reporting_host_memory("convolution", 0, [&] {
    const host_call call(description, request);
    require_size("signal", signal.size, signal.extents);
    require_size("columns", columns.size, columns.extents);
    require_size("rows", rows.size, rows.extents);
    call.require_apart(output, "columns", columns);
    call.require_apart(output, "rows", rows);
    const element_type type = call.filter_type();
    plan once = call.make_plan();
    require_size("output", output.size, once.output_shape());
    if (once.method() == method::separable) {
      once.set_filter({columns.data, columns.size, type}, {rows.data, rows.size, type});
    } else {
      const std::int64_t height = description.filter[0];
      const std::int64_t width = description.filter[1];
      const auto taps = static_cast<std::size_t>(height * width);
      std::vector<std::byte> whole(taps * size_of(type));
      const auto form = is_complex(type)   ? &complex_outer_product
                        : is_integer(type) ? &outer_product<std::uint64_t>
                                           : &outer_product<double>;
      form(columns.data, height, rows.data, width, type, whole.data());
      once.set_filter({whole.data(), taps, type});
    }
    call.execute(once, signal, output);
  });
}

}  // namespace faltung::detail
