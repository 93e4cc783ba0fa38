// Problems, data and runs that the tests of the CPU methods share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "cpu/backend.hpp"
#include "cpu/block_kernels.hpp"
#include "faltung/problem.hpp"
#include "plan/block_segments.hpp"
#include "plan/block_tiles.hpp"
#include "plan/executor.hpp"
#include "plan/transform_buffers.hpp"
#include "problem/geometry.hpp"

namespace cpu_tests {

using faltung::geometry;
using faltung::problem;

// Neither 0 nor an integer: every product and sum rounds, so that another order of terms shows.
template <class Type>
std::vector<Type> noise(std::int64_t count, unsigned seed) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<Type> distribution(Type(-1), Type(1));
  std::vector<Type> values(static_cast<std::size_t>(count));
  for (Type& value : values) value = distribution(engine);
  return values;
}

inline std::string describe(const problem& what) {
  std::ostringstream text;
  const auto extents = [&](const faltung::shape& s) {
    text << s[0];
    if (s.rank() == 2) text << 'x' << s[1];
  };
  extents(what.signal);
  text << " * ";
  extents(what.filter);
  text << " mode " << static_cast<int>(what.mode) << " operation " << static_cast<int>(what.operation) << " batch "
       << what.batch << " filters " << static_cast<int>(what.filters);
  return text.str();
}

// A problem with data: signals and filters in the caller's order.
template <class Type>
struct operands {
  geometry resolved;
  std::vector<Type> signals;
  std::vector<Type> filters;

  explicit operands(problem what, unsigned seed = 1) {
    what.type = faltung::type_of<Type>;
    resolved = faltung::resolve(what);
    signals = noise<Type>(resolved.signal_elements() * resolved.batch, seed);
    filters = noise<Type>(resolved.filter_elements() * resolved.filter_count(), seed + 1);
  }

  // Tap t of signal b's filter in window order, by the definition in geometry.hpp.
  [[nodiscard]] Type window(std::int64_t b, std::int64_t row, std::int64_t column) const {
    const std::int64_t rows = resolved.rows.filter;
    const std::int64_t columns = resolved.columns.filter;
    const std::int64_t i = resolved.reversed ? rows - 1 - row : row;
    const std::int64_t j = resolved.reversed ? columns - 1 - column : column;
    const std::int64_t which = resolved.filter_per_signal ? b : 0;
    return filters[static_cast<std::size_t>((which * rows + i) * columns + j)];
  }

  // Every output from a loop over its terms; Sum, Type x Type -> Sum folded by `add`.
  template <class Sum, class Add>
  [[nodiscard]] std::vector<Sum> loop(const Add& add) const {
    const faltung::axis_geometry& rows = resolved.rows;
    const faltung::axis_geometry& columns = resolved.columns;
    std::vector<Sum> outputs;
    outputs.reserve(static_cast<std::size_t>(resolved.batch * resolved.output_elements()));
    for (std::int64_t b = 0; b < resolved.batch; ++b)
      for (std::int64_t row = 0; row < rows.output; ++row)
        for (std::int64_t column = 0; column < columns.output; ++column) {
          Sum sum = 0;
          for (std::int64_t i = 0; i < rows.filter; ++i)
            for (std::int64_t j = 0; j < columns.filter; ++j) {
              const std::int64_t y = rows.origin + row + i;
              const std::int64_t x = columns.origin + column + j;
              if (y < 0 || y >= rows.signal || x < 0 || x >= columns.signal) continue;
              const std::int64_t at = (b * rows.signal + y) * columns.signal + x;
              sum = add(window(b, i, j), signals[static_cast<std::size_t>(at)], sum);
            }
          outputs.push_back(sum);
        }
    return outputs;
  }
};

