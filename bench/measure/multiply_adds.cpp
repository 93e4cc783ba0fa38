#include "measure/multiply_adds.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "measure/multiply_adds.cpp"
// Compiles this file once for each instruction set.
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace faltung::bench::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Ten chains: two multipliers with a latency of four or five cycles.
template <class Type>
std::int64_t chains(std::int64_t rounds) {
  const hn::ScalableTag<Type> lanes;
  const auto factor = hn::Set(lanes, static_cast<Type>(0.999));
  const auto term = hn::Set(lanes, static_cast<Type>(0.001));
  auto a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term;
  for (std::int64_t round = 0; round < rounds; ++round) {
    a = hn::MulAdd(a, factor, term);
    b = hn::MulAdd(b, factor, term);
    c = hn::MulAdd(c, factor, term);
    d = hn::MulAdd(d, factor, term);
    e = hn::MulAdd(e, factor, term);
    f = hn::MulAdd(f, factor, term);
    g = hn::MulAdd(g, factor, term);
    h = hn::MulAdd(h, factor, term);
    i = hn::MulAdd(i, factor, term);
    j = hn::MulAdd(j, factor, term);
  }
  const auto sum =
      hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, d)), hn::Add(hn::Add(hn::Add(e, f), hn::Add(g, h)), hn::Add(i, j)));
  volatile Type used = hn::GetLane(hn::SumOfLanes(lanes, sum));
  static_cast<void>(used);
  return rounds * 10 * static_cast<std::int64_t>(hn::Lanes(lanes));
}

std::int64_t chains_float(std::int64_t rounds) { return chains<float>(rounds); }
std::int64_t chains_double(std::int64_t rounds) { return chains<double>(rounds); }

}  // namespace faltung::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace faltung::bench {

HWY_EXPORT(chains_float);
HWY_EXPORT(chains_double);

template <>
std::int64_t multiply_adds<float>(std::int64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(chains_float)(rounds);
}
template <>
std::int64_t multiply_adds<double>(std::int64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(chains_double)(rounds);
}

}  // namespace faltung::bench
#endif
