// A plan with its data, ready to be executed over and over by Google Benchmark.
#pragma once

#include <benchmark/benchmark.h>

#include <memory>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::bench {

class workload {
 public:
  workload() = default;
  workload(const workload&) = delete;
  workload& operator=(const workload&) = delete;
  virtual ~workload() = default;

  // Each iteration executes the plan executions_per_iteration() times. On device memory the iteration sets its time
  // itself, from events.
  virtual void run(benchmark::State& state) = 0;
  [[nodiscard]] virtual int executions_per_iteration() const { return 1; }
};

// Makes the plan and random data and sets the filter: all that the timing leaves out. Data of a plan for device memory
// lie there, in as many copies as it takes to be out of the device's L2 cache. Throws what plan throws.
std::unique_ptr<workload> make_workload(const problem& description, const options& request);

}  // namespace faltung::bench
