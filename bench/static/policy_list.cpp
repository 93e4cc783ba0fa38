#include "static/policy_list.hpp"

#include <cstdint>

#include "faltung/types.hpp"
#include "plan/stream_2d_narrow.hpp"
#include "stream_2d_narrow_policy.hpp"
#include "tile_2d_complex_policy.hpp"

namespace faltung::bench {
namespace {

template <class Type>
std::string typed(const std::string& kernel) {
  return kernel + "<" + std::string(to_string(type_of<Type>)) + ">";
}

template <class Type>
void add_rows(std::vector<named_policy>& list) {
  list.push_back({typed<Type>("direct_1d_registers"), fields_of(kernel::direct_1d_registers_of<Type>::value)});
  list.push_back({typed<Type>("direct_1d_dense"), fields_of(kernel::direct_1d_dense_long<Type>::value)});
  list.push_back({typed<Type>("direct_1d_lines"), fields_of(kernel::direct_1d_lines_of<Type>::value)});
  list.push_back({typed<Type>("direct_1d"), fields_of(kernel::direct_1d_short<Type>::value)});
  if constexpr (kernel::has_long_tiles<Type>)
    list.push_back({typed<Type>("direct_1d"), fields_of(kernel::direct_1d_long<Type>::value)});
  list.push_back({typed<Type>("direct_2d"), fields_of(kernel::direct_2d_any<Type>::value)});
}

template <class Type>
void add_banks(std::vector<named_policy>& list) {
  list.push_back({typed<Type>("direct_1d_bank"), fields_of(kernel::direct_1d_bank_of<Type>::value)});
  list.push_back({typed<Type>("direct_1d_bank_lines"), fields_of(kernel::direct_1d_bank_lines_of<Type>::value)});
}

template <class Type>
void add_banks_and_tiles(std::vector<named_policy>& list) {
  add_banks<Type>(list);
  list.push_back({typed<Type>("tile_2d"), fields_of(kernel::tile_2d_usual<Type>::value)});
}

template <class Type>
void add_complex(std::vector<named_policy>& list) {
  list.push_back({typed<Type>("direct_1d_complex"), fields_of(kernel::direct_1d_complex_of<Type>::value)});
  list.push_back({typed<Type>("direct_1d_complex_lines"), fields_of(kernel::direct_1d_complex_lines_of<Type>::value)});
  list.push_back({typed<Type>("direct_1d_complex_bank"), fields_of(kernel::direct_1d_complex_bank_of<Type>::value)});
  list.push_back({typed<Type>("tile_2d_complex"), fields_of(kernel::tile_2d_complex_usual<Type>::value)});
}

template <class Type, class Filter>
void add_stream(std::vector<named_policy>& list) {
  const std::string sides = std::to_string(Filter::rows) + " x " + std::to_string(Filter::columns);
  const std::string apart = Filter::step > 1 ? ", " + std::to_string(Filter::step) + " channels" : "";
  list.push_back({typed<Type>("stream_2d") + (Filter::separable ? " separable " : " ") + sides + apart,
                  fields_of(kernel::stream_2d_usual<Type, Filter>::value)});
}

template <class Result, class Filter, template <class, class> class Usual>
void add_narrow_stream(std::vector<named_policy>& list, const std::string& name) {
  const std::string apart = Filter::step > 1 ? ", " + std::to_string(Filter::step) + " channels" : "";
  list.push_back({name + " " + std::to_string(Filter::rows) + " x " + std::to_string(Filter::columns) + apart,
                  fields_of(Usual<Result, Filter>::value)});
}

}  // namespace

std::vector<named_policy> library_policies() {
  std::vector<named_policy> list;
  add_rows<float>(list);
  add_rows<double>(list);
  add_rows<std::uint32_t>(list);
  add_rows<std::uint64_t>(list);
  add_banks_and_tiles<float>(list);
  add_banks_and_tiles<double>(list);
  add_banks_and_tiles<std::uint32_t>(list);
  add_banks<std::uint64_t>(list);
  add_complex<float>(list);
  add_complex<double>(list);
  list.push_back({"direct_1d_bytes", fields_of(kernel::direct_1d_bytes_usual::value)});
#define FALTUNG_ADD(Type, Side, Channels) add_stream<Type, kernel::stream_2d_filter<Side, Side, Channels>>(list);
  FALTUNG_STREAM_2D_FILTERS(FALTUNG_ADD)
#undef FALTUNG_ADD
#define FALTUNG_ADD(Type, Side, Channels) add_stream<Type, kernel::separable_2d_filter<Side, Side, Channels>>(list);
  FALTUNG_SEPARABLE_2D_FILTERS(FALTUNG_ADD)
#undef FALTUNG_ADD
#define FALTUNG_ADD(Type, Stored, Result, Side)                                                    \
  add_narrow_stream<Result, kernel::stream_2d_filter<Side, Side>, kernel::stream_2d_stored_usual>( \
      list, "stream_2d_stored<" + std::string(to_string(type_of<Stored>)) + ", " +                 \
                std::string(to_string(type_of<Result>)) + ">");
  FALTUNG_STREAM_2D_STORED(FALTUNG_ADD)
#undef FALTUNG_ADD
#define FALTUNG_ADD(SignedSignal, SignedTaps, Result, Side, Channels)                                         \
  if (!(SignedTaps))                                                                                          \
    add_narrow_stream<Result, kernel::stream_2d_filter<Side, Side, Channels>, kernel::stream_2d_bytes_usual>( \
        list, "stream_2d_bytes<" + std::string(to_string(type_of<Result>)) + ">");
  FALTUNG_STREAM_2D_BYTES(FALTUNG_ADD)
#undef FALTUNG_ADD
  return list;
}

}  // namespace faltung::bench
