#include "cpu/overlap_save_2d.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "cpu/block_kernels.hpp"
#include "cpu/block_twiddles.hpp"
#include "cpu/direct_outputs.hpp"
#include "cpu/parallel.hpp"
#include "cpu/tile_filters.hpp"
#include "cpu/tile_kernels.hpp"
#include "cpu/tile_transfer.hpp"
#include "plan/block_tiles.hpp"

namespace faltung::cpu {
namespace {

template <class Type>
class overlap_save_2d final : public executor {
 public:
  explicit overlap_save_2d(const executor_request& request)
      : problem_(request.geometry),
        passes_(block_kernels_of_target<Type>()),
        kernels_(tile_kernels_of_target<Type>()),
        tiles_(problem_, request.candidate.transform),
        strips_(tiles_, passes_.width),
        memory_(problem_, tiles_, passes_.width * static_cast<std::int64_t>(sizeof(Type)),
                problem_.contains(request.non_finite)),
        transfer_(problem_, tiles_, memory_),
        filters_(problem_, tiles_, passes_.width),
        row_levels_(tiles_.rows.levels() - 1),
        column_levels_(tiles_.columns.levels()),
        twiddles_(block_twiddles<Type>(row_levels_)),
        workers_most_(request.candidate.transforms_per_pass),
        interrupted_(request.interrupted),
        seconds_(seconds_per_tile()),
        workers_(worthwhile_threads(static_cast<int>(std::min<std::int64_t>(request.threads, workers_most_)),
                                    seconds_ * static_cast<double>(tiles_.count() * problem_.batch))) {
    block_twiddles<Type>(column_levels_);
    if (problem_.contains(request.non_finite)) direct_.emplace(problem_, memory_.columns_bytes);
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept override {
    return static_cast<std::size_t>(workers_most_) * memory_.lane_bytes;
  }

  void set_filter(const void* filter, cuda_stream) override {
    interruption stop(interrupted_);
    typename tile_filters<Type>::tables made = filters_.prepared(filter, stop);
    if (direct_) direct_->set_filter(filter);
    filters_.adopt(std::move(made));
  }

  void execute(const void* signals, void* outputs, std::byte* workspace, cuda_stream) const override {
    interruption stop(interrupted_);
    const std::int64_t all = tiles_.count() * problem_.batch;
    parallel_for(workers_, all, stop, seconds_, [&](int worker, std::int64_t begin, std::int64_t end) {
      const room lane(workspace + static_cast<std::size_t>(worker) * memory_.lane_bytes, memory_);
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t tile = i % tiles_.count();
        const tile_place at{i / tiles_.count(), tile / tiles_.columns.count, tile % tiles_.columns.count};
        const call of{signals, outputs, stop, worker, at, seconds_ > 1e-3};
        memory_.in_place ? convolve(of, lane) : run(of, lane);
      }
    });
  }

 private:
  // One worker's part in one execute: a tile.
  struct call {
    const void* signals;
    void* outputs;
    interruption& stop;
    int worker;
    tile_place at;
    bool takes_long;

    // Within a tile; between tiles parallel_for asks.
    void poll() const {
      if (takes_long) stop.poll(worker);
    }
  };

  struct room {
    Type* staging;
    Type* columns;
    std::array<Type*, 2> strips;
    std::byte* spectra;

    room(std::byte* start, const tile_memory& memory)
        : staging(reinterpret_cast<Type*>(start)),
          columns(reinterpret_cast<Type*>(start + memory.staging_bytes)),
          spectra(start + memory.staging_bytes + memory.columns_bytes + memory.strips_bytes) {
      strips[0] = reinterpret_cast<Type*>(start + memory.staging_bytes + memory.columns_bytes);
      strips[1] = strips[0] + memory.strip;
    }
  };

  // An estimate: 0.5 ns for each sample of 4 bytes and transform.
  [[nodiscard]] double seconds_per_tile() const {
    const double transforms = problem_.signal.parts() + static_cast<double>(problem_.bank) * problem_.output_parts();
    return static_cast<double>(tiles_.samples()) * transforms * (0.5e-9 / 4) * static_cast<double>(sizeof(Type));
  }
  [[nodiscard]] Type* spectrum(const room& lane, int part, std::int64_t strip) const {
    return reinterpret_cast<Type*>(lane.spectra + static_cast<std::size_t>(part) * memory_.spectrum_bytes) +
           strip * memory_.strip;
  }

  // Calls body(strips, count): each strip once, with its partner where that is another.
  template <class Body>
  void for_each_pair(const call& of, const Body& body) const {
    for (std::int64_t first = 0; first < strips_.count; ++first) {
      if (tile_strips::backwards(first)) continue;
      of.poll();
      const std::array<std::int64_t, 2> both{first, tile_strips::partner(first)};
      body(both, both[0] == both[1] ? std::size_t{1} : std::size_t{2});
    }
  }

  // A part of the signal, its rows transformed: columns of row frequencies.
  void load(const call& of, int part, const room& lane) const {
    transfer_.load(of.signals, part, of.at, lane.staging, lane.columns);
    for (std::int64_t group = 0; group < transfer_.groups_in(of.at); ++group) {
      of.poll();
      passes_.forward(lane.columns + group * memory_.stride, row_levels_, twiddles_);
    }
  }

