#include "cpu/lane_transfer.hpp"

#include <algorithm>

#include "cpu/samples.hpp"

namespace faltung::cpu {
namespace {

// Whether a row of the operand is an array of what the lanes hold.
template <class Type>
bool in_place(const operand& one) {
  return one.type == type_of<Type> && one.parts() == 1 && one.at.column == 1;
}

}  // namespace

template <class Type>
void lane_transfer<Type>::load(const void* signals, int part, std::span<const lane_place> places, Type* staging,
                               Type* lanes) const {
  const bool direct = in_place<Type>(problem_.signal);
  const std::int64_t width = kernels_.width;
  std::array<const Type*, most_lanes> rows;
  for (std::int64_t at = 0; at < segments_.length; at += chunk()) {
    for (std::int64_t lane = 0; lane < width; ++lane) {
      Type* const staged = staging + lane * chunk();
      rows[static_cast<std::size_t>(lane)] = staged;
      const auto index = static_cast<std::size_t>(lane);
      std::int64_t count = 0;
      if (index < places.size()) {
        const std::int64_t begin = places[index].segment * segments_.step + at;
        count = std::clamp<std::int64_t>(segments_.samples - begin, 0, chunk());
        const std::int64_t first = problem_.columns.origin + begin;
        if (direct && count == chunk() && first >= 0 && first + count <= problem_.columns.signal) {
          rows[index] = static_cast<const Type*>(signals) + problem_.signal.entry(places[index].signal) + first;
          continue;
        }
        if (count > 0) read_row(problem_, signals, places[index].signal, part, 0, first, count, staged);
      }
      std::fill(staged + count, staged + chunk(), Type{0});
    }
    kernels_.interleave(rows.data(), chunk(), lanes + at * width);
  }
}

template <class Type>
void lane_transfer<Type>::store(const Type* lanes, const Type* scales, std::int64_t filter, int part,
                                std::span<const lane_place> places, Type* staging, void* outputs, Type* poison) const {
  const bool direct = in_place<Type>(problem_.output);
  const std::int64_t width = kernels_.width;
  std::array<Type*, most_lanes> rows;
  std::array<std::int64_t, most_lanes> counts;
  for (std::int64_t at = 0; at < segments_.step; at += chunk()) {
    std::int64_t most = 0;
    for (std::int64_t lane = 0; lane < width; ++lane) {
      const auto index = static_cast<std::size_t>(lane);
      rows[index] = staging + lane * chunk();
      counts[index] = 0;
      if (index >= places.size()) continue;
      const std::int64_t first = places[index].segment * segments_.step + at;
      const std::int64_t count =
          std::clamp<std::int64_t>(std::min(segments_.step - at, problem_.columns.output - first), 0, chunk());
      most = std::max(most, count);
      if (direct && count == chunk())
        rows[index] =
            static_cast<Type*>(outputs) + problem_.output.entry(places[index].signal * problem_.bank + filter) + first;
      else
        counts[index] = count;
    }
    // Whole cache lines, which is what lanes are transposed by.
    constexpr auto line = static_cast<std::int64_t>(64 / sizeof(Type));
    kernels_.deinterleave(lanes + at * width, scales, (most + line - 1) / line * line, rows.data(), poison);
    for (std::size_t index = 0; index < places.size(); ++index)
      if (counts[index] > 0)
        write_row(problem_, outputs, places[index].signal * problem_.bank + filter, part, 0,
                  places[index].segment * segments_.step + at, counts[index],
                  staging + static_cast<std::int64_t>(index) * chunk());
  }
}

template class lane_transfer<float>;
template class lane_transfer<double>;

}  // namespace faltung::cpu
