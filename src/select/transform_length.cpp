#include "select/transform_length.hpp"

#include <algorithm>

namespace faltung {

std::int64_t good_transform_length(std::int64_t length) {
  // Beyond this the products of the search could exceed 63 bits, and no such transform fits any memory.
  if (length > (std::int64_t{1} << 55)) return length;
  const std::int64_t granule = transform_granule(length);
  std::int64_t best = granule;
  while (best < length) best *= 2;
  for (std::int64_t sevens = 1; sevens < best; sevens *= 7)
    for (std::int64_t fives = sevens; fives < best; fives *= 5)
      for (std::int64_t threes = fives; threes < best; threes *= 3) {
        std::int64_t candidate = granule * threes;
        while (candidate < length) candidate *= 2;
        best = std::min(best, candidate);
      }
  return best;
}

}  // namespace faltung