  void transform(const call& of, const room& lane, std::int64_t strip, Type* to) const {
    const std::int64_t groups = transfer_.groups_in(of.at);
    kernels_.to_strip(first_place(lane, strip), memory_.stride, groups, tile_strips::backwards(strip), to);
    const std::int64_t filled = groups * 2 * memory_.width * memory_.width;
    std::fill(to + filled, to + memory_.strip, Type{0});
    passes_.forward(to, column_levels_, twiddles_);
  }
  void transform_back(const call& of, const room& lane, std::int64_t strip, Type* from) const {
    passes_.inverse(from, column_levels_, twiddles_);
    kernels_.to_columns(from, memory_.stride, transfer_.groups_out(of.at), tile_strips::backwards(strip),
                        first_place(lane, strip));
  }
  [[nodiscard]] Type* first_place(const room& lane, std::int64_t strip) const {
    return lane.columns + strip * 2 * memory_.width * memory_.width;
  }

  // False where an output is not finite.
  bool store(const call& of, std::int64_t filter, int part, const room& lane) const {
    for (std::int64_t group = 0; group < transfer_.groups_out(of.at); ++group) {
      of.poll();
      passes_.inverse(lane.columns + group * memory_.stride, row_levels_, twiddles_);
    }
    const std::int64_t entry = of.at.signal * problem_.bank + filter;
    return transfer_.store(lane.columns, filters_.scale(problem_.filter_of(entry)), entry, part, of.at, lane.staging,
                           of.outputs);
  }

  // A tile each of whose spectra meets one filter only: no more of them is kept than two strips.
  void convolve(const call& of, const room& lane) const {
    bool finite = true;
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      load(of, part, lane);
      for_each_pair(of, [&](const std::array<std::int64_t, 2>& both, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) transform(of, lane, both[i], lane.strips[i]);
        const std::array<const Type*, 2> from{lane.strips[0], lane.strips[count - 1]};
        multiply(of, both, count, from, 0, 0, kernel::product_rule::first, lane);
        for (std::size_t i = 0; i < count; ++i) transform_back(of, lane, both[i], lane.strips[i]);
      });
      finite &= store(of, 0, part, lane);
    }
    if (!finite) contain(of, 0, lane);
  }

  // Any other: the spectra of the signal's parts are kept.
  void run(const call& of, const room& lane) const {
    for (int part = 0; part < problem_.signal.parts(); ++part) {
      load(of, part, lane);
      for (std::int64_t strip = 0; strip < strips_.count; ++strip) {
        of.poll();
        transform(of, lane, strip, spectrum(lane, part, strip));
      }
    }
    for (std::int64_t filter = 0; filter < problem_.bank; ++filter) {
      bool finite = true;
      for (int part = 0; part < problem_.output_parts(); ++part) {
        for_each_pair(of, [&](const std::array<std::int64_t, 2>& both, std::size_t count) {
          sum_products(of, both, count, filter, part, lane);
          for (std::size_t i = 0; i < count; ++i) transform_back(of, lane, both[i], lane.strips[i]);
        });
        finite &= store(of, filter, part, lane);
      }
      if (!finite) contain(of, filter, lane);
    }
  }

  // The spectrum of part `part` of the outputs.
  void sum_products(const call& of, const std::array<std::int64_t, 2>& both, std::size_t count, std::int64_t filter,
                    int part, const room& lane) const {
    auto rule = kernel::product_rule::first;
    for (const component_product& product : problem_.products()) {
      if (product.output != part) continue;
      if (product.negative) rule = kernel::product_rule::subtract;
      const std::array<const Type*, 2> from{spectrum(lane, product.signal, both[0]),
                                            spectrum(lane, product.signal, both[1])};
      multiply(of, both, count, from, filter, product.filter, rule, lane);
      rule = kernel::product_rule::add;
    }
  }

  void multiply(const call& of, const std::array<std::int64_t, 2>& both, std::size_t count,
                const std::array<const Type*, 2>& from, std::int64_t filter, int part, kernel::product_rule rule,
                const room& lane) const {
    const std::int64_t which = problem_.filter_of(of.at.signal * problem_.bank + filter);
    kernels_.multiply({.from = {from[0], from[1]},
                       .table = {filters_.table(which, part, both[0]), filters_.table(which, part, both[1])},
                       .to = {lane.strips[0], lane.strips[count - 1]}},
                      both[0], rule, column_levels_);
  }

  // The tile's outputs by the direct method, in the columns' memory.
  void contain(const call& of, std::int64_t filter, const room& lane) const {
    if (!direct_) return;
    const std::int64_t first_row = of.at.row * tiles_.rows.step;
    const std::int64_t first_column = of.at.column * tiles_.columns.step;
    const rectangle area{first_row, first_row + tiles_.rows.outputs_of(of.at.row, problem_.rows), first_column,
                         first_column + tiles_.columns.outputs_of(of.at.column, problem_.columns)};
    direct_->compute_by_pieces(of.signals, of.outputs, of.at.signal * problem_.bank + filter, area,
                               reinterpret_cast<std::byte*>(lane.columns), of.stop, of.worker);
  }

  geometry problem_;
  block_kernels<Type> passes_;
  tile_kernels<Type> kernels_;
  block_tiles tiles_;
  tile_strips strips_;
  tile_memory memory_;
  tile_transfer<Type> transfer_;
  tile_filters<Type> filters_;
  int row_levels_;  ///< of pairs of rows
  int column_levels_;
  const Type* const* twiddles_;
  std::int64_t workers_most_;
  bool (*interrupted_)();
  double seconds_;  ///< of a tile on one thread, as estimated
  int workers_;
  std::optional<direct_outputs<Type>> direct_;  ///< where there is something to contain
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_overlap_save_2d(const executor_request& request) {
  return std::make_unique<overlap_save_2d<Type>>(request);
}
template std::unique_ptr<executor> make_overlap_save_2d<float>(const executor_request&);
template std::unique_ptr<executor> make_overlap_save_2d<double>(const executor_request&);

}  // namespace faltung::cpu
