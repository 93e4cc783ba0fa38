// From a geometry to launches of the streaming 2D kernels for elements narrower than the 32 bits computed in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "cuda/enqueue_stream_2d.cuh"
#include "cuda/stream_2d_narrow_kernels.hpp"
#include "stream_2d_bytes.cuh"
#include "stream_2d_stored.cuh"

namespace faltung::cuda {

// For the first filter; the taps are left to the caller.
template <class Problem, class Type, class Filter, class Stored, class Result>
Problem stream_2d_narrow_problem_of(const geometry& where, const kernel::stream_2d_policy& policy, int multiprocessors,
                                    const void* signal, void* output) {
  constexpr int lane = kernel::stream_2d_lane<Result>;
  const kernel::stream_2d_places places =
      stream_2d_places_of<Stored, Result, lane>(where, Filter::step, signal, output, multiprocessors);
  Problem made{};
  made.operands = stream_2d_operands_of<Type>(where, Filter::step, places, signal, output);
  made.tiling = kernel::stream_2d_narrow_tiling_of<Type, Filter, Stored, Result>(policy, places);
  made.images = places.images;
  made.digits = kernel::widening_digits_of(static_cast<int>(sizeof(Stored)), is_signed(where.signal.type));
  return made;
}

template <class Type, class Stored, class Result, class Filter, class Policy>
void launch_stream_2d_stored(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                             void* output, cudaStream_t stream) {
  using problem_type = kernel::stream_2d_narrow_problem<Type, Filter>;
  auto problem = stream_2d_narrow_problem_of<problem_type, Type, Filter, Stored, Result>(
      where, Policy::value, multiprocessors, signal, output);
  const launch_shape shape = stream_2d_shape_of<Type, Filter, Policy>(problem, stream);
  for (long long filter = 0; filter < where.bank; ++filter) {
    problem.operands.filter = filter;
    std::copy_n(host_taps + filter * Filter::taps, Filter::taps, problem.taps);
    launch(shape, kernel::stream_2d_stored<Type, Stored, Result, Filter, Policy>, problem);
  }
}

template <bool SignedSignal, bool SignedTaps, class Result, class Filter, class Policy>
void launch_stream_2d_bytes(const geometry& where, int multiprocessors, const void* signal,
                            const std::uint32_t* host_taps, void* output, cudaStream_t stream) {
  using problem_type = kernel::stream_2d_bytes_problem<Filter>;
  auto problem = stream_2d_narrow_problem_of<problem_type, std::uint32_t, Filter, std::uint8_t, Result>(
      where, Policy::value, multiprocessors, signal, output);
  const launch_shape shape = stream_2d_shape_of<std::uint32_t, Filter, Policy>(problem, stream);
  for (long long filter = 0; filter < where.bank; ++filter) {
    problem.operands.filter = filter;
    std::copy_n(host_taps + filter * Filter::taps, Filter::taps, problem.taps);
    kernel::stream_2d_byte_taps<Filter>::pack(problem.words, problem.taps);
    launch(shape, kernel::stream_2d_bytes<SignedSignal, SignedTaps, Result, Filter, Policy>, problem);
  }
}

template <class Type, class Stored, class Result, int Side>
void enqueue_stream_2d_stored(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                              void* output, cudaStream_t stream) {
  using filter = kernel::stream_2d_filter<Side, Side>;
  launch_stream_2d_stored<Type, Stored, Result, filter, kernel::stream_2d_stored_usual<Result, filter>>(
      where, multiprocessors, signal, host_taps, output, stream);
}

template <bool SignedSignal, bool SignedTaps, class Result, int Side, int Channels>
void enqueue_stream_2d_bytes(const geometry& where, int multiprocessors, const void* signal,
                             const std::uint32_t* host_taps, void* output, cudaStream_t stream) {
  using filter = kernel::stream_2d_filter<Side, Side, Channels>;
  launch_stream_2d_bytes<SignedSignal, SignedTaps, Result, filter, kernel::stream_2d_bytes_usual<Result, filter>>(
      where, multiprocessors, signal, host_taps, output, stream);
}

}  // namespace faltung::cuda
