// What the compiled peers share: problems from standard input, timing with events over data that leave the cache, and a
// look at the results, so that no time is taken of something that does not convolve.
//
// A line in is "index rank rows columns filter_rows filter_columns batch", float32, mode same. A line out is "index
// seconds_least seconds_median" or "index ! reason". Filters are symmetric: whether a peer flips them does not matter.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace peer {

inline void check(cudaError_t code, const char* call) {
  if (code != cudaSuccess) throw std::runtime_error(std::string(call) + ": " + cudaGetErrorString(code));
}
#define PEER_CUDA(call) ::peer::check(call, #call)

// The peer cannot do this problem.
struct unsuited : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct point {
  int rank;
  long long rows, columns, filter_rows, filter_columns, batch;
  [[nodiscard]] long long elements() const { return rows * columns * batch; }
};

template <class Type>
class device_array {
 public:
  explicit device_array(std::size_t size) : size_(size) {
    if (size > 0) PEER_CUDA(cudaMalloc(&data_, size * sizeof(Type)));
  }
  explicit device_array(const std::vector<Type>& values) : device_array(values.size()) {
    PEER_CUDA(cudaMemcpy(data_, values.data(), size_ * sizeof(Type), cudaMemcpyHostToDevice));
  }
  device_array(device_array&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
  device_array& operator=(device_array&&) = delete;
  ~device_array() { static_cast<void>(cudaFree(data_)); }
  [[nodiscard]] Type* get() const { return data_; }
  [[nodiscard]] std::vector<Type> values() const {
    std::vector<Type> result(size_);
    PEER_CUDA(cudaMemcpy(result.data(), data_, size_ * sizeof(Type), cudaMemcpyDeviceToHost));
    return result;
  }

 private:
  Type* data_ = nullptr;
  std::size_t size_;
};

// Between -1 and 1, the same in every run.
inline std::vector<float> noise(std::size_t count, unsigned seed) {
  std::vector<float> values(count);
  unsigned state = seed * 2654435761u + 1;
  for (float& value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(static_cast<int>(state >> 8) - (1 << 23)) / static_cast<float>(1 << 23);
  }
  return values;
}

inline std::vector<float> symmetric_filter(const point& one) {
  std::vector<float> values = noise(static_cast<std::size_t>(one.filter_rows * one.filter_columns), 2);
  for (std::size_t i = 0; i < values.size() / 2; ++i) values[values.size() - 1 - i] = values[i];
  return values;
}

// Some outputs whose windows lie inside, by the definition; the largest error relative to the sum of magnitudes.
inline double largest_error(const point& one, const std::vector<float>& signal, const std::vector<float>& filter,
                            const std::vector<float>& output) {
  const long long above = one.filter_rows / 2, before = one.filter_columns / 2;
  double largest = 0;
  for (int sample = 0; sample < 64; ++sample) {
    const long long entry = sample % one.batch;
    const long long inner_rows = one.rows - one.filter_rows + 1, inner_columns = one.columns - one.filter_columns + 1;
    if (inner_rows < 1 || inner_columns < 1) return 0;
    const long long row = above + sample * 7919LL % inner_rows, column = before + sample * 104729LL % inner_columns;
    double exact = 0, magnitude = 1e-30;
    for (long long i = 0; i < one.filter_rows; ++i) {
      for (long long j = 0; j < one.filter_columns; ++j) {
        const long long at = (entry * one.rows + row - above + i) * one.columns + column - before + j;
        const double product = static_cast<double>(signal[static_cast<std::size_t>(at)]) *
                               static_cast<double>(filter[static_cast<std::size_t>(i * one.filter_columns + j)]);
        exact += product;
        magnitude += std::abs(product);
      }
    }
    const auto place = static_cast<std::size_t>((entry * one.rows + row) * one.columns + column);
    largest = std::max(largest, std::abs(static_cast<double>(output[place]) - exact) / magnitude);
  }
  return largest;
}

// Contender(point, filter) prepares; run(signal, output) enqueues on the default stream, on device memory.
template <class Contender>
void measure(int index, const point& one) {
  const std::vector<float> filter = symmetric_filter(one);
  Contender contender(one, filter);
  const std::vector<float> signal = noise(static_cast<std::size_t>(one.elements()), 1);
  int device = 0, cache = 0;
  PEER_CUDA(cudaGetDevice(&device));
  PEER_CUDA(cudaDeviceGetAttribute(&cache, cudaDevAttrL2CacheSize, device));
  const std::size_t bytes = 2 * signal.size() * sizeof(float);
  const std::size_t copies = std::clamp<std::size_t>(2 * static_cast<std::size_t>(cache) / bytes + 1, 2, 16);
  std::vector<device_array<float>> signals, outputs;
  for (std::size_t i = 0; i < copies; ++i) {
    signals.emplace_back(signal);
    outputs.emplace_back(signal.size());
  }
  contender.run(signals[0].get(), outputs[0].get());
  const double error = largest_error(one, signal, filter, outputs[0].values());
  if (!(error < 1e-4)) throw std::runtime_error("wrong results: relative error " + std::to_string(error));

  cudaEvent_t start, stop;
  PEER_CUDA(cudaEventCreate(&start));
  PEER_CUDA(cudaEventCreate(&stop));
  std::vector<double> seconds;
  int turn = 0;
  for (int repetition = 0; repetition < 9; ++repetition) {
    constexpr int executions = 8;
    PEER_CUDA(cudaEventRecord(start));
    for (int i = 0; i < executions; ++i, ++turn) {
      contender.run(signals[turn % copies].get(), outputs[turn % copies].get());
    }
    PEER_CUDA(cudaEventRecord(stop));
    PEER_CUDA(cudaEventSynchronize(stop));
    float milliseconds = 0;
    PEER_CUDA(cudaEventElapsedTime(&milliseconds, start, stop));
    seconds.push_back(milliseconds * 1e-3 / executions);
  }
  static_cast<void>(cudaEventDestroy(start));
  static_cast<void>(cudaEventDestroy(stop));
  std::sort(seconds.begin(), seconds.end());
  std::printf("%d %.9g %.9g\n", index, seconds.front(), seconds[seconds.size() / 2]);
}

template <class Contender>
int run_all() {
  int index = 0;
  for (point one{}; std::cin >> index >> one.rank >> one.rows >> one.columns >> one.filter_rows >> one.filter_columns >>
                    one.batch;) {
    try {
      measure<Contender>(index, one);
    } catch (const std::exception& failure) {
      std::printf("%d ! %s\n", index, failure.what());
    }
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace peer
