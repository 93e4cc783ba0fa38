#include "fft_plan.hpp"

#include <cstring>
#include <limits>

#include "device.hpp"
#include "fftw_transform.hpp"

namespace faltung::emulation {
namespace {

// FFTW's planner is not thread-safe by itself, and the library's CPU backend has no way to know of this user.
const bool planner_is_safe = [] {
  fftw<float>::make_planner_thread_safe();
  fftw<double>::make_planner_thread_safe();
  return true;
}();

fft_layout basic(const std::vector<std::int64_t>& extent, std::int64_t last) {
  fft_layout layout{extent, extent, 1, 0};
  layout.embed.back() = last;
  layout.distance = 1;
  for (const std::int64_t e : layout.embed) layout.distance *= e;
  return layout;
}

// cuFFT computes in place by rows of complex numbers: the real side's rows are as long as the complex side's.
fft_layout padded(const fft_layout& real) { return basic(real.extent, 2 * (real.extent.back() / 2 + 1)); }

template <class Real>
void run(const fft_plan& plan, const fft_layout& input, const fft_layout& output, const Real* in, Real* out,
         int direction) {
  const std::int64_t in_scalars = plan.real_input() ? 1 : 2;
  const std::int64_t out_scalars = plan.real_output() ? 1 : 2;
  const auto buffer = [](std::int64_t scalars) {
    return std::unique_ptr<Real, void (*)(void*)>(
        static_cast<Real*>(fftw<Real>::allocate(static_cast<std::size_t>(scalars) * sizeof(Real))), &fftw<Real>::free);
  };
  const auto from = buffer(input.elements() * in_scalars);
  const auto to = buffer(output.elements() * out_scalars);
  const transform_kind kind = plan.real_input()            ? transform_kind::real_to_complex
                              : plan.real_output()         ? transform_kind::complex_to_real
                              : direction == CUFFT_FORWARD ? transform_kind::forward
                                                           : transform_kind::inverse;
  const auto transform = fftw<Real>::make(kind, {plan.lengths.begin(), plan.lengths.end()}, from.get(), to.get());
  for (std::int64_t b = 0; b < plan.batch; ++b) {
    Real* next = from.get();
    input.each(b, [&](std::int64_t at) {
      for (std::int64_t s = 0; s < in_scalars; ++s) *next++ = in[at * in_scalars + s];
    });
    fftw<Real>::execute(transform);
    next = to.get();
    output.each(b, [&](std::int64_t at) {
      for (std::int64_t s = 0; s < out_scalars; ++s) out[at * out_scalars + s] = *next++;
    });
  }
}

}  // namespace

std::int64_t fft_layout::elements() const {
  std::int64_t product = 1;
  for (const std::int64_t e : extent) product *= e;
  return product;
}

std::int64_t fft_layout::span(std::int64_t batch) const {
  std::int64_t last = 0;
  for (std::size_t axis = 0; axis < extent.size(); ++axis) last = last * embed[axis] + extent[axis] - 1;
  return last * stride + (batch - 1) * distance + 1;
}

template <class Visit>
void fft_layout::each(std::int64_t transform, Visit visit) const {
  std::vector<std::int64_t> index(extent.size(), 0);
  for (std::int64_t left = elements(); left > 0; --left) {
    std::int64_t place = 0;
    for (std::size_t axis = 0; axis < extent.size(); ++axis) place = place * embed[axis] + index[axis];
    visit(place * stride + transform * distance);
    for (std::size_t axis = extent.size(); axis-- > 0;) {
      if (++index[axis] < extent[axis]) break;
      index[axis] = 0;
    }
  }
}

cufftResult fft_plan::shape(int rank, const long long* n, const long long* inembed, long long istride, long long idist,
                            const long long* onembed, long long ostride, long long odist, cufftType kind,
                            long long count) {
  if (rank < 1 || rank > 3 || n == nullptr || count < 1) return CUFFT_INVALID_VALUE;
  type = kind;
  batch = count;
  lengths.assign(n, n + rank);
  for (const std::int64_t length : lengths) {
    if (length < 1 || length > std::numeric_limits<int>::max()) return CUFFT_INVALID_SIZE;
  }
  std::vector<std::int64_t> half = lengths;
  half.back() = half.back() / 2 + 1;
  const auto& in_extent = real_output() ? half : lengths;
  const auto& out_extent = real_input() ? half : lengths;
  input = basic(in_extent, in_extent.back());
  output = basic(out_extent, out_extent.back());
  // Without embeddings cuFFT ignores strides and distances as well.
  basic_layout = inembed == nullptr || onembed == nullptr;
  if (!basic_layout) {
    if (istride < 1 || ostride < 1 || idist < 0 || odist < 0) return CUFFT_INVALID_VALUE;
    input = {input.extent, {inembed, inembed + rank}, istride, idist};
    output = {output.extent, {onembed, onembed + rank}, ostride, odist};
  }
  // Real work areas range from nothing to a few times the data; this one is never nothing.
  const fft_layout& complex_side = real_input() ? output : input;
  work_bytes = static_cast<std::size_t>(batch * complex_side.elements()) * 2 * scalar_bytes();
  return CUFFT_SUCCESS;
}

cufftResult fft_plan::check(const void* in, const void* out) const {
  if (in == nullptr || out == nullptr || area == nullptr) return CUFFT_INVALID_VALUE;
  // Both sides are accessed as complex numbers, the real one too.
  const auto misaligned = [&](const void* pointer) {
    return reinterpret_cast<std::uintptr_t>(pointer) % (2 * scalar_bytes()) != 0;
  };
  if (misaligned(in) || misaligned(out)) return CUFFT_INVALID_VALUE;
  const bool in_place = in == out && basic_layout;
  const auto held = [&](const void* pointer, const fft_layout& layout, bool real) {
    const fft_layout& used = in_place && real ? padded(layout) : layout;
    return device::get().holds(pointer, static_cast<std::size_t>(used.span(batch)) * scalar_bytes() * (real ? 1 : 2));
  };
  const bool memory_fits =
      held(in, input, real_input()) && held(out, output, real_output()) && device::get().holds(area, work_bytes);
  return memory_fits ? CUFFT_SUCCESS : CUFFT_EXEC_FAILED;
}

void fft_plan::execute(void* in, void* out, int direction) const {
  const bool in_place = in == out && basic_layout;
  const fft_layout from = in_place && real_input() ? padded(input) : input;
  const fft_layout to = in_place && real_output() ? padded(output) : output;
  // A work area that is anything else as well spoils the input before, or the output after.
  std::memset(area, 0xff, work_bytes);
  if (is_double()) {
    run(*this, from, to, static_cast<const double*>(in), static_cast<double*>(out), direction);
  } else {
    run(*this, from, to, static_cast<const float*>(in), static_cast<float*>(out), direction);
  }
  std::memset(area, 0xff, work_bytes);
  if (real_output() && in != out) {
    const std::size_t element = 2 * scalar_bytes();
    for (std::int64_t b = 0; b < batch; ++b) {
      from.each(b, [&](std::int64_t at) {
        std::memset(static_cast<std::byte*>(in) + static_cast<std::size_t>(at) * element, 0xff, element);
      });
    }
  }
}

}  // namespace faltung::emulation
