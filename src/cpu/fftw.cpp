// Built only where the FFTW3 interface was found.
#ifdef FALTUNG_HAVE_FFTW
#include "cpu/fftw.hpp"

#include <fftw3.h>

#include <cstddef>
#include <list>
#include <mutex>
#include <utility>

#include "cpu/aligned_buffer.hpp"
#include "faltung/error.hpp"
#include "faltung/types.hpp"
#include "plan/transform_buffers.hpp"

namespace faltung::cpu {
namespace {

// FFTW's two libraries differ in a letter.
template <class Type>
struct api;

template <>
struct api<float> {
  using plan = fftwf_plan;
  using complex = fftwf_complex;
  using extent = fftwf_iodim64;
  static constexpr auto plan_forward = fftwf_plan_guru64_dft_r2c;
  static constexpr auto plan_backward = fftwf_plan_guru64_dft_c2r;
  static constexpr auto forward = fftwf_execute_dft_r2c;
  static constexpr auto backward = fftwf_execute_dft_c2r;
  static constexpr auto destroy = fftwf_destroy_plan;
};

template <>
struct api<double> {
  using plan = fftw_plan;
  using complex = fftw_complex;
  using extent = fftw_iodim64;
  static constexpr auto plan_forward = fftw_plan_guru64_dft_r2c;
  static constexpr auto plan_backward = fftw_plan_guru64_dft_c2r;
  static constexpr auto forward = fftw_execute_dft_r2c;
  static constexpr auto backward = fftw_execute_dft_c2r;
  static constexpr auto destroy = fftw_destroy_plan;
};

// Everything in FFTW but execution needs it. Never destroyed: plans may go after static objects have.
std::mutex& planner() {
  static auto& guard = *new std::mutex;
  return guard;
}

}  // namespace

template <class Type>
real_transform<Type>::real_transform(const shape& lengths) {
  using fftw = api<Type>;
  const transform_buffers buffers(lengths, type_of<Type>);
  // Planning by estimate touches no element, it only looks at the alignment; the pages are never brought in.
  aligned_buffer<Type> real(buffers.real_elements(), "FFTW planning");
  aligned_buffer<typename fftw::complex> spectrum(buffers.complex_elements(), "FFTW planning");

  const auto stride = static_cast<std::ptrdiff_t>(buffers.columns);
  const auto spectrum_stride = static_cast<std::ptrdiff_t>(buffers.spectrum_columns());
  const auto rows = static_cast<std::ptrdiff_t>(buffers.rows);
  const typename fftw::extent there[] = {{rows, stride, spectrum_stride}, {stride, 1, 1}};
  const typename fftw::extent back[] = {{rows, spectrum_stride, stride}, {stride, 1, 1}};
  const int rank = buffers.rows == 1 ? 1 : 2;
  const std::lock_guard lock(planner());
  forward_ = fftw::plan_forward(rank, there + (2 - rank), 0, nullptr, real.data(), spectrum.data(), FFTW_ESTIMATE);
  backward_ = fftw::plan_backward(rank, back + (2 - rank), 0, nullptr, spectrum.data(), real.data(), FFTW_ESTIMATE);
  if (forward_ == nullptr || backward_ == nullptr) {
    release();
    throw out_of_memory("FFTW plan", buffers.bytes());
  }
}

template <class Type>
real_transform<Type>::~real_transform() {
  const std::lock_guard lock(planner());
  release();
}

template <class Type>
void real_transform<Type>::release() noexcept {
  for (void* plan : {forward_, backward_})
    if (plan != nullptr) api<Type>::destroy(static_cast<typename api<Type>::plan>(plan));
}

template <class Type>
void real_transform<Type>::forward(const Type* real, Type* spectrum) const noexcept {
  // Out of place r2c leaves its input alone; FFTW just does not say const.
  api<Type>::forward(static_cast<typename api<Type>::plan>(forward_), const_cast<Type*>(real),
                     reinterpret_cast<typename api<Type>::complex*>(spectrum));
}

template <class Type>
void real_transform<Type>::backward(Type* spectrum, Type* real) const noexcept {
  api<Type>::backward(static_cast<typename api<Type>::plan>(backward_),
                      reinterpret_cast<typename api<Type>::complex*>(spectrum), real);
}

template <class Type>
std::shared_ptr<const real_transform<Type>> real_transform<Type>::of(const shape& lengths) {
  // Most recently used first. A program rarely works with more lengths at once; a plan is a few KiB and its twiddles.
  constexpr std::size_t most_entries = 16;
  using entry = std::pair<shape, std::shared_ptr<const real_transform>>;
  static auto& guard = *new std::mutex;
  static auto& recent = *new std::list<entry>;

  const std::lock_guard lock(guard);
  for (auto found = recent.begin(); found != recent.end(); ++found) {
    if (found->first != lengths) continue;
    recent.splice(recent.begin(), recent, found);
    return found->second;
  }
  recent.emplace_front(lengths, std::make_shared<const real_transform>(lengths));
  if (recent.size() > most_entries) recent.pop_back();
  return recent.front().second;
}

template class real_transform<float>;
template class real_transform<double>;

}  // namespace faltung::cpu
#endif
