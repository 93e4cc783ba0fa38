// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace faltung::bench {

// With so many significant digits and no exponent between 1e-4 and 1e9: "0.0123", "12300".
std::string significant(double value, int digits = 3);

// "1.23 ms"
std::string duration(double seconds);

// "1 000 000"
std::string grouped(std::int64_t count);

// "2026-01-31T12:34:56Z"
std::string utc_now();

}  // namespace faltung::bench
