// Host operands of any layout on their way to the device and back.
#include "cuda/staged.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>

#include "cuda/direct.hpp"
#include "emulation/control.hpp"
#include "support/bounds.hpp"
#include "support/operands.hpp"
#include "support/oracle.hpp"
#include "support/placement.hpp"

namespace faltung::test {
namespace {

elements filled(element_type type, const placement& where, int byte) {
  elements made(type, where.memory_size());
  std::fill(made.bytes().begin(), made.bytes().end(), static_cast<std::byte>(byte));
  return made;
}

struct traffic {
  std::int64_t in;
  std::int64_t out;
  std::int64_t bytes;  // of device memory while executing
};

// Every byte of the outputs' memory, gaps included, is as it has to be.
traffic check(const problem& p) {
  SCOPED_TRACE(in_one_line(p));
  const geometry where = resolve(p);
  operands data = random_operands(p);
  const elements signal = signals_of(p).scattered(data.signal, filled(p.type, signals_of(p), 0xff));
  const elements filter = filters_of(p).scattered(data.filter, filled(filter_type(p), filters_of(p), 0xff));
  data = {signals_of(p).gathered(signal), filters_of(p).gathered(filter)};  // where entries share elements
  const elements untouched = filled(result_type(p), outputs_of(p), 0xa5);
  elements output = untouched;

  emulation::reset_counters();
  const std::int64_t before = emulation::count().live_bytes;
  cuda::staged made(cuda::make_direct({.geometry = cuda::trimmed(where), .candidate = {}}), where);
  made.set_filter(filter.bytes().data(), nullptr);
  emulation::reset_counters();
  made.execute(signal.bytes().data(), output.bytes().data(), nullptr, nullptr);
  const emulation::counters counted = emulation::count();
  EXPECT_TRUE(same_bits(output, outputs_of(p).scattered(fused_chain(p, data), untouched)));
  return {counted.host_to_device_copies, counted.device_to_host_copies, counted.live_bytes - before};
}

TEST(staged, copies_outputs_in_only_where_they_have_gaps) {
  for (const element_type type : {float32, int16, complex64}) {
    const problem dense{.signal = {20}, .filter = {5}, .batch = 3, .type = type};
    EXPECT_EQ(check(dense).in, 1);
    problem p = dense;
    p.output_layout = interleaved({24}, 3);  // another order, no gaps
    EXPECT_EQ(check(p).in, 1);
    p.output_layout = layout{.offset = 23, .batch = 24, .column = -1};
    EXPECT_EQ(check(p).in, 1);
    for (const layout& at :
         {layout{.batch = 25}, layout{.offset = 2, .batch = 48, .column = 2}, interleaved({24}, 4)}) {
      p.output_layout = at;
      const traffic seen = check(p);
      EXPECT_EQ(seen.in, 2);
      EXPECT_EQ(seen.out, 1);
    }
  }
}

TEST(staged, brings_over_what_lies_between_the_first_and_the_last_element_only) {
  const problem near{.signal = {20}, .filter = {5}, .batch = 2};
  problem far = near;
  far.signal_layout = layout{.offset = 100000, .batch = 20};
  far.filter_layout = layout{.offset = 200004, .column = -1};
  far.output_layout = layout{.offset = 300000, .batch = 24};
  EXPECT_EQ(check(far).bytes, check(near).bytes);
}

TEST(staged, takes_operands_of_every_shape) {
  check({.signal = {9, 14},
         .filter = {3, 4},
         .batch = 3,
         .bank = 2,
         .type = uint8,
         .boundary = reflect,
         .signal_layout = interleaved({9, 14}, 3),
         .filter_layout = layout{.offset = 5, .batch = 20, .row = 5},
         .output_layout = layout{.offset = 7, .batch = 400, .row = 20, .column = 1}});
  check({.signal = {30},
         .filter = {3},
         .batch = 4,
         .type = complex128,
         .signal_layout = layout{.offset = 3, .batch = 0, .column = 2}});
}

}  // namespace
}  // namespace faltung::test
