// A logarithmic axis: where a value lies, and which values get a mark.
#pragma once

#include <vector>

namespace faltung::bench {

class log_axis {
 public:
  // Values from `low` to `high`, both above 0 and widened if equal, laid out from pixel `from` to pixel `to`.
  log_axis(double low, double high, double from, double to);

  [[nodiscard]] double at(double value) const;
  // Powers of ten in range; with less than two of those, 1, 2 and 5 times them.
  [[nodiscard]] std::vector<double> ticks() const;

 private:
  double low_;
  double high_;
  double from_;
  double to_;
};

}  // namespace faltung::bench
