#include "tune/family.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <regex>

namespace faltung::bench {

std::string name_of(const std::type_info& type) {
  const std::unique_ptr<char, decltype(&std::free)> plain(abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr),
                                                          &std::free);
  return std::regex_replace(std::string(plain.get()), std::regex("faltung::|kernel::| (?=>)"), "");
}

tune_candidate described(const policy_fields& fields, const std::string& holder, const std::string& policy) {
  std::string code = holder.back() == '>' ? "template <>\n" : "";
  code.append("struct ").append(holder).append(" {\n  static constexpr ").append(policy);
  code.append(" value{").append(values_of(fields)).append("};\n};");
  return {.fields = fields, .code = code};
}

std::vector<tune_family> tune_families() {
  std::vector<tune_family> all;
#define FALTUNG_TUNE_ADD(Name) \
  for (tune_family & each : tune_##Name()) all.push_back(std::move(each));
  FALTUNG_TUNE_FAMILIES(FALTUNG_TUNE_ADD)
#undef FALTUNG_TUNE_ADD
  return all;
}

}  // namespace faltung::bench
