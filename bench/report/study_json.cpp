#include "report/study_json.hpp"

#include <string>

namespace faltung::bench {
namespace {

using json = nlohmann::ordered_json;

json extents(const shape& of) {
  json list = json::array();
  for (int axis = 0; axis < of.rank(); ++axis) list.push_back(of[axis]);
  return list;
}

json identity(const contender& one) {
  return {{"backend", to_string(one.backend)}, {"method", to_string(one.method)}, {"memory", to_string(one.memory)}};
}

json roofs_json(const roofs& machine) {
  json copies = json::array();
  for (const auto& [bytes, rate] : machine.copy_bytes_per_second) {
    copies.push_back({{"bytes", bytes}, {"bytes_per_second", rate}});
  }
  return {{"float32_multiply_adds_per_second", machine.multiply_adds_per_second},
          {"float64_multiply_adds_per_second", machine.double_multiply_adds_per_second},
          {"copy", copies}};
}

json context_json(const study_context& context) {
  const cuda_capabilities& device = context.machine.cuda;
  json cuda = {{"usable", device.usable()}};
  if (device.usable()) {
    cuda.update({{"name", device.name},
                 {"compute_capability", device.compute_capability},
                 {"multiprocessors", device.multiprocessors},
                 {"memory_bytes", device.memory_bytes},
                 {"driver", context.driver},
                 {"runtime", context.runtime},
                 {"roofs", roofs_json(context.limits.cuda)}});
  } else {
    cuda["absent"] = device.absent;
  }
  return {{"library", context.library},
          {"commit", context.commit.empty() ? json() : json(context.commit)},
          {"date", context.date},
          {"type", to_string(context.type)},
          {"cpu",
           {{"name", context.processor},
            {"instructions", context.machine.cpu.name},
            {"threads", context.machine.cpu.threads},
            {"roofs", roofs_json(context.limits.cpu)}}},
          {"cuda", cuda},
          {"settings",
           {{"budget_seconds", context.settings.timing.budget_seconds},
            {"repetitions", context.settings.timing.repetitions},
            {"longest_execution_seconds", context.settings.longest_execution}}}};
}

json points_json(const case_result& result) {
  json list = json::array();
  for (std::size_t i = 0; i < result.contenders.size(); ++i) {
    for (std::size_t length = 0; length < result.what.lengths.size(); ++length) {
      const study_point& point = result.points[i][length];
      json entry = identity(result.contenders[i]);
      entry["filter"] = extents(result.what.with(result.what.lengths[length]).filter);
      if (point.time.measured()) {
        entry.update(
            {{"seconds", {{"min", point.time.minimum}, {"median", point.time.median}, {"max", point.time.maximum}}},
             {"repetitions", point.time.repetitions},
             {"ns_per_output", point.time.median * 1e9 / result.outputs()},
             {"roof_seconds", point.roof_seconds},
             {"roof_share", point.roof_seconds / point.time.median},
             {"predicted_seconds", point.predicted_seconds}});
      } else {
        entry["skipped"] = point.time.skipped;
      }
      list.push_back(entry);
    }
  }
  return list;
}

json choices_json(const case_result& result, const std::vector<selection_point>& choices) {
  json list = json::array();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    json entry = {{"filter", result.what.lengths[i]}};
    if (choices[i].chosen < result.contenders.size()) entry.update(identity(result.contenders[choices[i].chosen]));
    entry["regret"] = choices[i].regret ? json(*choices[i].regret) : json();
    list.push_back(entry);
  }
  return list;
}

json crossings_json(const case_result& result, const std::vector<crossing>& crossings) {
  json list = json::array();
  for (const crossing& each : crossings) {
    list.push_back({{"filter", each.at},
                    {"seconds", each.value},
                    {"from", identity(result.contenders[each.from])},
                    {"to", identity(result.contenders[each.to])}});
  }
  return list;
}

}  // namespace

nlohmann::ordered_json to_json(const study_context& context, std::span<const case_result> results) {
  json cases = json::array();
  for (const case_result& result : results) {
    json entry = {{"title", result.what.title},
                  {"signal", extents(result.what.signal)},
                  {"batch", result.what.batch},
                  {"filters", to_string(result.what.filters)},
                  {"mode", "same"},
                  {"points", points_json(result)},
                  {"host",
                   {{"choices", choices_json(result, result.host_choices)},
                    {"crossings", crossings_json(result, result.crossings)}}}};
    if (!result.device_choices.empty()) {
      entry["device"] = {{"choices", choices_json(result, result.device_choices)},
                         {"crossings", crossings_json(result, result.device_crossings)}};
    }
    cases.push_back(entry);
  }
  return {{"schema", "faltung-study-1"}, {"context", context_json(context)}, {"cases", cases}};
}

}  // namespace faltung::bench
