// What the one-call functions on host data share: checks before any work, one plan, its workspace.
#pragma once

#include <string_view>

#include "api/filter_rank.hpp"
#include "faltung/capabilities.hpp"
#include "faltung/convolve.hpp"
#include "faltung/plan.hpp"

namespace faltung::detail {

// Whether as many elements were given as the shape has.
void require_size(std::string_view argument, std::size_t size, const shape& extents);

class host_call {
 public:
  host_call(const problem& description, const options& request);

  [[nodiscard]] element_type filter_type() const { return description_.filter_type.value_or(description_.type); }

  // Tells the plan the filter's rank where that gains.
  void look_for_rank(const host_operand& filter) {
    description_.filter_rank = rank_worth_telling(description_, request_, machine_, filter.data);
  }

  [[nodiscard]] plan make_plan() const { return {description_, request_, machine_}; }

  void require_apart(const host_result& output, std::string_view argument, const host_operand& filter) const;

  void execute(const plan& once, const host_operand& signal, const host_result& output) const;

 private:
  problem description_;
  options request_;
  element_type output_type_;
  capabilities machine_;
};

}  // namespace faltung::detail
