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
      : entries_(request.geometry.output_count()),
        interrupted_(request.interrupted),
        outputs_(request.geometry),
        cut_(cut(request.geometry)),
        pieces_(cut_.count()),
        seconds_(seconds_per_entry +
                 static_cast<double>(request.geometry.output_elements()) * outputs_.seconds_per_output()),
        workers_(static_cast<int>(std::min<std::int64_t>(
            worthwhile_threads(threads_of(request), seconds_ * static_cast<double>(entries_)), entries_ * pieces_))) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(workers_) * outputs_.lane_bytes();
  }

  void set_filter(const void* filters, cuda_stream) override { outputs_.set_filter(filters); }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    interruption stop(interrupted_);
    const double seconds = seconds_ / static_cast<double>(pieces_);
    parallel_for(workers_, entries_ * pieces_, stop, seconds, [&](int worker, std::int64_t begin, std::int64_t end) {
      std::byte* const lane = workspace + static_cast<std::size_t>(worker) * outputs_.lane_bytes();
      if (pieces_ > 1) {
        for (std::int64_t i = begin; i < end; ++i)
          outputs_.compute(signals, outputs, i / pieces_, cut_(i % pieces_), lane);
        return;
      }
      const rectangle& whole = cut_.area;
      const std::int64_t together = std::max<std::int64_t>(1, columns_per_piece / (whole.rows() * whole.columns()));
      for (std::int64_t first = begin; first < end; first += together)
        outputs_.compute(signals, outputs, {first, std::min(first + together, end)}, whole, lane);
    });
  }

 private:
  // In 1D signal and output of a piece stay in the second-level cache while passes over the taps reread them, and so do
  // those of short entries that are computed together. In 2D a piece is a few of the kernel's row blocks high, so that
  // neighbours reread few rows.
  static constexpr std::int64_t columns_per_piece = 65536 / sizeof(Compute);
  static constexpr std::int64_t rows_per_piece = 32;
  static constexpr double seconds_per_entry = 30e-9;

  [[nodiscard]] cut_outputs cut(const geometry& problem) const {
    const rectangle whole{0, problem.rows.output, 0, problem.columns.output};
    const interruption stop(interrupted_);
    return problem.rank == 1 ? outputs_.cut(whole, 1, columns_per_piece, stop)
                             : outputs_.cut(whole, rows_per_piece, whole.columns(), stop);
  }

  // As many as there is scratch for; passes of a separable filter are not counted.
  static int threads_of(const executor_request& request) {
    const std::int64_t counted = request.candidate.transforms_per_pass;
    return counted > 0 ? static_cast<int>(std::min<std::int64_t>(counted, request.threads)) : request.threads;
  }

  std::int64_t entries_;
  bool (*interrupted_)();
  direct_outputs<Compute> outputs_;
  cut_outputs cut_;
  std::int64_t pieces_;  ///< of an entry
  double seconds_;       ///< of an entry on one thread, as estimated
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
