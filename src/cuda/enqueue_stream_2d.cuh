// From a geometry to launches of the streaming 2D kernel.
#pragma once

#include <algorithm>
#include <cstdint>

#include "cuda/launch.hpp"
#include "cuda/operand_views.hpp"
#include "cuda/stream_2d_kernels.hpp"
#include "stream_2d.cuh"

namespace faltung::cuda {

// Elements from the last place that is aligned for Size of them to the operand's first.
template <class Type, int Size>
int misplaced(const void* data, const layout& at) {
  const auto place = static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(data) / sizeof(Type));
  return kernel::stream_2d_residue(place + at.offset, Size);
}

// Whether every row of every entry begins where the first does, modulo Size elements.
template <int Size>
bool keeps_alignment(const layout& at, std::int64_t entries) {
  const auto whole = [](std::int64_t stride) { return stride % Size == 0; };
  return whole(at.row) && (entries == 1 || (whole(at.batch) && (at.channels == 1 || whole(at.channel))));
}

// Interleaved channels as one image that is as many times as wide.
template <class View>
View as_one_image(View view, int channels) {
  if (channels == 1) return view;
  view.column = 1;
  view.channels = 1;
  view.channel = 0;
  return view;
}
inline layout as_one_image_layout(layout at, int channels) {
  if (channels == 1) return at;
  at.channels = 1;
  return at;
}

// Of lanes that take Size neighbouring elements.
template <class Stored, class Result, int Size>
kernel::stream_2d_places stream_2d_places_of(const geometry& where, int channels, const void* signal,
                                             const void* output, int multiprocessors) {
  const layout from = as_one_image_layout(where.signal.at, channels);
  const layout to = as_one_image_layout(where.output.at, channels);
  const std::int64_t images = where.batch / channels;
  return {.images = images,
          .signal_rows = where.rows.signal,
          .signal_columns = where.columns.signal * channels,
          .output_rows = where.rows.output,
          .output_columns = where.columns.output * channels,
          .row_origin = where.rows.origin,
          .column_origin = where.columns.origin * channels,
          .zero = where.boundary.rule == boundary_rule::zero,
          .signal_aligned = keeps_alignment<Size>(from, images),
          .output_aligned = keeps_alignment<Size>(to, images * where.bank),
          .signal_misplaced = misplaced<Stored, Size>(signal, from),
          .output_misplaced = misplaced<Result, Size>(output, to),
          .multiprocessors = multiprocessors};
}

// For the first filter.
template <class Type>
kernel::stream_2d_operands<Type> stream_2d_operands_of(const geometry& where, int channels,
                                                       const kernel::stream_2d_places& places, const void* signal,
                                                       void* output) {
  kernel::stream_2d_operands<Type> made{.signal = signal_view_of<Type>(where, signal),
                                        .output = as_one_image(view_of(where.output, output), channels),
                                        .bank = where.bank,
                                        .filter = 0,
                                        .output_rows = static_cast<int>(places.output_rows),
                                        .output_columns = static_cast<int>(places.output_columns),
                                        .row_origin = static_cast<int>(places.row_origin),
                                        .column_origin = static_cast<int>(places.column_origin)};
  made.signal.at = as_one_image(made.signal.at, channels);
  made.signal.columns = places.signal_columns;
  return made;
}

// The taps are left to the caller.
template <class Type, class Filter, class Policy>
kernel::stream_2d_problem<Type, Filter> stream_2d_problem_of(const geometry& where, int multiprocessors,
                                                             const void* signal, void* output) {
  const kernel::stream_2d_places places =
      stream_2d_places_of<Type, Type, kernel::pack<Type>::size>(where, Filter::step, signal, output, multiprocessors);
  return {.operands = stream_2d_operands_of<Type>(where, Filter::step, places, signal, output),
          .tiling = kernel::stream_2d_tiling_of<Type, Filter>(Policy::value, places),
          .images = places.images,
          .taps = {}};
}

template <class Type, class Filter, class Policy>
launch_shape stream_2d_shape_of(const kernel::stream_2d_problem<Type, Filter>& problem, cudaStream_t stream) {
  constexpr kernel::stream_2d_policy policy = Policy::value;
  constexpr std::size_t shared = sizeof(Type) * policy.warps * kernel::stream_2d_edge<Type, Filter>::elements;
  return {kernel::ceil_div<long long>(problem.images * problem.tiling.units(), policy.warps), policy.threads(), shared,
          stream};
}

template <class Type, class Filter, class Policy>
void launch_stream_2d(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                      void* output, cudaStream_t stream) {
  auto problem = stream_2d_problem_of<Type, Filter, Policy>(where, multiprocessors, signal, output);
  for (long long filter = 0; filter < where.bank; ++filter) {
    problem.operands.filter = filter;
    std::copy_n(host_taps + filter * Filter::taps, Filter::taps, problem.taps);
    launch(stream_2d_shape_of<Type, Filter, Policy>(problem, stream), kernel::stream_2d<Type, Filter, Policy>, problem);
  }
}

template <class Type, int Side, int Channels>
void enqueue_stream_2d(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                       void* output, cudaStream_t stream) {
  using filter = kernel::stream_2d_filter<Side, Side, Channels>;
  launch_stream_2d<Type, filter, kernel::stream_2d_usual<Type, filter>>(where, multiprocessors, signal, host_taps,
                                                                        output, stream);
}

template <class Type, int Side, int Channels>
void enqueue_separable_2d(const geometry& where, int multiprocessors, const void* signal, const Type* host_taps,
                          void* output, cudaStream_t stream) {
  using filter = kernel::separable_2d_filter<Side, Side, Channels>;
  launch_stream_2d<Type, filter, kernel::stream_2d_usual<Type, filter>>(where, multiprocessors, signal, host_taps,
                                                                        output, stream);
}

}  // namespace faltung::cuda
