// As much of CUDA's driver as telling pointers apart takes: one variable lies in device memory, no other is known.
#include <cuda.h>

#include <cstdint>

extern "C" {

__attribute__((visibility("default"))) int small_driver_device_memory = 0;

__attribute__((visibility("default"))) CUresult cuPointerGetAttribute(void* answer, CUpointer_attribute attribute,
                                                                      CUdeviceptr pointer) {
  if (pointer != reinterpret_cast<std::uintptr_t>(&small_driver_device_memory)) return CUDA_ERROR_INVALID_VALUE;
  switch (attribute) {
    case CU_POINTER_ATTRIBUTE_MEMORY_TYPE: *static_cast<CUmemorytype*>(answer) = CU_MEMORYTYPE_DEVICE; break;
    case CU_POINTER_ATTRIBUTE_IS_MANAGED: *static_cast<unsigned*>(answer) = 0; break;
    default: return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

}  // extern "C"
