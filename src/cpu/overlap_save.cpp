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
#include "cpu/lane_transfer.hpp"
#include "cpu/packed_filters.hpp"
#include "cpu/parallel.hpp"
#include "plan/lane_groups.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class overlap_save final : public executor {
 public:
  explicit overlap_save(const executor_request& request)
      : problem_(request.geometry),
        kernels_(block_kernels_of_target<Type>()),
        segments_(problem_.columns, request.candidate.transform[0]),
        memory_(problem_, segments_, kernels_.width * static_cast<std::int64_t>(sizeof(Type)),
                problem_.contains(request.non_finite)),
        groups_(problem_, segments_, kernels_.width),
        transfer_(problem_, segments_, kernels_),
        own_(groups_.signals_per_table() > 1),
        filters_(problem_, segments_, groups_.signals_per_table()),
        levels_(segments_.levels()),
        twiddles_(block_twiddles<Type>(levels_)),
        workers_most_(request.candidate.transforms_per_pass),
        interrupted_(request.interrupted),
        seconds_(seconds_per_run()),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, workers_most_)),
                                    seconds_ * static_cast<double>(groups_.runs()))) {
    if (problem_.contains(request.non_finite)) direct_.emplace(problem_, memory_.product_bytes);
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
    parallel_for(workers_, groups_.runs(), stop, seconds_, [&](int worker, std::int64_t begin, std::int64_t end) {
      const call of{signals, outputs, stop, worker};
      const room lane(workspace + static_cast<std::size_t>(worker) * memory_.lane_bytes, memory_);
      for (std::int64_t i = begin; i < end; ++i) memory_.in_place ? convolve(of, i, lane) : run(of, i, lane);
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

  // An estimate: 4 ns for each vector of points and transform, and 0.5 ns for each part of a filter.
  [[nodiscard]] double seconds_per_run() const {
    const double transforms = problem_.signal.parts() + static_cast<double>(problem_.bank) * problem_.output_parts();
    const double products =
        static_cast<double>(problem_.bank * segments_.parts) * static_cast<double>(problem_.products().size());
    return static_cast<double>(segments_.length) * (4e-9 * transforms + 0.5e-9 * products) *
           static_cast<double>(groups_.transformed()) / static_cast<double>(groups_.runs());
  }
  [[nodiscard]] Type* spectrum(const room& lane, int part) const {
    return reinterpret_cast<Type*>(lane.spectra + static_cast<std::size_t>(part) * memory_.spectrum_bytes);
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

  // A group each of whose spectra meets one filter only: from samples to outputs in the same memory.
  void convolve(const call& of, std::int64_t index, const room& lane) const {
    const group_places places(groups_, index);
    output_state state(*this, places.all(), 0);
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      transfer_.load(of.signals, part, places.all(), lane.staging, lane.product);
      kernels_.convolve(lane.product, filters_.table(places.all()[0].signal, 0, 0), own_, levels_, twiddles_);
      store(of, state, part, lane);
    }
    contain(of, state, lane);
  }

  // Any other: the spectra of the signal's parts are kept.
  void run(const call& of, std::int64_t index, const room& lane) const {
    const std::int64_t begin = groups_.run_begin(index);
    const std::int64_t end = groups_.run_end(index);
    const lane_place first = groups_.first(begin);
    for (std::int64_t i = 0; i < groups_.ahead(); ++i)
      transform(of, group_places::following(first, i * kernels_.width, kernels_.width), lane);
    for (std::int64_t group = begin; group < end; ++group) {
      if (group > begin) of.stop.poll(of.worker);
      const group_places places(groups_, group);
      if (groups_.ahead() == 0) {
        transform(of, places, lane);
      } else {
        const std::int64_t ahead = groups_.ahead() * kernels_.width;
        transform(of, group_places::following(places.all()[0], ahead, kernels_.width), lane);
      }
      for (std::int64_t filter = 0; filter < problem_.bank; ++filter) {
        if (filter > 0) of.stop.poll(of.worker);
        output_state state(*this, places.all(), filter);
        for (int part = 0; part < problem_.output_parts(); ++part) {
          multiply(lane, places.all()[0].signal, filter, part);
          kernels_.inverse(lane.product, levels_, twiddles_);
          store(of, state, part, lane);
        }
        contain(of, state, lane);
      }
    }
  }

  // To the spectra; where a filter has parts, to the end of those that are kept.
  void transform(const call& of, const group_places& places, const room& lane) const {
    const bool kept = groups_.ahead() > 0;
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      Type* const to = kept ? lane.product : spectrum(lane, part);
      transfer_.load(of.signals, part, places.all(), lane.staging, to);
      kernels_.forward(to, levels_, twiddles_);
      if (kept) kernels_.append(to, levels_, spectrum(lane, part), row());
    }
  }

  // The spectrum of part `part` of the outputs.
  void multiply(const room& lane, std::int64_t signal, std::int64_t filter, int part) const {
    auto rule = kernel::product_rule::first;
    for (const component_product& product : problem_.products()) {
      if (product.output != part) continue;
      if (product.negative) rule = kernel::product_rule::subtract;
      const Type* const table = filters_.table(signal, filter, product.filter);
      const Type* const from = spectrum(lane, product.signal);
      if (groups_.ahead() > 0)
        kernels_.multiply_parts(from, row(), table, segments_.parts, rule, levels_, lane.product);
      else
        kernels_.multiply(from, table, own_, rule, levels_, lane.product);
      rule = kernel::product_rule::add;
    }
  }

  // Numbers of a place's kept spectra.
  [[nodiscard]] std::int64_t row() const { return memory_.width + memory_.history; }

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
      const rectangle area{0, 1, first, std::min(first + segments_.step, problem_.columns.output)};
      direct_->compute_by_pieces(of.signals, of.outputs, state.places[i].signal * problem_.bank + state.filter, area,
                                 reinterpret_cast<std::byte*>(lane.product), of.stop, of.worker);
    }
  }

  geometry problem_;
  block_kernels<Type> kernels_;
  block_segments segments_;
  block_memory memory_;
  lane_groups groups_;
  lane_transfer<Type> transfer_;
  bool own_;  ///< whether each lane has a filter of its own
  packed_filters<Type> filters_;
  int levels_;
  const Type* const* twiddles_;
  std::int64_t workers_most_;
  bool (*interrupted_)();
  double seconds_;  ///< of a run on one thread, as estimated
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
