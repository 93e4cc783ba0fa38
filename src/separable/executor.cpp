#include "separable/executor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "element.hpp"
#include "faltung/error.hpp"
#include "plan/interruption.hpp"
#include "plan/stream_2d.hpp"
#include "plan/transform_buffers.hpp"
#include "problem/text.hpp"
#include "separable/factors.hpp"
#include "separable/passes.hpp"

namespace faltung::separable {
namespace {

// Taps as numbers of the type that the passes compute in.
class converted {
 public:
  converted(std::span<const double> taps, element_type type)
      : bytes_(taps.size() * size_of(type)), storage_((bytes_ + sizeof(double) - 1) / sizeof(double)) {
    for (std::size_t i = 0; i < taps.size(); ++i)
      kernel::write_element(storage_.data(), type, static_cast<long long>(i), taps[i]);
  }
  [[nodiscard]] const void* data() const { return storage_.data(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  std::size_t bytes_;
  std::vector<double> storage_;
};

// Brings filters to their factors, in host memory.
class factored_executor : public executor {
 public:
  factored_executor(const geometry& whole, const backend_access& backend) : whole_(whole), backend_(backend) {}

  void set_filter(const void* filter, cuda_stream stream) override {
    const std::int64_t height = whole_.rows.filter;
    const std::int64_t width = whole_.columns.filter;
    const layout& at = whole_.filter.at;
    const std::vector<double> taps = read(filter, whole_.filter.end, stream);
    std::vector<double> window(static_cast<std::size_t>(height * width));
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x) {
        const std::int64_t row = whole_.reversed ? height - 1 - y : y;
        const std::int64_t column = whole_.reversed ? width - 1 - x : x;
        const double tap = taps[static_cast<std::size_t>(whole_.filter.entry(0) + row * at.row + column * at.column)];
        if (!std::isfinite(tap))
          throw invalid_argument("filter", shortest(tap), "a filter with taps that are not finite has no rank");
        window[static_cast<std::size_t>(y * width + x)] = tap;
      }
    const factors found = factorize(window, height, width, whole_.filter_rank);
    if (found.residual > tolerance_of(unit_roundoff(whole_.filter.type)) * found.norm)
      throw invalid_argument(
          "filter", "rank " + std::to_string(numerical_rank(found, tolerance_of(unit_roundoff(whole_.filter.type)))),
          "the plan is for rank " + std::to_string(whole_.filter_rank));
    set_window(found.columns, found.rows, stream);
  }

  void set_factors(const void* columns, const void* rows, cuda_stream stream) override {
    std::vector<double> down = read(columns, whole_.filter_rank * whole_.rows.filter, stream);
    std::vector<double> across = read(rows, whole_.filter_rank * whole_.columns.filter, stream);
    if (whole_.reversed) {
      reverse_each(down, whole_.rows.filter);
      reverse_each(across, whole_.columns.filter);
    }
    set_window(down, across, stream);
  }

 protected:
  // Filters in window order, [rank, taps] each. The strong guarantee is the callee's.
  virtual void set_window(const std::vector<double>& columns, const std::vector<double>& rows, cuda_stream stream) = 0;

  [[nodiscard]] const geometry& whole() const { return whole_; }
  [[nodiscard]] const backend_access& backend() const { return backend_; }

 private:
  std::vector<double> read(const void* from, std::int64_t count, cuda_stream stream) const {
    const std::size_t element = size_of(whole_.filter.type);
    std::vector<std::byte> bytes(static_cast<std::size_t>(count) * element);
    backend_.read(bytes.data(), from, bytes.size(), stream);
    std::vector<double> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = kernel::read_element<double>(bytes.data(), whole_.filter.type, static_cast<long long>(i));
    return values;
  }

  static void reverse_each(std::vector<double>& filters, std::int64_t length) {
    for (auto begin = filters.begin(); begin != filters.end(); begin += length) std::reverse(begin, begin + length);
  }

  geometry whole_;
  backend_access backend_;
};

class in_one_pass final : public factored_executor {
 public:
  in_one_pass(const executor_request& request, const backend_access& backend)
      : factored_executor(request.geometry, backend), multiprocessors_(request.multiprocessors) {}

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override { return 0; }

