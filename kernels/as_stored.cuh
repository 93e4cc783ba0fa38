// How a window of the type computed in comes from memory. Packs are fetched from a place Shift elements behind where
// they can be, and then, when all are under way, made of what was fetched; single elements take one step. as_widened
// (quad.cuh) does the same for narrow elements.
#pragma once

#include "direct_1d_rows.cuh"

namespace faltung::kernel {

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
