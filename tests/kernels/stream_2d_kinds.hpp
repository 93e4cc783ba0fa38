// Elements, filters and policies of stream_2d that put every end of a strip and of a group within reach.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>

#include "stream_2d_policy.hpp"

namespace faltung::test {

template <class Type, class Filter>
struct stream_2d_usual : kernel::stream_2d_usual<Type, Filter> {};
// The shortest strips that there are, one group, one warp.
template <class Type, class Filter>
struct stream_2d_smallest {
  static constexpr kernel::stream_2d_policy value{.groups = 1,
                                                  .passes_over = Filter::rows % 2 == 0 ? 1 : 0,
                                                  .warps = 1,
                                                  .min_blocks = 1,
                                                  .least_rows = 1,
                                                  .most_rows = 1,
                                                  .want_warps = 1};
};
// An odd number of groups and of warps, strips that end anywhere.
template <class Type, class Filter>
struct stream_2d_odd {
  static constexpr kernel::stream_2d_policy value{.groups = 3,
                                                  .passes_over = Filter::separable ? 2 : 1,
                                                  .warps = 3,
                                                  .min_blocks = 1,
                                                  .least_rows = 3,
                                                  .most_rows = 5,
                                                  .want_warps = 7};
};

template <class Type, class Filter, template <class, class> class Policy>
struct stream_2d_kind {
  using type = Type;
  using filter = Filter;
  using policy = Policy<Type, Filter>;
};

using stream_2d_kinds = testing::Types<stream_2d_kind<float, kernel::stream_2d_filter<3, 3>, stream_2d_usual>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<5, 5>, stream_2d_smallest>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<7, 7>, stream_2d_odd>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<3, 3>, stream_2d_smallest>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<9, 9>, stream_2d_usual>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<1, 1>, stream_2d_odd>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<4, 2>, stream_2d_smallest>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<2, 6>, stream_2d_odd>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<3, 3, 3>, stream_2d_odd>,
                                       stream_2d_kind<float, kernel::stream_2d_filter<5, 5, 4>, stream_2d_usual>,
                                       stream_2d_kind<double, kernel::stream_2d_filter<3, 3>, stream_2d_smallest>,
                                       stream_2d_kind<double, kernel::stream_2d_filter<5, 5>, stream_2d_odd>,
                                       stream_2d_kind<float, kernel::separable_2d_filter<3, 3>, stream_2d_smallest>,
                                       stream_2d_kind<float, kernel::separable_2d_filter<17, 17>, stream_2d_usual>,
                                       stream_2d_kind<float, kernel::separable_2d_filter<6, 5>, stream_2d_odd>,
                                       stream_2d_kind<double, kernel::separable_2d_filter<5, 7>, stream_2d_odd>,
                                       stream_2d_kind<std::uint32_t, kernel::stream_2d_filter<5, 3>, stream_2d_odd>>;

}  // namespace faltung::test
