#include "plan/packed_rows.hpp"

namespace faltung {

bool is_packed(const operand& one, element_type compute, std::int64_t channels) {
  const bool same =
      is_integer(compute) ? is_integer(one.type) && size_of(one.type) == size_of(compute) : one.type == compute;
  if (!same || one.parts() != 1 || one.at.column != channels) return false;
  return channels == 1 || (one.at.channels == channels && one.at.channel == 1);
}

}  // namespace faltung