  void execute(const void* signal, void* output, std::byte*, cuda_stream stream) const override {
    backend().in_one_pass(whole(), multiprocessors_, taps_->data(), signal, output, stream);
  }

 private:
  void set_window(const std::vector<double>& columns, const std::vector<double>& rows, cuda_stream) override {
    std::vector<double> both = rows;
    both.insert(both.end(), columns.begin(), columns.end());
    taps_ = std::make_unique<converted>(both, whole().compute);
  }

  int multiprocessors_;
  std::unique_ptr<converted> taps_;
};

class in_two_passes final : public factored_executor {
 public:
  in_two_passes(const executor_request& request, const backend_access& backend)
      : factored_executor(request.geometry, backend),
        batch_(request.candidate.transforms_per_pass),
        passes_(passes_of(whole(), batch_)),
        between_bytes_(
            transform_buffers::rounded(static_cast<std::size_t>(passes_.across.output.end) * size_of(whole().compute))),
        inner_(request) {
    inner_.candidate = {.backend = request.candidate.backend, .method = method::direct};
    inner_.memory = memory::device;  // of the backend's: pointers are passed on as they are
    across_ = make(passes_.across);
    down_ = make(passes_.down);
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return between_bytes_ + std::max(across_->workspace_bytes(), down_->workspace_bytes());
  }

  void execute(const void* signal, void* output, std::byte* workspace, cuda_stream stream) const override {
    std::byte* const scratch = workspace + between_bytes_;
    const std::size_t signal_element = size_of(whole().signal.type);
    const std::size_t output_element = size_of(whole().output.type);
    interruption stop(inner_.interrupted);
    for (std::int64_t first = 0; first < whole().batch; first += batch_) {
      if (first > 0) stop.poll();
      // The last pass ends with the batch: what it does a second time has the same bits.
      const std::int64_t begin = std::min(first, whole().batch - batch_);
      const auto skip = [begin](const operand& one) {
        return static_cast<std::ptrdiff_t>(one.entry(begin) - one.at.offset);
      };
      across_->execute(
          static_cast<const std::byte*>(signal) + skip(whole().signal) * static_cast<std::ptrdiff_t>(signal_element),
          workspace, scratch, stream);
      down_->execute(
          workspace,
          static_cast<std::byte*>(output) + skip(whole().output) * static_cast<std::ptrdiff_t>(output_element), scratch,
          stream);
    }
  }

 private:
  // The taps of the columns become elements of `rank` components.
  void set_window(const std::vector<double>& columns, const std::vector<double>& rows, cuda_stream stream) override {
    const auto rank = static_cast<std::size_t>(whole().filter_rank);
    const auto height = static_cast<std::size_t>(whole().rows.filter);
    std::vector<double> woven(columns.size());
    for (std::size_t term = 0; term < rank; ++term)
      for (std::size_t y = 0; y < height; ++y) woven[y * rank + term] = columns[term * height + y];
    const converted across(rows, whole().compute);
    const converted down(woven, whole().compute);
    // The two filters change together or not at all.
    std::unique_ptr<executor> new_across = make(passes_.across);
    std::unique_ptr<executor> new_down = make(passes_.down);
    backend().set_filter(*new_across, across.data(), across.bytes(), stream);
    backend().set_filter(*new_down, down.data(), down.bytes(), stream);
    across_ = std::move(new_across);
    down_ = std::move(new_down);
  }

  [[nodiscard]] std::unique_ptr<executor> make(const geometry& pass) const {
    executor_request request = inner_;
    request.geometry = pass;
    return backend().make(request);
  }

  std::int64_t batch_;  // signals at a time
  passes passes_;
  std::size_t between_bytes_;
  executor_request inner_;
  std::unique_ptr<executor> across_;
  std::unique_ptr<executor> down_;
};

}  // namespace

std::unique_ptr<executor> make_executor(const executor_request& request, const backend_access& backend) {
  if (backend.in_one_pass != nullptr && separable_2d_choice_of(request.geometry).streams)
    return std::make_unique<in_one_pass>(request, backend);
  return std::make_unique<in_two_passes>(request, backend);
}

}  // namespace faltung::separable
