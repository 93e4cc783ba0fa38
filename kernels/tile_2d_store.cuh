// How outputs leave the direct 2D kernels for images.
#pragma once

#include "narrowed.cuh"
#include "tile_2d_problem.cuh"

namespace faltung::kernel {

// Where a lane writes outputs of its warp: in so many turns for each row that threads have. The distance between rows
// is read once: where each place is found by another reading of it, nvcc takes writes of packs apart into elements.
template <class Result, int Turns>
struct tile_2d_places_of_warp {
  long long pitch;
  Result* to[Turns];
  int columns[Turns];  // from there to the output's end
  int rows[Turns];
};
template <class Outputs, bool Whole, int A, int R, class Type, class Stored, class Result>
__device__ inline auto tile_2d_places_of(const tile_2d_problem<Type, Stored, Result>& problem,
                                         const tile_2d_block& block, int filter, int warp, int lane) {
  constexpr int turns = R / (Outputs::parts * Outputs::together);
  constexpr int of_slot = R / Outputs::together;
  tile_2d_places_of_warp<Result, turns> made;
  made.pitch = problem.output.row;
  FALTUNG_UNROLL
  for (int k = 0; k < turns; ++k) {
    const int number = lane + 32 * k;
    const int of_warp = number / of_slot;
    const tile_2d_slot slot = tile_2d_slot_of<Whole>(problem.tiling, warp / Outputs::parts + of_warp);
    const int row = block.row + slot.down * A;
    const int column = block.column + slot.across * R + (number - of_warp * of_slot) * Outputs::together;
    const bool used = Whole || slot.image < block.images;
    const long long entry = static_cast<long long>(used ? block.image + slot.image : 0) * problem.bank + filter;
    made.to[k] = static_cast<Result*>(problem.output.data) + problem.output.entry(entry, 0) + row * made.pitch +
                 Outputs::parts * static_cast<long long>(column);
    made.columns[k] = problem.output_columns - column;
    made.rows[k] = used ? problem.output_rows - row : 0;
  }
  return made;
}

// Outputs of one part: as many at once as a pack has sums.
template <class Type, class Result>
struct tile_2d_outputs {
  static constexpr int parts = 1;
  static constexpr int together = pack<Type>::size;

  template <int R>
  __device__ static const Result* made(const Result* staged, int number) {
    return staged + number * together;
  }
  __device__ static void write(Result* to, const Result* made) {
    if constexpr (std::is_same_v<Type, Result>) {
      write_pack(to, read_pack(made));
    } else {
      write_quad(to, read_quad(made));
    }
  }
  __device__ static void write_one(Result* to, const Result* made, int e) { to[e] = made[e]; }
};

// A warp's outputs leave by way of shared memory, a row of each thread at a time, so that lanes write neighbouring
// packs. Whole tiles need no look at where the output ends.
template <bool Whole, class Outputs, int A, int R, class Type, class Stored, class Result>
__device__ inline void store_tile(const Type (&sums)[A][R], Result* staged,
                                  const tile_2d_problem<Type, Stored, Result>& problem, const tile_2d_block& block,
                                  int filter) {
  int thread = static_cast<int>(threadIdx.x);
  pin(thread);  // or all that follows from it is found before the sums and holds registers meanwhile
  const int lane = thread % 32;
  const int warp = thread - lane;
  staged += warp * R;
  auto [pitch, to, columns, rows] = tile_2d_places_of<Outputs, Whole, A, R>(problem, block, filter, warp, lane);
  FALTUNG_UNROLL
  for (int a = 0; a < A; ++a) {
    stage(staged + lane * R, sums[a]);
    __syncwarp();
    FALTUNG_UNROLL
    for (int k = 0; k < R / (Outputs::parts * Outputs::together); ++k) {
      const auto made = Outputs::template made<R>(staged, lane + 32 * k);
      if constexpr (Whole) {
        Outputs::write(to[k], made);
      } else if (a < rows[k]) {
        if (problem.aligned && columns[k] >= Outputs::together) {
          Outputs::write(to[k], made);
        } else if (columns[k] > 0) {
          FALTUNG_UNROLL
          for (int e = 0; e < Outputs::together; ++e) {
            if (e < columns[k]) Outputs::write_one(to[k], made, e);
          }
        }
      }
      to[k] += pitch;
    }
    __syncwarp();
  }
}

}  // namespace faltung::kernel
