// Pointwise products of spectra, real and imaginary parts interleaved.
#pragma once

#include <cstdint>

namespace faltung::cpu {

// Written out because operator* of std::complex checks every product for NaN, which costs more than the transforms.
template <class Type>
void multiply_spectra(Type* __restrict spectrum, const Type* __restrict filter, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const Type re = spectrum[2 * i];
    const Type im = spectrum[2 * i + 1];
    const Type filter_re = filter[2 * i];
    const Type filter_im = filter[2 * i + 1];
    spectrum[2 * i] = re * filter_re - im * filter_im;
    spectrum[2 * i + 1] = re * filter_im + im * filter_re;
  }
}

// sum += sign * spectrum * filter, sign 1 or -1.
template <class Type>
void add_product(const Type* __restrict spectrum, const Type* __restrict filter, Type sign, std::int64_t count,
                 Type* __restrict sum) {
  for (std::int64_t i = 0; i < count; ++i) {
    const Type re = spectrum[2 * i];
    const Type im = spectrum[2 * i + 1];
    const Type filter_re = filter[2 * i];
    const Type filter_im = filter[2 * i + 1];
    sum[2 * i] += sign * (re * filter_re - im * filter_im);
    sum[2 * i + 1] += sign * (re * filter_im + im * filter_re);
  }
}

}  // namespace faltung::cpu
