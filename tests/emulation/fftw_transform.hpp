// One transform on contiguous data by FFTW: no batch, so that the bits of one do not depend on its neighbours.
#pragma once

#include <fftw3.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace faltung::emulation {

enum class transform_kind { real_to_complex, complex_to_real, forward, inverse };

struct transform_deleter {
  void operator()(fftwf_plan plan) const { fftwf_destroy_plan(plan); }
  void operator()(fftw_plan plan) const { fftw_destroy_plan(plan); }
};

// FFTW's interface by element type.
template <class Real>
struct fftw;

#define FALTUNG_EMULATION_FFTW(Real, prefix)                                                                      \
  template <>                                                                                                     \
  struct fftw<Real> {                                                                                             \
    using complex = prefix##_complex;                                                                             \
    using plan = std::unique_ptr<std::remove_pointer_t<prefix##_plan>, transform_deleter>;                        \
    static void free(void* memory) { prefix##_free(memory); }                                                     \
    static void* allocate(std::size_t bytes) { return prefix##_malloc(bytes); }                                   \
    static plan make(transform_kind kind, const std::vector<int>& n, void* in, void* out) {                       \
      const int rank = static_cast<int>(n.size());                                                                \
      auto* complex_in = static_cast<complex*>(in);                                                               \
      auto* complex_out = static_cast<complex*>(out);                                                             \
      switch (kind) {                                                                                             \
        case transform_kind::real_to_complex:                                                                     \
          return plan(prefix##_plan_dft_r2c(rank, n.data(), static_cast<Real*>(in), complex_out, FFTW_ESTIMATE)); \
        case transform_kind::complex_to_real:                                                                     \
          return plan(prefix##_plan_dft_c2r(rank, n.data(), complex_in, static_cast<Real*>(out), FFTW_ESTIMATE)); \
        case transform_kind::forward:                                                                             \
          return plan(prefix##_plan_dft(rank, n.data(), complex_in, complex_out, FFTW_FORWARD, FFTW_ESTIMATE));   \
        case transform_kind::inverse: break;                                                                      \
      }                                                                                                           \
      return plan(prefix##_plan_dft(rank, n.data(), complex_in, complex_out, FFTW_BACKWARD, FFTW_ESTIMATE));      \
    }                                                                                                             \
    static void execute(const plan& p) { prefix##_execute(p.get()); }                                             \
    static void make_planner_thread_safe() { prefix##_make_planner_thread_safe(); }                               \
  }
FALTUNG_EMULATION_FFTW(float, fftwf);
FALTUNG_EMULATION_FFTW(double, fftw);
#undef FALTUNG_EMULATION_FFTW

}  // namespace faltung::emulation
