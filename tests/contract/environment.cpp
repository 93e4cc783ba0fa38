#include "contract/environment.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "support/bounds.hpp"
#include "support/operands.hpp"
#include "support/oracle.hpp"

namespace faltung::test {

namespace {

// Bits of the largest magnitude of an integer type.
int magnitude_bits(element_type type) {
  return type == boolean ? 0 : static_cast<int>(8 * size_of(type)) - (is_signed(type) ? 1 : 0);
}

// Whether the proved error of transforms of the full result's length reaches 1/2 for some operands of these types, so that
// rounding need not give the exact integers.
bool rounds_to_wrong_integers(const problem& description) {
  double samples = 1;
  for (int axis = 0; axis < description.signal.rank(); ++axis)
    samples *= static_cast<double>(description.signal[axis] + description.filter[axis] - 1);
  const double norms = std::ldexp(std::sqrt(samples * static_cast<double>(description.filter.elements())),
                                  magnitude_bits(description.type) + magnitude_bits(filter_type(description)));
  return fft_proved * 0x1p-53 * std::max(1.0, std::log2(samples)) * norms >= 0.5;
}

}  // namespace

bool contender::refuses(const problem& description) const {
  if (has_no_result(description)) return true;
  if (uses_fft() && sums_integers(description) && rounds_to_wrong_integers(description)) return true;
  if (method != faltung::method::overlap_save) return false;
  if (description.signal.rank() == 2) return backend == faltung::backend::cuda;
  return description.filter[0] > description.signal[0];
}

namespace {

template <class Wanted>
std::vector<contender> contenders_that(Wanted&& wanted) {
  std::vector<contender> chosen;
  for (const contender& one : contenders())
    if (wanted(one)) chosen.push_back(one);
  return chosen;
}

}  // namespace

std::vector<contender> direct_contenders() {
  return contenders_that([](const contender& one) { return one.method == method::direct; });
}
std::vector<contender> summing_contenders() {
  return contenders_that([](const contender& one) { return !one.uses_fft(); });
}
std::vector<contender> fft_contenders() {
  return contenders_that([](const contender& one) { return one.uses_fft(); });
}

std::string name_of(const contender& one) {
  std::ostringstream name;
  name << one.backend << '_' << one.method;
  if (one.backend == backend::cuda) name << '_' << one.memory;
  return name.str();
}

}  // namespace faltung::test
