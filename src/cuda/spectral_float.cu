#include "cuda/enqueue_spectral.cuh"

namespace faltung::cuda {

FALTUNG_SPECTRAL_KERNELS(, float);

}  // namespace faltung::cuda
