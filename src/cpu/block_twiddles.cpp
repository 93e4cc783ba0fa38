#include "cpu/block_twiddles.hpp"

#include <array>
#include <cmath>
#include <mutex>
#include <numbers>

#include "cpu/aligned_buffer.hpp"

namespace faltung::cpu {
namespace {

// cos and sin of 2 pi numerator / denominator, 0 <= numerator < denominator, a power of two; the angle is brought into
// the first eighth of the circle, so that what long double has beyond double makes the rounding correct and 0 and 1
// exact.
struct turn {
  double cosine;
  double sine;

  turn(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t eighth = numerator * 8 / denominator;
    // 8 * numerator / denominator = eighth + rest / denominator, mirrored in every other eighth.
    std::int64_t rest = numerator * 8 - eighth * denominator;
    if (eighth % 2 == 1) rest = denominator - rest;
    const long double angle =
        std::numbers::pi_v<long double> / 4 * static_cast<long double>(rest) / static_cast<long double>(denominator);
    const auto near = static_cast<double>(std::cos(angle));
    const auto far = static_cast<double>(std::sin(angle));
    const bool swapped = eighth % 4 == 1 || eighth % 4 == 2;
    cosine = swapped ? far : near;
    sine = swapped ? near : far;
    if (eighth >= 2 && eighth < 6) cosine = -cosine;
    if (eighth >= 4) sine = -sine;
  }
};

template <class Type>
aligned_buffer<Type> stage_table(int level) {
  const std::int64_t points = std::int64_t{1} << level;
  aligned_buffer<Type> made(points / 4 * 6, "FFT tables");
  Type* to = made.data();
  for (std::int64_t j = 0; j < points / 4; ++j)
    for (const std::int64_t power : {2, 1, 3}) {
      const turn one(j * power % points, points);
      *to++ = static_cast<Type>(one.cosine);
      *to++ = static_cast<Type>(-one.sine);
    }
  return made;
}

}  // namespace

template <class Type>
const Type* const* block_twiddles(int levels) {
  struct tables {
    std::mutex guard;
    std::array<aligned_buffer<Type>, most_block_levels + 1> stages;
    std::array<const Type*, most_block_levels + 1> starts{};
  };
  // Never destroyed: plans may go after static objects have.
  static auto& kept = *new tables;
  const std::lock_guard lock(kept.guard);
  for (int level = levels; level > 3; level -= 2) {
    const auto at = static_cast<std::size_t>(level);
    if (kept.starts[at] != nullptr) continue;
    kept.stages[at] = stage_table<Type>(level);
    kept.starts[at] = kept.stages[at].data();
  }
  return kept.starts.data();
}
template const float* const* block_twiddles<float>(int);
template const double* const* block_twiddles<double>(int);

const double* packing_turns(int levels) {
  struct tables {
    std::mutex guard;
    std::array<aligned_buffer<double>, most_block_levels + 1> of;
  };
  static auto& kept = *new tables;
  const std::lock_guard lock(kept.guard);
  aligned_buffer<double>& found = kept.of[static_cast<std::size_t>(levels)];
  if (found.data() != nullptr) return found.data();
  const std::int64_t points = std::int64_t{1} << levels;
  aligned_buffer<double> made(2 * points, "FFT tables");
  for (std::int64_t place = 0; place < points; ++place) {
    const turn one(frequency_at(place, levels), 2 * points);
    made.data()[2 * place] = one.sine;
    made.data()[2 * place + 1] = one.cosine;
  }
  found = std::move(made);
  return found.data();
}

}  // namespace faltung::cpu
