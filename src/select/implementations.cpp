#include "select/implementations.hpp"

#include <array>

#include "select/cpu_candidates.hpp"
#include "select/cuda_candidates.hpp"
#include "select/refusals.hpp"
#include "select/separable_candidate.hpp"

namespace faltung {
namespace {

refusal refuse_nothing(const selection_context&) { return {}; }

constexpr std::array all{
    implementation{backend::cpu, method::reference, refuse_nothing, configure_cpu_reference},
    implementation{backend::cpu, method::direct, refuse_unchecked, configure_cpu_direct},
    implementation{backend::cpu, method::separable, refuse_separable, configure_cpu_separable},
    implementation{backend::cpu, method::fft, refuse_cpu_fft, configure_cpu_fft},
    implementation{backend::cpu, method::overlap_save, refuse_cpu_overlap_save, configure_cpu_overlap_save},
    implementation{backend::cuda, method::direct, refuse_cuda, configure_cuda_direct},
    implementation{backend::cuda, method::separable, refuse_cuda_separable, configure_cuda_separable},
    implementation{backend::cuda, method::fft, refuse_cuda_fft, configure_cuda_fft},
    implementation{backend::cuda, method::overlap_save, refuse_cuda_overlap_save, configure_cuda_overlap_save},
};

}  // namespace

std::span<const implementation> implementations() { return all; }

}  // namespace faltung
