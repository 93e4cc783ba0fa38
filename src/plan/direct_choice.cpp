#include "plan/direct_choice.hpp"

#include <array>
#include <cstdint>
#include <ostream>

#include "direct_1d_bytes_policy.hpp"
#include "direct_1d_dense_policy.hpp"
#include "direct_1d_lines_policy.hpp"
#include "direct_1d_registers_policy.hpp"
#include "direct_1d_rows_tiling.hpp"
#include "plan/direct_1d_bank.hpp"
#include "plan/direct_1d_complex.hpp"
#include "plan/fits_int.hpp"
#include "plan/narrow_rows.hpp"
#include "plan/packed.hpp"
#include "plan/stream_2d_narrow.hpp"

namespace faltung {
namespace {

constexpr std::array<std::string_view, 14> names{
    "direct_1d_registers", "direct_1d_dense", "direct_1d_lines", "direct_1d_bank", "direct_1d_complex",
    "direct_1d_stored",    "direct_1d_bytes", "direct_1d",       "stream_2d",      "stream_2d_stored",
    "stream_2d_bytes",     "tile_2d",         "tile_2d_complex", "direct_2d"};

// Tiles of a row wherever its outputs begin modulo a pack.
kernel::direct_1d_tiling_of_rows tiles_of(const geometry& where, const kernel::direct_1d_row_reach& reach) {
  const axis_geometry& axis = where.columns;
  const auto most_ahead = static_cast<int>(16 / size_of(where.output.type)) - 1;
  return kernel::direct_1d_tiles_of_rows(reach, axis.signal, axis.output, axis.origin, most_ahead);
}

// Tiles at borders take up to twice the time of those inside, so that rows of which most tiles are at borders are
// better made whole, where they fit into a block.
template <class Type>
bool are_better_whole(const geometry& where, const kernel::direct_1d_tiling_of_rows& tiles) {
  return 2 * tiles.inside < tiles.tiles &&
         kernel::direct_1d_lines_tiling_of<Type>(kernel::direct_1d_lines_of<Type>::value, where.columns.output,
                                                 where.columns.filter, where.output_count(), where.filter_per_signal)
                 .threads > 0;
}

template <class Type>
direct_choice choose_for_rows(const geometry& where) {
  const axis_geometry& axis = where.columns;
  const bool few_taps = axis.filter <= kernel::most_register_taps;
  const kernel::direct_1d_tiling_of_rows tiles =
      tiles_of(where, few_taps ? kernel::reach_of<Type>(kernel::direct_1d_registers_of<Type>::value)
                               : kernel::reach_of<Type>(kernel::direct_1d_dense_long<Type>::value, axis.filter));
  if (are_better_whole<Type>(where, tiles)) return {direct_kernel::direct_1d_lines, "rows that fit into a block", {}};
  if (tiles.inside == 0) return {direct_kernel::direct_1d, "no tile of a row is inside the signal", {}};
  if (few_taps) return {direct_kernel::direct_1d_registers, "rows, and up to 8 taps", {}};
  return {direct_kernel::direct_1d_dense, "rows, and more than 8 taps", {}};
}

// Rows of numbers narrower than those computed in.
direct_choice choose_for_narrow_rows(const geometry& where) {
  const auto any = [](std::string_view why) { return direct_choice{direct_kernel::direct_1d, why, {}}; };
  if (const std::string_view no = refused_as_narrow_rows(where); !no.empty()) return any(no);
  const axis_geometry& axis = where.columns;
  // Rows long enough to keep half of a block's threads busy, and filters no longer, since tiles of which most windows
  // hang out of the signal are no faster for it.
  if (size_of(where.signal.type) == 1 && where.filter.type == where.signal.type &&
      2 * axis.output >= kernel::direct_1d_bytes_usual::value.tile() && axis.filter <= axis.signal)
    return {direct_kernel::direct_1d_bytes, "rows and filters of bytes", {}};
  const kernel::direct_1d_tiling_of_rows tiles =
      tiles_of(where, kernel::reach_of<float>(kernel::direct_1d_dense_long<float>::value, axis.filter));
  if (are_better_whole<float>(where, tiles))
    return {direct_kernel::direct_1d_lines, "rows of narrow numbers that fit into a block", {}};
  if (tiles.inside == 0) return any("no tile of a row is inside the signal");
  if (size_of(where.output.type) == 1) return any("long rows of bytes whose filters are none");
  return {direct_kernel::direct_1d_stored, "rows of narrow numbers", {}};
}

direct_choice choose_1d(const geometry& where) {
  const auto any = [](std::string_view why) { return direct_choice{direct_kernel::direct_1d, why, {}}; };
  if (where.products().size() != 1) {
    const std::string_view no = refused_by_direct_1d_complex(where);
    return no.empty() ? direct_choice{direct_kernel::direct_1d_complex, "rows of complex numbers", {}} : any(no);
  }
  if (where.bank != 1) {
    const std::string_view no = refused_by_direct_1d_bank(where);
    return no.empty() ? direct_choice{direct_kernel::direct_1d_bank, "several filters for each signal", {}} : any(no);
  }
  if (where.signal.at.channels != 1 || where.output.at.channels != 1) return any("channels");
  // A grid counts the tiles, of which none has fewer outputs than a warp.
  if (where.columns.output / 32 > 0x7fffffff) return any("more tiles than a grid has blocks");
  if (!is_packed(where.signal, where.compute) || !is_packed(where.output, where.compute))
    return choose_for_narrow_rows(where);
  switch (where.compute) {
    case element_type::float32: return choose_for_rows<float>(where);
    case element_type::uint32: return choose_for_rows<std::uint32_t>(where);
    case element_type::uint64: return choose_for_rows<std::uint64_t>(where);
    default: return choose_for_rows<double>(where);
  }
}

// Whether an int counts all that the kernel counts.
bool is_countable(const geometry& where) {
  for (const axis_geometry& axis : {where.rows, where.columns})
    for (const std::int64_t value : {axis.signal, axis.filter, axis.output, axis.origin})
      if (!fits_int(value)) return false;
  if (!fits_int(where.batch) || !fits_int(where.bank) || !fits_int(where.output_count()) ||
      !fits_int(where.filter_elements()))
    return false;
  const std::int64_t most_tiles = (where.rows.output / 4 + 1) * (where.columns.output / 4 + 1);
  return fits_int(most_tiles) && fits_int(where.output_count() * most_tiles);
}

direct_choice choose_tiles(const geometry& where) {
  const auto any = [](std::string_view why) { return direct_choice{direct_kernel::direct_2d, why, {}}; };
  if (where.products().size() != 1) {
    if (where.summed || !is_complex(where.output.type)) return any("terms to be summed");
    if (!has_packed_parts(where.signal, where.compute) || !has_packed_parts(where.output, where.compute))
      return any("complex numbers of other types, or with gaps in their rows");
    if (!is_countable(where)) return any("2^30 elements or more");
    return {direct_kernel::tile_2d_complex, "images of complex numbers", {}};
  }
  // Of 64 bits an integer product is a dozen instructions, beside which no others matter.
  if (where.compute == uint64) return any("integers of 64 bits");
  const bool same = is_packed(where.signal, where.compute) && is_packed(where.output, where.compute);
  if (const std::string_view no = same ? "" : refused_as_narrow_rows(where); !no.empty()) return any(no);
  if (!is_countable(where)) return any("2^30 elements or more");
  return {direct_kernel::tile_2d, same ? "images of the type computed in" : "images of narrow numbers", {}};
}

}  // namespace

std::string_view to_string(direct_kernel kernel) { return names[static_cast<std::size_t>(kernel)]; }

direct_choice direct_choice_of(const geometry& where) {
  if (where.rank == 1) return choose_1d(where);
  const stream_2d_choice stream = direct_2d_choice_of(where);
  if (stream.streams) return {direct_kernel::stream_2d, stream.why, stream};
  const narrow_2d_choice narrow = narrow_2d_choice_of(where);
  if (narrow.stream.streams)
    return {narrow.bytes ? direct_kernel::stream_2d_bytes : direct_kernel::stream_2d_stored, narrow.stream.why,
            narrow.stream};
  return choose_tiles(where);
}

std::ostream& operator<<(std::ostream& out, const direct_choice& choice) {
  return out << to_string(choice.kernel) << ": " << choice.why;
}

}  // namespace faltung
