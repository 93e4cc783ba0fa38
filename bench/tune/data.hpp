// A problem's operands on the device, and what candidates make of them.
#pragma once

#include <cstddef>
#include <vector>

#include "faltung/plan.hpp"
#include "measure/device_buffer.hpp"
#include "tune/candidate.hpp"

namespace faltung::bench {

class tune_data {
 public:
  // By the direct method, or by the separable one with a column and a row filter.
  tune_data(const problem& description, bool separable);

  // The outputs of one launch.
  std::vector<std::byte> result(const tune_candidate& one);
  // And those of the library's own plan.
  std::vector<std::byte> library_result();

  double median_seconds(const tune_candidate& one, int repetitions);

 private:
  void launch(const tune_candidate& one);
  std::vector<std::byte> read_result();

  problem description_;
  bool separable_;
  geometry where_;
  std::size_t output_bytes_;
  device_buffer filter_;  // the column's taps in front of the row's, where it is separable
  device_buffer taps_;
  std::vector<std::byte> host_taps_;
  std::vector<device_buffer> signals_;
  std::vector<device_buffer> results_;
  std::size_t turn_ = 0;
  int multiprocessors_;
};

}  // namespace faltung::bench
