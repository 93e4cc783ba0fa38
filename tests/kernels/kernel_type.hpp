// Kernels know the unsigned type of integers; which they are they are told when they run.
#pragma once

#include <type_traits>

namespace faltung::test {

template <class Type>
struct as_kernels_know {
  using type = Type;
};
template <class Type>
  requires std::is_integral_v<Type>
struct as_kernels_know<Type> {
  using type = std::make_unsigned_t<Type>;
};
template <class Type>
using kernel_type = typename as_kernels_know<Type>::type;

}  // namespace faltung::test
