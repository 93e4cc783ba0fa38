#include "plan/direct_places.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "direct_1d_complex_bank_policy.hpp"
#include "direct_1d_policy.hpp"
#include "plan/direct_1d_bank.hpp"
#include "plan/direct_1d_complex.hpp"

namespace faltung {
namespace {

double ratio(double places, double outputs) { return std::max(1.0, places / std::max(1.0, outputs)); }

double of_lines(const kernel::direct_1d_lines_tiling& tiling, int outputs_per_thread, int parts, double outputs) {
  return ratio(1.0 * tiling.threads / parts * outputs_per_thread, tiling.lines * outputs);
}

template <class Type>
direct_places of_banks(const geometry& where) {
  const auto taps = static_cast<int>(where.columns.filter);
  const auto outputs = static_cast<double>(where.columns.output);
  if (takes_bank_lines<Type>(where)) {
    constexpr kernel::direct_1d_bank_lines_policy policy = kernel::direct_1d_bank_lines_of<Type>::value;
    const int share = kernel::direct_1d_bank_share(where.batch, where.bank);
    const auto tiling = kernel::direct_1d_bank_lines_tiling_of<Type>(policy, where.columns.output, taps, share);
    const double places = 1.0 * kernel::ceil_div(share, tiling.filters) * tiling.threads * policy.outputs_per_thread;
    return {ratio(places, share * outputs), true};
  }
  const auto tiling =
      kernel::direct_1d_bank_tiling_of<Type>(kernel::direct_1d_bank_of<Type>::value, where.columns.output, taps, 1);
  const auto tiles = static_cast<double>(kernel::ceil_div<long long>(where.columns.output, tiling.tile));
  return {ratio(tiles * tiling.tile, outputs), false};
}

template <class Type>
direct_places of_complex_numbers(const geometry& where) {
  const axis_geometry& axis = where.columns;
  const auto outputs = static_cast<double>(axis.output);
  if (where.bank != 1) {
    constexpr kernel::direct_1d_complex_bank_policy policy = kernel::direct_1d_complex_bank_of<Type>::value;
    const auto filters = static_cast<int>(where.bank);
    const auto tiling =
        kernel::direct_1d_complex_bank_tiling_of<Type>(policy, axis.output, static_cast<int>(axis.filter), filters,
                                                       where.signal.parts(), static_cast<int>(where.products().size()));
    const long long tiles = kernel::ceil_div<long long>(axis.output, tiling.chunks * policy.outputs_per_thread);
    const double rounds = kernel::ceil_div(filters, tiling.filters);
    return {ratio(rounds * static_cast<double>(tiles) * (tiling.threads / 2) * policy.outputs_per_thread,
                  filters * outputs),
            false};
  }
  if (makes_whole_complex_lines<Type>(where)) {
    constexpr kernel::direct_1d_lines_policy policy = kernel::direct_1d_complex_lines_of<Type>::value;
    return {of_lines(complex_lines_tiling_of<Type>(policy, where), policy.outputs_per_thread, 2, outputs), true};
  }
  constexpr long long tile = kernel::direct_1d_complex_of<Type>::value.tile();
  return {ratio(static_cast<double>(kernel::ceil_div<long long>(axis.output, tile)) * tile, outputs), false};
}

template <class Type>
direct_places places_of(direct_kernel kernel, const geometry& where) {
  const axis_geometry& axis = where.columns;
  const auto outputs = static_cast<double>(axis.output);
  switch (kernel) {
    case direct_kernel::direct_1d_lines: {
      constexpr kernel::direct_1d_lines_policy policy = kernel::direct_1d_lines_of<Type>::value;
      const auto tiling = kernel::direct_1d_lines_tiling_of<Type>(policy, axis.output, axis.filter,
                                                                  where.output_count(), where.filter_per_signal);
      return {of_lines(tiling, policy.outputs_per_thread, 1, outputs), true};
    }
    case direct_kernel::direct_1d_bank: return of_banks<Type>(where);
    case direct_kernel::direct_1d_complex:
      if constexpr (std::is_floating_point_v<Type>) return of_complex_numbers<Type>(where);
      break;
    case direct_kernel::direct_1d: {
      constexpr kernel::direct_1d_policy policy = kernel::direct_1d_short<Type>::value;
      const kernel::direct_1d_tiling tiling = kernel::direct_1d_tiling_of(policy, axis.output);
      return {ratio(static_cast<double>(tiling.tiles) * tiling.threads * policy.outputs_per_thread, outputs), false};
    }
    default: break;
  }
  return {};
}

}  // namespace

direct_places direct_places_of(direct_kernel kernel, const geometry& where) {
  switch (where.compute) {
    case element_type::float32: return places_of<float>(kernel, where);
    case element_type::uint32: return places_of<std::uint32_t>(kernel, where);
    case element_type::uint64: return places_of<std::uint64_t>(kernel, where);
    default: return places_of<double>(kernel, where);
  }
}

}  // namespace faltung
