// What the study needs of a CUDA device beyond the library: timing on it, its roofs, its driver. A build without the
// CUDA Toolkit links device_absent.cpp.
#pragma once

#include <memory>
#include <string>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"
#include "measure/roofs.hpp"
#include "measure/workload.hpp"

namespace faltung::bench {

// See make_workload. Throws std::runtime_error where a CUDA call fails.
std::unique_ptr<workload> make_device_workload(const problem& description, const options& request);

// The current device's. Copies and multiplies for about a tenth of a second.
roofs measure_device_roofs();

// "12.4", as the driver and the runtime report their versions; empty where there is none.
std::string cuda_driver_version();
std::string cuda_runtime_version();

}  // namespace faltung::bench
