#include "plan/stream_2d_narrow.hpp"

#include <cstdint>

namespace faltung {
namespace {

struct compiled_stored {
  element_type compute;
  element_type stored;
  element_type result;
  int side;
};
#define FALTUNG_LISTED(Type, Stored, Result, Side) \
  compiled_stored{type_of<Type>, type_of<Stored>, type_of<Result>, Side},
constexpr compiled_stored stored_kernels[] = {FALTUNG_STREAM_2D_STORED(FALTUNG_LISTED)};
#undef FALTUNG_LISTED

struct compiled_bytes {
  bool signed_signal;
  bool signed_taps;
  element_type result;
  int side;
  int channels;
};
#define FALTUNG_LISTED(SignedSignal, SignedTaps, Result, Side, Channels) \
  compiled_bytes{SignedSignal, SignedTaps, type_of<Result>, Side, Channels},
constexpr compiled_bytes byte_kernels[] = {FALTUNG_STREAM_2D_BYTES(FALTUNG_LISTED)};
#undef FALTUNG_LISTED

// Signed and unsigned integers of one width are the same modulo it. A boolean is no number of 8 bits: every byte but 0
// is 1.
bool is_stored_as(element_type type, element_type compiled) {
  if (!is_integer(compiled)) return type == compiled;
  return type != boolean && is_integer(type) && size_of(type) == size_of(compiled);
}

bool takes(const compiled_stored& one, const geometry& where) {
  return one.compute == where.compute && is_stored_as(where.signal.type, one.stored) &&
         is_stored_as(where.output.type, one.result) && where.signal.at.column == 1;
}

bool takes(const compiled_bytes& one, const geometry& where) {
  if (where.compute != uint32 || !is_stored_as(where.signal.type, uint8) ||
      !is_stored_as(where.output.type, one.result) || where.signal.at.column != one.channels)
    return false;
  if (size_of(one.result) == 1) return true;
  return is_stored_as(where.filter.type, uint8) && is_signed(where.signal.type) == one.signed_signal &&
         is_signed(where.filter.type) == one.signed_taps;
}

template <std::size_t Count, class Compiled>
bool is_listed(const Compiled (&compiled)[Count], const geometry& where) {
  for (const Compiled& one : compiled)
    if (one.side == where.rows.filter && takes(one, where)) return true;
  return false;
}

bool has_whole_pixels(const layout& at, std::int64_t channels) {
  return at.column == channels && (channels == 1 || (at.channels == channels && at.channel == 1));
}

}  // namespace

narrow_2d_choice narrow_2d_choice_of(const geometry& where) {
  const auto no = [](std::string_view why) { return narrow_2d_choice{.stream = {.why = why}}; };
  const std::int64_t side = where.rows.filter;
  const std::int64_t channels = where.signal.at.column;
  if (where.columns.filter != side) return no("the filter is not square");
  if (where.products().size() != 1) return no("complex numbers");
  const bool bytes = is_listed(byte_kernels, where);
  if (!bytes && !is_listed(stored_kernels, where))
    return no("not compiled for these types, this side and distance between columns");
  if (!has_whole_pixels(where.signal.at, channels) || !has_whole_pixels(where.output.at, channels))
    return no("gaps between columns");
  const std::string_view refused = refused_by_streaming(where, channels);
  if (!refused.empty()) return no(refused);
  return {{true, "compiled for this filter", static_cast<int>(side), static_cast<int>(channels)}, bytes};
}

}  // namespace faltung
