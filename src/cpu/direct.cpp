#include "cpu/direct.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "cpu/direct_outputs.hpp"
#include "cpu/parallel.hpp"

namespace faltung::cpu {
namespace {

template <class Compute>
class direct final : public executor {
 public:
  explicit direct(const executor_request& request)
      : problem_(request.geometry),
        outputs_(request.geometry),
        piece_(problem_.rank == 1 ? columns_per_piece : rows_per_piece),
        pieces_((extent() + piece_ - 1) / piece_),
        workers_(static_cast<int>(std::min<std::int64_t>(worthwhile_threads(threads_of(request), estimated_seconds()),
                                                         problem_.output_count() * pieces_))) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(workers_) * outputs_.lane_bytes();
  }

  void set_filter(const void* filters, cuda_stream) override { outputs_.set_filter(filters); }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    parallel_for(workers_, problem_.output_count() * pieces_, [&](int worker, std::int64_t begin, std::int64_t end) {
      std::byte* const lane = workspace + static_cast<std::size_t>(worker) * outputs_.lane_bytes();
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t first = i % pieces_ * piece_;
        const std::int64_t last = std::min(first + piece_, extent());
        const rectangle area =
            problem_.rank == 1 ? rectangle{0, 1, first, last} : rectangle{first, last, 0, problem_.columns.output};
        outputs_.compute(signals, outputs, i / pieces_, area, lane);
      }
    });
  }

 private:
  // In 1D signal and output of a piece stay in the second-level cache while passes over the taps reread them. In 2D a
  // piece is a few of the kernel's row blocks high, so that neighbours reread few rows.
  static constexpr std::int64_t columns_per_piece = 65536 / sizeof(Compute);
  static constexpr std::int64_t rows_per_piece = 32;

  // As many as there is scratch for; passes of a separable filter are not counted.
  static int threads_of(const executor_request& request) {
    const std::int64_t counted = request.candidate.transforms_per_pass;
    return counted > 0 ? static_cast<int>(std::min<std::int64_t>(counted, request.threads)) : request.threads;
  }

  // Outputs along the axis that is cut into pieces.
  [[nodiscard]] std::int64_t extent() const noexcept {
    return problem_.rank == 1 ? problem_.columns.output : problem_.rows.output;
  }

  [[nodiscard]] double estimated_seconds() const noexcept {
    constexpr double scale = sizeof(Compute) == 4 ? 1 : 2;
    constexpr double multiply_adds_per_second = 30e9 / scale;
    const double seconds_per_output = scale * (outputs_.lane_bytes() == 0 ? 0.2e-9 : 1e-9);
    const double outputs =
        static_cast<double>(problem_.output_elements()) * static_cast<double>(problem_.output_count());
    return outputs * (seconds_per_output + static_cast<double>(problem_.terms()) / multiply_adds_per_second);
  }

  geometry problem_;
  direct_outputs<Compute> outputs_;
  std::int64_t piece_;
  std::int64_t pieces_;
  int workers_;
};

}  // namespace

template <class Compute>
std::unique_ptr<executor> make_direct(const executor_request& request) {
  return std::make_unique<direct<Compute>>(request);
}
template std::unique_ptr<executor> make_direct<float>(const executor_request&);
template std::unique_ptr<executor> make_direct<double>(const executor_request&);
template std::unique_ptr<executor> make_direct<std::uint32_t>(const executor_request&);
template std::unique_ptr<executor> make_direct<std::uint64_t>(const executor_request&);

}  // namespace faltung::cpu
