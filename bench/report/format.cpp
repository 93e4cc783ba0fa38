#include "report/format.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace faltung::bench {

std::string significant(double value, int digits) {
  std::array<char, 64> text{};
  const double size = std::abs(value);
  if (value == 0 || (size >= 1e-4 && size < 1e9)) {
    const int before = value == 0 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    std::snprintf(text.data(), text.size(), "%.*f", before >= digits ? 0 : digits - before, value);
  } else {
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, value);
  }
  return text.data();
}

std::string duration(double seconds) {
  struct unit {
    double scale;
    const char* name;
  };
  for (const unit each : {unit{1, "s"}, unit{1e-3, "ms"}, unit{1e-6, "us"}}) {
    if (seconds >= each.scale) return significant(seconds / each.scale) + " " + each.name;
  }
  return significant(seconds * 1e9) + " ns";
}

std::string grouped(std::int64_t count) {
  const std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  std::string spaced;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) spaced += ' ';
    spaced += digits[i];
  }
  return spaced;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace faltung::bench
