// Butterflies over any Lane: a number, or a vector that holds the same point of several independent transforms.
//
// Included inside a namespace of the includer, once for each instruction set there: no #pragma once, no #include.
// FALTUNG_FFT_INLINE is how the includer has small functions inlined. Lane has
//   element, width                                   the number's type and how many there are
//   load(from), spread(number), store(to)            `width` numbers in memory; one for all; back
//   a + b, a - b, a * b, multiply_add(a, b, c) = a b + c, multiply_subtract(a, b, c) = a b - c, and for products of
//   spectra negative_multiply_add(a, b, c) = c - a b  fused where the machine can
// A point is `width` real parts in memory, then `width` imaginary ones.

template <class Lane>
struct complex_lane {
  Lane re;
  Lane im;

  static FALTUNG_FFT_INLINE complex_lane load(const typename Lane::element* from) {
    return {Lane::load(from), Lane::load(from + Lane::width)};
  }
  FALTUNG_FFT_INLINE void store(typename Lane::element* to) const {
    re.store(to);
    im.store(to + Lane::width);
  }

  friend FALTUNG_FFT_INLINE complex_lane operator+(const complex_lane& a, const complex_lane& b) {
    return {a.re + b.re, a.im + b.im};
  }
  friend FALTUNG_FFT_INLINE complex_lane operator-(const complex_lane& a, const complex_lane& b) {
    return {a.re - b.re, a.im - b.im};
  }
};

// z w and z conj(w), w = twiddle[0] + i twiddle[1].
template <class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> turned(const complex_lane<Lane>& z, const typename Lane::element* twiddle) {
  const Lane re = Lane::spread(twiddle[0]);
  const Lane im = Lane::spread(twiddle[1]);
  return {multiply_subtract(z.re, re, z.im * im), multiply_add(z.re, im, z.im * re)};
}
template <class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> turned_back(const complex_lane<Lane>& z, const typename Lane::element* twiddle) {
  const Lane re = Lane::spread(twiddle[0]);
  const Lane im = Lane::spread(twiddle[1]);
  return {multiply_add(z.re, re, z.im * im), multiply_subtract(z.im, re, z.re * im)};
}

// a - i b and a + i b.
template <class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> minus_i(const complex_lane<Lane>& a, const complex_lane<Lane>& b) {
  return {a.re + b.im, a.im - b.re};
}
template <class Lane>
FALTUNG_FFT_INLINE complex_lane<Lane> plus_i(const complex_lane<Lane>& a, const complex_lane<Lane>& b) {
  return {a.re - b.im, a.im + b.re};
}

// Four points to frequencies 0, 2, 1, 3, and back without the factor 1/4.
template <class Lane>
FALTUNG_FFT_INLINE void forward_4(complex_lane<Lane>& a, complex_lane<Lane>& b, complex_lane<Lane>& c,
                                  complex_lane<Lane>& d) {
  const complex_lane<Lane> even = a + c;
  const complex_lane<Lane> even_difference = a - c;
  const complex_lane<Lane> odd = b + d;
  const complex_lane<Lane> odd_difference = b - d;
  a = even + odd;
  b = even - odd;
  c = minus_i(even_difference, odd_difference);
  d = plus_i(even_difference, odd_difference);
}
template <class Lane>
FALTUNG_FFT_INLINE void inverse_4(complex_lane<Lane>& a, complex_lane<Lane>& b, complex_lane<Lane>& c,
                                  complex_lane<Lane>& d) {
  const complex_lane<Lane> even = a + b;
  const complex_lane<Lane> even_difference = a - b;
  const complex_lane<Lane> odd = c + d;
  const complex_lane<Lane> odd_difference = c - d;
  a = even + odd;
  b = plus_i(even_difference, odd_difference);
  c = even - odd;
  d = minus_i(even_difference, odd_difference);
}

inline constexpr double half_root = 0.70710678118654752440;

// Whole transforms of 8, 4 and 2 points.
template <class Lane>
FALTUNG_FFT_INLINE void forward_8(typename Lane::element* data) {
  using point = complex_lane<Lane>;
  constexpr std::int64_t next = 2 * Lane::width;
  const Lane factor = Lane::spread(static_cast<typename Lane::element>(half_root));
  const Lane minus_factor = Lane::spread(static_cast<typename Lane::element>(-half_root));
  point low[4];
  point high[4];
  for (int i = 0; i < 4; ++i) {
    const point a = point::load(data + i * next);
    const point b = point::load(data + (i + 4) * next);
    low[i] = a + b;
    high[i] = a - b;
  }
  forward_4(low[0], low[1], low[2], low[3]);
  // Times the powers of exp(-i pi / 4), the second of which is -i.
  high[1] = {(high[1].re + high[1].im) * factor, (high[1].im - high[1].re) * factor};
  high[3] = {(high[3].im - high[3].re) * factor, (high[3].re + high[3].im) * minus_factor};
  const point even = minus_i(high[0], high[2]);
  const point even_difference = plus_i(high[0], high[2]);
  const point odd = high[1] + high[3];
  const point odd_difference = high[1] - high[3];
  for (int i = 0; i < 4; ++i) low[i].store(data + i * next);
  (even + odd).store(data + 4 * next);
  (even - odd).store(data + 5 * next);
  minus_i(even_difference, odd_difference).store(data + 6 * next);
  plus_i(even_difference, odd_difference).store(data + 7 * next);
}
template <class Lane>
FALTUNG_FFT_INLINE void inverse_8(typename Lane::element* data) {
  using point = complex_lane<Lane>;
  constexpr std::int64_t next = 2 * Lane::width;
  const Lane factor = Lane::spread(static_cast<typename Lane::element>(half_root));
  const Lane minus_factor = Lane::spread(static_cast<typename Lane::element>(-half_root));
  point low[4];
  point high[4];
  for (int i = 0; i < 4; ++i) {
    low[i] = point::load(data + i * next);
    high[i] = point::load(data + (i + 4) * next);
  }
  inverse_4(low[0], low[1], low[2], low[3]);
  inverse_4(high[0], high[1], high[2], high[3]);
  high[1] = {(high[1].re - high[1].im) * factor, (high[1].re + high[1].im) * factor};
  high[3] = {(high[3].re + high[3].im) * minus_factor, (high[3].re - high[3].im) * factor};
  (low[0] + high[0]).store(data);
  (low[1] + high[1]).store(data + next);
  plus_i(low[2], high[2]).store(data + 2 * next);
  (low[3] + high[3]).store(data + 3 * next);
  (low[0] - high[0]).store(data + 4 * next);
  (low[1] - high[1]).store(data + 5 * next);
  minus_i(low[2], high[2]).store(data + 6 * next);
  (low[3] - high[3]).store(data + 7 * next);
}

template <class Lane, bool Forward>
FALTUNG_FFT_INLINE void whole_4(typename Lane::element* data) {
  using point = complex_lane<Lane>;
  constexpr std::int64_t next = 2 * Lane::width;
  point a = point::load(data);
  point b = point::load(data + next);
  point c = point::load(data + 2 * next);
  point d = point::load(data + 3 * next);
  if constexpr (Forward)
    forward_4(a, b, c, d);
  else
    inverse_4(a, b, c, d);
  a.store(data);
  b.store(data + next);
  c.store(data + 2 * next);
  d.store(data + 3 * next);
}
template <class Lane>
FALTUNG_FFT_INLINE void whole_2(typename Lane::element* data) {
  using point = complex_lane<Lane>;
  const point a = point::load(data);
  const point b = point::load(data + 2 * Lane::width);
  (a + b).store(data);
  (a - b).store(data + 2 * Lane::width);
}
