#include "cpu/tile_filters.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "cpu/block_kernels.hpp"
#include "cpu/block_twiddles.hpp"
#include "cpu/packed_entry.hpp"
#include "cpu/samples.hpp"

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
        twiddles_(block_twiddles<double>(row_levels_)),
        stride_(tiles.rows.length * passes_.width),
        groups_(tiles.columns.length / passes_.width),
        angles_(packing_turns(row_levels_)),
        columns_(tiles.samples(), "padded filter"),
        pair_{aligned_buffer<double>(strip_numbers(), "padded filter"),
              aligned_buffer<double>(strip_numbers(), "padded filter")} {
    block_twiddles<double>(column_levels_);
  }

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

  // A place of the row frequencies, and one of the column frequencies.
  [[nodiscard]] complex_number spectrum(const std::array<std::int64_t, 2>& both, std::int64_t row,
                                        std::int64_t column) const {
    const std::size_t of = both[0] == row / passes_.width ? 0 : 1;
    const double* const at = pair_[of].data() + column * 2 * passes_.width + strips_.lane(row);
    return {at[0] * scale(), at[passes_.width] * scale()};
  }
  [[nodiscard]] double scale() const { return 1.0 / static_cast<double>(tiles_.samples()); }

  template <class Type>
  void write_entries(const std::array<std::int64_t, 2>& both, const tile_strips& strips, Type* table) const {
    for (std::size_t i = 0; i < (both[0] == both[1] ? 1U : 2U); ++i)
      for (std::int64_t column = 0; column < tiles_.columns.length; ++column)
        for (std::int64_t row = both[i] * passes_.width; row < (both[i] + 1) * passes_.width; ++row) {
          const packed_entry made(spectrum(both, row, column), spectrum(both, mirrored(row), mirrored(column)),
                                  angles_[2 * row], angles_[2 * row + 1]);
          Type* const to =
              table + (row / strips.width * tiles_.columns.length + column) * 4 * strips.width + strips.lane(row);
          to[0] = static_cast<Type>(made.a.re);
          to[strips.width] = static_cast<Type>(made.a.im);
          to[2 * strips.width] = static_cast<Type>(made.b.re);
          to[3 * strips.width] = static_cast<Type>(made.b.im);
        }
  }
  static std::int64_t mirrored(std::int64_t place) {
    const auto first = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(place)));
    return place == 0 ? 0 : 3 * first - 1 - place;
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
