// cuFFT's functions.
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "device.hpp"
#include "fft_plan.hpp"

using faltung::emulation::device;
using faltung::emulation::fft_plan;

namespace {

struct plans {
  std::mutex mutex;
  std::map<cufftHandle, std::shared_ptr<fft_plan>> made;
  cufftHandle next = 1;

  static plans& get() {
    static plans& only = *new plans;
    return only;
  }
};

std::shared_ptr<fft_plan> find(cufftHandle handle) {
  plans& all = plans::get();
  const std::lock_guard lock(all.mutex);
  const auto found = all.made.find(handle);
  return found == all.made.end() ? nullptr : found->second;
}

cufftResult enter(const char* function, cufftResult injected) {
  switch (device::get().enter(function, cudaErrorUnknown)) {
    case cudaSuccess: return CUFFT_SUCCESS;
    case cudaErrorNoDevice:
    case cudaErrorInsufficientDriver: return CUFFT_SETUP_FAILED;
    default: return injected;
  }
}

cufftResult make(cufftHandle handle, int rank, const long long* n, const long long* inembed, long long istride,
                 long long idist, const long long* onembed, long long ostride, long long odist, cufftType type,
                 long long batch, std::size_t* bytes) {
  const auto plan = find(handle);
  if (plan == nullptr || plan->made) return CUFFT_INVALID_PLAN;
  if (bytes == nullptr) return CUFFT_INVALID_VALUE;
  // Planning loads code and may allocate.
  if (faltung::emulation::refuse_during_capture() != cudaSuccess) return CUFFT_INTERNAL_ERROR;
  const cufftResult shaped = plan->shape(rank, n, inembed, istride, idist, onembed, ostride, odist, type, batch);
  if (shaped != CUFFT_SUCCESS) return shaped;
  if (plan->automatic_area) {
    if (device::get().allocate(&plan->area, plan->work_bytes) != cudaSuccess) return CUFFT_ALLOC_FAILED;
    plan->owns_area = true;
  }
  plan->made = true;
  *bytes = plan->work_bytes;
  return CUFFT_SUCCESS;
}

cufftResult execute(cufftHandle handle, std::optional<cufftType> type, void* in, void* out, int direction) {
  const auto plan = find(handle);
  if (plan == nullptr || !plan->made) return CUFFT_INVALID_PLAN;
  if (type && *type != plan->type) return CUFFT_INVALID_TYPE;
  if (direction != CUFFT_FORWARD && direction != CUFFT_INVERSE) return CUFFT_INVALID_VALUE;
  const cufftResult checked = plan->check(in, out);
  if (checked != CUFFT_SUCCESS) return checked;
  // The work keeps its own copy: a captured execution keeps the work area it was captured with.
  const cudaError_t error = faltung::emulation::enqueue(plan->stream, [work = *plan, in, out, direction] {
    work.execute(in, out, direction);
    return cudaSuccess;
  });
  return error == cudaSuccess ? CUFFT_SUCCESS : CUFFT_EXEC_FAILED;
}

template <class In, class Out>
cufftResult execute(const char* function, cufftHandle plan, cufftType type, In* in, Out* out,
                    int direction = CUFFT_FORWARD) {
  const cufftResult entered = enter(function, CUFFT_EXEC_FAILED);
  return entered != CUFFT_SUCCESS ? entered : execute(plan, std::optional(type), in, out, direction);
}

std::optional<cufftType> type_of(cudaDataType in, cudaDataType out, cudaDataType computed) {
  if (in == CUDA_R_32F && out == CUDA_C_32F && computed == CUDA_C_32F) return CUFFT_R2C;
  if (in == CUDA_C_32F && out == CUDA_R_32F && computed == CUDA_C_32F) return CUFFT_C2R;
  if (in == CUDA_C_32F && out == CUDA_C_32F && computed == CUDA_C_32F) return CUFFT_C2C;
  if (in == CUDA_R_64F && out == CUDA_C_64F && computed == CUDA_C_64F) return CUFFT_D2Z;
  if (in == CUDA_C_64F && out == CUDA_R_64F && computed == CUDA_C_64F) return CUFFT_Z2D;
  if (in == CUDA_C_64F && out == CUDA_C_64F && computed == CUDA_C_64F) return CUFFT_Z2Z;
  return std::nullopt;
}

}  // namespace

cufftResult cufftGetVersion(int* version) {
  if (version == nullptr) return CUFFT_INVALID_VALUE;
  *version = 12000;
  return CUFFT_SUCCESS;
}

cufftResult cufftCreate(cufftHandle* handle) {
  if (const cufftResult error = enter("cufftCreate", CUFFT_ALLOC_FAILED)) return error;
  if (handle == nullptr) return CUFFT_INVALID_VALUE;
  plans& all = plans::get();
  const std::lock_guard lock(all.mutex);
  *handle = all.next++;
  all.made.emplace(*handle, std::make_shared<fft_plan>());
  device::get().locked([](device& it) { ++it.counted.live_plans; });
  return CUFFT_SUCCESS;
}

