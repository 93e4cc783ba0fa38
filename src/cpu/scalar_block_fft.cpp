#include "cpu/scalar_block_fft.hpp"

#include <cstdint>

#define FALTUNG_FFT_INLINE inline

namespace faltung::cpu {
namespace {

#include "butterflies.hpp"

#include "block_fft.hpp"

// Nothing is fused: without an instruction for it that would be a call.
struct number {
  using element = double;
  static constexpr std::int64_t width = 1;

  double value;

  static number load(const double* from) { return {*from}; }
  static number spread(double one) { return {one}; }
  void store(double* to) const { *to = value; }

  friend number operator+(number a, number b) { return {a.value + b.value}; }
  friend number operator-(number a, number b) { return {a.value - b.value}; }
  friend number operator*(number a, number b) { return {a.value * b.value}; }
  friend number multiply_add(number a, number b, number c) { return {a.value * b.value + c.value}; }
  friend number multiply_subtract(number a, number b, number c) { return {a.value * b.value - c.value}; }
};

}  // namespace

void scalar_forward(double* data, int levels, const double* const* twiddles) {
  forward<number>(data, levels, twiddles);
}
void scalar_inverse(double* data, int levels, const double* const* twiddles) {
  inverse<number>(data, levels, twiddles);
}

}  // namespace faltung::cpu
