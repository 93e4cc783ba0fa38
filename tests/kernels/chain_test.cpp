// The kernel that computes flagged outputs again, against one chain of std::fma per output: the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "chain.cuh"
#include "cuda/spectral_kernels.hpp"
#include "kernels/operand_field.hpp"
#include "kernels/schedules.hpp"
#include "support/operands.hpp"

namespace faltung::test {
namespace {

std::size_t at(long long index) { return static_cast<std::size_t>(index); }

template <class Type>
class chain : public testing::Test {};
using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(chain, element_types);

struct axis_case {
  long long signal;
  kernel::chain_axis axis;
};

// One case: operands, and the chains that the kernel is to make.
template <class Type>
struct chained {
  long long batch;
  long long bank;
  bool per_signal;
  long long segments;
  long long step;
  axis_case rows;
  axis_case columns;
  kernel::part_products products;
  boundary_rule rule;
  operand_field& signal;
  operand_field& output;
  std::vector<Type> windows;  // enough of them for every filter
  Type outside[2];

  [[nodiscard]] long long taps() const { return rows.axis.filter * columns.axis.filter; }
  [[nodiscard]] long long transforms(long long units) const { return units * bank * output.parts(); }

  void run(const std::vector<int>& flags, long long first, long long units) {
    cuda::enqueue_chain(
        kernel::chain_problem<Type>{.signal = {.at = signal.source(),
                                               .rows = rows.signal,
                                               .columns = columns.signal,
                                               .rule = rule,
                                               .outside = {outside[0], outside[1]}},
                                    .windows = windows.data(),
                                    .output = output.target(),
                                    .flags = flags.data(),
                                    .count = transforms(units),
                                    .run = {.first = first, .available = batch * segments, .segments = segments},
                                    .pairs = {.products = products,
                                              .signal_parts = signal.parts(),
                                              .filter_parts = 1,  // the windows are by product
                                              .output_parts = output.parts(),
                                              .bank = bank,
                                              .filter_stride = per_signal ? bank : 0},
                                    .rows = rows.axis,
                                    .columns = columns.axis,
                                    .step = step,
                                    .spread = 0,
                                    .groups = 0},
        nullptr);
  }

  [[nodiscard]] Type expected(long long entry, int part, long long row, long long column) const {
    const Type* window = windows.data() + (per_signal ? entry : entry % bank) * products.count * taps();
    Type sum = 0;
    for (int p = 0; p < products.count; ++p, window += taps()) {
      if (products.list[p].output != part) continue;
      const int from = products.list[p].signal;
      for (long long r = 0; r < rows.axis.filter; ++r) {
        for (long long c = 0; c < columns.axis.filter; ++c) {
          const long long y = walk(rule, rows.axis.origin + row + r, rows.signal);
          const long long x = walk(rule, columns.axis.origin + column + c, columns.signal);
          const bool inside = y >= 0 && x >= 0;
          if (!inside && rule == boundary_rule::zero) continue;
          const Type sample = inside ? static_cast<Type>(signal.at(entry / bank, from, y, x)) : outside[from];
          sum = std::fma(window[r * columns.axis.filter + c], sample, sum);
        }
      }
    }
    return sum;
  }

