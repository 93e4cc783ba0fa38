// Enqueues the direct 2D kernel for images of the type computed in. Defined in one .cu per type, so that they compile
// side by side.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <type_traits>

#include "direct_operands.cuh"
#include "problem/geometry.hpp"

namespace faltung::cuda {

// Of 64 bits an integer product is a dozen instructions, beside which no others matter.
template <class Type>
inline constexpr bool has_tile_2d = !std::is_same_v<Type, std::uint64_t>;

template <class Type>
void enqueue_tile_2d(const geometry& where, const kernel::direct_operands<Type>& operands, cudaStream_t stream);

#define FALTUNG_DECLARE_TILE_2D(Type) \
  extern template void enqueue_tile_2d(const geometry&, const kernel::direct_operands<Type>&, cudaStream_t);
FALTUNG_DECLARE_TILE_2D(float)
FALTUNG_DECLARE_TILE_2D(double)
FALTUNG_DECLARE_TILE_2D(std::uint32_t)
#undef FALTUNG_DECLARE_TILE_2D

// Whether rows of signals and outputs are arrays of Type, each output is one chain, and int counts all that the kernel
// counts.
template <class Type>
bool takes_tile_2d(const geometry& where, const kernel::direct_operands<Type>& operands) {
  if (!operands.dense_signal || !operands.dense_output || operands.parts != 1 || operands.products != 1) return false;
  const auto fits = [](long long value) { return value > -(1LL << 30) && value < 1LL << 30; };
  for (const axis_geometry& axis : {where.rows, where.columns}) {
    for (const long long value : {axis.signal, axis.filter, axis.output, axis.origin})
      if (!fits(value)) return false;
  }
  if (!fits(where.batch) || !fits(where.bank) || !fits(where.output_count()) || !fits(where.filter_elements()))
    return false;
  // Fewer tiles than these.
  const long long tiles = (where.rows.output / 4 + 1) * (where.columns.output / 4 + 1);
  return fits(tiles) && fits(where.output_count() * tiles);
}

}  // namespace faltung::cuda
