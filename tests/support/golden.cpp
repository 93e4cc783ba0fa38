#include "support/golden.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace faltung::test {
namespace {

using nlohmann::json;

shape shape_from(const json& extents) {
  if (extents.size() == 1) return extents.at(0).get<std::int64_t>();
  return {extents.at(0).get<std::int64_t>(), extents.at(1).get<std::int64_t>()};
}

element_type type_from(const json& name) {
  const auto wanted = name.get<std::string>();
  if (wanted == "bool") return boolean;
  for (const element_type type : every_type)
    if (to_string(type) == wanted) return type;
  throw std::runtime_error("no element type is called " + wanted);
}

elements elements_from(const json& numbers, element_type type) {
  const std::size_t parts = is_complex(type) ? 2 : 1;
  elements made(type, numbers.size() / parts);
  for (std::size_t index = 0; index < numbers.size(); ++index) {
    const json& number = numbers.at(index);
    if (!is_integer(type))
      made.set(index / parts, static_cast<long double>(number.get<std::int64_t>()), index % parts);
    else
      made.set_whole(index, number.is_number_unsigned() ? number.get<std::uint64_t>()
                                                        : static_cast<std::uint64_t>(number.get<std::int64_t>()));
  }
  return made;
}

boundary boundary_from(const json& from) {
  const auto name = from.at("boundary").get<std::string>();
  const auto fill = from.at("fill").get<double>();
  if (name == "fill") return fill == 0 ? zero : constant(fill);
  if (name == "symm") return reflect;
  if (name == "constant") return constant(fill);
  return parse_boundary(name);
}

// Of a filter with an even length scipy.ndimage takes the right one of the two taps in the middle; a correlation in 1D
// does so here too.
void take_origin(const json& from, problem& description) {
  const int rank = description.filter.rank();
  for (int axis = 0; axis < rank; ++axis) {
    const auto place = static_cast<std::size_t>(axis);
    const bool same_centre = rank == 1 && description.operation == operation::correlation;
    const bool even = description.filter[axis] % 2 == 0;
    description.origin[place] = from.at("origin").at(place).get<std::int64_t>() + (even && !same_centre ? 1 : 0);
  }
}

golden_case case_from(const json& from) {
  const json& types = from.at("types");
  golden_case made{
      .function = from.at("function").get<std::string>(),
      .description = {},
      .data = {elements_from(from.at("signal"), type_from(types.at(0))),
               elements_from(from.at("filter"), type_from(types.at(1)))},
      .output_shape = shape_from(from.at("output_shape")),
      .output = elements_from(from.at("output"), type_from(types.at(2))),
  };
  const bool correlation = made.function.find("correlate") != std::string::npos;
  problem& description = made.description;
  description.signal = shape_from(from.at("signal_shape"));
  description.filter = shape_from(from.at("filter_shape"));
  description.type = made.data.signal.type();
  if (made.data.filter.type() != description.type) description.filter_type = made.data.filter.type();
  description.operation = correlation ? operation::correlation : operation::convolution;
  description.mode = from.contains("mode") ? parse_mode(from.at("mode").get<std::string>()) : mode::same;
  if (from.contains("boundary")) description.boundary = boundary_from(from);
  if (from.contains("origin")) take_origin(from, description);
  return made;
}

}  // namespace

golden_file read_golden(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  const json all = json::parse(file);
  golden_file read{.numpy_version = all.at("numpy").get<std::string>(),
                   .scipy_version = all.at("scipy").get<std::string>(),
                   .promotions = {},
                   .cases = {}};
  for (const json& one : all.at("promotions"))
    read.promotions.push_back({type_from(one.at(0)), type_from(one.at(1)), type_from(one.at(2))});
  for (const json& one : all.at("cases")) read.cases.push_back(case_from(one));
  return read;
}

}  // namespace faltung::test
