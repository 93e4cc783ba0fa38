#include "cpu/packed_filters.hpp"

#include <algorithm>
#include <cmath>

#include "cpu/block_twiddles.hpp"
#include "cpu/samples.hpp"
#include "cpu/scalar_block_fft.hpp"
#include "cpu/tap_exponent.hpp"

namespace faltung::cpu {
namespace {

struct complex_number {
  double re;
  double im;
};
complex_number plus(complex_number a, complex_number b) { return {a.re + b.re, a.im + b.im}; }
complex_number times(complex_number a, complex_number b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// The table of `count` taps w[t], entries `entry_step` numbers apart and its numbers `step`. `packed` is room for M
// points.
template <class Type>
void write_table(const double* taps, std::int64_t count, int levels, const double* const* twiddles, const double* turns,
                 double* packed, std::int64_t entry_step, std::int64_t step, Type* table) {
  const std::int64_t points = std::int64_t{1} << levels;
  const std::int64_t length = 2 * points;
  // Output o is element o of the circular convolution: tap t reaches t samples ahead.
  std::fill_n(packed, length, 0.0);
  for (std::int64_t t = 0; t < count; ++t) packed[t == 0 ? 0 : length - t] += taps[t];
  scalar_forward(packed, levels, twiddles);

  const double scale = 0.5 / static_cast<double>(points);
  const auto entry = [&](std::int64_t place, std::int64_t partner) {
    const complex_number here{packed[2 * place] * scale, packed[2 * place + 1] * scale};
    const complex_number there{packed[2 * partner] * scale, -packed[2 * partner + 1] * scale};
    const complex_number even = plus(here, there);
    const complex_number odd{here.im - there.im, there.re - here.re};
    const double sine = turns[2 * place];
    const double cosine = turns[2 * place + 1];
    // (i / 2) (1 - w) and (i / 2) (1 + w) for w = exp(-2 i phi).
    const complex_number a = plus(even, times({-sine * cosine, sine * sine}, odd));
    const complex_number b = times({sine * cosine, cosine * cosine}, odd);
    Type* const to = table + place * entry_step;
    to[0] = static_cast<Type>(a.re);
    to[step] = static_cast<Type>(a.im);
    to[2 * step] = static_cast<Type>(b.re);
    to[3 * step] = static_cast<Type>(b.im);
  };
  entry(0, 0);
  for (std::int64_t block = 1; block < points; block *= 2)
    for (std::int64_t i = 0; i < block; ++i) entry(block + i, 2 * block - 1 - i);
}

}  // namespace

template <class Type>
packed_filters<Type>::packed_filters(const geometry& problem, const block_segments& segments, std::int64_t width)
    : problem_(problem),
      segments_(segments),
      width_(width),
      twiddles_(block_twiddles<double>(segments.levels())),
      turns_(packing_turns(segments.levels())) {}

template <class Type>
typename packed_filters<Type>::tables packed_filters<Type>::prepared(const void* filters, interruption& stop) const {
  const std::int64_t taps = problem_.columns.filter;
  const int parts = problem_.filter.parts();
  tables made{aligned_buffer<Type>(slots() * parts * table_numbers(), "filter spectra"),
              aligned_buffer<Type>(problem_.filter_count(), "filter spectra")};
  // Lanes without a filter.
  if (width_ > 1) std::fill_n(made.numbers.data(), slots() * parts * table_numbers(), Type{0});
  aligned_buffer<double> window(parts * taps, "padded filter");
  aligned_buffer<double> packed(segments_.length, "padded filter");

  for (std::int64_t i = 0; i < problem_.filter_count(); ++i) {
    if (i > 0) stop.poll();
    for (int part = 0; part < parts; ++part)
      read_filter(problem_, filters, i, part, false, tap_order::window, taps, window.data() + part * taps);
    const int exponent = exponent_of<Type>(window.data(), parts * taps);
    const double unit = std::ldexp(1.0, -exponent);
    std::for_each(window.data(), window.data() + parts * taps, [unit](double& tap) { tap *= unit; });
    made.scales.data()[i] = static_cast<Type>(std::ldexp(1.0, exponent));

    const std::int64_t signal = problem_.filter_per_signal ? i / problem_.bank : 0;
    const std::int64_t filter = problem_.filter_per_signal ? i % problem_.bank : i;
    for (int part = 0; part < parts; ++part) {
      Type* const table =
          made.numbers.data() + (slot(signal, filter) * parts + part) * table_numbers() + signal % width_;
      for (std::int64_t cut = 0; cut < segments_.parts; ++cut) {
        const std::int64_t first = cut * segments_.taps;
        write_table(window.data() + part * taps + first, std::min(segments_.taps, taps - first), segments_.levels(),
                    twiddles_, turns_, packed.data(), segments_.parts * 4 * width_, width_, table + cut * 4 * width_);
      }
    }
  }
  return made;
}

template class packed_filters<float>;
template class packed_filters<double>;

}  // namespace faltung::cpu
