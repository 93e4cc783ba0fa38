/// Which ways there were to solve a problem, what each was expected to cost, and which was taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "faltung/capabilities.hpp"
#include "faltung/export.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung {

/// A bound proved for the method, u being the unit roundoff of the element type, |x| and |h| elementwise:
///  - componentwise: |error[i]| <= factor * (|x| convolved with |h|)[i]      (direct, reference)
///  - otherwise:     |error[i]| <= factor * norm2(x) * norm2(h)              (FFT methods, separable)
/// x is the signal with what its boundary puts under the windows; results that are subnormal numbers of the output's
/// type may be off by half the smallest of them more. The first implies the second. Sources: Jeannerod and Rump,
/// "Improved error bounds for inner products in floating-point arithmetic", SIAM J. Matrix Anal. Appl. 34 (2013), m u
/// for a sum of m products in any order; Percival, "Rapid multiplication modulo the sum and difference of highly
/// composite numbers", Math. Comp. 72 (2003), 12 u log2(N). Smaller ones of their own, derived in the same way in
/// select/bounds.cpp, have the CPU's overlap_save, as long as the filter fits one transform, 6.0 u log2(N) + 4 u for
/// float32, 8.5 u log2(N) + 15 u for float64, and CUDA's fused one, 9.9 u log2(N) + 9.9 u; N is a segment's length, or
/// the samples of a tile.
struct error_bound {
  double factor = 0;
  bool componentwise = false;
};

/// One way to solve the problem, with everything that a backend needs to be told about it.
struct candidate {
  faltung::backend backend = faltung::backend::cpu;
  faltung::method method = faltung::method::direct;
  /// What carries it out, where the method has several kernels: a file's name in kernels/.
  std::string_view kernel{};
  /// Lengths of one transform; rank 0 for methods without one.
  shape transform{};
  /// Carried out at once: signals (fft, separable), segments (overlap_save; on a CPU groups of them, one for each
  /// number of a vector, or tiles) or a CPU's pieces (direct). The workspace grows with it.
  std::int64_t transforms_per_pass = 0;
  double predicted_seconds = 0;
  /// As predicted; a plan's workspace_bytes() is exact.
  std::size_t predicted_workspace_bytes = 0;
  /// Of the prepared filter, which the plan keeps.
  std::size_t predicted_filter_bytes = 0;
  error_bound bound{};
  /// Empty: possible. Otherwise why this one is out of the question.
  std::string refused{};
};

struct explanation {
  std::vector<candidate> candidates;
  std::size_t chosen = 0;

  [[nodiscard]] const candidate& choice() const { return candidates.at(chosen); }
};

/// What a plan for this problem would choose on that machine. Pure: looks at no hardware.
/// Throws invalid_argument for a malformed problem, unsupported where no candidate is left.
[[nodiscard]] FALTUNG_EXPORT explanation explain(const problem& description, const options& request,
                                                 const capabilities& machine);

/// Bytes that solving a problem takes, so that they can be weighed before anything is allocated.
struct memory_requirements {
  /// From data() to the last element that is used, gaps of the layout included.
  std::size_t signal = 0;
  std::size_t filter = 0;
  std::size_t output = 0;
  /// Of one execute, as predicted; a plan's workspace_bytes() is exact.
  std::size_t workspace = 0;
  /// What the plan keeps of the filter, and with backend cuda and memory::host its copies of the operands.
  std::size_t plan = 0;
};

/// For the method that a plan would choose on that machine, or, without one, on this. Throws like explain().
[[nodiscard]] FALTUNG_EXPORT memory_requirements memory_needed(const problem& description, const options& request,
                                                               const capabilities& machine);
[[nodiscard]] FALTUNG_EXPORT memory_requirements memory_needed(const problem& description, const options& request = {});

FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const candidate& one);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const explanation& all);

}  // namespace faltung
