// 16 bytes of elements: the widest access of one thread to global or shared memory.
#pragma once

#include "arithmetic.hpp"

namespace faltung::kernel {

template <class Type>
struct alignas(16) pack {
  static constexpr int size = 16 / static_cast<int>(sizeof(Type));
  Type lane[16 / sizeof(Type)];
};

}  // namespace faltung::kernel
