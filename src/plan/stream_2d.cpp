#include "plan/stream_2d.hpp"

#include <cstdint>
#include <ostream>

#include "plan/fits_int.hpp"
#include "plan/packed.hpp"

namespace faltung {
namespace {

// Each filter of a bank takes a launch; more of them are left to the kernel that takes all in one.
constexpr std::int64_t most_filters = 8;

bool is_countable(const geometry& where, std::int64_t channels) {
  const axis_geometry& rows = where.rows;
  const axis_geometry& columns = where.columns;
  if (!fits_int(rows.signal) || !fits_int(rows.output) || !fits_int(rows.origin)) return false;
  if (!fits_int(where.signal.at.row) || !fits_int(where.output.at.row)) return false;
  for (const std::int64_t value : {columns.signal, columns.output, columns.origin})
    if (!fits_int(value) || !fits_int(value * channels)) return false;
  // As are strips, of 16 rows or more, times groups, of 64 columns or more.
  return fits_int((rows.output / 16 + 1) * (columns.output * channels / 64 + 2));
}

struct compiled_filter {
  element_type type;
  int side;
  int channels;
};
#define FALTUNG_LISTED(Type, Side, Channels) compiled_filter{type_of<Type>, Side, Channels},
constexpr compiled_filter direct_filters[] = {FALTUNG_STREAM_2D_FILTERS(FALTUNG_LISTED)};
constexpr compiled_filter separable_filters[] = {FALTUNG_SEPARABLE_2D_FILTERS(FALTUNG_LISTED)};
#undef FALTUNG_LISTED

template <std::size_t Count>
stream_2d_choice choose(const geometry& where, const compiled_filter (&compiled)[Count]) {
  const auto no = [](std::string_view why) { return stream_2d_choice{.why = why}; };
  const std::int64_t side = where.rows.filter;
  const std::int64_t channels = where.signal.at.column;
  if (where.columns.filter != side) return no("the filter is not square");
  if (where.products().size() != 1) return no("complex numbers");
  bool listed = false;
  for (const compiled_filter& one : compiled)
    listed = listed || (one.type == where.compute && one.side == side && one.channels == channels);
  if (!listed) return no("not compiled for this type, side and distance between columns");
  if (!is_packed(where.signal, where.compute, channels) || !is_packed(where.output, where.compute, channels))
    return no("operands of other types, or with gaps between columns");
  const std::string_view refused = refused_by_streaming(where, channels);
  if (!refused.empty()) return no(refused);
  return {true, "compiled for this filter", static_cast<int>(side), static_cast<int>(channels)};
}

}  // namespace

std::string_view refused_by_streaming(const geometry& where, std::int64_t channels) {
  if (channels > 1 && (where.bank != 1 || where.batch % channels != 0)) return "channels that make no whole pixels";
  if (where.filter_count() != where.bank || where.bank > most_filters) return "more than 8 filters";
  if (!is_countable(where, channels)) return "an image of 2^30 elements or more";
  // A lane has 16 bytes of a row of numbers computed in: half of the lanes and more have outputs.
  const std::int64_t group = 512 / static_cast<std::int64_t>(size_of(where.compute));
  const std::int64_t columns = where.columns.output * channels;
  if (2 * columns < (columns + group - 1) / group * group) return "a narrow image";
  return {};
}

stream_2d_choice direct_2d_choice_of(const geometry& where) { return choose(where, direct_filters); }

stream_2d_choice separable_2d_choice_of(const geometry& where) {
  if (where.filter_rank != 1) return {.why = "the filter's rank is not 1"};
  return choose(where, separable_filters);
}

std::ostream& operator<<(std::ostream& out, const stream_2d_choice& choice) {
  if (!choice.streams) return out << "does not stream: " << choice.why;
  out << "streams, " << choice.side << " x " << choice.side;
  if (choice.channels > 1) out << ", " << choice.channels << " interleaved channels";
  return out << ": " << choice.why;
}

}  // namespace faltung