// Destroyed even where the call is made to fail, so that what stays alive was leaked by the caller.
cufftResult cufftDestroy(cufftHandle handle) {
  const cufftResult injected = enter("cufftDestroy", CUFFT_INTERNAL_ERROR);
  const auto plan = find(handle);
  if (plan == nullptr) return CUFFT_INVALID_PLAN;
  if (plan->owns_area) device::get().release(plan->area);
  plans& all = plans::get();
  const std::lock_guard lock(all.mutex);
  all.made.erase(handle);
  device::get().locked([](device& it) { --it.counted.live_plans; });
  return injected;
}

cufftResult cufftSetAutoAllocation(cufftHandle handle, int allocate) {
  if (const cufftResult error = enter("cufftSetAutoAllocation", CUFFT_INTERNAL_ERROR)) return error;
  const auto plan = find(handle);
  if (plan == nullptr || plan->made) return CUFFT_INVALID_PLAN;
  plan->automatic_area = allocate != 0;
  return CUFFT_SUCCESS;
}

cufftResult cufftSetWorkArea(cufftHandle handle, void* area) {
  if (const cufftResult error = enter("cufftSetWorkArea", CUFFT_INTERNAL_ERROR)) return error;
  const auto plan = find(handle);
  if (plan == nullptr || !plan->made) return CUFFT_INVALID_PLAN;
  if (plan->owns_area) device::get().release(plan->area);
  plan->owns_area = false;
  plan->area = area;
  return CUFFT_SUCCESS;
}

cufftResult cufftSetStream(cufftHandle handle, cudaStream_t stream) {
  if (const cufftResult error = enter("cufftSetStream", CUFFT_INTERNAL_ERROR)) return error;
  const auto plan = find(handle);
  if (plan == nullptr) return CUFFT_INVALID_PLAN;
  plan->stream = stream;
  return CUFFT_SUCCESS;
}

cufftResult cufftGetSize(cufftHandle handle, std::size_t* bytes) {
  if (const cufftResult error = enter("cufftGetSize", CUFFT_INTERNAL_ERROR)) return error;
  const auto plan = find(handle);
  if (plan == nullptr || !plan->made) return CUFFT_INVALID_PLAN;
  if (bytes == nullptr) return CUFFT_INVALID_VALUE;
  *bytes = plan->work_bytes;
  return CUFFT_SUCCESS;
}

cufftResult cufftMakePlanMany64(cufftHandle plan, int rank, long long int* n, long long int* inembed,
                                long long int istride, long long int idist, long long int* onembed,
                                long long int ostride, long long int odist, cufftType type, long long int batch,
                                std::size_t* bytes) {
  if (const cufftResult error = enter("cufftMakePlanMany64", CUFFT_ALLOC_FAILED)) return error;
  return make(plan, rank, n, inembed, istride, idist, onembed, ostride, odist, type, batch, bytes);
}

cufftResult cufftXtMakePlanMany(cufftHandle plan, int rank, long long int* n, long long int* inembed,
                                long long int istride, long long int idist, cudaDataType input_type,
                                long long int* onembed, long long int ostride, long long int odist,
                                cudaDataType output_type, long long int batch, std::size_t* bytes,
                                cudaDataType execution_type) {
  if (const cufftResult error = enter("cufftXtMakePlanMany", CUFFT_ALLOC_FAILED)) return error;
  const auto type = type_of(input_type, output_type, execution_type);
  if (!type) return CUFFT_INVALID_TYPE;
  return make(plan, rank, n, inembed, istride, idist, onembed, ostride, odist, *type, batch, bytes);
}

cufftResult cufftExecR2C(cufftHandle plan, cufftReal* input, cufftComplex* output) {
  return execute("cufftExecR2C", plan, CUFFT_R2C, input, output);
}

cufftResult cufftExecC2R(cufftHandle plan, cufftComplex* input, cufftReal* output) {
  return execute("cufftExecC2R", plan, CUFFT_C2R, input, output);
}

cufftResult cufftExecC2C(cufftHandle plan, cufftComplex* input, cufftComplex* output, int direction) {
  return execute("cufftExecC2C", plan, CUFFT_C2C, input, output, direction);
}

cufftResult cufftExecD2Z(cufftHandle plan, cufftDoubleReal* input, cufftDoubleComplex* output) {
  return execute("cufftExecD2Z", plan, CUFFT_D2Z, input, output);
}

cufftResult cufftExecZ2D(cufftHandle plan, cufftDoubleComplex* input, cufftDoubleReal* output) {
  return execute("cufftExecZ2D", plan, CUFFT_Z2D, input, output);
}

cufftResult cufftExecZ2Z(cufftHandle plan, cufftDoubleComplex* input, cufftDoubleComplex* output, int direction) {
  return execute("cufftExecZ2Z", plan, CUFFT_Z2Z, input, output, direction);
}

cufftResult cufftXtExec(cufftHandle plan, void* input, void* output, int direction) {
  if (const cufftResult error = enter("cufftXtExec", CUFFT_EXEC_FAILED)) return error;
  return execute(plan, std::nullopt, input, output, direction);
}
