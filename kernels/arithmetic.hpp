// Arithmetic of whole numbers that device and host code share. Device code may call what is constexpr.
#pragma once

namespace faltung::kernel {

template <class Integer>
constexpr Integer smaller(Integer a, Integer b) {
  return a < b ? a : b;
}
template <class Integer>
constexpr Integer larger(Integer a, Integer b) {
  return a < b ? b : a;
}
template <class Integer>
constexpr Integer ceil_div(Integer a, Integer b) {
  return (a + b - 1) / b;
}
template <class Integer>
constexpr Integer round_up(Integer a, Integer granule) {
  return ceil_div(a, granule) * granule;
}

}  // namespace faltung::kernel
