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

// Element 0 of the signal and of the output, and the output that the first segment begins with.
struct pair_rows {
  long long signal;
  long long output;
  long long first;
};
__device__ inline pair_rows rows_of(const fused_overlap_save_problem& problem, const transform_place& at) {
  const chain_problem<float>& direct = problem.direct;
  const long long signal = direct.run.first + at.signal;
  return {direct.signal.at.entry(signal, 0), direct.output.entry(signal * direct.pairs.bank + at.filter, 0),
          2 * direct.step * at.pair};
}
// Outputs that are left for a segment and those after it; none where there is no such transform.
__device__ inline long long outputs_left(const fused_overlap_save_problem& problem, unsigned transform,
                                         const transform_place& at, int half) {
  if (transform >= problem.count) return 0;
  return larger(problem.direct.columns.output - (2LL * at.pair + half) * problem.direct.step, 0LL);
}

template <int Threads>
__device__ __forceinline__ void synchronise_transform() {
  if constexpr (Threads > 32) {
    __syncthreads();
  } else {
    __syncwarp();
  }
}

// Samples of an array of float, zeros beside it.
template <class Policy>
__device__ __forceinline__ void load_clipped(spectral_value<float>* v, const fused_overlap_save_problem& problem,
                                             const transform_thread& own) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  const transform_place at = place_of(problem, own.transform);
  const pair_rows rows = rows_of(problem, at);
  const chain_problem<float>& direct = problem.direct;
  each<2>([&](auto half) {
    const long long place = direct.columns.origin + rows.first + half * direct.step;
    const long long left = outputs_left(problem, own.transform, at, half);
    const long long samples = left == 0 ? 0 : smaller<long long>(left + direct.columns.filter - 1, policy.points());
    const int from = static_cast<int>(smaller(larger(-place, 0LL), samples));
    const int to = static_cast<int>(smaller(larger(direct.signal.columns - place, 0LL), samples));
    const auto count = static_cast<unsigned>(larger(to - from, 0));
    const int ahead = own.thread - from;
    const float* const first = static_cast<const float*>(direct.signal.at.data) + rows.signal + (place + own.thread);
    each<policy.rows>([&](auto n) {
      const float value = static_cast<unsigned>(ahead + n * policy.columns) < count ? first[n * policy.columns] : 0;
      (half == 0 ? v[n].real : v[n].imaginary) = value;
    });
  });
}

// Samples from anywhere, zeros where there is none, to the thread's column of the arena.
template <class Policy>
__device__ inline void load_border(const fused_overlap_save_problem& problem, const transform_thread& own) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  const transform_place at = place_of(problem, own.transform);
  const pair_rows rows = rows_of(problem, at);
  const signal_view<float>& signal = problem.direct.signal;
  const float* const samples = static_cast<const float*>(signal.at.data) + rows.signal;
  const auto load = [&](int place, int half) {
    const long long left = outputs_left(problem, own.transform, at, half);
    if (left == 0 || place >= left + problem.direct.columns.filter - 1) return 0.0F;
    const long long wanted = problem.direct.columns.origin + rows.first + half * problem.direct.step + place;
    const long long found = extended_index(signal.rule, wanted, signal.columns);
    return found < 0 ? signal.outside[0] : samples[found * signal.at.column];
  };
#pragma unroll 1
  for (int i = 0; i < 2 * policy.rows; ++i) {
    spectral_value<float>& to = own.arena[own.thread + i / 2 * policy.pitch()];
    (i % 2 == 0 ? to.real : to.imaginary) = load(own.thread + i / 2 * policy.columns, i % 2);
  }
}

// Outputs to anywhere, from the thread's column of the arena.
template <class Policy>
__device__ inline void store_border(const fused_overlap_save_problem& problem, const transform_thread& own) {
  constexpr fused_overlap_save_policy policy = Policy::value;
  const transform_place at = place_of(problem, own.transform);
  const pair_rows rows = rows_of(problem, at);
  const chain_problem<float>& direct = problem.direct;
  const long long filter = (direct.run.first + at.signal) * direct.pairs.filter_stride + at.filter;
  float* const outputs = static_cast<float*>(direct.output.data) + rows.output;
#pragma unroll 1
  for (int i = 0; i < 2 * policy.rows; ++i) {
    const int half = i % 2;
    const int place = own.thread + i / 2 * policy.columns;
    if (place >= smaller(outputs_left(problem, own.transform, at, half), direct.step)) continue;
    const spectral_value<float>& both = own.arena[own.thread + i / 2 * policy.pitch()];
    const long long output = rows.first + half * direct.step + place;
    float value = half == 0 ? both.real : both.imaginary;
    if (direct.windows != nullptr && !std::isfinite(value))
      value = chain(direct, static_cast<const float*>(direct.signal.at.data) + rows.signal,
                    direct.windows + filter * direct.columns.filter, 0, 0, output);
    outputs[output * direct.output.column] = value;
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
    const transform_thread own = transform_thread_of<Policy>(first_block);
    const transform_place at = place_of(problem, own.transform);
    spectral_value<float>* const column = own.arena + own.thread;
    spectral_value<float> v[rows];
    if (at.pair - problem.first_inside < problem.inside) {
      const pair_rows from = rows_of(problem, at);
      const float* const first = static_cast<const float*>(direct.signal.at.data) + from.signal +
                                 (direct.columns.origin + from.first + own.thread);
      const float* const second = first + direct.step;
      each<rows>([&](auto n) { v[n] = {first[n * columns], second[n * columns]}; });
    } else if (problem.plain && problem.zero) {
      load_clipped<Policy>(v, problem, own);
    } else {
      load_border<Policy>(problem, own);
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
    pin_global(twiddles);
    each<rows>([&](auto k) { v[k] = at.arena[at.thread + k * pitch]; });
    register_fft<rows, true, pass_input::turned>(
        v, constants_of<Policy>(twiddles, at.thread, 0, policy.twiddles_of(rows)));
  }
  // Not finite where an output is not, or where two are large: then each is looked at.
  float even = 0;
  float odd = 0;
  each<rows>([&](auto n) {
    float& sum = n % 2 == 0 ? even : odd;
    sum = multiply_add(v[n].real, v[n].imaginary, sum);
  });
  const transform_thread own = transform_thread_of<Policy>(first_block);
  const transform_place at = place_of(problem, own.transform);
  if (problem.plain && (direct.windows == nullptr || std::isfinite(even + odd))) {
    const pair_rows to = rows_of(problem, at);
    float* first = static_cast<float*>(direct.output.data) + to.output + (to.first + own.thread);
    float* second = first + direct.step;
    pin_global(first);  // else an address is computed for each store
    pin_global(second);
    const bool whole = at.pair < problem.whole && (policy.together == 1 || own.transform < problem.count);
    if (whole) {
      const int outputs = static_cast<int>(direct.step) - own.thread;
      each<rows>([&](auto n) {
        if (n * columns < outputs) {
          first[n * columns] = v[n].real;
          second[n * columns] = v[n].imaginary;
        }
      });
    } else {
      const auto outputs = [&](int half) {
        return static_cast<int>(smaller(outputs_left(problem, own.transform, at, half), direct.step)) - own.thread;
      };
      const int of_first = outputs(0);
      const int of_second = outputs(1);
      each<rows>([&](auto n) {
        if (n * columns < of_first) first[n * columns] = v[n].real;
        if (n * columns < of_second) second[n * columns] = v[n].imaginary;
      });
    }
  } else {
    each<rows>([&](auto n) { own.arena[own.thread + n * pitch] = v[n]; });
    store_border<Policy>(problem, own);
  }
}

}  // namespace faltung::kernel
