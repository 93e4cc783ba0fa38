// Overlap-save in one kernel with cuFFTDx's block transforms: two real segments ride in one complex transform.
#include <cufftdx.hpp>

#include "peer.cuh"

#ifndef PEER_ARCHITECTURE
#define PEER_ARCHITECTURE 900
#endif

namespace {

using namespace cufftdx;

template <unsigned Points>
using transform =
    decltype(Block() + Size<Points>() + Type<fft_type::c2c>() + Precision<float>() + SM<PEER_ARCHITECTURE>());

template <class Forward, class Inverse>
__launch_bounds__(Forward::max_threads_per_block) __global__
    void overlap_save(const float* __restrict__ signal, const float2* __restrict__ spectrum, float* __restrict__ output,
                      long long length, int taps, long long pairs) {
  using value = typename Forward::value_type;
  extern __shared__ __align__(16) unsigned char shared[];
  constexpr int points = static_cast<int>(size_of<Forward>::value);
  const int fresh = points - taps + 1;
  const long long line = blockIdx.x / pairs;
  const long long first = (blockIdx.x - line * pairs) * 2 * fresh;  // output
  const int before = taps / 2;                                      // samples of its window in front of it
  signal += line * length;
  output += line * length;
  value data[Forward::storage_size];
  for (unsigned i = 0; i < Forward::elements_per_thread; ++i) {
    const long long real = first - before + threadIdx.x + i * Forward::stride, imaginary = real + fresh;
    data[i].x = real >= 0 && real < length ? signal[real] : 0.0F;
    data[i].y = imaginary >= 0 && imaginary < length ? signal[imaginary] : 0.0F;
  }
  Forward().execute(data, reinterpret_cast<value*>(shared));
  for (unsigned i = 0; i < Forward::elements_per_thread; ++i) {
    const float2 factor = spectrum[threadIdx.x + i * Forward::stride];
    const value one = data[i];
    data[i].x = one.x * factor.x - one.y * factor.y;
    data[i].y = one.x * factor.y + one.y * factor.x;
  }
  __syncthreads();
  Inverse().execute(data, reinterpret_cast<value*>(shared));
  for (unsigned i = 0; i < Inverse::elements_per_thread; ++i) {
    const int place = static_cast<int>(threadIdx.x + i * Inverse::stride) - (taps - 1);
    const long long real = first + place, imaginary = real + fresh;
    if (place >= 0) {
      if (real < length) output[real] = data[i].x;
      if (imaginary < length) output[imaginary] = data[i].y;
    }
  }
}

class contender {
 public:
  contender(const peer::point& one, const std::vector<float>& filter)
      : one_(one), points_(one.filter_columns <= 256 ? 2048 : 4096), spectrum_(static_cast<std::size_t>(points_)) {
    if (one.rank != 1) throw peer::unsuited("signals only");
    if (one.filter_columns > points_ / 2) throw peer::unsuited("filters up to 2048 taps");
    std::vector<float2> spectrum(static_cast<std::size_t>(points_));
    for (int k = 0; k < points_; ++k) {
      double real = 0, imaginary = 0;
      for (long long t = 0; t < one.filter_columns; ++t) {
        const double angle = -2 * 3.14159265358979323846 * static_cast<double>(k * t % points_) / points_;
        real += static_cast<double>(filter[static_cast<std::size_t>(t)]) * std::cos(angle);
        imaginary += static_cast<double>(filter[static_cast<std::size_t>(t)]) * std::sin(angle);
      }
      spectrum[static_cast<std::size_t>(k)] =
          make_float2(static_cast<float>(real / points_), static_cast<float>(imaginary / points_));
    }
    PEER_CUDA(cudaMemcpy(spectrum_.get(), spectrum.data(), spectrum.size() * sizeof(float2), cudaMemcpyHostToDevice));
  }

  void run(const float* signal, float* output) {
    if (points_ == 2048) {
      launch<2048>(signal, output);
    } else {
      launch<4096>(signal, output);
    }
  }

 private:
  template <unsigned Points>
  void launch(const float* signal, float* output) {
    using forward = decltype(transform<Points>() + Direction<fft_direction::forward>());
    using inverse = decltype(transform<Points>() + Direction<fft_direction::inverse>());
    const auto kernel = overlap_save<forward, inverse>;
    PEER_CUDA(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                   static_cast<int>(forward::shared_memory_size)));
    const int taps = static_cast<int>(one_.filter_columns);
    const long long fresh = points_ - taps + 1;
    const long long pairs = (one_.columns + 2 * fresh - 1) / (2 * fresh);
    kernel<<<static_cast<unsigned>(pairs * one_.batch), forward::block_dim, forward::shared_memory_size>>>(
        signal, spectrum_.get(), output, one_.columns, taps, pairs);
    PEER_CUDA(cudaGetLastError());
  }

  peer::point one_;
  int points_;
  peer::device_array<float2> spectrum_;
};

}  // namespace

int main() { return peer::run_all<contender>(); }
