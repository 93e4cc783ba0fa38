// Plans of one thread's latest calls, so that a call like an earlier one plans nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "faltung/array_plan.hpp"
#include "operand.hpp"
#include "request.hpp"

namespace faltung::python {

/// All that a plan depends on, as words that are compared; the first one says how the others are to be read.
class plan_key {
 public:
  /// `output` is nullptr where the call makes its own, contiguous one.
  plan_key(const settings& asked, const operand& signal, const operand& filter, const operand* output,
           cuda_stream stream);

  friend bool operator==(const plan_key& a, const plan_key& b) noexcept;

 private:
  void add(std::uint64_t word) noexcept { words_[count_++] = word; }
  void add(const array_form& form) noexcept;

  // 11 words besides three forms of 8 axes.
  std::array<std::uint64_t, 11 + 3 * 2 * axis_numbers::most> words_;
  std::size_t count_ = 0;
};

/// A plan that is ready for a filter, with what a call needs to know of it.
struct cached_plan {
  cached_plan(const plan_key& made_for, array_plan made) : key(made_for), plan(std::move(made)) {}
  /// Waits for what was enqueued on a device: the plan must outlive it.
  ~cached_plan();

  plan_key key;
  array_plan plan;
  axis_numbers output_extents{};
  element_type output_type = float64;
  bool releases_gil = false;
  /// Whether method separable would be taken for a 2D filter of low rank, so that the rank is worth looking for.
  bool gains_by_rank = false;
  /// Of device memory.
  std::optional<int> device{};
  /// Sets the filter, unless it is the one that is set: to compare costs less than to prepare, even of 3 taps.
  void set_filter(const operand& filter);

  /// Host memory for execute, where it is small enough to be kept.
  std::unique_ptr<std::byte[]> workspace{};
  /// What the plan holds on to, as predicted.
  std::size_t bytes = 0;

 private:
  /// The filter's elements one after the other; nothing where they are many, in device memory, or slow to gather.
  [[nodiscard]] std::span<const std::byte> packed(const operand& filter);

  std::vector<std::byte> gathered_{};
  /// Of the filter that is set, packed; none where it could not be.
  std::vector<std::byte> taps_{};
};

/// Least recently used plans are dropped: beyond 16, and beyond 64 MiB that they hold. A plan in use is out of the
/// cache, so that a call from within a call (a signal handler, a finaliser) never meets it.
class plan_cache {
 public:
  /// That of the calling thread.
  [[nodiscard]] static plan_cache& of_this_thread();

  /// Of every thread, each when it calls next; the calling one's at once.
  static void clear_all();

  [[nodiscard]] std::unique_ptr<cached_plan> take(const plan_key& key);
  void put(std::unique_ptr<cached_plan> plan) noexcept;

 private:
  static constexpr std::size_t most_plans = 16;
  static constexpr std::size_t most_bytes = std::size_t{64} << 20;

  void clear() noexcept;
  void drop_last() noexcept;

  std::array<std::unique_ptr<cached_plan>, most_plans> plans_{};
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t generation_ = 0;
};

}  // namespace faltung::python
