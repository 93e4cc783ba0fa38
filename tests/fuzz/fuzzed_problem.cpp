#include "fuzz/fuzzed_problem.hpp"

#include <limits>
#include <optional>

namespace faltung::fuzz {
namespace {

// One in 16 is any number at all.
std::int64_t number(FuzzedDataProvider& bytes, std::int64_t low, std::int64_t high) {
  if (bytes.ConsumeIntegralInRange(0, 15) == 0) return bytes.ConsumeIntegral<std::int64_t>();
  return bytes.ConsumeIntegralInRange(low, high);
}

// One in 64 is no enumerator.
template <class Enumeration>
Enumeration enumerator(FuzzedDataProvider& bytes, Enumeration last) {
  const auto any = bytes.ConsumeIntegral<unsigned char>();
  if (bytes.ConsumeIntegralInRange(0, 63) == 0) return static_cast<Enumeration>(any);
  return static_cast<Enumeration>(any % (static_cast<int>(last) + 1));
}

shape extents(FuzzedDataProvider& bytes, int rank, std::int64_t longest) {
  if (rank == 1) return number(bytes, 1, longest);
  const std::int64_t height = number(bytes, 1, longest / 4);
  return {height, number(bytes, 1, longest / 4)};
}

std::optional<element_type> maybe_type(FuzzedDataProvider& bytes) {
  if (bytes.ConsumeBool()) return {};
  return enumerator(bytes, complex128);
}

std::optional<layout> maybe_layout(FuzzedDataProvider& bytes, const shape& of) {
  switch (bytes.ConsumeIntegralInRange(0, 5)) {
    case 0: return contiguous(of.rank() > 0 ? of : shape(1));
    case 1: return of.rank() == 2 ? pitched(of, number(bytes, 1, 64)) : contiguous(of);
    case 2: return interleaved(of, number(bytes, 1, 4));
    case 3:
      return layout{.offset = number(bytes, 0, 4000),
                    .batch = number(bytes, -400, 400),
                    .row = number(bytes, -60, 60),
                    .column = number(bytes, -4, 4),
                    .channels = number(bytes, 1, 4),
                    .channel = number(bytes, -4, 4)};
    default: return {};
  }
}

}  // namespace

problem fuzzed_problem(FuzzedDataProvider& bytes) {
  problem made;
  const int rank = bytes.ConsumeIntegralInRange(1, 2);
  made.signal = extents(bytes, rank, 400);
  made.filter = extents(bytes, bytes.ConsumeIntegralInRange(0, 63) == 0 ? 3 - rank : rank, 120);
  made.batch = number(bytes, 0, 4);
  made.filters = enumerator(bytes, filters::per_signal);
  made.bank = number(bytes, 1, 3);
  made.type = enumerator(bytes, complex128);
  made.filter_type = maybe_type(bytes);
  if (bytes.ConsumeIntegralInRange(0, 3) == 0) made.output_type = maybe_type(bytes);
  if (bytes.ConsumeIntegralInRange(0, 3) == 0) made.accumulator = maybe_type(bytes);
  made.overflow = enumerator(bytes, overflow::error);
  made.mode = enumerator(bytes, mode::valid);
  made.operation = enumerator(bytes, operation::correlation);
  made.boundary.rule = enumerator(bytes, boundary_rule::nearest);
  if (made.boundary.rule == boundary_rule::constant) {
    // Small like the samples, or not finite, which is refused.
    const auto part = [&] { return static_cast<double>(bytes.ConsumeIntegralInRange(-3, 3)); };
    made.boundary.value = {part(), bytes.ConsumeBool() ? 0.0 : part()};
    if (bytes.ConsumeIntegralInRange(0, 31) == 0) made.boundary.value = std::numeric_limits<double>::infinity();
  }
  if (bytes.ConsumeIntegralInRange(0, 3) == 0) made.origin = {number(bytes, -3, 3), number(bytes, -3, 3)};
  if (rank == 2 && bytes.ConsumeIntegralInRange(0, 3) == 0) made.filter_rank = number(bytes, 0, 5);
  if (bytes.ConsumeBool()) made.signal_layout = maybe_layout(bytes, made.signal);
  if (bytes.ConsumeBool()) made.filter_layout = maybe_layout(bytes, made.filter);
  if (bytes.ConsumeBool()) made.output_layout = maybe_layout(bytes, made.signal);
  return made;
}

options fuzzed_options(FuzzedDataProvider& bytes) {
  options made;
  made.backend = backend::cpu;
  made.method = enumerator(bytes, method::overlap_save);
  made.non_finite = enumerator(bytes, non_finite::propagate);
  made.separable = bytes.ConsumeBool();
  made.threads = bytes.ConsumeIntegralInRange(-1, 2);
  if (bytes.ConsumeIntegralInRange(0, 7) == 0) made.workspace_limit = bytes.ConsumeIntegral<std::uint32_t>();
  if (bytes.ConsumeIntegralInRange(0, 7) == 0) made.max_error = bytes.ConsumeFloatingPoint<double>();
  return made;
}

}  // namespace faltung::fuzz
