#include "study/context.hpp"

#include <sys/utsname.h>

#include <fstream>

#include "faltung/version.hpp"

namespace faltung::bench {

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  utsname system{};
  return uname(&system) == 0 ? std::string(static_cast<const char*>(system.machine)) : "unknown processor";
}

std::string library_version() {
  return std::to_string(FALTUNG_VERSION_MAJOR) + "." + std::to_string(FALTUNG_VERSION_MINOR) + "." +
         std::to_string(FALTUNG_VERSION_PATCH);
}

}  // namespace faltung::bench
