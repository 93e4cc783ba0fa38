#include "plan_cache.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "device.hpp"
#include "faltung/cuda.hpp"
#include "interruption.hpp"

namespace faltung::python {
namespace {

// Counts the calls of clear_all(): a cache of an older count is out of date.
std::atomic<std::uint64_t> generation = 0;

// Packs small numbers side by side, each into as many bits as its range takes.
class packed {
 public:
  template <class Value>
  packed& add(Value value, int bits) {
    word_ |= static_cast<std::uint64_t>(value) << used_;
    used_ += bits;
    return *this;
  }
  [[nodiscard]] std::uint64_t word() const { return word_; }

 private:
  std::uint64_t word_ = 0;
  int used_ = 0;
};

unsigned optional_type(std::optional<element_type> type) { return type ? static_cast<unsigned>(*type) + 1U : 0U; }

}  // namespace

plan_key::plan_key(const settings& asked, const operand& signal, const operand& filter, const operand* output,
                   cuda_stream stream) {
  const bool shifted = asked.origin != std::array<std::int64_t, 2>{0, 0};
  const bool valued = asked.boundary.rule == boundary_rule::constant;
  const bool bounded = asked.max_error != std::numeric_limits<double>::infinity();
  const bool on_device = signal.memory == memory::device;
  packed first;
  first.add(signal.type, 4).add(filter.type, 4).add(optional_type(asked.output_type), 5);
  first.add(optional_type(asked.accumulator), 5).add(asked.mode, 2).add(asked.operation, 1);
  first.add(asked.boundary.rule, 3).add(asked.backend, 2).add(asked.method, 3).add(asked.axes.count, 2);
  first.add(signal.form.extents.rank(), 4).add(filter.form.extents.rank(), 4);
  first.add(output == nullptr ? 0 : output->form.extents.rank(), 4);
  first.add(shifted, 1).add(valued, 1).add(bounded, 1).add(on_device, 1);
  add(first.word());
  const auto axis = [&asked](std::size_t i) { return static_cast<std::uint32_t>(asked.axes.axes[i]); };
  add(axis(0) | std::uint64_t{axis(1)} << 32);
  add(static_cast<std::uint32_t>(asked.threads) | static_cast<std::uint64_t>(asked.filter_rank) << 32);
  if (shifted)
    for (const std::int64_t shift : asked.origin) add(static_cast<std::uint64_t>(shift));
  if (valued) {
    add(std::bit_cast<std::uint64_t>(asked.boundary.value.real()));
    add(std::bit_cast<std::uint64_t>(asked.boundary.value.imag()));
  }
  if (bounded) add(std::bit_cast<std::uint64_t>(asked.max_error));
  if (on_device) {
    add(static_cast<std::uint64_t>(signal.device));
    add(reinterpret_cast<std::uintptr_t>(stream));
  }
  add(signal.form);
  add(filter.form);
  if (output != nullptr) add(output->form);
}

void plan_key::add(const array_form& form) noexcept {
  for (int axis = 0; axis < form.extents.rank(); ++axis) {
    add(static_cast<std::uint64_t>(form.extents[axis]));
    add(static_cast<std::uint64_t>(form.strides[axis]));
  }
}

bool operator==(const plan_key& a, const plan_key& b) noexcept {
  return a.count_ == b.count_ && std::memcmp(a.words_.data(), b.words_.data(), a.count_ * sizeof(a.words_[0])) == 0;
}

cached_plan::~cached_plan() {
  if (!device) return;
  const without_gil released(holds_gil());
  drain(*device);
}

std::span<const std::byte> cached_plan::packed(const operand& filter) {
  constexpr std::int64_t most_compared = std::int64_t{1} << 20;
  if (filter.memory != memory::host) return {};
  std::int64_t elements = 1;
  bool contiguous = true;
  for (int axis = filter.form.extents.rank() - 1; axis >= 0; --axis) {
    contiguous = contiguous && (filter.form.extents[axis] == 1 || filter.form.strides[axis] == elements);
    elements *= filter.form.extents[axis];
  }
  const auto size = static_cast<std::int64_t>(size_of(filter.type));
  if (elements > most_compared / size || (!contiguous && filter.form.extents.rank() > 1)) return {};
  const auto* const first = static_cast<const std::byte*>(filter.first);
  const auto whole = static_cast<std::size_t>(elements * size);
  if (contiguous) return {first, whole};
  gathered_.resize(whole);
  for (std::int64_t i = 0; i < elements; ++i)
    std::memcpy(gathered_.data() + i * size, first + i * filter.form.strides[0] * size, static_cast<std::size_t>(size));
  return gathered_;
}

void cached_plan::set_filter(const operand& filter) {
  const std::span<const std::byte> given = packed(filter);
  if (!given.empty() && taps_.size() == given.size() && std::memcmp(taps_.data(), given.data(), given.size()) == 0)
    return;
  taps_.clear();  // until it is set: what fails leaves an unknown one
  // Room first: the copy is made of what was set, or of nothing.
  taps_.reserve(given.size());
  plan.set_filter(filter.first);
  taps_.assign(given.begin(), given.end());
}

plan_cache& plan_cache::of_this_thread() {
  thread_local plan_cache cache;
  if (cache.generation_ != generation.load(std::memory_order_relaxed)) cache.clear();
  return cache;
}

void plan_cache::clear_all() {
  generation.fetch_add(1, std::memory_order_relaxed);
  static_cast<void>(of_this_thread());
  cuda::release_caches();
}

void plan_cache::clear() noexcept {
  generation_ = generation.load(std::memory_order_relaxed);
  while (count_ > 0) drop_last();
}

void plan_cache::drop_last() noexcept {
  std::unique_ptr<cached_plan> last = std::move(plans_[--count_]);
  bytes_ -= last->bytes;
}

std::unique_ptr<cached_plan> plan_cache::take(const plan_key& key) {
  const auto end = plans_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto found = std::find_if(plans_.begin(), end, [&key](const auto& plan) { return plan->key == key; });
  if (found == end) return nullptr;
  std::unique_ptr<cached_plan> taken = std::move(*found);
  std::move(found + 1, end, found);
  --count_;
  bytes_ -= taken->bytes;
  return taken;
}

void plan_cache::put(std::unique_ptr<cached_plan> plan) noexcept {
  if (plan->bytes > most_bytes) return;
  while (count_ > 0 && (count_ == most_plans || bytes_ + plan->bytes > most_bytes)) drop_last();
  bytes_ += plan->bytes;
  std::move_backward(plans_.begin(), plans_.begin() + static_cast<std::ptrdiff_t>(count_),
                     plans_.begin() + static_cast<std::ptrdiff_t>(count_) + 1);
  plans_[0] = std::move(plan);
  ++count_;
}

}  // namespace faltung::python
