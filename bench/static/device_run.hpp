// A problem of the static report on the current device: a plan, its filter set, and memory for its operands, of which
// nothing but the place is known.
#pragma once

#include "faltung/plan.hpp"
#include "measure/device_buffer.hpp"
#include "static/problem_list.hpp"

namespace faltung::bench {

class device_run {
 public:
  explicit device_run(const static_problem& one);

  void execute();

  [[nodiscard]] const plan& planned() const { return plan_; }

 private:
  void set_filter(const static_problem& one);

  element_type signal_type_;
  element_type output_type_;
  std::size_t inputs_;
  plan plan_;
  std::size_t outputs_;
  device_buffer signal_;
  device_buffer output_;
  device_buffer workspace_;
};

}  // namespace faltung::bench
