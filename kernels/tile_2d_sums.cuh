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

// From Low to High of them.
template <int Low, int High, int Pitch, int A, int R, class Type>
__device__ inline void tile_some_taps(Type (&sums)[A][R], const Type* window, const Type* taps, int row, int rows,
                                      int count) {
  if constexpr (Low == High) {
    tile_taps<Low, Pitch>(sums, window, taps, row, rows);
  } else {
    constexpr int middle = (Low + High) / 2;
    if (count <= middle) {
      tile_some_taps<Low, middle, Pitch>(sums, window, taps, row, rows, count);
    } else {
      tile_some_taps<middle + 1, High, Pitch>(sums, window, taps, row, rows, count);
    }
  }
}

// A chunk of `rows` by `columns` taps. A pack of taps at a time would read the window anew for as many multiply-adds,
// and a ring of registers, which does not, would need the same code for each place in it at which a row may end.
template <int U, int Pitch, int A, int R, class Type>
__device__ inline void add_tile(Type (&sums)[A][R], const Type* window, int pitch, const Type* taps, int rows,
                                int columns) {
  const int rest = (columns - 1) % U + 1;
#pragma unroll 1
  for (int row = 0; row < A + rows - 1; ++row) {
    const Type* place = window;
    const Type* tap = taps;
#pragma unroll 1
    for (int left = columns; left > U; left -= U) {
      tile_taps<U, Pitch>(sums, place, tap, row, rows);
      place += U;
      tap += U;
    }
    tile_some_taps<1, U, Pitch>(sums, place, tap, row, rows, rest);
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
