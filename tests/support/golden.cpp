#include "support/golden.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace faltung::test {
namespace {

shape shape_from(const nlohmann::json& extents) {
  if (extents.size() == 1) return extents.at(0).get<std::int64_t>();
  return {extents.at(0).get<std::int64_t>(), extents.at(1).get<std::int64_t>()};
}

golden_case case_from(const nlohmann::json& from) {
  golden_case made{.function = from.at("function").get<std::string>(),
                   .description = {},
                   .signal = from.at("signal").get<std::vector<double>>(),
                   .filter = from.at("filter").get<std::vector<double>>(),
                   .output_shape = shape_from(from.at("output_shape")),
                   .output = from.at("output").get<std::vector<double>>()};
  const bool correlation = made.function.find("correlate") != std::string::npos;
  made.description.signal = shape_from(from.at("signal_shape"));
  made.description.filter = shape_from(from.at("filter_shape"));
  made.description.mode = parse_mode(from.at("mode").get<std::string>());
  made.description.operation = correlation ? operation::correlation : operation::convolution;
  return made;
}

}  // namespace

golden_file read_golden(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  const nlohmann::json all = nlohmann::json::parse(file);
  golden_file read{.numpy_version = all.at("numpy").get<std::string>(),
                   .scipy_version = all.at("scipy").get<std::string>(),
                   .cases = {}};
  for (const nlohmann::json& one : all.at("cases")) read.cases.push_back(case_from(one));
  return read;
}

}  // namespace faltung::test
