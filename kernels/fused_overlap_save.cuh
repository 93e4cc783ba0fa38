// Convolution of rows through transforms that never leave the multiprocessor: a group of threads loads two segments,
// transforms them as one of complex numbers, multiplies by the filter's spectrum, transforms back and stores the outputs
// that nothing wrapped around into. A thread transforms a column in registers, then rows there and back, then the column
// again: one exchange through shared memory each way, and the same thread reads and rewrites each row and each column.
#pragma once

#include <cmath>

#include "chain.cuh"
#include "fused_overlap_save_problem.hpp"
#include "read_anew.cuh"
#include "register_fft.cuh"

namespace faltung::kernel {

struct alignas(16) spectral_pair {
  spectral_value<float> first;
  spectral_value<float> second;
};

// A thread's constants, from where fused_overlap_save_policy::place puts them.
template <int Threads>
struct thread_constants {
  const spectral_pair* from;

  __device__ __forceinline__ spectral_value<float> operator()(int i) const {
    const spectral_pair both = from[i / 2 * Threads];
    return i % 2 != 0 ? both.second : both.first;
  }
};
template <class Policy>
__device__ __forceinline__ thread_constants<Policy::value.columns> constants_of(const spectral_value<float>* table,
                                                                                int thread, int which, int count) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  return {reinterpret_cast<const spectral_pair*>(table + policy.place(thread, which, count, 0))};
}

// Which transform a thread works on, and its place there. Found anew in each pass: kept from one to the next it would be
// spilled, as a thread's points fill the registers.
struct transform_thread {
  unsigned transform;
  int thread;
  spectral_value<float>* arena;
};
template <class Policy>
__device__ __forceinline__ transform_thread transform_thread_of(long long first_block) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  const unsigned thread = thread_read_anew();
  const unsigned group = policy.together == 1 ? 0 : thread / policy.columns;
  return {(static_cast<unsigned>(first_block) + block_read_anew()) * policy.together + group,
          static_cast<int>(thread - group * policy.columns),
          shared_arena<spectral_value<float>>() + group * policy.arena()};
}

// What meets in a transform.
struct transform_place {
  unsigned signal;
  unsigned pair;
  unsigned filter;  // of the bank
};
__device__ inline transform_place place_of(const fused_overlap_save_problem& problem, unsigned transform) {
  transform_place made{0, transform < problem.count ? transform : 0, 0};
  const auto bank = static_cast<unsigned>(problem.direct.pairs.bank);
  if (bank != 1) {
    made.filter = made.pair % bank;
    made.pair /= bank;
  }
  if (made.pair >= problem.pairs) {
    made.signal = made.pair / problem.pairs;
    made.pair -= made.signal * problem.pairs;
  }
  return made;
}
__device__ inline const spectral_value<float>* spectrum_of(const fused_overlap_save_problem& problem,
                                                           unsigned transform, int points) {
  const pairing& pairs = problem.direct.pairs;
  if (pairs.bank == 1 && pairs.filter_stride == 0) return problem.spectra;
  const transform_place at = place_of(problem, transform);
  return problem.spectra + ((problem.direct.run.first + at.signal) * pairs.filter_stride + at.filter) * points;
}

// The two segments of a transform and the filter that they meet.
struct segment_pair {
  long long entry;   // element 0 of the signal
  long long output;  // element 0 of the output
  long long first;   // output that the first segment begins with
  long long filter;
  int samples[2];  // of each that are under a window
  int outputs[2];
};

template <int Points>
__device__ inline segment_pair segment_pair_of(const fused_overlap_save_problem& problem, unsigned transform) {
  const chain_problem<float>& direct = problem.direct;
  const transform_place at = place_of(problem, transform);
  const long long signal = direct.run.first + at.signal;
  segment_pair made;
  made.entry = direct.signal.at.entry(signal, 0);
  made.output = direct.output.entry(signal * direct.pairs.bank + at.filter, 0);
  made.first = 2 * direct.step * at.pair;
  made.filter = signal * direct.pairs.filter_stride + at.filter;
  FALTUNG_UNROLL
  for (int half = 0; half < 2; ++half) {
    const long long left = transform < problem.count ? direct.columns.output - made.first - half * direct.step : 0;
    made.outputs[half] = static_cast<int>(smaller(larger(left, 0LL), direct.step));
    made.samples[half] = left <= 0 ? 0 : static_cast<int>(smaller<long long>(left + direct.columns.filter - 1, Points));
  }
  return made;
}