  // Flagged outputs are the chains, all others as they were.
  void verify(const std::vector<int>& flags, long long first, long long units, const operand_field& before,
              const std::string& what) const {
    for (long long u = 0; u < units && first + u < batch * segments; ++u) {
      const long long which = (first + u) / segments, start = (first + u) % segments * step;
      for (long long j = 0; j < bank; ++j) {
        for (int part = 0; part < output.parts(); ++part) {
          const bool flagged = flags[at((u * bank + j) * output.parts() + part)] != 0;
          for (long long r = 0; r < rows.axis.output; ++r) {
            for (long long c = start; c < std::min(start + step, columns.axis.output); ++c) {
              const long long index = output.index(which * bank + j, part, r, c);
              const Type made = output.template data<Type>()[index];
              if (!flagged) {
                ASSERT_EQ(made, before.template data<Type>()[index]) << what << " unit " << u << " output " << j;
                continue;
              }
              const Type wanted = expected(which * bank + j, part, r, c);
              if (std::isnan(wanted)) {
                ASSERT_TRUE(std::isnan(made)) << what << " unit " << u << " row " << r << " column " << c;
              } else {
                ASSERT_EQ(made, wanted) << what << " unit " << u << " output " << j << " part " << part << " row " << r
                                        << " column " << c;
                ASSERT_EQ(std::signbit(made), std::signbit(wanted));
              }
            }
          }
        }
      }
    }
  }
};

const kernel::part_products real_products{1, {{0, 0, 0, false}}};
const kernel::part_products real_by_complex{2, {{0, 0, 0, false}, {1, 0, 1, false}}};
const kernel::part_products complex_by_real{2, {{0, 0, 0, false}, {1, 1, 0, false}}};
const kernel::part_products complex_products{4,
                                             {{0, 0, 0, false}, {0, 1, 1, true}, {1, 0, 1, false}, {1, 1, 0, false}}};

std::vector<int> every_third(long long count) {
  std::vector<int> flags(at(count));
  for (long long i = 0; i < count; ++i) flags[at(i)] = i % 3 == 0 ? 1 : 0;
  return flags;
}

// All types of signals, real and complex filters, all boundaries with windows far outside, segments of a bank of filters.
TYPED_TEST(chain, has_the_bits_of_one_chain_per_output) {
  using Type = TypeParam;
  const long long batch = 2, bank = 2, segments = 3, step = 25, first = 1, units = 6;
  const element_type complex_type = promote(type_of<Type>, complex64);
  for (const element_type type : all_types) {
    for (const bool complex_filter : {false, true}) {
      const bool complex_signal = is_complex(type);
      const form how = complex_filter ? form::strange : form::tidy;
      operand_field signal(type, batch, 3, 20, how);
      signal.fill(batch);
      const bool complex_output = complex_signal || complex_filter;
      operand_field output(complex_output ? complex_type : type_of<Type>, batch * bank, 5, 70, how);
      for (const boundary_rule rule : all_rules) {
        const bool constant = rule == boundary_rule::constant;
        chained<Type> one{.batch = batch,
                          .bank = bank,
                          .per_signal = complex_filter,
                          .segments = segments,
                          .step = step,
                          .rows = {3, {.filter = 4, .output = 5, .origin = -3}},
                          .columns = {20, {.filter = 31, .output = 70, .origin = -40}},
                          .products = complex_signal   ? (complex_filter ? complex_products : complex_by_real)
                                      : complex_filter ? real_by_complex
                                                       : real_products,
                          .rule = rule,
                          .signal = signal,
                          .output = output,
                          .windows = random_values<Type>(batch * bank * 4 * 4 * 31, values::normal, 3),
                          .outside = {constant ? Type{0.75} : Type{0}, constant ? Type{-2} : Type{0}}};
        const std::vector<int> flags = every_third(one.transforms(units));
        const operand_field before = output;
        one.run(flags, first, 5);
        one.verify(flags, first, 5, before, std::string(to_string(type)) + " " + std::string(to_string(rule)));
        output = before;
      }
    }
  }
}

// Terms outside are left out, so that an infinite tap makes nothing of them; whatever the order of threads.
TYPED_TEST(chain, keeps_what_is_not_finite_to_the_windows_that_hold_it) {
  using Type = TypeParam;
  operand_field signal(type_of<Type>, 1, 1, 600, form::tidy), output(type_of<Type>, 1, 1, 602, form::tidy);
  signal.fill(1);
  signal.data<Type>()[100] = std::numeric_limits<Type>::quiet_NaN();
  signal.data<Type>()[300] = std::numeric_limits<Type>::infinity();
  const operand_field before = output;
  for (const Type third : {Type{2}, std::numeric_limits<Type>::infinity()}) {
    chained<Type> one{.batch = 1,
                      .bank = 1,
                      .per_signal = false,
                      .segments = 1,
                      .step = 602,
                      .rows = {1, {.filter = 1, .output = 1, .origin = 0}},
                      .columns = {600, {.filter = 3, .output = 602, .origin = -2}},
                      .products = real_products,
                      .rule = boundary_rule::zero,
                      .signal = signal,
                      .output = output,
                      .windows = {Type{0.5}, Type{-1}, third},
                      .outside = {}};
    for (const schedule& how : schedules) {
      const scheduled scope(how);
      output = before;
      one.run({1}, 0, 1);
      one.verify({1}, 0, 1, before, how.name);
      if (third != Type{2}) continue;
      const Type* made = output.data<Type>();
      for (long long i = 0; i < 602; ++i)
        ASSERT_EQ(std::isfinite(made[i]), !(i >= 100 && i <= 102) && !(i >= 300 && i <= 302)) << how.name << " " << i;
    }
  }
}

// More flags than blocks: each block goes on to further ones.
TYPED_TEST(chain, reaches_every_flag) {
  using Type = TypeParam;
  const long long batch = kernel::chain_blocks * 2 + 100;
  operand_field signal(type_of<Type>, batch, 1, 2, form::tidy), output(type_of<Type>, batch, 1, 2, form::tidy);
  signal.fill(batch);
  chained<Type> one{.batch = batch,
                    .bank = 1,
                    .per_signal = false,
                    .segments = 1,
                    .step = 2,
                    .rows = {1, {.filter = 1, .output = 1, .origin = 0}},
                    .columns = {2, {.filter = 2, .output = 2, .origin = -1}},
                    .products = real_products,
                    .rule = boundary_rule::wrap,
                    .signal = signal,
                    .output = output,
                    .windows = {Type{3}, Type{0.5}},
                    .outside = {}};
  std::vector<int> flags(at(batch), 0);
  for (const long long set : {0LL, 1LL, kernel::chain_blocks - 1, kernel::chain_blocks, batch - 101, batch - 1})
    flags[at(set)] = 1;
  const operand_field before = output;
  one.run(flags, 0, batch);
  one.verify(flags, 0, batch, before, "many");
}

TEST(chain_spread, gives_every_flag_a_block_and_no_block_nothing) {
  for (const long long flags : {1LL, 2LL, 700LL, kernel::chain_blocks, kernel::chain_blocks + 1, 1LL << 40}) {
    for (const long long outputs : {1LL, 256LL, 257LL, 1LL << 20, 1LL << 40}) {
      const kernel::chain_spread made = kernel::chain_spread_of(flags, outputs);
      EXPECT_GE(made.groups, 1);
      EXPECT_GE(made.spread, 1);
      EXPECT_LE(made.groups, flags);
      EXPECT_LT((made.spread - 1) * kernel::chain_threads, outputs);
      EXPECT_LT(made.groups * made.spread, 2 * kernel::chain_blocks);
    }
  }
}

}  // namespace
}  // namespace faltung::test
