#include "cpu/reference.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "cpu/aligned_buffer.hpp"
#include "cpu/exact_sum.hpp"
#include "cpu/samples.hpp"
#include "faltung/error.hpp"
#include "plan/interruption.hpp"

namespace faltung::cpu {
namespace {

// Operands as numbers of type Number, summed in Sum.
template <class Number, class Sum>
class reference final : public executor {
 public:
  explicit reference(const executor_request& request) : problem_(request.geometry), interrupted_(request.interrupted) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filters, cuda_stream) override { windows_ = windows_of<Number>(problem_, filters); }

  void execute(const void* signals, void* outputs, std::byte*, cuda_stream) const override {
    if constexpr (std::is_same_v<Sum, exact_sum>) {
      if (problem_.overflow == overflow::error)
        for_each_sum(signals, [&](const Sum& sum, const place& at) {
          if (!sum.fits(problem_.output.type))
            throw overflow_error({at.entry, at.row, at.column}, sum.text(), to_string(problem_.output.type));
        });
    }
    for_each_sum(signals, [&](const Sum& sum, const place& at) {
      const auto value = sum.result();
      write_row(problem_, outputs, at.entry, at.part, at.row, at.column, 1, &value);
    });
  }

 private:
  struct place {
    std::int64_t entry;
    std::int64_t row;
    std::int64_t column;
    int part;
  };

  template <class Visit>
  void for_each_sum(const void* signals, const Visit& visit) const {
    interruption stop(interrupted_);
    const std::int64_t terms_between = stop.units_between(seconds_per_term);
    std::int64_t terms_left = terms_between;
    const auto taken = [&](std::int64_t terms) {
      if ((terms_left -= terms) > 0) return;
      stop.poll();
      terms_left = terms_between;
    };
    for (std::int64_t entry = 0; entry < problem_.output_count(); ++entry)
      for (std::int64_t row = 0; row < problem_.rows.output; ++row)
        for (std::int64_t column = 0; column < problem_.columns.output; ++column)
          for (int part = 0; part < problem_.output_parts(); ++part) {
            const place at{entry, row, column, part};
            visit(sum_at(signals, at, taken), at);
          }
  }

  [[nodiscard]] Sum empty_sum() const {
    if constexpr (std::is_same_v<Sum, exact_sum>) {
      return exact_sum(is_signed(problem_.filter.type), is_signed(problem_.signal.type));
    } else {
      return {};
    }
  }

  // Taps [first, last) of an axis that count for its output o.
  struct range {
    std::int64_t first;
    std::int64_t last;
  };
  [[nodiscard]] range taps_of(const axis_geometry& axis, std::int64_t o) const {
    if (problem_.boundary.rule != boundary_rule::zero) return {0, axis.filter};
    const std::int64_t start = axis.origin + o;
    return {std::max<std::int64_t>(0, -start), std::min(axis.filter, axis.signal - start)};
  }

  // Calls taken(terms) for every few.
  template <class Taken>
  Sum sum_at(const void* signals, const place& at, const Taken& taken) const {
    const axis_geometry& rows = problem_.rows;
    const axis_geometry& columns = problem_.columns;
    const std::span<const component_product> products = problem_.products();
    const range vertical = taps_of(rows, at.row);
    const range horizontal = taps_of(columns, at.column);
    const Number* window = windows_.data() + problem_.filter_of(at.entry) * static_cast<std::int64_t>(products.size()) *
                                                 problem_.filter_elements();
    Sum sum = empty_sum();
    for (const component_product& product : products) {
      for (std::int64_t i = vertical.first; product.output == at.part && i < vertical.last; ++i) {
        for (std::int64_t j = horizontal.first; j < horizontal.last;) {
          std::array<Number, 64> samples;
          const std::int64_t count = std::min<std::int64_t>(samples.size(), horizontal.last - j);
          read_row(problem_, signals, at.entry / problem_.bank, product.signal, rows.origin + at.row + i,
                   columns.origin + at.column + j, count, samples.data());
          const Number* const taps = window + i * columns.filter + j;
          for (std::int64_t k = 0; k < count; ++k) sum.add(taps[k], samples[static_cast<std::size_t>(k)]);
          j += count;
          taken(count);
        }
      }
      window += problem_.filter_elements();
    }
    return sum;
  }

  static constexpr double seconds_per_term = 10e-9;

  geometry problem_;
  bool (*interrupted_)();
  aligned_buffer<Number> windows_;  ///< [filter][component product][tap]
};

}  // namespace

template <class Compute>
std::unique_ptr<executor> make_reference(const executor_request& request) {
  if constexpr (std::is_integral_v<Compute>) {
    return std::make_unique<reference<std::uint64_t, exact_sum>>(request);
  } else {
    using wide = std::conditional_t<std::is_same_v<Compute, float>, double, long double>;
    return std::make_unique<reference<Compute, wide_sum<wide>>>(request);
  }
}
template std::unique_ptr<executor> make_reference<float>(const executor_request&);
template std::unique_ptr<executor> make_reference<double>(const executor_request&);
template std::unique_ptr<executor> make_reference<std::uint32_t>(const executor_request&);
template std::unique_ptr<executor> make_reference<std::uint64_t>(const executor_request&);

}  // namespace faltung::cpu