template <int Threads>
__device__ __forceinline__ void synchronise_transform() {
  if constexpr (Threads > 32) {
    __syncthreads();
  } else {
    __syncwarp();
  }
}

// Samples from anywhere, zeros where there is none, to the thread's column of the arena.
template <class Policy>
__device__ inline void load_border(spectral_value<float>* column, const fused_overlap_save_problem& problem,
                                   const segment_pair& pair, int thread) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  const signal_view<float>& signal = problem.direct.signal;
  const float* const samples = static_cast<const float*>(signal.at.data) + pair.entry;
  const auto load = [&](int row, int half) {
    const int place = thread + row * policy.columns;
    if (place >= (half == 0 ? pair.samples[0] : pair.samples[1])) return 0.0F;
    const long long at = problem.direct.columns.origin + pair.first + half * problem.direct.step + place;
    const long long found = extended_index(signal.rule, at, signal.columns);
    return found < 0 ? signal.outside[0] : samples[found * signal.at.column];
  };
#pragma unroll 1
  for (int i = 0; i < 2 * policy.rows; ++i) {
    spectral_value<float>& to = column[i / 2 * policy.pitch()];
    (i % 2 == 0 ? to.real : to.imaginary) = load(i / 2, i % 2);
  }
}

// Outputs to anywhere, from the thread's column of the arena.
template <class Policy>
__device__ inline void store_border(const spectral_value<float>* column, const fused_overlap_save_problem& problem,
                                    const segment_pair& pair, int thread) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  const chain_problem<float>& direct = problem.direct;
  float* const outputs = static_cast<float*>(direct.output.data) + pair.output;
#pragma unroll 1
  for (int i = 0; i < 2 * policy.rows; ++i) {
    const int half = i % 2;
    const int place = thread + i / 2 * policy.columns;
    if (place >= (half == 0 ? pair.outputs[0] : pair.outputs[1])) continue;
    const spectral_value<float>& both = column[i / 2 * policy.pitch()];
    const long long at = pair.first + half * direct.step + place;
    float value = half == 0 ? both.real : both.imaginary;
    if (direct.windows != nullptr && !std::isfinite(value))
      value = chain(direct, static_cast<const float*>(direct.signal.at.data) + pair.entry,
                    direct.windows + pair.filter * direct.columns.filter, 0, 0, at);
    outputs[at * direct.output.column] = value;
  }
}

// Of a multiprocessor, in kilobytes.
#if defined(__CUDA_ARCH__) && (__CUDA_ARCH__ < 800)
inline constexpr int shared_kilobytes = 64;
#elif defined(__CUDA_ARCH__) && (__CUDA_ARCH__ == 860 || __CUDA_ARCH__ == 890 || __CUDA_ARCH__ >= 1200)
inline constexpr int shared_kilobytes = 100;
#elif defined(__CUDA_ARCH__) && (__CUDA_ARCH__ < 900)
inline constexpr int shared_kilobytes = 164;
#else
inline constexpr int shared_kilobytes = 228;
#endif

