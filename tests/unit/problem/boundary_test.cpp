#include "faltung/boundary.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace faltung {
namespace {

// Five places on either side of 1 2 3, as numpy.pad and scipy.ndimage continue it.
TEST(extended_index, continues_a_signal_as_scipy_ndimage_does) {
  const auto continued = [](boundary_rule rule) {
    std::string text;
    for (std::int64_t place = -5; place < 8; ++place) {
      const std::int64_t found = extended_index(rule, place, 3);
      text += found < 0 ? "." : std::to_string(found + 1);
    }
    return text;
  };
  EXPECT_EQ(continued(boundary_rule::zero), ".....123.....");
  EXPECT_EQ(continued(boundary_rule::constant), ".....123.....");
  EXPECT_EQ(continued(boundary_rule::wrap), "2312312312312");
  EXPECT_EQ(continued(boundary_rule::reflect), "2332112332112");
  EXPECT_EQ(continued(boundary_rule::mirror), "2123212321232");
  EXPECT_EQ(continued(boundary_rule::nearest), "1111112333333");
}

// The definitions by walking: step off the edge one place at a time.
std::int64_t walked(boundary_rule rule, std::int64_t place, std::int64_t n) {
  std::int64_t at = place < 0 ? 0 : n - 1;
  std::int64_t step = place < 0 ? -1 : 1;
  for (std::int64_t left = place < 0 ? -place : place - (n - 1); left > 0; --left) {
    if (at + step >= 0 && at + step < n) {
      at += step;
      continue;
    }
    if (rule == boundary_rule::wrap) at = step < 0 ? n - 1 : 0;
    if (rule == boundary_rule::reflect) step = -step;
    if (rule == boundary_rule::mirror && n > 1) {
      step = -step;
      at += step;
    }
  }
  return at;
}

TEST(extended_index, repeats_the_rule_as_often_as_a_place_is_far) {
  for (const boundary_rule rule :
       {boundary_rule::wrap, boundary_rule::reflect, boundary_rule::mirror, boundary_rule::nearest})
    for (std::int64_t n = 1; n <= 7; ++n)
      for (std::int64_t place = -40; place < 40; ++place) {
        if (place >= 0 && place < n) {
          EXPECT_EQ(extended_index(rule, place, n), place);
        } else {
          EXPECT_EQ(extended_index(rule, place, n), walked(rule, place, n)) << rule << ' ' << n << ' ' << place;
        }
      }
}

TEST(extended_index, holds_at_the_ends_of_the_index_range) {
  constexpr std::int64_t far = std::int64_t{1} << 61;
  EXPECT_EQ(extended_index(boundary_rule::wrap, -far, 7), ((-far % 7) + 7) % 7);
  EXPECT_EQ(extended_index(boundary_rule::nearest, far, far), far - 1);
  EXPECT_EQ(extended_index(boundary_rule::reflect, -1, far), 0);
  EXPECT_EQ(extended_index(boundary_rule::mirror, far, far), far - 2);
}

TEST(parse_boundary, knows_each_rule_by_its_printed_name) {
  for (const char* name : {"zero", "constant", "wrap", "reflect", "mirror", "nearest"})
    EXPECT_EQ(to_string(parse_boundary(name)), name);
}

}  // namespace
}  // namespace faltung
