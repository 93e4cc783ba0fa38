// Prints as JSON which kernels the library launches for each problem of the static report, and what it tells them. Runs
// on the emulated device with launches noted instead of carried out, so that size costs nothing but memory.
#include <cuda_runtime_api.h>

#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>

#include "emulation/recording.hpp"
#include "faltung/error.hpp"
#include "faltung/problem.hpp"
#include "static/policy_list.hpp"
#include "static/problem_list.hpp"
#include "static/static_run.hpp"

namespace {

using namespace faltung;
using json = nlohmann::ordered_json;

std::string hexadecimal(std::span<const std::byte> bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (const std::byte one : bytes) {
    text += digits[std::to_integer<unsigned>(one) >> 4];
    text += digits[std::to_integer<unsigned>(one) & 15];
  }
  return text;
}

json extents(const shape& of) {
  json list = json::array();
  for (int axis = 0; axis < of.rank(); ++axis) list.push_back(of[axis]);
  return list;
}

json extents(const dim3& of) { return {of.x, of.y, of.z}; }

json launches_of(const problem& description, method how) {
  bench::static_run made(description, how);
  emulation::take_recorded_launches();  // those that prepared the filter
  made.execute();
  json list = json::array();
  for (const emulation::recorded_launch& each : emulation::take_recorded_launches()) {
    list.push_back({{"kernel", each.kernel},
                    {"blocks", extents(each.blocks)},
                    {"threads", extents(each.threads)},
                    {"shared_bytes", each.shared_bytes},
                    {"parameters", hexadecimal(each.parameters)}});
  }
  return list;
}

json entry_of(const bench::static_problem& one) {
  const problem& description = one.description;
  const bool rank_one = one.method == method::separable;
  const std::int64_t taps = rank_one ? description.filter[0] + description.filter[1] : description.filter.elements();
  const auto parts = [](element_type type) { return is_complex(type) ? 2 : 1; };
  const int products = parts(description.type) * parts(description.filter_type.value_or(description.type));
  const std::int64_t outputs = output_shape(description).elements() * description.batch * description.bank;
  json entry = {{"name", one.name},
                {"group", one.group},
                {"method", to_string(one.method)},
                {"mode", to_string(description.mode)},
                {"signal", extents(description.signal)},
                {"filter", extents(description.filter)},
                {"batch", description.batch},
                {"bank", description.bank},
                {"type", to_string(description.type)},
                {"output_type", to_string(output_type(description))},
                {"outputs", outputs},
                {"output_bytes", size_of(output_type(description))},
                {"signal_bytes", size_of(description.type)},
                // That must be, of real numbers; a product of complex ones takes four. By transforms memory alone must.
                {"multiply_adds_per_output", one.method == method::overlap_save ? 0 : products * taps}};
  try {
    entry["launches"] = launches_of(description, one.method);
  } catch (const error& refused) {
    entry["refused"] = refused.what();
  }
  return entry;
}

}  // namespace

int main() {
  try {
    emulation::record_launches(true);
    json list = json::array();
    for (const bench::static_problem& one : bench::static_problems()) list.push_back(entry_of(one));
    json policies = json::array();
    for (const bench::named_policy& one : bench::library_policies()) {
      json fields = json::object();
      for (const auto& [name, value] : one.fields) fields[name] = value;
      policies.push_back({{"kernel", one.kernel}, {"policy", fields}});
    }
    std::cout << json{{"schema", "faltung-launches-1"}, {"policies", policies}, {"problems", list}}.dump(1) << '\n';
    return std::cout ? 0 : 1;
  } catch (const std::exception& failure) {
    std::cerr << "faltung_launches: " << failure.what() << '\n';
    return 2;
  }
}