// Block b of the launch makes transforms (first_block + b) * together and on.
template <class Policy>
__global__ void __launch_bounds__(Policy::value.threads(), Policy::value.blocks_within(shared_kilobytes))
    fused_overlap_save(const __grid_constant__ fused_overlap_save_problem problem, const long long first_block) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  constexpr int rows = policy.rows;
  constexpr int columns = policy.columns;
  constexpr int points = policy.points();
  constexpr int pitch = policy.pitch();
  static_assert(rows % columns == 0 && (columns <= 32 || policy.together == 1));
  const chain_problem<float>& direct = problem.direct;
  {
    spectral_value<float> v[rows];
    const transform_thread at = transform_thread_of<Policy>(first_block);
    const segment_pair pair = segment_pair_of<points>(problem, at.transform);
    spectral_value<float>* const column = at.arena + at.thread;
    const long long place = direct.columns.origin + pair.first;
    if (problem.plain && pair.samples[1] == points && place >= 0 &&
        place + direct.step + points <= direct.signal.columns) {
      const float* const first = static_cast<const float*>(direct.signal.at.data) + pair.entry + place + at.thread;
      const float* const second = first + direct.step;
      each<rows>([&](auto n) { v[n] = {first[n * columns], second[n * columns]}; });
    } else {
      load_border<Policy>(column, problem, pair, at.thread);
      each<rows>([&](auto n) { v[n] = column[n * pitch]; });
    }
    register_fft<rows, false, pass_input::plain>(v, 0);
    each<rows>([&](auto k) { column[k * pitch] = v[k]; });
  }
  synchronise_transform<columns>();
  {
    const transform_thread at = transform_thread_of<Policy>(first_block);
    const spectral_value<float>* const spectrum = spectrum_of(problem, at.transform, points);
    each<policy.rows_per_thread()>([&](auto i) {
      spectral_value<float>* const row = at.arena + (at.thread + i * columns) * pitch;
      spectral_value<float> v[columns];
      each<columns / 2>([&](auto n) {
        const spectral_pair both = reinterpret_cast<const spectral_pair*>(row)[n];
        v[2 * n] = both.first;
        v[2 * n + 1] = both.second;
      });
      register_fft<columns, false, pass_input::turned>(
          v, constants_of<Policy>(problem.twiddles, at.thread, i, policy.twiddles_of(columns)));
      register_fft<columns, true, pass_input::multiplied>(v, constants_of<Policy>(spectrum, at.thread, i, columns));
      each<columns / 2>([&](auto n) { reinterpret_cast<spectral_pair*>(row)[n] = {v[2 * n], v[2 * n + 1]}; });
    });
  }
  synchronise_transform<columns>();
  spectral_value<float> v[rows];
  {
    const transform_thread at = transform_thread_of<Policy>(first_block);
    // Else the constants of both directions' turns, which are the same in a square, are kept from the one to the other,
    // and registers are spilled.
    const spectral_value<float>* twiddles = problem.twiddles + (policy.square() ? 0 : policy.row_twiddles());
    pin(twiddles);
    each<rows>([&](auto k) { v[k] = at.arena[at.thread + k * pitch]; });
    register_fft<rows, true, pass_input::turned>(
        v, constants_of<Policy>(twiddles, at.thread, 0, policy.twiddles_of(rows)));
  }
  // Not finite where an output is not, or where two are large: then each is looked at.
  float finite = 0;
  each<rows>([&](auto n) { finite = multiply_add(v[n].real, v[n].imaginary, finite); });
  const transform_thread at = transform_thread_of<Policy>(first_block);
  const segment_pair pair = segment_pair_of<points>(problem, at.transform);
  if (problem.plain && pair.outputs[1] == direct.step && (direct.windows == nullptr || std::isfinite(finite))) {
    float* first = static_cast<float*>(direct.output.data) + pair.output + pair.first + at.thread;
    float* second = first + direct.step;
    pin(first);  // else an address is computed for each store
    pin(second);
    const int outputs = static_cast<int>(direct.step) - at.thread;
    each<rows>([&](auto n) {
      if (n * columns < outputs) {
        first[n * columns] = v[n].real;
        second[n * columns] = v[n].imaginary;
      }
    });
  } else {
    spectral_value<float>* const column = at.arena + at.thread;
    each<rows>([&](auto n) { column[n * pitch] = v[n]; });
    store_border<Policy>(column, problem, pair, at.thread);
  }
}

}  // namespace faltung::kernel
