#include "measure/cpu_roofs.hpp"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstring>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "measure/multiply_adds.hpp"

namespace faltung::bench {
namespace {

using clock = std::chrono::steady_clock;

// Seconds of `work(thread)` on all threads at once, the best of a few rounds: a roof is what the machine can do when
// nothing else runs.
double best_seconds(int threads, const std::function<void(int)>& work) {
  constexpr int rounds = 9;
  double best = 1e300;
  clock::time_point last = clock::now();
  const auto arrived = [&]() noexcept {
    const clock::time_point now = clock::now();
    best = std::min(best, std::chrono::duration<double>(now - last).count());
    last = clock::now();
  };
  std::barrier together(threads, arrived);
  const auto body = [&](int thread) {
    work(thread);  // warms caches and clock; its round also pays for starting the threads
    together.arrive_and_wait();
    for (int round = 0; round < rounds; ++round) {
      work(thread);
      together.arrive_and_wait();
    }
  };
  std::vector<std::jthread> pool;
  for (int thread = 1; thread < threads; ++thread) pool.emplace_back(body, thread);
  body(0);
  return best;
}

// `bytes` counts reading and writing.
double copy_rate(std::size_t bytes, int threads) {
  // Threads share only what is large enough for the library to use threads on.
  const int sharing = bytes < (std::size_t{1} << 20) ? 1 : threads;
  const std::size_t slice = bytes / 2 / static_cast<std::size_t>(sharing);
  std::vector<unsigned char> from(slice * static_cast<std::size_t>(sharing), 1);
  std::vector<unsigned char> into(from.size(), 2);
  const std::size_t repeats = std::max<std::size_t>(1, (std::size_t{16} << 20) / bytes);
  const double seconds = best_seconds(sharing, [&](int thread) {
    const std::size_t at = static_cast<std::size_t>(thread) * slice;
    for (std::size_t repeat = 0; repeat < repeats; ++repeat) {
      std::memcpy(into.data() + at, from.data() + at, slice);
      asm volatile("" : : "r"(into.data()) : "memory");  // the next copy is not the same as this one
    }
  });
  return static_cast<double>(2 * from.size() * repeats) / seconds;
}

// Each thread's best, added up: multipliers are not shared, so threads need not start each round together.
template <class Type>
double multiply_add_rate(int threads) {
  constexpr int rounds = 300;
  constexpr std::int64_t links = 50'000;  // about a tenth of a millisecond, short enough to be left alone now and then
  std::vector<double> rates(static_cast<std::size_t>(threads));
  const auto body = [&rates](std::size_t thread) {
    for (int round = 0; round < rounds; ++round) {
      const clock::time_point start = clock::now();
      const auto count = static_cast<double>(multiply_adds<Type>(links));
      const double seconds = std::chrono::duration<double>(clock::now() - start).count();
      rates[thread] = std::max(rates[thread], count / seconds);
    }
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t thread = 1; thread < rates.size(); ++thread) pool.emplace_back(body, thread);
    body(0);
  }
  return std::accumulate(rates.begin(), rates.end(), 0.0);
}

}  // namespace

roofs measure_cpu_roofs(int threads) {
  roofs machine;
  machine.multiply_adds_per_second = multiply_add_rate<float>(threads);
  machine.double_multiply_adds_per_second = multiply_add_rate<double>(threads);
  for (std::size_t bytes = std::size_t{1} << 14; bytes <= std::size_t{1} << 28; bytes *= 2) {
    machine.copy_bytes_per_second[bytes] = copy_rate(bytes, threads);
  }
  return machine;
}

}  // namespace faltung::bench
