// Plain cuFFT: the whole signal padded to a good length, transformed, multiplied and transformed back.
#include <cufft.h>

#include "peer.cuh"

namespace {

void check(cufftResult code, const char* call) {
  if (code != CUFFT_SUCCESS) throw std::runtime_error(std::string(call) + " returned " + std::to_string(code));
}
#define PEER_CUFFT(call) check(call, #call)

// The least number of that size or more with no prime factor above 7, for which cuFFT has fast kernels.
int good_length(long long least) {
  for (long long length = least;; ++length) {
    long long rest = length;
    for (const int prime : {2, 3, 5, 7}) {
      while (rest % prime == 0) rest /= prime;
    }
    if (rest == 1) return static_cast<int>(length);
  }
}

__global__ void multiply(float2* values, const float2* spectrum, long long size, long long count, float scale) {
  for (long long i = blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x; i < count;
       i += static_cast<long long>(gridDim.x) * blockDim.x) {
    const float2 a = values[i], b = spectrum[i % size];
    values[i] = make_float2((a.x * b.x - a.y * b.y) * scale, (a.x * b.y + a.y * b.x) * scale);
  }
}

class contender {
 public:
  contender(const peer::point& one, const std::vector<float>& filter)
      : one_(one),
        rows_(one.rank == 1 ? 1 : good_length(one.rows + one.filter_rows - 1)),
        columns_(good_length(one.columns + one.filter_columns - 1)),
        padded_(static_cast<std::size_t>(one.batch) * rows_ * columns_),
        spectra_(static_cast<std::size_t>(one.batch) * rows_ * (columns_ / 2 + 1)),
        spectrum_(static_cast<std::size_t>(rows_) * (columns_ / 2 + 1)) {
    if (one.rank == 2 && one.batch != 1) throw peer::unsuited("pictures one at a time");
    int lengths[2] = {rows_, columns_};
    int* const from = one.rank == 1 ? lengths + 1 : lengths;
    const int batch = static_cast<int>(one.batch);
    PEER_CUFFT(cufftPlanMany(&forward_, one.rank, from, nullptr, 1, 0, nullptr, 1, 0, CUFFT_R2C, batch));
    PEER_CUFFT(cufftPlanMany(&inverse_, one.rank, from, nullptr, 1, 0, nullptr, 1, 0, CUFFT_C2R, batch));
    cufftHandle single{};
    PEER_CUFFT(cufftPlanMany(&single, one.rank, from, nullptr, 1, 0, nullptr, 1, 0, CUFFT_R2C, 1));
    std::vector<float> wide(static_cast<std::size_t>(rows_) * columns_);
    for (long long i = 0; i < one.filter_rows; ++i) {
      std::copy_n(filter.begin() + i * one.filter_columns, one.filter_columns, wide.begin() + i * columns_);
    }
    const peer::device_array<float> taps(wide);
    PEER_CUFFT(cufftExecR2C(single, taps.get(), reinterpret_cast<cufftComplex*>(spectrum_.get())));
    PEER_CUDA(cudaDeviceSynchronize());
    PEER_CUFFT(cufftDestroy(single));
    PEER_CUDA(cudaMemset(padded_.get(), 0, static_cast<std::size_t>(batch) * rows_ * columns_ * sizeof(float)));
  }
  contender(const contender&) = delete;
  ~contender() {
    if (forward_ != 0) static_cast<void>(cufftDestroy(forward_));
    if (inverse_ != 0) static_cast<void>(cufftDestroy(inverse_));
  }

  void run(const float* signal, float* output) {
    // Rows of the batch or of the picture, the tail of each zero.
    const long long lines = one_.rank == 1 ? one_.batch : one_.rows;
    const std::size_t width = static_cast<std::size_t>(one_.columns) * sizeof(float);
    const std::size_t pitch = static_cast<std::size_t>(columns_) * sizeof(float);
    const std::size_t all = static_cast<std::size_t>(one_.batch) * rows_ * columns_ * sizeof(float);
    // The inverse transform left its output there.
    PEER_CUDA(cudaMemsetAsync(padded_.get(), 0, all));
    PEER_CUDA(cudaMemcpy2DAsync(padded_.get(), pitch, signal, width, width, static_cast<std::size_t>(lines),
                                cudaMemcpyDeviceToDevice));
    PEER_CUFFT(cufftExecR2C(forward_, padded_.get(), reinterpret_cast<cufftComplex*>(spectra_.get())));
    const long long size = static_cast<long long>(rows_) * (columns_ / 2 + 1);
    multiply<<<1024, 256>>>(spectra_.get(), spectrum_.get(), size, size * one_.batch,
                            1.0F / (static_cast<float>(rows_) * static_cast<float>(columns_)));
    PEER_CUDA(cudaGetLastError());
    PEER_CUFFT(cufftExecC2R(inverse_, reinterpret_cast<cufftComplex*>(spectra_.get()), padded_.get()));
    const long long above = one_.rank == 1 ? 0 : one_.filter_rows / 2;
    PEER_CUDA(cudaMemcpy2DAsync(output, width, padded_.get() + above * columns_ + one_.filter_columns / 2, pitch, width,
                                static_cast<std::size_t>(lines), cudaMemcpyDeviceToDevice));
  }

 private:
  peer::point one_;
  int rows_, columns_;
  peer::device_array<float> padded_;
  peer::device_array<float2> spectra_;
  peer::device_array<float2> spectrum_;
  cufftHandle forward_{}, inverse_{};
};

}  // namespace

int main() { return peer::run_all<contender>(); }
