// How complex outputs leave the direct 2D kernel for images of them.
#pragma once

#include "number_parts.cuh"
#include "tile_2d_store.cuh"
#include "whole_stores.cuh"

namespace faltung::kernel {

// Of a warp's lanes the first half makes the real parts of outputs and the second half the imaginary ones.
inline constexpr int tile_2d_half_warp = 16;

template <class Type>
struct tile_2d_complex_problem {
  tile_2d_problem<Type, Type, Type> images;
  int products;           // of each part of an output
  unsigned signal_parts;  // as direct_operands has them
};

// By way of shared memory, a row of each thread at a time, so that lanes write neighbouring 16 bytes: both parts of as
// many numbers as these hold. Whole tiles need no look at where the output ends.
template <bool Whole, int A, int R, class Type>
__device__ inline void store_numbers_tile(const Type (&sums)[A][R], Type* staged,
                                          const tile_2d_problem<Type, Type, Type>& problem, const tile_2d_block& block,
                                          int filter) {
  constexpr int width = pack<Type>::size;
  constexpr int numbers = width / 2;
  constexpr int turns = R / width;
  constexpr int half = tile_2d_half_warp;
  int thread = static_cast<int>(threadIdx.x);
  pin(thread);  // or all that follows from it is found before the sums and holds registers meanwhile
  const int lane = thread % 32;
  const int warp = thread - lane;
  const long long pitch = problem.output.row;
  staged += warp * R;
  Type* to[turns];
  int columns[turns];
  int rows[turns];
  FALTUNG_UNROLL
  for (int k = 0; k < turns; ++k) {
    const int number = (lane + 32 * k) * numbers;
    const int of_warp = number / R;
    const tile_2d_slot slot = tile_2d_slot_of<Whole>(problem.tiling, warp / 2 + of_warp);
    const int row = block.row + slot.down * A;
    const int column = block.column + slot.across * R + number - of_warp * R;
    const bool used = Whole || slot.image < block.images;
    const long long entry = static_cast<long long>(used ? block.image + slot.image : 0) * problem.bank + filter;
    to[k] = static_cast<Type*>(problem.output.data) + problem.output.entry(entry, 0) + row * pitch +
            2 * static_cast<long long>(column);
    columns[k] = problem.output_columns - column;
    rows[k] = used ? problem.output_rows - row : 0;
  }
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    write_packs(staged + lane * R, sums[a]);
    __syncwarp();
    FALTUNG_UNROLL
    for (int k = 0; k < turns; ++k) {
      const Type* const made = staged + (lane + 32 * k) * numbers;
      const auto real = read_number<numbers>(made);
      const auto imaginary = read_number<numbers>(made + half * R);
      pack<Type> both;
      FALTUNG_UNROLL
      for (int e = 0; e < numbers; ++e) {
        both.lane[2 * e] = real.part[e];
        both.lane[2 * e + 1] = imaginary.part[e];
      }
      if constexpr (Whole) {
        write_output_pack(to[k], both);
      } else if (a < rows[k]) {
        if (problem.aligned && columns[k] >= numbers) {
          write_output_pack(to[k], both);
        } else if (columns[k] > 0) {
          FALTUNG_UNROLL
          for (int e = 0; e < numbers; ++e) {
            if (e < columns[k]) write_number(to[k] + 2 * e, number<Type, 2>{{both.lane[2 * e], both.lane[2 * e + 1]}});
          }
        }
      }
      to[k] += pitch;
    }
    __syncwarp();
  }
}

}  // namespace faltung::kernel
