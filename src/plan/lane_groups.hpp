// Which segment of which signal each lane of a vector works on.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "plan/block_segments.hpp"
#include "problem/geometry.hpp"

namespace faltung {

struct lane_place {
  std::int64_t signal;
  std::int64_t segment;
};

// Groups of `width` lanes that share a filter's table. With one filter for all signals segments of any of them share
// it. Where each signal has its own, a group is of segments of one signal or, if those are too few to fill the lanes,
// of one segment of neighbouring signals, whose table then holds the filters of all lanes. Where a filter has parts,
// groups are of one signal and follow one another: work is handed out in runs of them, each of which transforms `ahead`
// groups beyond its own.
class lane_groups {
 public:
  lane_groups(const geometry& problem, const block_segments& segments, std::int64_t width)
      : batch_(problem.batch),
        segments_(segments.count),
        width_(width),
        of_signal_(rounded_up(segments.count)),
        ahead_(rounded_up(segments.parts - 1)),
        across_(problem.filter_per_signal && segments.parts == 1 && pays_across()),
        alone_(problem.filter_per_signal || segments.parts > 1),
        count_(across_  ? rounded_up(batch_) * segments_
               : alone_ ? batch_ * of_signal_
                        : rounded_up(batch_ * segments_)),
        run_(ahead_ == 0 ? 1 : 4 * ahead_) {}

  [[nodiscard]] std::int64_t count() const { return count_; }
  // Signals from a multiple of this on share a table.
  [[nodiscard]] std::int64_t signals_per_table() const { return across_ ? width_ : 1; }

  // What one worker does at a time.
  [[nodiscard]] std::int64_t runs() const { return ahead_ == 0 ? count_ : batch_ * runs_of_signal(); }
  [[nodiscard]] std::int64_t run_begin(std::int64_t run) const {
    return ahead_ == 0 ? run : run / runs_of_signal() * of_signal_ + run % runs_of_signal() * run_;
  }
  [[nodiscard]] std::int64_t run_end(std::int64_t run) const {
    return ahead_ == 0 ? run + 1 : std::min(run_begin(run) + run_, (run / runs_of_signal() + 1) * of_signal_);
  }
  [[nodiscard]] std::int64_t ahead() const { return ahead_; }
  // Groups transformed, those that runs transform again included.
  [[nodiscard]] std::int64_t transformed() const { return count_ + runs() * ahead_; }

  // Of lane 0, and how many lanes have a place.
  [[nodiscard]] lane_place first(std::int64_t group) const {
    if (across_) return {group / segments_ * width_, group % segments_};
    if (alone_) return {group / of_signal_, group % of_signal_ * width_};
    return {group * width_ / segments_, group * width_ % segments_};
  }
  [[nodiscard]] std::int64_t lanes(std::int64_t group) const {
    const lane_place at = first(group);
    if (across_) return std::min(width_, batch_ - at.signal);
    if (alone_) return std::min(width_, segments_ - at.segment);
    return std::min(width_, batch_ * segments_ - group * width_);
  }
  [[nodiscard]] lane_place next(const lane_place& at) const {
    if (across_) return {at.signal + 1, at.segment};
    if (alone_ || at.segment + 1 < segments_) return {at.signal, at.segment + 1};
    return {at.signal + 1, 0};
  }

 private:
  [[nodiscard]] std::int64_t rounded_up(std::int64_t count) const { return (count + width_ - 1) / width_; }
  [[nodiscard]] std::int64_t runs_of_signal() const { return (of_signal_ + run_ - 1) / run_; }
  // A table for each lane is `width` times as long and comes from farther away.
  [[nodiscard]] bool pays_across() const { return 4 * batch_ * of_signal_ > 5 * rounded_up(batch_) * segments_; }

  std::int64_t batch_;
  std::int64_t segments_;
  std::int64_t width_;
  std::int64_t of_signal_;
  std::int64_t ahead_;
  bool across_;
  bool alone_;
  std::int64_t count_;
  std::int64_t run_;
};

inline constexpr std::size_t most_lanes = 64;  ///< of any instruction set

// The places of a group's lanes.
class group_places {
 public:
  group_places(const lane_groups& groups, std::int64_t group) : count_(static_cast<std::size_t>(groups.lanes(group))) {
    all_[0] = groups.first(group);
    for (std::size_t i = 1; i < count_; ++i) all_[i] = groups.next(all_[i - 1]);
  }

  // Segments of one signal, `after` places after `first` and on; they may begin beyond the last one with outputs.
  static group_places following(const lane_place& first, std::int64_t after, std::int64_t count) {
    group_places made(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < made.count_; ++i)
      made.all_[i] = {first.signal, first.segment + after + static_cast<std::int64_t>(i)};
    return made;
  }

  [[nodiscard]] std::span<const lane_place> all() const { return {all_.data(), count_}; }

 private:
  explicit group_places(std::size_t count) : count_(count) {}

  std::array<lane_place, most_lanes> all_{};
  std::size_t count_;
};

}  // namespace faltung
