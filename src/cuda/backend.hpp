// The CUDA backend as the plan sees it. A build without the CUDA Toolkit links src/cuda/absent.cpp in its place.
#pragma once

#include <memory>
#include <string>

#include "faltung/capabilities.hpp"
#include "plan/executor.hpp"

namespace faltung::cuda {

// Never throws for want of a driver or a device: `absent` then says why. Does not open cuFFT, which would cost every
// process that never transforms: `fft_absent` stays empty on a usable device until why_no_fft() is asked.
cuda_capabilities detect();

// Empty where cuFFT can be opened, which this does; otherwise why not.
std::string why_no_fft();

// What is known of a pointer. Pinned and managed memory can be used from both sides and counts as unknown.
enum class pointer_home : unsigned char { unknown, host, device };
pointer_home home_of(const void* pointer);

// memory::device: pointers are device pointers and execute only enqueues. memory::host: pointers are host pointers, the
// executor owns device memory for them, and execute returns when the output is written.
std::unique_ptr<executor> make_executor(const executor_request& request);

}  // namespace faltung::cuda
