// A product of complex numbers as products of their real and imaginary parts. The backends know real numbers only: they
// go through these products, one chain of sums after another, with strides that pick the parts.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace faltung {

// output[part] += (negative ? -1 : 1) * signal[part] * filter[part]; part 0 is real, 1 imaginary.
struct component_product {
  int output;
  int signal;
  int filter;
  bool negative;
};

namespace detail {
inline constexpr std::array<component_product, 1> real_products{{{0, 0, 0, false}}};
inline constexpr std::array<component_product, 2> real_by_complex{{{0, 0, 0, false}, {1, 0, 1, false}}};
inline constexpr std::array<component_product, 2> complex_by_real{{{0, 0, 0, false}, {1, 1, 0, false}}};
inline constexpr std::array<component_product, 4> complex_products{
    {{0, 0, 0, false}, {0, 1, 1, true}, {1, 0, 1, false}, {1, 1, 0, false}}};
inline constexpr std::array<component_product, 4> summed_products{
    {{0, 0, 0, false}, {0, 1, 1, false}, {0, 2, 2, false}, {0, 3, 3, false}}};
}  // namespace detail

// Components that are no parts of complex numbers but terms: output = sum over c of signal[c] * filter[c].
inline constexpr int most_summed = static_cast<int>(detail::summed_products.size());
constexpr std::span<const component_product> summed_products(int components) {
  return std::span<const component_product>(detail::summed_products).first(static_cast<std::size_t>(components));
}

// Those of one output part stand next to each other, in the order in which they are summed.
constexpr std::span<const component_product> component_products(bool complex_signal, bool complex_filter) {
  if (complex_signal && complex_filter) return detail::complex_products;
  if (complex_signal) return detail::complex_by_real;
  if (complex_filter) return detail::real_by_complex;
  return detail::real_products;
}

}  // namespace faltung
