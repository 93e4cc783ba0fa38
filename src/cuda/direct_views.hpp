// From a geometry to what the direct kernels are told of its operands.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cuda/operand_views.hpp"
#include "direct_operands.cuh"

namespace faltung::cuda {

template <class Type>
kernel::direct_operands<Type> direct_operands_of(const geometry& where, const void* signal, const Type* taps,
                                                 void* output) {
  kernel::direct_operands<Type> made{.signal = signal_view_of<Type>(where, signal),
                                     .taps = taps,
                                     .output = view_of(where.output, output),
                                     .bank = where.bank,
                                     .filter_per_signal = where.filter_per_signal,
                                     .dense_signal = false,
                                     .dense_output = false,
                                     .parts = where.output_parts(),
                                     .products = static_cast<int>(where.products().size()) / where.output_parts(),
                                     .signal_parts = 0};
  made.dense_signal = kernel::is_dense<Type>(made.signal.at);
  made.dense_output = kernel::is_dense<Type>(made.output);
  int bit = 0;
  for (const component_product& one : where.products()) {
    made.signal_parts |= static_cast<unsigned>(one.signal) << bit;
    bit += 2;
  }
  return made;
}

// Whether the first element lies, and so all of them lie, at a multiple of its size.
template <class Type, class Void>
bool aligned_for_elements(const kernel::operand_view<Void>& of, int parts) {
  const auto place = reinterpret_cast<std::uintptr_t>(static_cast<const Type*>(of.data) + of.offset);
  return place % (sizeof(Type) * static_cast<unsigned>(parts)) == 0;
}

}  // namespace faltung::cuda
