// Executes a plan in surroundings that notice what it must not do: guards around and between outputs, a workspace of
// exactly the stated size that starts at an odd address, inputs compared afterwards.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "faltung/plan.hpp"
#include "support/bounds.hpp"
#include "support/device_data.hpp"
#include "support/operands.hpp"
#include "support/placement.hpp"

namespace faltung::test {

inline constexpr std::size_t guard = 64;  // elements of the output, bytes of the workspace
inline constexpr std::byte guard_byte{0xA5};
inline constexpr std::byte gap_byte{0xFF};  // between the elements of a layout: a NaN, or -1

inline elements filled(element_type type, std::size_t count, std::byte with) {
  elements made(type, count);
  std::fill(made.bytes().begin(), made.bytes().end(), with);
  return made;
}

// Elements in host or device memory.
class stored_elements {
 public:
  stored_elements(memory where, const elements& from)
      : memory_(where, from.bytes()), type_(from.type()), count_(from.size()) {}

  [[nodiscard]] plan::const_view view() const { return {memory_.data(), count_, type_}; }
  [[nodiscard]] plan::mutable_view view() { return {memory_.data(), count_, type_}; }
  template <element Type>
  [[nodiscard]] std::span<Type> as() {
    return {reinterpret_cast<Type*>(memory_.data()), count_};
  }
  void write(const elements& from) { memory_.write(from.bytes()); }
  [[nodiscard]] elements read() const {
    elements values(type_, count_);
    values.bytes() = memory_.read();
    return values;
  }

 private:
  array<std::byte> memory_;
  element_type type_;
  std::size_t count_;
};

// Output memory between guards, filled with a value that no computation leaves behind by chance.
class guarded_output {
 public:
  guarded_output(memory where, const problem& description)
      : at_(outputs_of(description)),
        fresh_(filled(result_type(description), at_.memory_size() + 2 * guard, guard_byte)),
        memory_(where, fresh_) {}

  [[nodiscard]] plan::mutable_view view() {
    const plan::mutable_view all = memory_.view();
    return {static_cast<std::byte*>(all.data) + guard * size_of(all.type), all.size - 2 * guard, all.type};
  }
  template <element Type>
  [[nodiscard]] std::span<Type> as() {
    return memory_.as<Type>().subspan(guard, fresh_.size() - 2 * guard);
  }
  // Entries one after another.
  [[nodiscard]] elements values() const { return at_.gathered(memory_.read().slice(guard, fresh_.size() - 2 * guard)); }
  // Whether nothing but the outputs' own elements was written.
  [[nodiscard]] bool guards_intact() const {
    elements all = memory_.read();
    for (std::size_t index = 0; index < at_.elements_used(); ++index) {
      const std::size_t place = guard + at_.address(index);
      all.copy_element(place, fresh_, place);
    }
    return all == fresh_;
  }
  [[nodiscard]] bool untouched() const { return memory_.read() == fresh_; }

 private:
  placement at_;
  elements fresh_;
  stored_elements memory_;
};

class guarded_workspace {
 public:
  guarded_workspace(memory where, std::size_t bytes, std::size_t misalignment = 1)
      : memory_(where, std::vector<std::byte>(bytes + misalignment + 2 * guard, guard_byte)),
        bytes_(bytes),
        begin_(guard + misalignment) {}

  [[nodiscard]] std::span<std::byte> view() { return {memory_.data() + begin_, bytes_}; }
  [[nodiscard]] bool guards_intact() const {
    const std::vector<std::byte> all = memory_.read();
    const auto is_guard = [](std::byte value) { return value == guard_byte; };
    const auto begin = static_cast<std::ptrdiff_t>(begin_);
    const auto end = static_cast<std::ptrdiff_t>(begin_ + bytes_);
    return std::all_of(all.begin(), all.begin() + begin, is_guard) &&
           std::all_of(all.begin() + end, all.end(), is_guard);
  }

 private:
  array<std::byte> memory_;
  std::size_t bytes_;
  std::size_t begin_;
};

// Entries in the memory that the plan's layout asks for.
inline elements in_memory(const placement& at, const elements& entries) {
  return at.scattered(entries, filled(entries.type(), at.memory_size(), gap_byte));
}

// What the plan will read: entries that share elements are the same ones.
inline operands as_laid_out(const problem& description, const operands& data) {
  const placement signals = signals_of(description);
  const placement filters = filters_of(description);
  return {signals.gathered(in_memory(signals, data.signal)), filters.gathered(in_memory(filters, data.filter))};
}

// `made` has its filter. Any misuse of memory fails the calling test. Entries go in and come out one after another.
inline elements execute_guarded(const plan& made, memory where, const elements& signal, cuda_stream stream = nullptr) {
  const elements before = in_memory(signals_of(made.description()), signal);
  const stored_elements input(where, before);
  guarded_output output(where, made.description());
  guarded_workspace workspace(where, made.workspace_bytes());
  made.execute(input.view(), output.view(), workspace.view(), stream);
  elements values = output.values();  // waits for the device
  EXPECT_TRUE(output.guards_intact()) << "wrote outside the output";
  EXPECT_TRUE(workspace.guards_intact()) << "wrote outside the workspace of " << made.workspace_bytes() << " bytes";
  EXPECT_TRUE(input.read() == before) << "the signal was changed";
  return values;
}

// Gives the plan a filter whose memory is overwritten afterwards: the plan must have a copy of its own.
inline void set_filter_guarded(plan& made, memory where, const elements& entries) {
  const elements before = in_memory(filters_of(made.description()), entries);
  stored_elements filter(where, before);
  made.set_filter(std::as_const(filter).view());
  EXPECT_TRUE(filter.read() == before) << "the filter was changed";
  filter.write(filled(before.type(), before.size(), std::byte{0x4B}));  // large, and not a NaN
}

// The whole way from a problem: plan, filter, execute.
inline elements convolve_guarded(const problem& description, const options& request, const operands& data) {
  plan made(description, request);
  set_filter_guarded(made, request.memory, data.filter);
  return execute_guarded(made, request.memory, data.signal, request.stream);
}

}  // namespace faltung::test
