// The part of cuFFT that names element types at run time.
#pragma once

#include "cufft.h"

enum cudaDataType { CUDA_R_32F = 0, CUDA_R_64F = 1, CUDA_C_32F = 4, CUDA_C_64F = 5 };

extern "C" {
cufftResult cufftXtMakePlanMany(cufftHandle plan, int rank, long long int* n, long long int* inembed,
                                long long int istride, long long int idist, cudaDataType input_type,
                                long long int* onembed, long long int ostride, long long int odist,
                                cudaDataType output_type, long long int batch, std::size_t* bytes,
                                cudaDataType execution_type);
cufftResult cufftXtExec(cufftHandle plan, void* input, void* output, int direction);
}
