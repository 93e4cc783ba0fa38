#include "roofline/points.hpp"

namespace faltung::bench {
namespace {

nlohmann::ordered_json extents(const shape& of) {
  auto list = nlohmann::ordered_json::array();
  for (int axis = 0; axis < of.rank(); ++axis) list.push_back(of[axis]);
  return list;
}

}  // namespace

std::vector<roofline_point> roofline_points(bool quick) {
  using list = std::vector<std::int64_t>;
  const std::int64_t samples = quick ? std::int64_t{1} << 22 : std::int64_t{1} << 25;
  const std::int64_t edge = quick ? 2048 : 4096;
  std::vector<roofline_point> points;
  const auto add = [&](const std::string& group, const std::string& name, problem description) {
    description.mode = mode::same;
    points.push_back({name, group, description});
  };
  for (const element_type type : {float32, float64}) {
    const std::string group = "1d " + std::string(to_string(type));
    const list taps =
        quick || type == float64 ? list{3, 9, 31, 63, 255} : list{3, 5, 9, 17, 31, 33, 48, 63, 65, 96, 129, 255};
    for (const std::int64_t m : taps) {
      add(group, group + " m=" + std::to_string(m), {.signal = samples, .filter = m, .type = type});
    }
  }
  for (const std::int64_t length : quick ? list{1000} : list{64, 256, 1000}) {
    const std::string group = "1d float32 batch of " + std::to_string(length);
    for (const std::int64_t m : quick ? list{9, 63} : list{3, 9, 17, 31, 63}) {
      add(group, group + " m=" + std::to_string(m), {.signal = length, .filter = m, .batch = samples / length});
    }
  }
  for (const std::int64_t k : quick ? list{3, 7, 17} : list{3, 5, 7, 9, 11, 13, 17, 25, 31}) {
    add("2d float32", "2d float32 k=" + std::to_string(k), {.signal = {edge, edge}, .filter = {k, k}});
  }
  for (const std::int64_t k : quick ? list{3, 17} : list{3, 5, 9, 17, 23, 31}) {
    add("2d separable float32", "2d separable float32 k=" + std::to_string(k),
        {.signal = {edge, edge}, .filter = {k, k}, .filter_rank = 1});
  }
  return points;
}

std::vector<method> roofline_methods(const problem& description) {
  if (description.filter_rank > 0) return {method::separable};
  if (description.signal.rank() == 2) return {method::direct, method::fft};
  return {method::direct, method::overlap_save, method::fft};
}

nlohmann::ordered_json to_json(std::span<const roofline_point> points) {
  auto list = nlohmann::ordered_json::array();
  for (const roofline_point& one : points) {
    list.push_back({{"name", one.name},
                    {"group", one.group},
                    {"signal", extents(one.description.signal)},
                    {"filter", extents(one.description.filter)},
                    {"batch", one.description.batch},
                    {"type", to_string(one.description.type)},
                    {"mode", to_string(one.description.mode)}});
  }
  return {{"schema", "faltung-points-1"}, {"points", list}};
}

}  // namespace faltung::bench
