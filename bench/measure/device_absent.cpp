#include <stdexcept>

#include "measure/device.hpp"

namespace faltung::bench {

std::unique_ptr<workload> make_device_workload(const problem&, const options&) {
  throw std::runtime_error("built without the CUDA Toolkit");
}

roofs measure_device_roofs() { throw std::runtime_error("built without the CUDA Toolkit"); }

std::string cuda_driver_version() { return ""; }
std::string cuda_runtime_version() { return ""; }

}  // namespace faltung::bench
