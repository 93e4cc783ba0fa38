#include "cuda/enqueue_fused_overlap_save.cuh"

namespace faltung::cuda {

FALTUNG_FUSED_OVERLAP_SAVE(4096);

}  // namespace faltung::cuda
