#include "cpu/reference.hpp"

#include <type_traits>
#include <utility>

#include "cpu/aligned_buffer.hpp"
#include "cpu/window.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class reference final : public executor {
 public:
  explicit reference(const executor_request& request) : problem_(request.geometry) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream) override {
    const std::int64_t taps = problem_.filter_elements();
    aligned_buffer<Type> windows(problem_.filter_count() * taps, "filter");
    for (std::int64_t i = 0; i < problem_.filter_count(); ++i)
      to_window_order(static_cast<const Type*>(filter) + i * taps, problem_, windows.data() + i * taps);
    windows_ = std::move(windows);
  }

  void execute(const void* signals, void* outputs, std::byte*, cuda_stream) const override {
    for (std::int64_t b = 0; b < problem_.batch; ++b) {
      const Type* signal = static_cast<const Type*>(signals) + b * problem_.signal_elements();
      const Type* window = windows_.data() + (problem_.filter_per_signal ? b * problem_.filter_elements() : 0);
      Type* output = static_cast<Type*>(outputs) + b * problem_.output_elements();
      for (std::int64_t row = 0; row < problem_.rows.output; ++row)
        for (std::int64_t column = 0; column < problem_.columns.output; ++column)
          *output++ = one(signal, window, row, column);
    }
  }

 private:
  Type one(const Type* signal, const Type* window, std::int64_t row, std::int64_t column) const {
    using wide = std::conditional_t<std::is_same_v<Type, float>, double, long double>;
    const axis_geometry& rows = problem_.rows;
    const axis_geometry& columns = problem_.columns;
    wide sum = 0;
    for (std::int64_t i = 0; i < rows.filter; ++i) {
      for (std::int64_t j = 0; j < columns.filter; ++j) {
        const std::int64_t y = rows.origin + row + i;
        const std::int64_t x = columns.origin + column + j;
        if (y < 0 || y >= rows.signal || x < 0 || x >= columns.signal) continue;
        sum += static_cast<wide>(window[i * columns.filter + j]) * static_cast<wide>(signal[y * columns.signal + x]);
      }
    }
    return static_cast<Type>(sum);
  }

  geometry problem_;
  aligned_buffer<Type> windows_;
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_reference(const executor_request& request) {
  return std::make_unique<reference<Type>>(request);
}
template std::unique_ptr<executor> make_reference<float>(const executor_request&);
template std::unique_ptr<executor> make_reference<double>(const executor_request&);

}  // namespace faltung::cpu
