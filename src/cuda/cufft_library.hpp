// cuFFT's functions, found at run time: linking it would cost every process 286 MB of mapping and 4.4 ms at its start,
// and keep it from starting where cuFFT is not installed.
#pragma once

#include <cufft.h>

namespace faltung::cuda {

struct cufft_library {
  decltype(&cufftCreate) create;
  decltype(&cufftDestroy) destroy;
  decltype(&cufftSetAutoAllocation) set_auto_allocation;
  decltype(&cufftMakePlanMany64) make_plan_many;
  decltype(&cufftSetStream) set_stream;
  decltype(&cufftSetWorkArea) set_work_area;
  decltype(&cufftExecR2C) execute_r2c;
  decltype(&cufftExecC2R) execute_c2r;
  decltype(&cufftExecD2Z) execute_d2z;
  decltype(&cufftExecZ2D) execute_z2d;
};

// Opened by the first call that succeeds and never closed. Throws unsupported with what the dynamic linker said.
const cufft_library& cufft();

}  // namespace faltung::cuda
