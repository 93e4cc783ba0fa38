// The CPU backend's implementations: whether they are possible (refuse_...), and at what price (configure_...).
#pragma once

#include "select/implementations.hpp"

namespace faltung {

refusal refuse_cpu_fft(const selection_context& context);
refusal refuse_cpu_overlap_save(const selection_context& context);
refusal configure_cpu_reference(candidate& made, const selection_context& context);
refusal configure_cpu_direct(candidate& made, const selection_context& context);
refusal configure_cpu_separable(candidate& made, const selection_context& context);
refusal configure_cpu_fft(candidate& made, const selection_context& context);
refusal configure_cpu_overlap_save(candidate& made, const selection_context& context);

}  // namespace faltung
