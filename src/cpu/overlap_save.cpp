#include "cpu/overlap_save.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "cpu/block_kernels.hpp"
#include "cpu/block_twiddles.hpp"
#include "cpu/direct_outputs.hpp"
#include "cpu/lane_groups.hpp"
#include "cpu/lane_transfer.hpp"
#include "cpu/packed_filters.hpp"
#include "cpu/parallel.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class overlap_save final : public executor {
 public:
  explicit overlap_save(const executor_request& request)
      : problem_(request.geometry),
        kernels_(block_kernels_of_target<Type>()),
        segments_(problem_.columns, request.candidate.transform[0]),
        memory_(problem_, segments_, kernels_.width * static_cast<std::int64_t>(sizeof(Type)), contains(request)),
        groups_(problem_, segments_, kernels_.width),
        transfer_(problem_, segments_, kernels_),
        filters_(problem_, segments_, groups_.signals_per_table()),
        levels_(levels_of(segments_.length / 2)),
        twiddles_(block_twiddles<Type>(levels_)),
        workers_most_(request.candidate.transforms_per_pass),
        interrupted_(request.interrupted),
        seconds_(seconds_per_group()),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, workers_most_)),
                                    seconds_ * static_cast<double>(groups_.count()))) {
    if (contains(request)) direct_.emplace(problem_, memory_.product_bytes);
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(workers_most_) * memory_.lane_bytes;
  }

  void set_filter(const void* filter, cuda_stream) override {
    interruption stop(interrupted_);
    typename packed_filters<Type>::tables made = filters_.prepared(filter, stop);
    if (direct_) direct_->set_filter(filter);
    filters_.adopt(std::move(made));
  }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    interruption stop(interrupted_);
    parallel_for(workers_, groups_.count(), stop, seconds_, [&](int worker, std::int64_t begin, std::int64_t end) {
      const call of{signals, outputs, stop, worker};
      const room lane(workspace + static_cast<std::size_t>(worker) * memory_.lane_bytes, memory_);
      for (std::int64_t i = begin; i < end; ++i) group(of, i, lane);
    });
  }

 private:
  // One worker's part in one execute.
  struct call {
    const void* signals;
    void* outputs;
    interruption& stop;
    int worker;
  };

  struct room {
    Type* staging;
    std::byte* spectra;
    Type* product;

    room(std::byte* start, const block_memory& memory)
        : staging(reinterpret_cast<Type*>(start)),
          spectra(start + memory.staging_bytes),
          product(reinterpret_cast<Type*>(start + memory.lane_bytes - memory.product_bytes)) {}
  };

  static bool contains(const executor_request& request) {
    return request.non_finite == non_finite::contain && !is_integer(request.geometry.compute);
  }
  static int levels_of(std::int64_t points) {
    int levels = 0;
    while (std::int64_t{1} << levels < points) ++levels;
    return levels;
  }
  // One vector of points in and out takes as long as a few of its numbers alone would.
  [[nodiscard]] double seconds_per_group() const {
    const double numbers = static_cast<double>(segments_.length * kernels_.width);
    return numbers * 0.5e-9 * (sizeof(Type) / 4.0) *
           static_cast<double>(problem_.signal.parts() + problem_.bank * problem_.output_parts());
  }
  [[nodiscard]] Type* spectrum(const room& lane, int part) const {
    return reinterpret_cast<Type*>(lane.spectra + static_cast<std::size_t>(part) * memory_.spectrum_bytes);
  }

  void group(const call& of, std::int64_t index, const room& lane) const {
    std::array<lane_place, most_lanes> all;
    const auto count = static_cast<std::size_t>(groups_.lanes(index));
    all[0] = groups_.first(index);
    for (std::size_t i = 1; i < count; ++i) all[i] = groups_.next(all[i - 1]);
    const std::span<const lane_place> places(all.data(), count);
    const bool own = groups_.signals_per_table() > 1;

    if (memory_.in_place) {
      output_state state(*this, places, 0);
      for (int part = 0; part < problem_.signal.parts(); ++part) {
        transfer_.load(of.signals, part, places, lane.staging, lane.product);
        kernels_.convolve(lane.product, filters_.table(places[0].signal, 0, 0), own, levels_, twiddles_);
        store(of, state, part, lane);
      }
      contain(of, state, lane);
      return;
    }
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      transfer_.load(of.signals, part, places, lane.staging, spectrum(lane, part));
      kernels_.forward(spectrum(lane, part), levels_, twiddles_);
    }
    for (std::int64_t filter = 0; filter < problem_.bank; ++filter) {
      if (filter > 0) of.stop.poll(of.worker);
      output_state state(*this, places, filter);
      for (int part = 0; part < problem_.output_parts(); ++part) {
        auto rule = kernel::product_rule::first;
        for (const component_product& product : problem_.products()) {
          if (product.output != part) continue;
          if (product.negative) rule = kernel::product_rule::subtract;
          kernels_.multiply(spectrum(lane, product.signal), filters_.table(places[0].signal, filter, product.filter),
                            own, rule, levels_, lane.product);
          rule = kernel::product_rule::add;
        }
        kernels_.inverse(lane.product, levels_, twiddles_);
        store(of, state, part, lane);
      }
      contain(of, state, lane);
    }
  }

  // Of one filter of the bank.
  struct output_state {
    std::span<const lane_place> places;
    std::int64_t filter;
    std::array<Type, most_lanes> scales{};
    std::array<Type, most_lanes> poison{};

    output_state(const overlap_save& by, std::span<const lane_place> at, std::int64_t of_bank)
        : places(at), filter(of_bank) {
      for (std::size_t i = 0; i < at.size(); ++i) scales[i] = by.filters_.scale(at[i].signal, of_bank);
    }
  };

  void store(const call& of, output_state& state, int part, const room& lane) const {
    transfer_.store(lane.product, state.scales.data(), state.filter, part, state.places, lane.staging, of.outputs,
                    state.poison.data());
  }

  // The outputs of segments that are not finite, by the direct method, in the product's memory.
  void contain(const call& of, const output_state& state, const room& lane) const {
    if (!direct_) return;
    for (std::size_t i = 0; i < state.places.size(); ++i) {
      if (!std::isnan(state.poison[i])) continue;
      const std::int64_t first = state.places[i].segment * segments_.step;
      const std::int64_t count = std::min(segments_.step, problem_.columns.output - first);
      cut_outputs pieces = direct_->cut(1, count, of.stop);
      pieces.columns = count;
      for (std::int64_t j = 0; j < pieces.count(); ++j) {
        of.stop.poll(of.worker);
        rectangle area = pieces(j);
        area.first_column += first;
        area.last_column += first;
        direct_->compute(of.signals, of.outputs, state.places[i].signal * problem_.bank + state.filter, area,
                         reinterpret_cast<std::byte*>(lane.product));
      }
    }
  }

  geometry problem_;
  block_kernels<Type> kernels_;
  block_segments segments_;
  block_memory memory_;
  lane_groups groups_;
  lane_transfer<Type> transfer_;
  packed_filters<Type> filters_;
  int levels_;
  const Type* const* twiddles_;
  std::int64_t workers_most_;
  bool (*interrupted_)();
  double seconds_;  ///< of a group on one thread, as estimated
  int workers_;
  std::optional<direct_outputs<Type>> direct_;  ///< where there is something to contain
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_overlap_save(const executor_request& request) {
  return std::make_unique<overlap_save<Type>>(request);
}
template std::unique_ptr<executor> make_overlap_save<float>(const executor_request&);
template std::unique_ptr<executor> make_overlap_save<double>(const executor_request&);

}  // namespace faltung::cpu
