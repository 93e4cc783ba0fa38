// What tiles of pictures need besides block transforms, for the instruction set of this process.
#pragma once

#include <cstdint>

#include "product_rule.hpp"

namespace faltung::cpu {

// Type is float or double. A tile lies in groups of `width` columns, `stride` numbers apart: a group has for each row,
// or after its block transform for each place of the row frequencies and each of its parts, a vector of the columns'
// numbers. Strips are those of plan/block_tiles.hpp: for each column, or column frequency, a vector of real parts and
// one of imaginary ones.
template <class Type>
struct tile_kernels {
  // A row of groups * width numbers into its place in each group, and the first `count` ones of a row back, times
  // `scale`. False where one of those is not finite.
  void (*spread)(const Type* row, std::int64_t groups, std::int64_t stride, Type* to);
  bool (*collect)(const Type* from, std::int64_t stride, Type scale, std::int64_t count, Type* row);

  // `columns` is the strip's first place in the first group.
  void (*to_strip)(const Type* columns, std::int64_t stride, std::int64_t groups, bool backwards, Type* strip);
  void (*to_columns)(const Type* strip, std::int64_t stride, std::int64_t groups, bool backwards, Type* columns);

  // Of strips `first` and `second`, partners (kernels/tile_product.hpp): their spectra, each 2^levels points from the
  // other, by the tables there, to `to` or, with the same numbers for both, in their own place.
  struct strips {
    const Type* from[2];
    const Type* table[2];
    Type* to[2];
  };
  void (*multiply)(const strips& of, std::int64_t first, kernel::product_rule rule, int levels);

  // The tables' entries (kernels/packed_product.hpp) of a filter's strip in double, 2^levels points times `scale`, from
  // it and its partner's; sin and cos of pi k / M for each lane's row frequency k. They take as many numbers of the
  // table's vectors, of `width`, as a vector of double has; `reversed`: in the opposite order.
  struct filter_strip {
    const double* here;
    const double* there;
    std::int64_t strip;
    const double* sines;
    const double* cosines;
    double scale;
    bool reversed;
  };
  void (*write_entries)(const filter_strip& of, int levels, std::int64_t width, Type* table);
};

template <class Type>
tile_kernels<Type> tile_kernels_of_target();

}  // namespace faltung::cpu
