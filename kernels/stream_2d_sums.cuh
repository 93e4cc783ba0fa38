// What the streaming 2D kernel is told, and what a row of the signal gives the sums in a warp's registers.
#pragma once

#include "operand_view.hpp"
#include "pack.cuh"
#include "stream_2d_tiling.hpp"

namespace faltung::kernel {

// A row is one of elements: interleaved channels are taken as one image, `step` times as wide. Images are the entries
// of the signal; the output of image i is entry i * bank + filter.
template <class Type>
struct stream_2d_operands {
  signal_view<Type> signal;
  target_view output;
  long long bank;
  long long filter;
  int output_rows;
  int output_columns;
  int row_origin;
  int column_origin;
};

template <class Type, class Filter>
struct stream_2d_problem {
  stream_2d_operands<Type> operands;
  stream_2d_tiling tiling;
  long long images;
  Type taps[Filter::taps];
};

// Whole packs, also where a window begins or ends within one: the compiler would read single elements, which lie a pack
// apart from lane to lane: a warp would touch as many sectors for a quarter of their bytes.
template <int First, int Count, class Type, int Groups, int Window>
__device__ inline void stream_load(Type (&window)[Groups][Window], const Type* from) {
  FALTUNG_UNROLL
  for (int a = 0; a < Groups; ++a) {
    read_packs<Window>(window[a], from + a * stream_2d_group<Type>);
    FALTUNG_UNROLL
    for (int e = 0; e < Window; ++e) {
      if (e < First || e >= First + Count) pin(window[a][e]);
    }
  }
}

// The chains of one row of taps.
template <class Filter, int Offset, class Type, int Groups, int Size, int Window>
__device__ inline void stream_taps(Type (&sums)[Groups][Size], const Type (&window)[Groups][Window], const Type* taps) {
  FALTUNG_UNROLL
  for (int i = 0; i < Filter::columns; ++i) {
    const Type tap = taps[i];
    FALTUNG_UNROLL
    for (int a = 0; a < Groups; ++a) {
      FALTUNG_UNROLL
      for (int q = 0; q < Size; ++q) {
        sums[a][q] = multiply_add(tap, window[a][Offset + Filter::step * i + q], sums[a][q]);
      }
    }
  }
}

// One row of the signal: number `row` of the strip's windows, of which `rows` outputs are wanted. sums[j] is the output
// that meets tap row j, which `add` is given to add the row's products to; `complete` is given the one that needs no
// more.
template <int PassesOver, class Type, int Rows, int Groups, int Size, class Add, class Complete>
__device__ inline void stream_sums(Type (&sums)[Rows][Groups][Size], int row, int rows, Add add, Complete complete) {
  constexpr int together = PassesOver > 0 ? PassesOver : 1;
  FALTUNG_UNROLL
  for (int first = Rows - 1; first >= 0; first -= together) {
    const int end = larger(-1, first - together);
    if (PassesOver == 0 && row < first) continue;
    if (PassesOver == 1 && static_cast<unsigned>(row - first) >= static_cast<unsigned>(rows)) continue;
    if (PassesOver > 1 && (row <= end || row - first >= rows)) continue;
    FALTUNG_UNROLL
    for (int j = first; j > end; --j) {
      Type next[Groups][Size];
      FALTUNG_UNROLL
      for (int a = 0; a < Groups; ++a) {
        FALTUNG_UNROLL
        for (int q = 0; q < Size; ++q) next[a][q] = j > 0 ? sums[j][a][q] : Type{0};
      }
      add(next, j);
      if (j == Rows - 1) {
        FALTUNG_UNROLL
        for (int a = 0; a < Groups; ++a) {
          FALTUNG_UNROLL
          for (int q = 0; q < Size; ++q) pin(next[a][q]);  // or the loop is compiled twice, with the store and without
        }
        if (together == 1 || row >= Rows - 1) complete(next);
      } else {
        FALTUNG_UNROLL
        for (int a = 0; a < Groups; ++a) {
          FALTUNG_UNROLL
          for (int q = 0; q < Size; ++q) sums[j + 1][a][q] = next[a][q];
        }
      }
    }
  }
}

// As above, of a row that registers hold as numbers.
template <class Filter, int Offset, int PassesOver, class Type, int Groups, int Size, int Window, class Complete>
__device__ inline void stream_row(Type (&sums)[Filter::rows][Groups][Size], const Type (&window)[Groups][Window],
                                  const Type* taps, int row, int rows, Complete complete) {
  Type across[Groups][Size] = {};
  if constexpr (Filter::separable) stream_taps<Filter, Offset>(across, window, taps);
  const auto add = [&](Type(&next)[Groups][Size], int j) {
    if constexpr (Filter::separable) {
      FALTUNG_UNROLL
      for (int a = 0; a < Groups; ++a) {
        FALTUNG_UNROLL
        for (int q = 0; q < Size; ++q) {
          next[a][q] = multiply_add(taps[Filter::columns + j], across[a][q], next[a][q]);
        }
      }
    } else {
      stream_taps<Filter, Offset>(next, window, taps + j * Filter::columns);
    }
  };
  stream_sums<PassesOver>(sums, row, rows, add, complete);
}

}  // namespace faltung::kernel
