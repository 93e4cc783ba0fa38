// How a window of the type computed in comes from memory. Packs are fetched from a place Shift elements behind where
// they can be, and then, when all are under way, made of what was fetched; single elements take one step. as_widened
// (quad.cuh) does the same for narrow elements.
#pragma once

#include "pack.cuh"

namespace faltung::kernel {

// Elements by which one lies behind where packs of the type computed in can be fetched from.
template <class Type, class Stored>
__device__ inline int shift_of(const Stored* element) {
  const auto place = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(element));
  return static_cast<int>(place / static_cast<unsigned>(sizeof(Stored)) % static_cast<unsigned>(pack<Type>::size));
}

struct as_stored {
  template <int Shift, class Type>
  __device__ pack<Type> fetch(const Type* from) const {
    return read_shifted<Shift>(from);
  }
  template <class Type>
  __device__ pack<Type> made(const pack<Type>& fetched) const {
    return fetched;
  }
  template <class Type>
  __device__ Type element(Type stored) const {
    return stored;
  }
};

}  // namespace faltung::kernel
