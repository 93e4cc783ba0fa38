// Which types the templates take, decided at compile time.
#include <gtest/gtest.h>

#include <array>
#include <list>
#include <span>
#include <string>
#include <vector>

#include "faltung/convolve.hpp"
#include "faltung/plan.hpp"

namespace faltung {
namespace {

static_assert(host_view<std::vector<float>>);
static_assert(host_view<const std::vector<double>>);
static_assert(host_view<std::span<const float>>);
static_assert(host_view<std::array<double, 3>>);
static_assert(!host_view<std::list<float>>);
static_assert(host_view<std::vector<int>>);
static_assert(!host_view<std::vector<bool>>);
static_assert(!host_view<std::vector<std::string>>);
static_assert(!host_view<float>);

static_assert(!std::is_copy_constructible_v<plan> && !std::is_copy_assignable_v<plan>);
static_assert(std::is_nothrow_move_constructible_v<plan> && std::is_nothrow_move_assignable_v<plan>);

TEST(views, of_any_contiguous_kind_give_the_same_result) {
  const std::vector<float> signal{1, 2, 3, 4};
  const std::array<float, 2> filter{1, -1};
  const std::vector<float> expected{1, 1, 1, 1, -4};
  EXPECT_EQ(convolve(signal, filter), expected);
  EXPECT_EQ(convolve(std::span(signal), std::span(filter)), expected);
}

}  // namespace
}  // namespace faltung
