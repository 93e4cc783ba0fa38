#include "plan/direct_1d_complex.hpp"

#include "plan/packed.hpp"

namespace faltung {
namespace {

// With several filters for each signal, one's windows and the signal under them have to fit into shared memory.
constexpr std::int64_t most_taps_bytes = 8192;
constexpr std::int64_t most_filters = std::int64_t{1} << 30;
// A grid counts 2^31 - 1 tiles, none of which is as small as a warp.
constexpr std::int64_t most_outputs = (std::int64_t{1} << 31) * 32;

bool is_row(const operand& one, element_type compute) { return has_packed_parts(one, compute) && one.at.channels == 1; }

}  // namespace

std::string_view refused_by_direct_1d_complex(const geometry& where) {
  if (where.summed || !is_complex(where.output.type)) return "real numbers";
  if (!is_row(where.signal, where.compute) || !is_row(where.output, where.compute))
    return "operands of other types than the one computed in, or with gaps between elements";
  if (where.bank != 1) {
    const auto window_bytes = static_cast<std::int64_t>(where.products().size() * size_of(where.compute));
    if (where.columns.filter > most_taps_bytes / window_bytes) return "filters of a bank of more than 8 KiB";
    if (where.bank > most_filters) return "more filters than a grid counts";
  }
  if (where.columns.output >= most_outputs) return "more tiles than a grid counts";
  return {};
}

}  // namespace faltung
