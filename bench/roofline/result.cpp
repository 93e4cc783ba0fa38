#include "roofline/result.hpp"

#include <algorithm>

namespace faltung::bench {

double roofline_result::outputs_per_second() const {
  return static_cast<double>(output_shape(point.description).elements() * point.description.batch) / time.median;
}

double roofline_seconds(const problem& description, const roofs& machine) {
  const double copying = roof_seconds(description, method::fft, machine);  // a transform's roof is the copy alone
  if (description.filter_rank == 0) return roof_seconds(description, method::direct, machine);
  const double peak =
      description.type == float32 ? machine.multiply_adds_per_second : machine.double_multiply_adds_per_second;
  const double taps =
      static_cast<double>(description.filter_rank) * static_cast<double>(description.filter[0] + description.filter[1]);
  const double outputs = static_cast<double>(output_shape(description).elements() * description.batch);
  return std::max(copying, outputs * taps / peak);
}

nlohmann::ordered_json to_json(const roofline_context& context, std::span<const roofline_result> results) {
  using json = nlohmann::ordered_json;
  json points = json::array();
  for (const roofline_result& one : results) {
    json entry = to_json(std::span(&one.point, 1))["points"][0];
    entry["method"] = to_string(one.how);
    if (one.time.measured()) {
      entry.update({{"seconds", {{"min", one.time.minimum}, {"median", one.time.median}, {"max", one.time.maximum}}},
                    {"repetitions", one.time.repetitions},
                    {"outputs_per_second", one.outputs_per_second()},
                    {"roof_seconds", one.roof_seconds},
                    {"roof_share", one.roof_share()}});
    } else {
      entry["skipped"] = one.time.skipped;
    }
    points.push_back(entry);
  }
  const auto copy = context.limits.copy_bytes_per_second.rbegin();
  const bool copied = copy != context.limits.copy_bytes_per_second.rend();
  return {{"schema", "faltung-roofline-1"},
          {"context",
           {{"device", context.device},
            {"compute_capability", context.compute_capability},
            {"driver", context.driver},
            {"runtime", context.runtime},
            {"library", context.library},
            {"commit", context.commit},
            {"date", context.date},
            {"roofs",
             {{"copy_bytes_per_second", copied ? json(copy->second) : json()},
              {"float32_multiply_adds_per_second", context.limits.multiply_adds_per_second},
              {"float64_multiply_adds_per_second", context.limits.double_multiply_adds_per_second},
              {"shared_bytes_per_second", context.limits.shared_bytes_per_second}}}}},
          {"points", points}};
}

}  // namespace faltung::bench
