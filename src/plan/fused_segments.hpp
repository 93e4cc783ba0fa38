// Which problems the CUDA backend's fused overlap-save kernel (kernels/fused_overlap_save.cuh) takes, and how it cuts
// their signals: selection predicts with it, the backend launches by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "fused_overlap_save_policy.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// Its name, as candidate::kernel says it.
inline constexpr std::string_view fused_overlap_save_name = "fused_overlap_save";

// Segment s is the transform of samples [s * step, s * step + length) from under tap 0 of output 0 on. Two of a signal
// share one.
struct fused_segments {
  std::int64_t length;
  std::int64_t step;   ///< 0 where the filter leaves no whole line of outputs
  std::int64_t pairs;  ///< of one signal

  constexpr fused_segments(const axis_geometry& axis, std::int64_t transform)
      : length(transform),
        step(axis.filter > transform ? 0 : kernel::fused_step(transform, axis.filter)),
        pairs(step == 0 ? 0 : (axis.output + 2 * step - 1) / (2 * step)) {}

  // Transforms of one signal with all filters of a bank; the kernel counts them in 32 bits.
  [[nodiscard]] constexpr bool countable(std::int64_t bank) const {
    return step > 0 && pairs <= std::numeric_limits<std::int32_t>::max() / bank;
  }
};

// Of a block.
constexpr std::size_t fused_shared_bytes(std::int64_t length) {
  switch (length) {
    case 256: return kernel::fused_overlap_save_of<256>::value.shared_bytes();
    case 1024: return kernel::fused_overlap_save_of<1024>::value.shared_bytes();
    case 2048: return kernel::fused_overlap_save_of<2048>::value.shared_bytes();
    default: return kernel::fused_overlap_save_of<4096>::value.shared_bytes();
  }
}

constexpr bool is_fused_length(std::int64_t length) {
  for (const int one : kernel::fused_lengths)
    if (length == one) return true;
  return false;
}

// Empty where there is a length for the problem, otherwise why not.
constexpr std::string_view refused_by_fused_overlap_save(const geometry& where) {
  if (where.rank != 1) return "it is for 1D signals";
  if (where.compute != float32 || where.signal.type != float32 || where.output.type != float32 || where.summed)
    return "it is for signals and outputs of float32";
  if (where.filter.parts() != 1) return "it is for real filters";
  for (const int length : kernel::fused_lengths)
    if (fused_segments(where.columns, length).countable(where.bank)) return {};
  return "the filter is too long for it";
}

}  // namespace faltung