inline faltung::executor_request request_for(const geometry& resolved, faltung::method method, int threads = 1,
                                             faltung::shape transform = {}, std::int64_t lanes = 0) {
  faltung::executor_request request;
  request.geometry = resolved;
  request.candidate.method = method;
  request.candidate.transform = transform;
  request.candidate.transforms_per_pass = lanes;
  request.threads = threads;
  return request;
}

// Those that this build has.
inline std::vector<faltung::method> transform_methods() {
  std::vector<faltung::method> all{faltung::method::overlap_save};
  if (faltung::cpu::detect().fft) all.push_back(faltung::method::fft);
  return all;
}

// What selection predicts for a request of theirs.
inline std::size_t predicted_workspace(const faltung::executor_request& request) {
  const geometry& g = request.geometry;
  std::size_t lane = 0;
  if (request.candidate.method == faltung::method::overlap_save) {
    const std::int64_t vector_bytes =
        g.spectral == faltung::float32
            ? faltung::cpu::block_kernels_of_target<float>().width * std::int64_t{sizeof(float)}
            : faltung::cpu::block_kernels_of_target<double>().width * std::int64_t{sizeof(double)};
    const bool contained = request.non_finite == faltung::non_finite::contain && !faltung::is_integer(g.compute);
    const faltung::shape& transform = request.candidate.transform;
    lane = g.rank == 1
               ? faltung::block_memory(g, faltung::block_segments(g.columns, transform[0]), vector_bytes, contained)
                     .lane_bytes
               : faltung::tile_memory(g, faltung::block_tiles(g, transform), vector_bytes, contained).lane_bytes;
  } else {
    lane = faltung::spectral_memory(request.candidate.transform, g).lane_bytes();
  }
  return static_cast<std::size_t>(request.candidate.transforms_per_pass) * lane;
}

// A workspace of exactly the size asked for, between canaries.
class guarded_workspace {
 public:
  explicit guarded_workspace(std::size_t bytes) : bytes_(bytes), memory_(bytes + 3 * guard, canary) {}

  [[nodiscard]] std::byte* start() {
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data()) + guard;
    const auto aligned =
        (address + faltung::workspace_alignment - 1) / faltung::workspace_alignment * faltung::workspace_alignment;
    return memory_.data() + (aligned - reinterpret_cast<std::uintptr_t>(memory_.data()));
  }

  [[nodiscard]] bool intact() {
    const auto is_canary = [](std::byte value) { return value == canary; };
    return std::all_of(memory_.data(), start(), is_canary) &&
           std::all_of(start() + bytes_, memory_.data() + memory_.size(), is_canary);
  }

 private:
  static constexpr std::byte canary{0xC5};
  static constexpr std::size_t guard = faltung::workspace_alignment;
  std::size_t bytes_;
  std::vector<std::byte> memory_;
};

inline constexpr int output_guard = 8;

// Runs once; nothing where an element behind the outputs or a byte around the workspace was written.
template <class Type>
std::vector<Type> run(const operands<Type>& data, const faltung::executor_request& request) {
  const std::unique_ptr<faltung::executor> made = faltung::cpu::make_executor(request);
  made->set_filter(data.filters.data(), nullptr);
  const auto count = static_cast<std::size_t>(data.resolved.output_elements() * data.resolved.batch);
  std::vector<Type> outputs(count + output_guard, Type(12345));
  guarded_workspace workspace(made->workspace_bytes());
  made->execute(data.signals.data(), outputs.data(), workspace.start(), nullptr);
  const bool kept = std::all_of(outputs.end() - output_guard, outputs.end(), [](Type v) { return v == Type(12345); });
  if (!kept || !workspace.intact()) return {};
  outputs.resize(count);
  return outputs;
}

// Equal bits, except that one NaN is as good as another: payloads depend on the order of an instruction's operands.
template <class Type>
bool same_bits(const std::vector<Type>& a, const std::vector<Type>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](Type x, Type y) {
           return (std::isnan(x) && std::isnan(y)) || (x == y && std::signbit(x) == std::signbit(y));
         });
}

}  // namespace cpu_tests
