// Filters as tiles of pictures multiply by them: the tables of kernels/tile_product.hpp.
#pragma once

#include <cstdint>

#include "cpu/aligned_buffer.hpp"
#include "cpu/tile_kernels.hpp"
#include "plan/block_tiles.hpp"
#include "plan/interruption.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

// Type is float or double. Taps are scaled as in packed_filters.hpp, and for the same reasons.
template <class Type>
class tile_filters {
 public:
  // Makes the tables that are kept for all filters.
  tile_filters(const geometry& problem, const block_tiles& tiles, std::int64_t width);

  // Of all filters, computed in double and rounded once, to be taken by `adopt`.
  struct tables {
    aligned_buffer<Type> numbers;
    aligned_buffer<Type> scales;
  };
  [[nodiscard]] tables prepared(const void* filters, interruption& stop) const;
  void adopt(tables made) noexcept { tables_ = std::move(made); }

  // Of part `part` of filter `filter`.
  [[nodiscard]] const Type* table(std::int64_t filter, int part, std::int64_t strip) const {
    return tables_.numbers.data() + (filter * problem_.filter.parts() + part) * table_numbers() +
           strip * strip_numbers();
  }
  [[nodiscard]] Type scale(std::int64_t filter) const { return tables_.scales.data()[filter]; }

 private:
  [[nodiscard]] std::int64_t strip_numbers() const { return 4 * strips_.width * tiles_.columns.length; }
  [[nodiscard]] std::int64_t table_numbers() const { return strips_.count * strip_numbers(); }

  geometry problem_;
  block_tiles tiles_;
  tile_strips strips_;
  tables tables_;
};

}  // namespace faltung::cpu
