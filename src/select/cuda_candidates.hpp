// The CUDA backend's implementations: whether they are possible (refuse_...), and at what price (configure_...).
#pragma once

#include "select/implementations.hpp"

namespace faltung {

refusal refuse_cuda(const selection_context& context);
refusal refuse_cuda_fft(const selection_context& context);
refusal refuse_cuda_overlap_save(const selection_context& context);
refusal refuse_cuda_separable(const selection_context& context);
refusal configure_cuda_direct(candidate& made, const selection_context& context);
refusal configure_cuda_separable(candidate& made, const selection_context& context);
refusal configure_cuda_fft(candidate& made, const selection_context& context);
refusal configure_cuda_overlap_save(candidate& made, const selection_context& context);

}  // namespace faltung
