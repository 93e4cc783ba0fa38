// How the direct 1D kernel for short rows is cut to size.
#pragma once

#include "direct_1d_policy.hpp"

namespace faltung::kernel {

struct direct_1d_lines_policy {
  int outputs_per_thread;  // neighbouring ones, kept in registers
  int taps_per_chunk;      // of the filter in shared memory at a time
  int most_threads;
  int min_blocks;  // resident blocks of most_threads per multiprocessor that the register count must allow
  int shared_bytes;
};

// What a thread does beside its sums is 600 instructions, so that 20 outputs take less than 12, although more lanes are
// idle at the ends of rows. 256 threads reach to where rows have whole tiles of direct_1d_dense. 3 blocks of them fit
// with the 80 registers that it takes up to sm_100; asked for in all cases they would spill on sm_120, where it takes
// 96. No device grants a block more than 48 KiB without being asked. Machine code counted for sm_90, all instructions of
// the warps over the outputs, "same": at 9, 31 and 63 taps 46, 79 and 128 for rows of 64, 33, 65 and 103 for rows of
// 100, 32, 60 and 94 for rows of 1000; 12 outputs per thread: 52 and 41 at 9 taps, rows of 64 and 1000. Narrow elements
// take as many, 47 and 79 from halves to halves for rows of 64, 33 and 59 for rows of 1000, at 9 and 31 taps; on sm_100
// 96 registers.
//
// Where a line has an odd number of threads, the next line's packs begin half of the banks on, so that a warp that moves
// packs of two lines meets some banks twice: 10.3 wavefronts for 32 outputs at 9 taps for rows of 100, 7.5 for rows of
// 1000. Reads for sums meet none twice, and they are more.
template <class Type>
struct direct_1d_lines_of {
  static constexpr direct_1d_lines_policy value{sizeof(Type) == 4 ? 20 : 10, 240, 256, 2, 48 * 1024};
};

// A block makes whole lines, one after another, each by `chunks` threads.
struct direct_1d_lines_tiling {
  int threads;  // 0: a line does not fit into a block
  int lines;
  int chunks;
  unsigned by_chunks;  // thread * by_chunks >> 20 is thread / chunks
  int pitch;           // of a line's window in shared memory, in packs
  int taps_pitch;      // of its filter
  int elements;        // of shared memory
  // With boundary zero, outputs [first_inside, behind_inside) have windows that lie in the signal; otherwise all do.
  int first_inside = 0;
  int behind_inside = 0;
};
inline constexpr int by_chunks_shift = 20;  // exact up to 1023 threads: threads * chunks < 2^20

// What a line has in shared memory, and how many threads work on R of its outputs, each on a part of them.
struct direct_1d_line_parts {
  int windows = 1;
  int filters = 1;
  int threads = 1;
};

// The window's pitch lets the threads of two lines go on as within one, so that a warp's reads meet no bank twice.
template <class Type>
constexpr direct_1d_lines_tiling direct_1d_lines_of_threads(const direct_1d_lines_policy& policy, int threads,
                                                            int chunks, long long taps, long long lines,
                                                            bool filter_per_line, const direct_1d_line_parts& parts) {
  constexpr int banks = 128 / static_cast<int>(sizeof(Type));
  const int held = static_cast<int>(smaller<long long>(taps, policy.taps_per_chunk));
  const int pitch = chunks * policy.outputs_per_thread + round_up(round_up(held, policy.outputs_per_thread), banks);
  const int taps_pitch = round_up(held, pack<Type>::size);
  const int capacity = policy.shared_bytes / static_cast<int>(sizeof(Type));
  const int fitting = filter_per_line ? capacity / (parts.windows * pitch + parts.filters * taps_pitch)
                                      : (capacity - parts.filters * taps_pitch) / (parts.windows * pitch);
  const int made = static_cast<int>(
      smaller<long long>(larger<long long>(1, lines), smaller(threads / parts.threads / chunks, fitting)));
  return {made > 0 ? threads : 0,
          made,
          chunks,
          ((1u << by_chunks_shift) - 1) / static_cast<unsigned>(chunks) + 1,
          pitch / pack<Type>::size,
          taps_pitch / pack<Type>::size,
          made * parts.windows * pitch + (filter_per_line ? made : 1) * parts.filters * taps_pitch};
}

// The block size at which most threads have work; of nearly equal ones the largest.
template <class Type>
constexpr direct_1d_lines_tiling direct_1d_lines_tiling_of(const direct_1d_lines_policy& policy, long long outputs,
                                                           long long taps, long long lines, bool filter_per_line,
                                                           const direct_1d_line_parts& parts = {}) {
  direct_1d_lines_tiling best{};
  const long long chunks = ceil_div<long long>(outputs, policy.outputs_per_thread);
  if (chunks * parts.threads > policy.most_threads) return best;
  int best_used = 0;
  const int step = 32 * parts.threads;
  for (int threads = round_up(static_cast<int>(chunks) * parts.threads, step); threads <= policy.most_threads;
       threads += step) {
    const direct_1d_lines_tiling one = direct_1d_lines_of_threads<Type>(policy, threads, static_cast<int>(chunks), taps,
                                                                        lines, filter_per_line, parts);
    const int used = one.lines * one.chunks * parts.threads;
    if (one.threads > 0 && 100LL * used * best.threads >= 98LL * best_used * one.threads) {
      best = one;
      best_used = used;
    }
  }
  return best;
}

}  // namespace faltung::kernel
