// A GPU application on its own stream: generates signals with Thrust, convolves them, reduces the results. The plan is
// made once and executed for every block of signals; between the blocks nothing waits and nothing comes back but sums.
#include <cuda_runtime_api.h>
#include <thrust/device_vector.h>
#include <thrust/execution_policy.h>
#include <thrust/reduce.h>
#include <thrust/tabulate.h>

#include <cmath>
#include <faltung/faltung.hpp>
#include <faltung/thrust.hpp>
#include <iostream>
#include <vector>

namespace {

constexpr std::int64_t signals = 16;
constexpr std::int64_t samples = 1024;
constexpr std::int64_t taps = 31;
constexpr int blocks = 3;

// A sawtooth that differs from block to block; small integers, so that sums are exact.
struct sawtooth {
  int block;
  __host__ __device__ float operator()(std::int64_t index) const {
    return static_cast<float>((index * 7 + block) % 16 - 8);
  }
};

// The sum of a full convolution is the sum of the signal times the sum of the filter.
double expected_sum(int block) {
  double sum = 0;
  for (std::int64_t index = 0; index < signals * samples; ++index) sum += sawtooth{block}(index);
  return sum * taps;
}

// Destroyed after the plan that works on it.
class stream_owner {
 public:
  stream_owner() {
    if (const cudaError_t answer = cudaStreamCreate(&stream_); answer != cudaSuccess)
      throw std::runtime_error(cudaGetErrorString(answer));
  }
  stream_owner(const stream_owner&) = delete;
  stream_owner& operator=(const stream_owner&) = delete;
  ~stream_owner() { cudaStreamDestroy(stream_); }
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

bool run() {
  const stream_owner stream;
  const auto on_stream = thrust::cuda::par_nosync.on(stream.get());

  faltung::plan plan({.signal = samples, .filter = taps, .batch = signals}, faltung::cuda::on(stream.get()));
  plan.set_filter(thrust::device_vector<float>(taps, 1.0F));
  std::cout << plan;

  thrust::device_vector<float> signal(signals * samples);
  thrust::device_vector<float> output(signals * plan.output_shape().elements());
  thrust::device_vector<unsigned char> workspace(plan.workspace_bytes());
  bool right = true;
  for (int block = 0; block < blocks; ++block) {
    thrust::tabulate(on_stream, signal.begin(), signal.end(), sawtooth{block});
    plan.execute(signal, output, workspace, stream.get());
    const double sum = thrust::reduce(on_stream, output.begin(), output.end(), 0.0);  // waits for the stream
    const double expected = expected_sum(block);
    std::cout << "block " << block << ": " << signals << " signals of " << samples << " samples, sum " << sum
              << ", expected " << expected << '\n';
    // Integers: exact by the direct method, within its stated bound by an FFT.
    const double norms = 8 * std::sqrt(double(samples)) * std::sqrt(double(taps));
    right = right && std::abs(sum - expected) <= plan.bound().factor * norms * static_cast<double>(output.size());
  }

  // One call, where a plan is not worth its name.
  const thrust::device_vector<float> ramp(std::vector<float>{1, 2, 3});
  const thrust::device_vector<float> pair(std::vector<float>{1, -1});
  const auto steps = faltung::convolve(ramp, pair, faltung::mode::valid, stream.get());
  return right && steps.size() == 2 && steps[0] == 1 && steps[1] == 1;
}

}  // namespace

int main() {
  const std::string absent = faltung::detect().cuda.absent;
  if (!absent.empty()) {
    std::cout << "no CUDA device: " << absent << '\n';
    return 77;
  }
  try {
    const bool right = run();
    std::cout << (right ? "all sums are right\n" : "a sum is wrong\n");
    return right ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
