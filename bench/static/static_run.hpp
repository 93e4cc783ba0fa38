// A problem of the static report on the device, ready to be executed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "faltung/plan.hpp"
#include "measure/device_buffer.hpp"

namespace faltung::bench {

class static_run {
 public:
  // With the filter set. The operands' memory is as it was allocated, unless it is filled with numbers of some size.
  static_run(const problem& description, method how, bool filled = false);

  void execute();

  [[nodiscard]] const plan& planned() const { return plan_; }

 private:
  plan plan_;
  std::size_t inputs_;  // elements
  std::size_t outputs_;
  element_type result_;
  device_buffer signal_;
  device_buffer output_;
  device_buffer workspace_;
};

}  // namespace faltung::bench
