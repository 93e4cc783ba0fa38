#include "contract/environment.hpp"

#include <sstream>

#include "support/operands.hpp"
#include "support/oracle.hpp"

namespace faltung::test {

bool contender::refuses(const problem& description) const {
  if (has_no_result(description)) return true;
  if (method != faltung::method::overlap_save) return false;
  return description.signal.rank() == 2 || description.filter[0] > description.signal[0];
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
