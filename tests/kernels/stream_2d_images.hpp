// Images for the streaming 2D kernels, held to the plain chain of multiply-adds, and the cases that are the same
// whatever the elements.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "dialect.cuh"
#include "element.hpp"
#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "kernels/stream_2d_case.hpp"
#include "problem/geometry.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"

namespace faltung::test {

inline std::string described(const stream_2d_case& c) {
  return (testing::Message() << "signal " << c.rows.signal << "x" << c.columns.signal << " output " << c.rows.output
                             << "x" << c.columns.output << " origin " << c.rows.origin << "," << c.columns.origin << " "
                             << to_string(c.rule) << " images " << c.images << " shifts " << c.signal_shift << ","
                             << c.output_shift << " gaps " << c.signal_gap << "," << c.output_gap)
      .GetString();
}

// Kind has the types of the elements and of what they are computed in (signal, tap, output, sum), the filter, and
// launch(geometry, multiprocessors, signal, taps, output, stream).
template <class Kind>
class stream_2d_images : public testing::Test {
 protected:
  using Sum = typename Kind::sum;
  using Signal = typename Kind::signal;
  using Tap = typename Kind::tap;
  using Output = typename Kind::output;
  using Filter = typename Kind::filter;
  static constexpr long long step = Filter::step;

  void check(const stream_2d_case& c) {
    SCOPED_TRACE(described(c));
    const geometry where = geometry_of(c);
    const layout& out = where.output.at;
    std::vector<Signal> signal = numbers<Signal>(c.images * where.signal.at.batch + c.signal_shift, 1);
    const std::vector<Tap> given = numbers<Tap>(Filter::taps * c.bank, 2);
    std::vector<Sum> taps(given.begin(), given.end());
    if (c.infinite) make_strange(signal, taps);
    std::vector<Output> output(static_cast<std::size_t>(out.batch * c.images * c.bank + c.output_shift),
                               static_cast<Output>(77));
    std::vector<Output> expected = output;
    for (long long e = 0; e < c.images * c.bank; ++e) {
      const Signal* const image = signal.data() + where.signal.at.offset + e / c.bank * where.signal.at.batch;
      const Sum* const filter = taps.data() + e % c.bank * Filter::taps;
      for (long long y = 0; y < c.rows.output; ++y)
        for (long long x = 0; x < c.columns.output * step; ++x)
          expected[static_cast<std::size_t>(out.offset + e * out.batch + y * out.row + x)] =
              kernel::to_stored<Output>(chain(c, image, where.signal.at.row, filter, y, x / step, x % step), false);
    }
    Kind::launch(where, 1, signal.data(), taps.data(), output.data(), nullptr);
    EXPECT_TRUE(same_bits<Output>(output, expected));
  }

  // Images of `side` by `pixels`, and so small ones that no output is inside.
  void check_images_and_filters(long long side, long long pixels) {
    for (const long long images : {1LL, 3LL}) {
      for (const long long bank : {1LL, 2LL}) {
        if (bank > 1 && step > 1) continue;
        check({.rows = {side, side, -1}, .columns = {pixels, pixels, -1}, .images = images, .bank = bank});
        check({.rows = {4, 4, -1}, .columns = {7, 7, -1}, .images = 5 * images, .bank = bank});
      }
    }
  }

  void check_schedules(long long side, long long pixels) {
    for (const schedule& how : schedules) {
      SCOPED_TRACE(how.name);
      const scheduled scope(how);
      check({.rows = {side, side, -1}, .columns = {pixels + 1, pixels + 1, -1}, .images = 2});
      check({.rows = {side, side, -1}, .columns = {pixels, pixels, -1}, .rule = boundary_rule::mirror});
    }
  }

 private:
  template <class Type>
  static std::vector<Type> numbers(long long count, std::uint64_t seed) {
    return random_elements(type_of<Type>, count, values::normal, seed).template as<Type>();
  }

  // Sums that overflow the type of the outputs; among halves, what is no number, of either sign and of many payloads.
  static void make_strange(std::vector<Signal>& signal, std::vector<Sum>& taps) {
    if constexpr (std::numeric_limits<Sum>::has_infinity) taps.front() = std::numeric_limits<Sum>::infinity();
    if constexpr (kernel::is_half<Signal>) {
      const std::vector<std::uint16_t> bits = numbers<std::uint16_t>(static_cast<long long>(signal.size()), 9);
      for (std::size_t i = 5; i < signal.size(); i += 131) signal[i].bits = bits[i] | 0x7c00u;
    } else if constexpr (std::numeric_limits<Signal>::has_infinity) {
      signal[signal.size() / 2] = -std::numeric_limits<Signal>::infinity();
    }
  }

  static geometry geometry_of(const stream_2d_case& c) {
    const long long in_pitch = c.columns.signal * step + c.signal_gap;
    const long long out_pitch = c.columns.output * step + c.output_gap;
    const long long first_row = c.upwards ? (c.rows.signal - 1) * in_pitch : 0;
    const auto layout_of = [](long long offset, long long image, long long pitch) {
      if (step == 1) return layout{.offset = offset, .batch = image, .row = pitch};
      return layout{.offset = offset, .batch = image, .row = pitch, .column = step, .channels = step, .channel = 1};
    };
    const auto resolved = [](const stream_2d_axis& one, long long filter) {
      return axis_geometry{one.signal, filter, one.output, one.origin};
    };
    return {.rank = 2,
            .rows = resolved(c.rows, Filter::rows),
            .columns = resolved(c.columns, Filter::columns),
            .batch = c.images * step,
            .bank = c.bank,
            .boundary = c.rule == boundary_rule::constant ? constant(3.0) : boundary(c.rule),
            .signal = {.type = type_of<Signal>,
                       .at = layout_of(c.signal_shift + first_row, c.rows.signal * in_pitch,
                                       c.upwards ? -in_pitch : in_pitch)},
            .filter = {.type = type_of<Tap>},
            .output = {.type = type_of<Output>, .at = layout_of(c.output_shift, c.rows.output * out_pitch, out_pitch)},
            .compute = type_of<Sum>};
  }

  static Sum chain(const stream_2d_case& c, const Signal* image, long long pitch, const Sum* taps, long long y,
                   long long x, long long channel) {
    Sum sum = 0;
    for (long long j = 0; j < Filter::rows; ++j) {
      const long long row = walk(c.rule, c.rows.origin + y + j, c.rows.signal);
      if (row < 0 && c.rule == boundary_rule::zero) continue;
      Sum across = Filter::separable ? Sum{0} : sum;
      for (long long i = 0; i < Filter::columns; ++i) {
        const long long column = walk(c.rule, c.columns.origin + x + i, c.columns.signal);
        if (column < 0 && c.rule == boundary_rule::zero) continue;
        const Sum sample = row < 0 || column < 0
                               ? Sum{3}
                               : kernel::from_stored<Sum>(image[row * pitch + column * step + channel], false);
        const long long tap = Filter::separable ? i : j * Filter::columns + i;
        across = kernel::multiply_add(taps[tap], sample, across);
      }
      sum = Filter::separable ? kernel::multiply_add(taps[Filter::columns + j], across, sum) : across;
    }
    return sum;
  }
};

}  // namespace faltung::test
