#include "tune/problems.hpp"

#include <algorithm>

namespace faltung::bench {
namespace {

problem image(const tune_scope& scope, std::int64_t side, tune_size size) {
  const std::int64_t edge = size == tune_size::tiny ? 140 : size == tune_size::quick ? 2048 : 4096;
  return {.signal = {edge, edge},
          .filter = {side, side},
          .type = scope.type,
          .output_type = scope.output_type,
          .mode = mode::same,
          .filter_rank = scope.separable ? 1 : 0};
}

problem signals(const tune_scope& scope, std::int64_t taps, std::int64_t row, tune_size size) {
  // As many outputs whatever the bank, but a long row that is worth the name.
  const std::int64_t outputs =
      size == tune_size::tiny ? 12'000 : std::int64_t{1} << (size == tune_size::quick ? 23 : 25);
  const std::int64_t samples = std::max<std::int64_t>(outputs / scope.bank, 6000);
  const std::int64_t length = row > 0 ? row : samples / scope.channels;
  const std::int64_t pixels = std::max<std::int64_t>(1, samples / length / scope.channels);
  problem made{.signal = length,
               .filter = taps,
               .batch = pixels * scope.channels,
               .bank = scope.bank,
               .type = scope.type,
               .output_type = scope.output_type,
               .mode = mode::same};
  if (scope.channels > 1) {
    const layout interleaved{
        .batch = length * scope.channels, .column = scope.channels, .channels = scope.channels, .channel = 1};
    made.signal_layout = made.output_layout = interleaved;
  }
  return made;
}

}  // namespace

std::vector<tune_problem> tune_problems(const tune_scope& scope, tune_size size) {
  const auto taken = [&](const std::vector<std::int64_t>& values) {
    return size == tune_size::tiny ? std::vector{values.front()} : values;
  };
  std::vector<tune_problem> problems;
  for (const std::int64_t row : taken(scope.rows))
    for (const std::int64_t extent : taken(scope.filters)) {
      if (scope.rank == 2) {
        problems.push_back({"k=" + std::to_string(extent), image(scope, extent, size)});
      } else {
        const std::string rows = row > 0 ? "rows of " + std::to_string(row) + ", " : "";
        problems.push_back({rows + "m=" + std::to_string(extent), signals(scope, extent, row, size)});
      }
    }
  return problems;
}

}  // namespace faltung::bench
