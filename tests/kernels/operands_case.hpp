// A problem for a kernel by itself, its operands where its layouts say, and the oracle's chain whose bits it must have.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>

#include "problem/geometry.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"
#include "support/oracle.hpp"
#include "support/placement.hpp"

namespace faltung::test {

inline elements filled(element_type type, const placement& where, int byte) {
  elements made(type, where.memory_size());
  std::fill(made.bytes().begin(), made.bytes().end(), static_cast<std::byte>(byte));
  return made;
}

// What lies between the operands' elements would make a sum no number, and between the outputs' has to stay. Run takes
// (geometry, signal, filter, output).
template <class Run>
void check_operands(const problem& p, operands data, Run run) {
  SCOPED_TRACE(in_one_line(p));
  const geometry where = resolve(p);
  const elements signal = signals_of(p).scattered(data.signal, filled(p.type, signals_of(p), 0xff));
  const elements filter = filters_of(p).scattered(data.filter, filled(filter_type(p), filters_of(p), 0xff));
  data = {signals_of(p).gathered(signal), filters_of(p).gathered(filter)};  // where entries share elements
  const elements untouched = filled(result_type(p), outputs_of(p), 0xa5);
  elements output = untouched;
  run(where, signal, filter, output);
  EXPECT_TRUE(same_bits(output, outputs_of(p).scattered(fused_chain(p, data), untouched)));
}

}  // namespace faltung::test
