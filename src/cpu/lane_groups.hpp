// Which segment of which signal each lane works on.
#pragma once

#include <cstdint>

#include "plan/block_segments.hpp"
#include "problem/geometry.hpp"

namespace faltung::cpu {

struct lane_place {
  std::int64_t signal;
  std::int64_t segment;
};

// Groups of `width` lanes that share a filter's table. With one filter for all signals segments of any of them share it.
// Where each signal has its own, a group is of segments of one signal or, if those are too few to fill the lanes, of one
// segment of neighbouring signals, whose table then holds the filters of all lanes.
class lane_groups {
 public:
  lane_groups(const geometry& problem, const block_segments& segments, std::int64_t width)
      : batch_(problem.batch), segments_(segments.count), width_(width), own_(problem.filter_per_signal) {
    if (segments.parts > 1) own_ = true;  // segments follow one another there
    const std::int64_t of_one = rounded_up(segments_);
    // A table for each lane is `width` times as long and comes from farther away: that has to pay.
    across_ = problem.filter_per_signal && segments.parts == 1 && 4 * batch_ * of_one > 5 * rounded_up(batch_) * segments_;
    count_ = across_ ? rounded_up(batch_) * segments_ : own_ ? batch_ * of_one : rounded_up(batch_ * segments_);
  }

  [[nodiscard]] std::int64_t count() const { return count_; }
  // Signals from a multiple of this on share a table.
  [[nodiscard]] std::int64_t signals_per_table() const { return across_ ? width_ : 1; }
  [[nodiscard]] std::int64_t groups_per_signal() const { return rounded_up(segments_); }

  // Of lane 0, and how many lanes have a place.
  [[nodiscard]] lane_place first(std::int64_t group) const {
    if (across_) return {group / segments_ * width_, group % segments_};
    if (own_) return {group / rounded_up(segments_), group % rounded_up(segments_) * width_};
    return {group * width_ / segments_, group * width_ % segments_};
  }
  [[nodiscard]] std::int64_t lanes(std::int64_t group) const {
    const lane_place at = first(group);
    if (across_) return std::min(width_, batch_ - at.signal);
    if (own_) return std::min(width_, segments_ - at.segment);
    return std::min(width_, batch_ * segments_ - group * width_);
  }
  [[nodiscard]] lane_place next(lane_place at) const {
    if (across_) return {at.signal + 1, at.segment};
    return at.segment + 1 < segments_ ? lane_place{at.signal, at.segment + 1} : lane_place{at.signal + 1, 0};
  }

 private:
  [[nodiscard]] std::int64_t rounded_up(std::int64_t count) const { return (count + width_ - 1) / width_; }

  std::int64_t batch_;
  std::int64_t segments_;
  std::int64_t width_;
  bool own_;
  bool across_ = false;
  std::int64_t count_;
};

}  // namespace faltung::cpu
