// Where one measured curve overtakes another.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace faltung::bench {

// Times at ascending positions; nothing where the point was not measured.
using curve = std::vector<std::optional<double>>;

struct crossing {
  double at = 0;     // position, interpolated
  double value = 0;  // what both curves have there
  std::size_t from = 0;
  std::size_t to = 0;  // which curve is lowest before and after
};

// Changes of the lowest curve, in order of position. Curves are taken as straight between points on doubly logarithmic
// axes, as power laws are. A change between points that do not both hold both curves is left out.
std::vector<crossing> lowest_changes(std::span<const double> positions, std::span<const curve> curves);

// Index of the lowest curve at a point.
std::optional<std::size_t> lowest_at(std::span<const curve> curves, std::size_t point);

}  // namespace faltung::bench
