// The inner loops of the direct 2D kernel for images: a thread's rows and columns of outputs in registers, window and
// taps in shared memory.
#pragma once

#include "pack.cuh"

namespace faltung::kernel {

// U taps of each row of taps that row `row` of the window meets: row - a for row a of sums, where the chunk of `rows`
// has it, which is known to the whole warp. `taps` is in row `row`, `Pitch` elements from the one before.
template <int U, int Pitch, int A, int R, class Type>
__device__ inline void tile_taps(Type (&sums)[A][R], const Type* window, const Type* taps, int row, int rows) {
  constexpr int width = pack<Type>::size;
  Type element[round_up(R + U - 1, width)];
  read_packs<round_up(R + U - 1, width)>(element, window);
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    if (static_cast<unsigned>(row - a) < static_cast<unsigned>(rows)) {
      constexpr int read = U == 1 ? 1 : round_up(U, width);
      Type tap[read];
      read_packs<read>(tap, taps - a * Pitch);
      FALTUNG_UNROLL
      for (int u = 0; u < U; ++u) {
        FALTUNG_UNROLL
        for (int r = 0; r < R; ++r) sums[a][r] = multiply_add(tap[u], element[u + r], sums[a][r]);
      }
    }
  }
}

// Rows of Low to High taps, `columns` of them.
template <int Low, int High, int Pitch, int A, int R, class Type>
__device__ inline void add_narrow_tile(Type (&sums)[A][R], const Type* window, int pitch, const Type* taps, int rows,
                                       int columns) {
  if constexpr (Low == High) {
#pragma unroll 1
    for (int row = 0; row < A + rows - 1; ++row) {
      tile_taps<Low, Pitch>(sums, window, taps, row, rows);
      window += pitch;
      taps += Pitch;
    }
  } else {
    constexpr int middle = (Low + High) / 2;
    if (columns <= middle) {
      add_narrow_tile<Low, middle, Pitch>(sums, window, pitch, taps, rows, columns);
    } else {
      add_narrow_tile<middle + 1, High, Pitch>(sums, window, pitch, taps, rows, columns);
    }
  }
}

// The last `count` modulo 2 U taps of a row: by powers of two while they are whole packs, so that windows are read
// where packs are aligned.
template <int U, int Pitch, int A, int R, class Type>
__device__ inline void tile_last_taps(Type (&sums)[A][R], const Type* window, const Type* taps, int row, int rows,
                                      int count) {
  constexpr int width = pack<Type>::size;
  if constexpr (U >= width) {
    if ((count & U) != 0) {
      tile_taps<U, Pitch>(sums, window, taps, row, rows);
      window += U;
      taps += U;
    }
    tile_last_taps<U / 2, Pitch>(sums, window, taps, row, rows, count);
  } else {
    const int rest = count % width;
    if (rest == 1) tile_taps<1, Pitch>(sums, window, taps, row, rows);
    if constexpr (width > 2) {
      if (rest == 2) tile_taps<2, Pitch>(sums, window, taps, row, rows);
      if (rest == 3) tile_taps<3, Pitch>(sums, window, taps, row, rows);
    }
  }
}

// A chunk of `rows` by `columns` taps. With up to U columns, known to the code, multiply-adds are 3 to 5 % more of the
// instructions than where rows are put together of less. A pack of taps at a time would read the window anew for
// half as many multiply-adds, and a ring of registers, which does not, would need the same code for each place in it at
// which a row may end.
template <int U, int Pitch, int A, int R, class Type>
__device__ inline void add_tile(Type (&sums)[A][R], const Type* window, int pitch, const Type* taps, int rows,
                                int columns) {
  if (columns <= U) {
    add_narrow_tile<1, U, Pitch>(sums, window, pitch, taps, rows, columns);
    return;
  }
#pragma unroll 1
  for (int row = 0; row < A + rows - 1; ++row) {
    const Type* place = window;
    const Type* tap = taps;
#pragma unroll 1
    for (int left = columns; left >= U; left -= U) {
      tile_taps<U, Pitch>(sums, place, tap, row, rows);
      place += U;
      tap += U;
    }
    tile_last_taps<U / 2, Pitch>(sums, place, tap, row, rows, columns);
    window += pitch;
    taps += Pitch;
  }
}

// Where the thread's window lies in the signal.
struct tile_2d_place {
  int row;
  int column;
};

// The same without the products with what is outside of a signal of `height` by `width`, in little code.
template <int Pitch, int A, int R, class Type>
__device__ inline void add_tile_guarded(Type (&sums)[A][R], const Type* window, int pitch, const Type* taps, int rows,
                                        int columns, tile_2d_place place, int height, int width) {
#pragma unroll 1
  for (int row = 0; row < A + rows - 1; ++row) {
    if (static_cast<unsigned>(place.row + row) < static_cast<unsigned>(height)) {
#pragma unroll 1
      for (int k = 0; k < columns; ++k) {
        FALTUNG_UNROLL
        for (int r = 0; r < R; ++r) {
          if (static_cast<unsigned>(place.column + k + r) < static_cast<unsigned>(width)) {
            const Type element = window[k + r];
            FALTUNG_UNROLL
            for (int a = 0; a < A; ++a) {
              if (static_cast<unsigned>(row - a) < static_cast<unsigned>(rows))
                sums[a][r] = multiply_add(taps[k - a * Pitch], element, sums[a][r]);
            }
          }
        }
      }
    }
    window += pitch;
    taps += Pitch;
  }
}

}  // namespace faltung::kernel
