#include "plan/direct_1d_bank.hpp"

#include "plan/narrow_rows.hpp"
#include "plan/packed.hpp"

namespace faltung {
namespace {

// A filter and the window under it have to fit into shared memory. Reading the signal anew for each filter costs one
// part in thousands of what so many products cost.
constexpr std::int64_t most_taps_bytes = 8192;
// Blocks of a launch count the tiles of a row, of at least a warp's outputs, and its signals' filters.
constexpr std::int64_t most_output_bytes = std::int64_t{1} << 41;
constexpr std::int64_t most_filters = std::int64_t{1} << 30;

constexpr element_type compiled[] = {
#define FALTUNG_LISTED(Type) type_of<Type>,
    FALTUNG_DIRECT_1D_BANK_TYPES(FALTUNG_LISTED)
#undef FALTUNG_LISTED
};

}  // namespace

std::string_view refused_by_direct_1d_bank(const geometry& where) {
  const auto size = static_cast<std::int64_t>(size_of(where.compute));
  if (where.bank == 1) return "one filter for each signal";
  if (where.products().size() != 1) return "complex numbers";
  bool listed = false;
  for (const element_type type : compiled) listed = listed || type == where.compute;
  if (!listed) return "not compiled for this type";
  if (!is_packed(where.signal, where.compute) || !is_packed(where.output, where.compute))
    if (const std::string_view no = refused_as_narrow_rows(where); !no.empty()) return no;
  if (where.signal.at.channels != 1 || where.output.at.channels != 1) return "interleaved channels";
  if (where.columns.filter > most_taps_bytes / size) return "filters of more than 8 KiB";
  if (where.columns.output > most_output_bytes / size || where.bank > most_filters)
    return "more outputs or filters than a grid counts";
  return {};
}

}  // namespace faltung
