// overlap_save of pictures: the derived bound, bits, workspace, and what a value that is not finite spoils.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "cases.hpp"
#include "forced_target.hpp"
#include "select/bounds.hpp"

namespace cpu_tests {
namespace {

using faltung::method;
using faltung::mode;
using faltung::shape;

template <class Type>
double norm(const Type* values, std::int64_t count) {
  double sum = 0;
  for (std::int64_t i = 0; i < count; ++i) sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return std::sqrt(sum);
}

template <class Type>
class tiles : public testing::Test {
 protected:
  static void expect_bound(const problem& what, const shape& tile) {
    const operands<Type> data(what);
    const geometry& g = data.resolved;
    const auto outputs = run(data, request_for(g, method::overlap_save, 1, tile, 1));
    const auto exact = data.template loop<long double>(
        [](Type h, Type x, long double sum) { return sum + static_cast<long double>(h) * x; });
    ASSERT_EQ(outputs.size(), exact.size()) << "a guard was hurt";
    const double factor = faltung::block_bound(faltung::block_tiles(g, tile), g).factor;
    // No transform of ours was ever beyond a tenth of the bound: a defect in one tap would be.
    constexpr double alarm = 0.1;
    for (std::int64_t b = 0; b < g.batch; ++b) {
      const double size =
          norm(data.signals.data() + b * g.signal_elements(), g.signal_elements()) *
          norm(data.filters.data() + (g.filter_per_signal ? b * g.filter_elements() : 0), g.filter_elements());
      double worst = 0;
      for (std::int64_t i = b * g.output_elements(); i < (b + 1) * g.output_elements(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        worst = std::max(worst, std::abs(static_cast<double>(outputs[at] - exact[at])));
      }
      EXPECT_LE(worst, alarm * factor * size) << describe(what) << " tile " << tile[0] << 'x' << tile[1];
    }
  }
};

using element_types = testing::Types<float, double>;
TYPED_TEST_SUITE(tiles, element_types);

TYPED_TEST(tiles, are_within_their_bound) {
  for (const auto& [signal, filter] : {std::pair<shape, shape>{{1, 1}, {1, 1}},
                                       {{40, 1}, {3, 1}},
                                       {{31, 33}, {1, 17}},
                                       {{65, 140}, {16, 3}},
                                       {{5, 4}, {9, 8}},
                                       {{130, 97}, {7, 12}}})
    for (const mode part : {mode::full, mode::same, mode::valid})
      for (const shape& tile : {shape(32, 32), shape(64, 32), shape(32, 128), shape(128, 64)})
        this->expect_bound({.signal = signal, .filter = filter, .mode = part}, tile);
  this->expect_bound({.signal = {300, 200}, .filter = {60, 3}, .mode = mode::same}, shape(256, 512));
}

TYPED_TEST(tiles, are_within_their_bound_on_every_instruction_set) {
  for (const std::int64_t target : runnable_targets()) {
    const forced_target forced(target);
    SCOPED_TRACE(hwy::TargetName(target));
    for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal})
      for (const shape& tile : {shape(32, 32), shape(64, 32), shape(128, 64), shape(256, 32)})
        this->expect_bound({.signal = {90, 70}, .filter = {9, 14}, .batch = 3, .filters = filters, .mode = mode::same},
                           tile);
  }
}

TYPED_TEST(tiles, bits_do_not_depend_on_batch_workers_or_threads) {
  for (const faltung::filters filters : {faltung::filters::shared, faltung::filters::per_signal}) {
    constexpr std::int64_t batch = 5;
    const problem what{.signal = {400, 300}, .filter = {9, 12}, .batch = batch, .filters = filters};
    const operands<TypeParam> data(what);
    const shape tile(64, 128);
    const auto expected = run(data, request_for(data.resolved, method::overlap_save, 1, tile, 1));
    ASSERT_FALSE(expected.empty());
    for (const std::int64_t workers : {2, 3, 50})
      EXPECT_TRUE(same_bits(run(data, request_for(data.resolved, method::overlap_save, 3, tile, workers)), expected));
    problem alone = what;
    alone.batch = 1;
    operands<TypeParam> one(alone);
    const geometry& g = one.resolved;
    for (std::int64_t b = 0; b < batch; ++b) {
      std::copy_n(data.signals.begin() + b * g.signal_elements(), g.signal_elements(), one.signals.begin());
      std::copy_n(data.filters.begin() + (data.resolved.filter_per_signal ? b * g.filter_elements() : 0),
                  g.filter_elements(), one.filters.begin());
      const auto first = expected.begin() + b * g.output_elements();
      EXPECT_TRUE(same_bits(run(one, request_for(g, method::overlap_save, 1, tile, 1)),
                            std::vector<TypeParam>(first, first + g.output_elements())));
    }
  }
}

TYPED_TEST(tiles, workspace_is_one_room_for_each_worker) {
  const operands<TypeParam> data(problem{.signal = {100, 200}, .filter = {9, 7}, .batch = 3});
  const auto request = request_for(data.resolved, method::overlap_save, 9, shape(64, 128), 5);
  EXPECT_EQ(faltung::cpu::make_executor(request)->workspace_bytes(), predicted_workspace(request));
}

// A NaN's tiles, and no others, are NaN or, contained, the direct method's bits.
TYPED_TEST(tiles, contain_what_is_not_finite) {
  const shape tile(32, 64);
  const problem what{.signal = {90, 150}, .filter = {5, 9}, .mode = mode::same};
  const operands<TypeParam> clean(what);
  const geometry& g = clean.resolved;
  const faltung::block_tiles cut(g, tile);
  auto request = request_for(g, method::overlap_save, 1, tile, 1);
  const auto undisturbed = run(clean, request);
  for (const auto& [row, column] : {std::pair{0, 0}, {27, 55}, {28, 56}, {89, 149}, {40, 100}}) {
    operands<TypeParam> data = clean;
    data.signals[static_cast<std::size_t>(row * 150 + column)] = std::numeric_limits<TypeParam>::quiet_NaN();
    const auto direct = run(data, request_for(g, method::direct));
    request.non_finite = faltung::non_finite::contain;
    const auto contained = run(data, request);
    request.non_finite = faltung::non_finite::propagate;
    const auto spread = run(data, request);
    ASSERT_EQ(spread.size(), undisturbed.size());
    const auto loaded = [](const faltung::tile_axis& axis, const faltung::axis_geometry& of, std::int64_t output,
                           std::int64_t place) {
      const std::int64_t first = of.origin + output / axis.step * axis.step;
      return place >= first && place < first + axis.samples_of(output / axis.step);
    };
    for (std::int64_t i = 0; i < g.rows.output; ++i)
      for (std::int64_t j = 0; j < g.columns.output; ++j) {
        const auto at = static_cast<std::size_t>(i * g.columns.output + j);
        const bool reached = loaded(cut.rows, g.rows, i, row) && loaded(cut.columns, g.columns, j, column);
        const auto bits = [at](const std::vector<TypeParam>& of) { return std::vector<TypeParam>{of[at]}; };
        EXPECT_EQ(std::isnan(spread[at]), reached) << i << ' ' << j;
        EXPECT_TRUE(same_bits(bits(contained), bits(reached ? direct : undisturbed))) << i << ' ' << j;
      }
  }
}

}  // namespace
}  // namespace cpu_tests
