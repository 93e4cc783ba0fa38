// Operands of any type and layout between global and shared memory: what the direct kernels do where rows are no arrays
// of the numbers that they compute in, or a window hangs out of the signal.
//
// Functions of their own and not inlined: their registers are not held while sums are formed, and the choice of type,
// made once for all elements of a call, stays out of the kernels' code.
#pragma once

#include "dialect.cuh"
#include "operand_view.hpp"

namespace faltung::kernel {

// Places of a signal, possibly outside of it.
struct sample_window {
  long long row;
  long long column;
  int rows;
  int columns;
};

// Which of its rows and columns are inside the signal: from top up to bottom, from left up to right; in an empty range
// the order may be the other way round.
struct window_clip {
  int top;
  int bottom;
  int left;
  int right;
};
template <class Type>
__device__ inline window_clip clip_of(const signal_view<Type>& signal, const sample_window& window) {
  return {static_cast<int>(smaller<long long>(window.rows, larger<long long>(0, -window.row))),
          static_cast<int>(larger<long long>(0, smaller<long long>(window.rows, signal.rows - window.row))),
          static_cast<int>(smaller<long long>(window.columns, larger<long long>(0, -window.column))),
          static_cast<int>(larger<long long>(0, smaller<long long>(window.columns, signal.columns - window.column)))};
}

__device__ inline bool holds(const window_clip& inside, const sample_window& window) {
  return inside.bottom - inside.top == window.rows && inside.right - inside.left == window.columns;
}

// A thread's share of rows and columns: `lanes` threads work on a row, all of the block on as many rows at once as they
// suffice for.
struct share {
  int line;
  int lines;
  int lane;
};
__device__ inline share share_of(int lanes) {
  const int thread = static_cast<int>(threadIdx.x);
  const int line = thread / lanes;
  return {line, static_cast<int>(blockDim.x) / lanes, thread - line * lanes};
}

// All inside the signal; `start` is where the first of them lies. 4 loads of a thread are under way at a time.
template <class Type>
__device__ inline void load_inside(Type* to, int pitch, const source_view& at, long long start, int rows, int columns,
                                   int lanes) {
  const share own = share_of(lanes);
  const bool boolean = at.type == element_type::boolean;
  with_storage(at.type, [&](auto* stored) {
    using storage = std::remove_pointer_t<decltype(stored)>;
#pragma unroll 1
    for (int i = own.line; i < rows; i += own.lines) {
      const storage* const from = static_cast<const storage*>(at.data) + (start + i * at.row);
#pragma unroll 4
      for (int j = own.lane; j < columns; j += lanes) {
        to[i * pitch + j] = from_stored<Type>(from[j * at.column], boolean);
      }
    }
  });
}

// The places of the window that are outside the signal. Not unrolled: it would take more registers than the callers
// have.
template <class Type>
__device__ inline void load_outside(Type* to, int pitch, const signal_view<Type>& signal, long long start, int part,
                                    const sample_window& window, int lanes) {
  const share own = share_of(lanes);
#pragma unroll 1
  for (int i = own.line; i < window.rows; i += own.lines) {
    const long long row = window.row + i;
    const bool within = row >= 0 && row < signal.rows;
#pragma unroll 1
    for (int j = own.lane; j < window.columns; j += lanes) {
      const long long column = window.column + j;
      if (within && column >= 0 && column < signal.columns) continue;
      to[i * pitch + j] = signal.read(start, part, row, column);
    }
  }
}

// `start` is the entry and part (operand_view). With boundary zero zeros stand in for what lies outside. The window
// comes by value, in registers: by reference it would take the callers a stack frame.
template <class Type>
FALTUNG_NOINLINE __device__ void load_samples(Type* to, int pitch, const signal_view<Type>& signal, long long start,
                                              int part, sample_window window, int lanes) {
  const window_clip inside = clip_of(signal, window);
  const int rows = inside.bottom - inside.top;
  const int columns = inside.right - inside.left;
  if (rows > 0 && columns > 0) {
    const long long first =
        start + (window.row + inside.top) * signal.at.row + (window.column + inside.left) * signal.at.column;
    load_inside(to + inside.top * pitch + inside.left, pitch, signal.at, first, rows, columns, lanes);
  }
  if (!holds(inside, window)) load_outside(to, pitch, signal, start, part, window, lanes);
}

// `start` is where the first of them belongs.
template <class Type>
FALTUNG_NOINLINE __device__ void store_samples(const target_view& at, long long start, const Type* from, int pitch,
                                               int rows, int columns, int lanes) {
  const share own = share_of(lanes);
  const bool boolean = at.type == element_type::boolean;
  with_storage(at.type, [&](auto* stored) {
    using storage = std::remove_pointer_t<decltype(stored)>;
    storage* const to = static_cast<storage*>(at.data) + start;
#pragma unroll 1
    for (int i = own.line; i < rows; i += own.lines) {
#pragma unroll 1
      for (int j = own.lane; j < columns; j += lanes) {
        to[i * at.row + j * at.column] = to_stored<storage>(from[i * pitch + j], boolean);
      }
    }
  });
}

}  // namespace faltung::kernel
