// Which problems the study measures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faltung/problem.hpp"

namespace faltung::bench {

// One signal shape against a row of filter lengths: a panel of the plot, a table on the terminal.
struct study_case {
  std::string title;
  shape signal;
  std::int64_t batch = 1;
  faltung::filters filters = faltung::filters::shared;
  element_type type = float32;
  std::vector<std::int64_t> lengths;  // taps in 1D, taps along each edge in 2D; ascending

  // With mode `same`, so that there are as many outputs as signal samples whatever the filter.
  [[nodiscard]] problem with(std::int64_t length) const;
};

// Signals of 1e3 to 1e6 samples, batches of short ones, and pictures. `quick` keeps a few of each, for a look.
std::vector<study_case> study_grid(element_type type, bool quick);

}  // namespace faltung::bench
