// faltung._core._emulation: device memory and streams of the emulated CUDA device, for tests of device arrays. Only in
// the extension that is built with FALTUNG_PYTHON_EMULATED.
#include <cuda_runtime_api.h>

#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <emulation/control.hpp>

#include "bind.hpp"
#include "cuda/check.hpp"

namespace faltung::python {
namespace nb = nanobind;

void bind_emulation(nb::module_& module) {
  using namespace nb::literals;
  nb::module_ made = module.def_submodule("_emulation", "The emulated CUDA device.");
  made.def("malloc", [](std::size_t bytes) {
    void* memory = nullptr;
    FALTUNG_CUDA_TRY(cudaMalloc(&memory, bytes), bytes);
    return reinterpret_cast<std::uintptr_t>(memory);
  });
  made.def("free", [](std::uintptr_t memory) { FALTUNG_CUDA_TRY(cudaFree(reinterpret_cast<void*>(memory))); });
  made.def("write", [](std::uintptr_t memory, nb::bytes data) {
    FALTUNG_CUDA_TRY(cudaMemcpy(reinterpret_cast<void*>(memory), data.c_str(), data.size(), cudaMemcpyHostToDevice));
  });
  made.def("read", [](std::uintptr_t memory, std::size_t bytes) {
    std::string data(bytes, '\0');
    FALTUNG_CUDA_TRY(cudaMemcpy(data.data(), reinterpret_cast<const void*>(memory), bytes, cudaMemcpyDeviceToHost));
    return nb::bytes(data.data(), data.size());
  });
  made.def("create_stream", [] {
    cudaStream_t stream = nullptr;
    FALTUNG_CUDA_TRY(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    return reinterpret_cast<std::uintptr_t>(stream);
  });
  made.def("destroy_stream",
           [](std::uintptr_t stream) { FALTUNG_CUDA_TRY(cudaStreamDestroy(reinterpret_cast<cudaStream_t>(stream))); });
  made.def(
      "calls", [] { return emulation::count().calls; }, "How often each runtime and cuFFT function was called.");
  made.def("synchronisations", [] { return emulation::count().synchronisations; });
  made.def("live_allocations", [] { return emulation::count().live_allocations; });
  made.def("live_events", [] { return emulation::count().live_events; });
  made.def("reset_counters", &emulation::reset_counters);
  made.def("fail_at", &emulation::fail_at, "n"_a, "persistent"_a = false);
  made.def("set_device", [](bool present) {
    emulation::set_device(present ? emulation::device_state::present : emulation::device_state::no_device);
  });
  made.def("set_cufft_present", &emulation::set_cufft_present);
}

}  // namespace faltung::python
