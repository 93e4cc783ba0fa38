// Executes a plan in surroundings that notice what it must not do: guards around output and workspace, a workspace of
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

namespace faltung::test {

inline constexpr std::size_t guard = 64;  // elements of the output, bytes of the workspace
inline constexpr std::byte guard_byte{0xA5};

// Output memory between guards, filled with a value that no computation leaves behind by chance.
template <element Type>
class guarded_output {
 public:
  guarded_output(memory where, std::size_t count) : memory_(where, filled(count)), count_(count) {}

  [[nodiscard]] std::span<Type> view() { return {memory_.data() + guard, count_}; }
  [[nodiscard]] std::vector<Type> values() const {
    const std::vector<Type> all = memory_.read();
    return {all.begin() + guard, all.end() - guard};
  }
  [[nodiscard]] bool guards_intact() const {
    const std::vector<Type> all = memory_.read();
    const std::vector<Type> fresh = filled(count_);
    return std::memcmp(all.data(), fresh.data(), guard * sizeof(Type)) == 0 &&
           std::memcmp(all.data() + guard + count_, fresh.data() + guard + count_, guard * sizeof(Type)) == 0;
  }
  [[nodiscard]] bool untouched() const {
    const std::vector<Type> all = memory_.read();
    const std::vector<Type> fresh = filled(count_);
    return std::memcmp(all.data(), fresh.data(), all.size() * sizeof(Type)) == 0;
  }

 private:
  static std::vector<Type> filled(std::size_t count) {
    std::vector<Type> values(count + 2 * guard);
    std::memset(values.data(), std::to_integer<int>(guard_byte), values.size() * sizeof(Type));
    return values;
  }

  array<Type> memory_;
  std::size_t count_;
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

inline std::size_t output_elements(const plan& made) {
  return static_cast<std::size_t>(made.output_shape().elements() * made.description().batch);
}

// `made` has its filter. Any misuse of memory fails the calling test.
template <element Type>
std::vector<Type> execute_guarded(const plan& made, memory where, const std::vector<Type>& signal,
                                  cuda_stream stream = nullptr) {
  const array<Type> input(where, signal);
  guarded_output<Type> output(where, output_elements(made));
  guarded_workspace workspace(where, made.workspace_bytes());
  made.execute(std::span<const Type>(input.data(), input.size()), output.view(), workspace.view(), stream);
  std::vector<Type> values = output.values();  // waits for the device
  EXPECT_TRUE(output.guards_intact()) << "wrote outside the output";
  EXPECT_TRUE(workspace.guards_intact()) << "wrote outside the workspace of " << made.workspace_bytes() << " bytes";
  EXPECT_TRUE(same_bits<Type>(input.read(), signal)) << "the signal was changed";
  return values;
}

// The whole way from a problem: plan, filter, execute; the filter is overwritten before execute to show that the plan
// keeps its own.
template <element Type>
std::vector<Type> convolve_guarded(const problem& description, const options& request, const operands<Type>& data) {
  plan made(description, request);
  array<Type> filter(request.memory, data.filter);
  made.set_filter(std::span<const Type>(filter.data(), filter.size()));
  EXPECT_TRUE(same_bits<Type>(filter.read(), data.filter)) << "the filter was changed";
  filter.write(std::vector<Type>(data.filter.size(), Type(1e30)));
  return execute_guarded(made, request.memory, data.signal, request.stream);
}

}  // namespace faltung::test
