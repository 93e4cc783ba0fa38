#include "cpu/tile_filters.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cpu/block_kernels.hpp"
#include "cpu/block_twiddles.hpp"
#include "cpu/samples.hpp"
#include "cpu/tap_exponent.hpp"
#include "plan/lane_groups.hpp"

namespace faltung::cpu {
namespace {

// One filter's part at a time, in double: its transform, and the tables from it.
class filter_transform {
 public:
  explicit filter_transform(const block_tiles& tiles)
      : tiles_(tiles),
        passes_(block_kernels_of_target<double>()),
        turns_(tile_kernels_of_target<double>()),
        strips_(tiles, passes_.width),
        row_levels_(tiles.rows.levels() - 1),
        column_levels_(tiles.columns.levels()),
        twiddles_(block_twiddles<double>(row_levels_)),  // of all lengths
        stride_(tiles.rows.length * passes_.width),
        groups_(tiles.columns.length / passes_.width),
        angles_(packing_turns(row_levels_)),
        columns_(tiles.samples(), "padded filter"),
        pair_{aligned_buffer<double>(strip_numbers(), "padded filter"),
              aligned_buffer<double>(strip_numbers(), "padded filter")} {}

  // Of rows x columns taps w. `strips` is the order that the tables are in.
  template <class Type>
  void write_tables(const double* taps, std::int64_t rows, std::int64_t columns, const tile_strips& strips, Type* table,
                    interruption& stop) {
    place(taps, rows, columns);
    for (std::int64_t group = 0; group < groups_; ++group) {
      stop.poll();
      passes_.forward(columns_.data() + group * stride_, row_levels_, twiddles_);
    }
    for (std::int64_t first = 0; first < strips_.count; ++first) {
      if (tile_strips::backwards(first)) continue;
      stop.poll();
      const std::array<std::int64_t, 2> both{first, tile_strips::partner(first)};
      for (std::size_t i = 0; i < (both[0] == both[1] ? 1U : 2U); ++i) {
        turns_.to_strip(columns_.data() + both[i] * 2 * passes_.width * passes_.width, stride_, groups_, i == 1,
                        pair_[i].data());
        passes_.forward(pair_[i].data(), column_levels_, twiddles_);
      }
      write_entries(both, strips, table);
    }
  }

 private:
  [[nodiscard]] std::int64_t strip_numbers() const { return 2 * passes_.width * tiles_.columns.length; }

  // Output o is element o of the circular convolution: a tap reaches as many samples ahead as it is from the first one.
  void place(const double* taps, std::int64_t rows, std::int64_t columns) {
    std::fill_n(columns_.data(), tiles_.samples(), 0.0);
    for (std::int64_t i = 0; i < rows; ++i)
      for (std::int64_t j = 0; j < columns; ++j) {
        const std::int64_t row = i == 0 ? 0 : tiles_.rows.length - i;
        const std::int64_t column = j == 0 ? 0 : tiles_.columns.length - j;
        columns_.data()[column / passes_.width * stride_ + row * passes_.width + column % passes_.width] =
            taps[i * columns + j];
      }
  }

  // Of transformed strips that are partners. A table's vector holds those of several strips in double, whose order of
  // places may be the opposite one.
  template <class Type>
  void write_entries(const std::array<std::int64_t, 2>& both, const tile_strips& strips, Type* table) const {
    const std::int64_t width = passes_.width;
    const std::int64_t together = strips.width / width;
    const bool alone = both[0] == both[1];
    for (std::size_t i = 0; i < (alone ? 1U : 2U); ++i) {
      std::array<double, most_lanes> sines;
      std::array<double, most_lanes> cosines;
      for (std::int64_t place = both[i] * width; place < (both[i] + 1) * width; ++place) {
        sines[static_cast<std::size_t>(strips_.lane(place))] = angles_[2 * place];
        cosines[static_cast<std::size_t>(strips_.lane(place))] = angles_[2 * place + 1];
      }
      const std::int64_t to = both[i] / together;
      const std::int64_t nth = both[i] % together;
      const bool backwards = tile_strips::backwards(to);
      tile_kernels_of_target<Type>().write_entries(
          {.here = pair_[i].data(),
           .there = pair_[alone ? 0 : 1 - i].data(),
           .strip = both[i],
           .sines = sines.data(),
           .cosines = cosines.data(),
           .scale = 1.0 / static_cast<double>(tiles_.samples()),
           .reversed = tile_strips::backwards(both[i]) != backwards},
          column_levels_, strips.width,
          table + to * tiles_.columns.length * 4 * strips.width + (backwards ? together - 1 - nth : nth) * width);
    }
  }

  block_tiles tiles_;
  block_kernels<double> passes_;
  tile_kernels<double> turns_;
  tile_strips strips_;
  int row_levels_;
  int column_levels_;
  const double* const* twiddles_;
  std::int64_t stride_;
  std::int64_t groups_;
  const double* angles_;
  aligned_buffer<double> columns_;
  std::array<aligned_buffer<double>, 2> pair_;
};

}  // namespace

template <class Type>
tile_filters<Type>::tile_filters(const geometry& problem, const block_tiles& tiles, std::int64_t width)
    : problem_(problem), tiles_(tiles), strips_(tiles, width) {
  block_twiddles<double>(tiles.rows.levels() - 1);
  block_twiddles<double>(tiles.columns.levels());
  packing_turns(tiles.rows.levels() - 1);
}

template <class Type>
typename tile_filters<Type>::tables tile_filters<Type>::prepared(const void* filters, interruption& stop) const {
  const std::int64_t rows = problem_.rows.filter;
  const std::int64_t columns = problem_.columns.filter;
  const int parts = problem_.filter.parts();
  tables made{aligned_buffer<Type>(problem_.filter_count() * parts * table_numbers(), "filter spectra"),
              aligned_buffer<Type>(problem_.filter_count(), "filter spectra")};
  aligned_buffer<double> window(parts * rows * columns, "padded filter");
  filter_transform transform(tiles_);
  for (std::int64_t i = 0; i < problem_.filter_count(); ++i) {
    for (int part = 0; part < parts; ++part)
      read_filter(problem_, filters, i, part, false, tap_order::window, columns, window.data() + part * rows * columns);
    const int exponent = exponent_of<Type>(window.data(), parts * rows * columns);
    const double unit = std::ldexp(1.0, -exponent);
    std::for_each(window.data(), window.data() + parts * rows * columns, [unit](double& tap) { tap *= unit; });
    made.scales.data()[i] = static_cast<Type>(std::ldexp(1.0, exponent));
    for (int part = 0; part < parts; ++part)
      transform.write_tables(window.data() + part * rows * columns, rows, columns, strips_,
                             made.numbers.data() + (i * parts + part) * table_numbers(), stop);
  }
  return made;
}

template class tile_filters<float>;
template class tile_filters<double>;

}  // namespace faltung::cpu
