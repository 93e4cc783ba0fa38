#include "cpu/direct.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "cpu/aligned_buffer.hpp"
#include "cpu/direct_1d.hpp"
#include "cpu/direct_2d.hpp"
#include "cpu/parallel.hpp"
#include "cpu/window.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class direct final : public executor {
 public:
  explicit direct(const executor_request& request)
      : problem_(request.geometry),
        piece_(problem_.rank == 1 ? columns_per_piece : rows_per_piece),
        pieces_((extent() + piece_ - 1) / piece_),
        workers_(worthwhile_threads(request.threads, estimated_seconds())) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void set_filter(const void* filter, cuda_stream) override {
    const std::int64_t taps = problem_.filter_elements();
    aligned_buffer<Type> windows(problem_.filter_count() * taps, "filter");
    for (std::int64_t i = 0; i < problem_.filter_count(); ++i)
      to_window_order(static_cast<const Type*>(filter) + i * taps, problem_, windows.data() + i * taps);
    windows_ = std::move(windows);
  }

  void execute(const void* signals, void* outputs, std::byte*, cuda_stream) const override {
    parallel_for(workers_, problem_.batch * pieces_, [&](int, std::int64_t begin, std::int64_t end) {
      direct_task<Type> task{.rows = problem_.rows,
                             .columns = problem_.columns,
                             .last_row = problem_.rows.output,
                             .last_column = problem_.columns.output};
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t signal = i / pieces_;
        task.signal = static_cast<const Type*>(signals) + signal * problem_.signal_elements();
        task.window = windows_.data() + (problem_.filter_per_signal ? signal * problem_.filter_elements() : 0);
        task.output = static_cast<Type*>(outputs) + signal * problem_.output_elements();
        const std::int64_t first = i % pieces_ * piece_;
        const std::int64_t last = std::min(first + piece_, extent());
        if (problem_.rank == 1) {
          task.first_column = first;
          task.last_column = last;
          direct_1d(task);
        } else {
          task.first_row = first;
          task.last_row = last;
          direct_2d(task);
        }
      }
    });
  }

 private:
  // In 1D signal and output of a piece stay in the second-level cache while passes over the taps reread them. In 2D a
  // piece is a few of the kernel's row blocks high, so that neighbours reread few rows.
  static constexpr std::int64_t columns_per_piece = 65536 / sizeof(Type);
  static constexpr std::int64_t rows_per_piece = 32;

  // Outputs along the axis that is cut into pieces.
  [[nodiscard]] std::int64_t extent() const noexcept {
    return problem_.rank == 1 ? problem_.columns.output : problem_.rows.output;
  }

  [[nodiscard]] double estimated_seconds() const noexcept {
    constexpr double multiply_adds_per_second = std::is_same_v<Type, float> ? 30e9 : 15e9;
    constexpr double seconds_per_output = std::is_same_v<Type, float> ? 0.2e-9 : 0.4e-9;
    const double outputs = static_cast<double>(problem_.output_elements()) * static_cast<double>(problem_.batch);
    return outputs * (seconds_per_output + static_cast<double>(problem_.terms()) / multiply_adds_per_second);
  }

  geometry problem_;
  std::int64_t piece_;
  std::int64_t pieces_;
  int workers_;
  aligned_buffer<Type> windows_;
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_direct(const executor_request& request) {
  return std::make_unique<direct<Type>>(request);
}
template std::unique_ptr<executor> make_direct<float>(const executor_request&);
template std::unique_ptr<executor> make_direct<double>(const executor_request&);

}  // namespace faltung::cpu
