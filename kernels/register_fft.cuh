// One thread's transform in its registers: radix 2, decimation in time, each butterfly of fused multiply-adds. A pass that
// turns its input multiplies point j by w^j on the way: a +- w b with w = c (1 + i t) takes 2 + 4 of them, and no
// product before. That makes 12 instructions for a point of 16, where the radix-4 stages of kernels/butterflies.hpp with
// their products apart take 14.3; those transform in memory, whose traffic they save, and these have it in registers.
#pragma once

#include <type_traits>
#include <utility>

#include "dialect.cuh"
#include "fused_overlap_save_policy.hpp"
#include "spectral_problem.hpp"

namespace faltung::kernel {

enum class pass_input : unsigned char {
  plain,
  turned,      // point j times w^j: twiddle(i) as twiddle_angle says
  multiplied,  // point j times factor(i), j = bits_reversed(i)
};

// visit(integral_constant) for 0 .. Count - 1: constants that depend on the place become immediates.
template <class Visit, int... Index>
__device__ __forceinline__ void each_of(Visit&& visit, std::integer_sequence<int, Index...>) {
  (visit(std::integral_constant<int, Index>{}), ...);
}
template <int Count, class Visit>
__device__ __forceinline__ void each(Visit&& visit) {
  each_of(visit, std::make_integer_sequence<int, Count>{});
}

constexpr int levels_of_radix(int radix) { return radix <= 1 ? 0 : 1 + levels_of_radix(radix / 2); }

// Of Place / Length of a circle, 3/4 at most, to double precision, as the compiler folds it.
template <int Place, int Length>
struct circle_place {
  static constexpr double sine_of(double angle) {
    double sum = angle, term = angle;
    for (int i = 1; i < 24; ++i) sum += term *= -angle * angle / (2 * i * (2 * i + 1));
    return sum;
  }
  static constexpr double circle = 6.28318530717958647692;
  static constexpr double cosine = sine_of(circle / 4 - circle * Place / Length);
  static constexpr double tangent = 8 * Place == Length       ? 1
                                    : 8 * Place == 3 * Length ? -1
                                                              : sine_of(circle * Place / Length) / cosine;
};

// a + f s and a - f s, f = 1 or a quarter turn in the transform's direction, in place of a and b.
template <bool Inverse, bool Quarter, class Type>
__device__ __forceinline__ spectral_value<Type> quartered(const spectral_value<Type>& s) {
  if constexpr (!Quarter) {
    return s;
  } else if constexpr (Inverse) {
    return {-s.imaginary, s.real};
  } else {
    return {s.imaginary, -s.real};
  }
}
template <bool Inverse, bool Quarter, class Type>
__device__ __forceinline__ void cross(spectral_value<Type>& a, spectral_value<Type>& b, spectral_value<Type> of) {
  const spectral_value<Type> s = quartered<Inverse, Quarter>(of);
  b = {a.real - s.real, a.imaginary - s.imaginary};
  a = {a.real + s.real, a.imaginary + s.imaginary};
}
// The same with f times c.
template <bool Inverse, bool Quarter, class Type>
__device__ __forceinline__ void cross(spectral_value<Type>& a, spectral_value<Type>& b, spectral_value<Type> of,
                                      Type c) {
  const spectral_value<Type> s = quartered<Inverse, Quarter>(of);
  b = {multiply_add(-c, s.real, a.real), multiply_add(-c, s.imaginary, a.imaginary)};
  a = {multiply_add(c, s.real, a.real), multiply_add(c, s.imaginary, a.imaginary)};
}
// b (1 + i t), or of a forward transform b (1 - i t).
template <bool Inverse, class Type>
__device__ __forceinline__ spectral_value<Type> lean(const spectral_value<Type>& b, Type t) {
  const Type turn = Inverse ? t : -t;
  return {multiply_add(-turn, b.imaginary, b.real), multiply_add(turn, b.real, b.imaginary)};
}

// A butterfly of the first stage: two points half the transform apart.
template <int Place, bool Inverse, pass_input Input, class Type, class Constant>
__device__ __forceinline__ void first_butterfly(spectral_value<Type>& a, spectral_value<Type>& b, Constant constant) {
  if constexpr (Input == pass_input::plain) {
    cross<Inverse, false>(a, b, b);
  } else {
    spectral_value<Type> c{};
    if constexpr (Input == pass_input::multiplied) {
      const spectral_value<Type> g = constant(2 * Place);
      c = constant(2 * Place + 1);
      a = {multiply_add(-a.imaginary, g.imaginary, a.real * g.real),
           multiply_add(a.imaginary, g.real, a.real * g.imaginary)};
    } else {
      c = constant(0);
      if constexpr (!Inverse) c.imaginary = -c.imaginary;
    }
    const spectral_value<Type> sum{multiply_add(-c.imaginary, b.imaginary, multiply_add(c.real, b.real, a.real)),
                                   multiply_add(c.imaginary, b.real, multiply_add(c.real, b.imaginary, a.imaginary))};
    // 2 a - sum, one operation a part.
    b = {multiply_add(Type{2}, a.real, -sum.real), multiply_add(Type{2}, a.imaginary, -sum.imaginary)};
    a = sum;
  }
}

// The stages after the first of a pass whose input is turned, radix 2.
template <int Radix, bool Inverse, class Type, class Constant>
__device__ __forceinline__ void turned_stages(spectral_value<Type>* u, Constant constant) {
  each<levels_of_radix(Radix) - 1>([&](auto stage) {
    constexpr int length = 4 << stage;
    each<Radix / 2>([&](auto i) {
      constexpr int k = i % (length / 2);
      spectral_value<Type>& a = u[i / (length / 2) * length + k];
      spectral_value<Type>& b = u[i / (length / 2) * length + k + length / 2];
      const spectral_value<Type> w = constant(length / 4 + k % (length / 4));
      cross<Inverse, (k >= length / 4)>(a, b, lean<Inverse>(b, w.imaginary), w.real);
    });
  });
}

// The stages after the first of other passes, split radix: 16 operations for four points, constants are immediates. p and
// q, turned by w and w^3 = w^3's cosine (1 + i t3), meet before they are scaled: s, d = p +- r q, r = cosine of w^3 over
// that of w. In turned passes this asks for twice the constants.
template <int Length, bool Inverse, class Type>
__device__ __forceinline__ void split_stages(spectral_value<Type>* u) {
  if constexpr (Length > 2) {
    split_stages<Length / 2, Inverse>(u);
    split_stages<Length / 4, Inverse>(u + Length / 2);
    split_stages<Length / 4, Inverse>(u + 3 * Length / 4);
    each<Length / 4>([&](auto k) {
      using once = circle_place<k, Length>;
      using thrice = circle_place<3 * k, Length>;
      spectral_value<Type>& s = u[Length / 2 + k];
      spectral_value<Type>& d = u[3 * Length / 4 + k];
      if constexpr (k == 0) {
        if constexpr (Length > 4) cross<Inverse, false>(s, d, d);  // of 4, the first stage has made them
        cross<Inverse, false>(u[0], s, s);
        cross<Inverse, true>(u[Length / 4], d, d);
      } else {
        const spectral_value<Type> p = lean<Inverse>(s, static_cast<Type>(once::tangent));
        const spectral_value<Type> q = lean<Inverse>(d, static_cast<Type>(thrice::tangent));
        s = p;
        cross<Inverse, false>(s, d, q, static_cast<Type>(thrice::cosine / once::cosine));
        cross<Inverse, false>(u[k], s, s, static_cast<Type>(once::cosine));
        cross<Inverse, true>(u[Length / 4 + k], d, d, static_cast<Type>(once::cosine));
      }
    });
  }
}

// Natural order in and out. constant(i): a twiddle or a factor.
template <int Radix, bool Inverse, pass_input Input, class Type, class Constant>
__device__ __forceinline__ void register_fft(spectral_value<Type>* points, Constant constant) {
  spectral_value<Type> u[Radix];
  each<Radix>([&](auto i) { u[i] = points[bits_reversed(i, Radix)]; });
  each<Radix / 2>([&](auto i) { first_butterfly<i, Inverse, Input>(u[2 * i], u[2 * i + 1], constant); });
  if constexpr (Input == pass_input::turned) {
    turned_stages<Radix, Inverse>(u, constant);
  } else {
    split_stages<Radix, Inverse>(u);
  }
  each<Radix>([&](auto i) { points[i] = u[i]; });
}

}  // namespace faltung::kernel
