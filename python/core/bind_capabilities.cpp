#include <nanobind/stl/string.h>

#include "bind.hpp"
#include "faltung/capabilities.hpp"

namespace faltung::python {
namespace nb = nanobind;

void bind_capabilities(nb::module_& module) {
  nb::class_<cpu_capabilities>(module, "CpuCapabilities", "What the CPU can do, as far as planning asks.")
      .def_ro("name", &cpu_capabilities::name, "str, the instruction set used")
      .def_ro("threads", &cpu_capabilities::threads, "int")
      .def_ro("vector_bytes", &cpu_capabilities::vector_bytes, "int, of one vector of that instruction set")
      .def_ro("fft", &cpu_capabilities::fft, "bool, whether this build has a whole-signal transform")
      .def_ro("multiply_adds_per_second", &cpu_capabilities::multiply_adds_per_second, "float, float32, one thread")
      .def_ro("bytes_per_second", &cpu_capabilities::bytes_per_second, "float, memory, all threads");
  nb::class_<cuda_capabilities>(module, "CudaCapabilities", "What the current CUDA device can do.")
      .def_prop_ro("usable", &cuda_capabilities::usable, "bool")
      .def_ro("absent", &cuda_capabilities::absent, "str, why there is none; empty where there is one")
      .def_ro("name", &cuda_capabilities::name, "str")
      .def_ro("compute_capability", &cuda_capabilities::compute_capability, "int, 10 * major + minor")
      .def_ro("multiprocessors", &cuda_capabilities::multiprocessors, "int")
      .def_ro("memory_bytes", &cuda_capabilities::memory_bytes, "int")
      .def_ro("fft_absent", &cuda_capabilities::fft_absent,
              "str, why cuFFT cannot be used, as far as it was looked for");
  nb::class_<capabilities>(module, "Capabilities", "What this machine can do, and what the library makes of it.")
      .def_ro("cpu", &capabilities::cpu, "CpuCapabilities")
      .def_ro("cuda", &capabilities::cuda, "CudaCapabilities")
      .def("__str__", &printed<capabilities>);
}

}  // namespace faltung::python
