#include "cuda/enqueue_spectral.cuh"

namespace faltung::cuda {

FALTUNG_SPECTRAL_KERNELS(, double);

}  // namespace faltung::cuda
