#include "report/log_axis.hpp"

#include <cmath>
#include <initializer_list>

namespace faltung::bench {

log_axis::log_axis(double low, double high, double from, double to)
    : low_(std::log10(low)), high_(std::log10(high)), from_(from), to_(to) {
  if (high_ - low_ < 1e-9) {
    low_ -= 0.5;
    high_ += 0.5;
  }
}

double log_axis::at(double value) const { return from_ + (std::log10(value) - low_) / (high_ - low_) * (to_ - from_); }

std::vector<double> log_axis::ticks() const {
  const auto among = [this](std::initializer_list<double> steps) {
    std::vector<double> found;
    for (double power = std::floor(low_); power <= high_; ++power) {
      for (const double step : steps) {
        const double value = std::log10(step) + power;
        if (value >= low_ - 1e-9 && value <= high_ + 1e-9) found.push_back(step * std::pow(10.0, power));
      }
    }
    return found;
  };
  const std::vector<double> powers = among({1.0});
  return powers.size() >= 2 ? powers : among({1.0, 2.0, 5.0});
}

}  // namespace faltung::bench
