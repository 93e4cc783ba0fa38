// How the direct 2D kernel for images of the type computed in is cut to size, and how outputs are divided among its
// blocks. Data, and the functions of it that launcher and kernel share.
#pragma once

#include <cstdint>

#include "pack.hpp"

namespace faltung::kernel {

struct tile_2d_policy {
  int columns_per_thread;  // neighbouring outputs of a row
  int rows_per_thread;     // neighbouring rows
  int taps_together;       // of a row, at most: the loop over them is compiled for each number up to that
  int most_across;         // threads across a tile
  int most_threads;        // of a block
  int columns_per_chunk;   // of the filter in shared memory at a time; also from one row of taps to the next
  int shared_bytes;        // limit of a block
  int min_blocks;          // resident blocks per multiprocessor that the register count must allow
};

// 4 rows by 12 columns: what a thread reads of the window serves 4 rows of sums, and what it reads of the taps 12
// columns. Machine code counted for sm_90, in float, all instructions of a thread over its outputs inside a picture, in
// brackets the multiply-adds among them: 2 x 2 23.0 (4), 4 x 4 34.9 (16), 5 x 7 56.4 (35), 8 x 8 86.1 (64), 12 x 12 181
// (144), 31 x 31 1117 (961). Memory allows 62 for each float read and written. Of small images borders are all: 5 x 5
// taps take 85.8 in images of 28 x 28, of which 39 form sums, and 55.7 in images of 128 x 128 with a filter each.
// Threads of 4 columns would leave fewer outputs unused there and take more in all, since they read window and taps for
// fewer sums: by 4, 6 and 8 rows 115, 115 and 93 at 28 x 28, and 86, 81 and 75 at 128 x 128.
template <class Type>
struct tile_2d_usual;
template <>
struct tile_2d_usual<float> {
  static constexpr tile_2d_policy value{.columns_per_thread = 12,
                                        .rows_per_thread = 4,
                                        .taps_together = 8,
                                        .most_across = 16,
                                        .most_threads = 128,
                                        .columns_per_chunk = 64,
                                        .shared_bytes = 48 * 1024,
                                        .min_blocks = 4};
};
// In double a pack is 2 elements, and 4 blocks would spill registers.
template <>
struct tile_2d_usual<double> {
  static constexpr tile_2d_policy value{.columns_per_thread = 6,
                                        .rows_per_thread = 4,
                                        .taps_together = 4,
                                        .most_across = 16,
                                        .most_threads = 128,
                                        .columns_per_chunk = 64,
                                        .shared_bytes = 48 * 1024,
                                        .min_blocks = 3};
};
template <>
struct tile_2d_usual<std::uint32_t> : tile_2d_usual<float> {};

// What a tiling depends on.
struct tile_2d_places {
  long long images;
  long long bank;
  bool filter_per_signal;
  long long output_rows;
  long long output_columns;
  long long filter_rows;
  long long filter_columns;
  int multiprocessors;  // of the device
  // Of complex numbers: parts of an output, each of which is made by threads of its own, as the sum of so many products
  // with parts of the signal, which has a plane in shared memory for each of its own.
  int parts = 1;
  int products = 1;
  int planes = 1;

  constexpr int windows() const { return parts * products; }
};

// A divisor of numbers below 512 that is 512 at most: a division by an unknown one takes 20 instructions.
struct tile_2d_divisor {
  int value;
  int inverse;

  constexpr int divide(int number) const { return number * inverse >> 18; }
};
constexpr tile_2d_divisor tile_2d_divisor_of(int value) { return {value, (1 << 18) / value + 1}; }

// An output is divided into tiles. A block makes one, or all of several small images, for its share of the bank.
struct tile_2d_tiling {
  tile_2d_divisor across;  // threads of a tile
  tile_2d_divisor slots;   // threads of a tile in all
  tile_2d_divisor packs;   // of a row of the window, wherever they begin
  int down;
  int images;  // of a block
  int threads;
  int tile_rows;  // tiles of an output, downwards and across
  int tile_columns;
  int groups;      // of images
  int shares;      // of the bank
  int filters;     // of a share
  int chunk_rows;  // of the filter at a time; 1 where a row takes several chunks, so that taps come in row-major order
  int chunk_columns;
  bool kept;  // the window, for all filters: where they are one chunk
  // Shared memory in elements: taps, windows, a row of outputs of each thread on its way out, and eight words.
  int window;
  int window_pitch;
  int window_elements;  // of an image
  int staged;
  int notes;
  int elements;

  constexpr int tiles() const { return tile_rows * tile_columns; }
  constexpr long long blocks() const { return static_cast<long long>(tiles()) * groups * shares; }
};

// Columns of the window that threads read: whole packs.
template <class Type>
constexpr int tile_2d_window_columns(const tile_2d_policy& policy, int across, int filter_columns) {
  return across * policy.columns_per_thread + round_up(filter_columns - 1, pack<Type>::size);
}

// Whether a row of the window has an odd number of packs. Eight lanes are served together where no two ask the same
// banks, and some of them are in the next rows of threads, four rows of the window further: by 0 or 4 of the 8 packs that
// the banks hold. Counted for all tiles, with packs that are 3 apart from thread to thread.
constexpr int tile_2d_packs_are_odd(int across) { return across % 8 >= 1 && across % 8 <= 4 ? 1 : 0; }

// Between rows of the window there is room for a pack of elements behind a row and one in front of the next, which come
// with the aligned packs that hold its ends; so there is in front of the first.
template <class Type>
constexpr void lay_out(tile_2d_tiling& made, const tile_2d_policy& policy, const tile_2d_places& places) {
  constexpr int width = pack<Type>::size;
  const int sets = places.windows() * (places.filter_per_signal ? made.images : 1);
  const int rows = made.down * policy.rows_per_thread + made.chunk_rows - 1;
  made.window = sets * made.chunk_rows * policy.columns_per_chunk + width;
  const int packs = tile_2d_window_columns<Type>(policy, made.across.value, made.chunk_columns) / width + 2;
  made.packs = tile_2d_divisor_of(packs - 1);
  made.window_pitch = (packs + (packs % 2 == tile_2d_packs_are_odd(made.across.value) ? 0 : 1)) * width;
  made.window_elements = places.planes * rows * made.window_pitch;
  made.threads = round_up(places.parts * made.slots.value * made.images, 32);
  made.staged = made.window + made.images * made.window_elements;
  made.notes = made.staged + made.threads * policy.columns_per_thread;
  made.elements = made.notes + 2 * width;
}

template <class Type>
constexpr bool fits(const tile_2d_tiling& made, const tile_2d_policy& policy) {
  return made.elements * static_cast<int>(sizeof(Type)) <= policy.shared_bytes;
}

// A tile that is as wide as any and has one row of threads.
template <class Type>
constexpr tile_2d_tiling smallest_of(const tile_2d_policy& policy, tile_2d_places places = {}) {
  places.filter_per_signal = true;
  tile_2d_tiling made{};
  made.across = tile_2d_divisor_of(policy.most_across);
  made.slots = made.across;
  made.down = made.images = made.chunk_rows = 1;
  made.chunk_columns = policy.columns_per_chunk;
  lay_out<Type>(made, policy, places);
  return made;
}

// Bank conflicts of 16-byte reads: eight lanes side by side read places that are columns_per_thread apart.
template <class Type>
constexpr bool valid(const tile_2d_policy& policy) {
  constexpr int width = pack<Type>::size;
  return policy.columns_per_thread % width == 0 && policy.columns_per_thread / width % 2 == 1 &&
         policy.rows_per_thread > 0 && (policy.taps_together & (policy.taps_together - 1)) == 0 &&
         policy.taps_together >= width && policy.columns_per_chunk % width == 0 &&
         policy.columns_per_chunk % policy.taps_together == 0 && policy.most_threads % 32 == 0 &&
         policy.most_threads <= 128 && policy.most_across <= policy.most_threads &&
         fits<Type>(smallest_of<Type>(policy), policy);
}

// An output as about so many tiles across and downwards; more where shared memory does not hold them.
template <class Type>
constexpr tile_2d_tiling tile_2d_tiling_by(const tile_2d_policy& policy, const tile_2d_places& places,
                                           long long tile_columns, long long tile_rows, long long images) {
  const long long thread_columns = ceil_div<long long>(places.output_columns, policy.columns_per_thread);
  const long long thread_rows = ceil_div<long long>(places.output_rows, policy.rows_per_thread);
  tile_2d_tiling made{};
  made.across = tile_2d_divisor_of(static_cast<int>(ceil_div(thread_columns, tile_columns)));
  made.tile_columns = static_cast<int>(ceil_div<long long>(thread_columns, made.across.value));
  made.images = static_cast<int>(images);
  made.chunk_columns = static_cast<int>(smaller<long long>(places.filter_columns, policy.columns_per_chunk));
  made.chunk_rows = 1;
  for (made.down = static_cast<int>(ceil_div(thread_rows, tile_rows));; --made.down) {
    made.slots = tile_2d_divisor_of(made.across.value * made.down);
    lay_out<Type>(made, policy, places);
    if (fits<Type>(made, policy) || made.down == 1) break;
  }
  made.tile_rows = static_cast<int>(ceil_div<long long>(thread_rows, made.down));
  // As many rows of taps as fit, in equal shares.
  if (places.filter_columns <= policy.columns_per_chunk && fits<Type>(made, policy)) {
    const int sets = places.windows() * (places.filter_per_signal ? made.images : 1);
    const int spare = policy.shared_bytes / static_cast<int>(sizeof(Type)) - made.elements;
    const long long fit =
        1 + spare / (made.images * places.planes * made.window_pitch + sets * policy.columns_per_chunk);
    made.chunk_rows = static_cast<int>(ceil_div(places.filter_rows, ceil_div(places.filter_rows, fit)));
    lay_out<Type>(made, policy, places);
  }
  made.kept = made.chunk_rows == places.filter_rows && made.chunk_columns == places.filter_columns;
  made.groups = static_cast<int>(ceil_div(places.images, images));
  // A block makes as many filters' outputs of a window as leave blocks enough.
  const long long wanted = ceil_div<long long>(static_cast<long long>(places.multiprocessors) * policy.min_blocks,
                                               static_cast<long long>(made.groups) * made.tiles());
  made.filters = static_cast<int>(ceil_div(places.bank, smaller(places.bank, wanted)));
  made.shares = static_cast<int>(ceil_div<long long>(places.bank, made.filters));
  return made;
}

// What a launch takes, about, in instructions of a multiprocessor times their number: multiply-adds, what every thread
// does, and six for each element of a window that a thread copies, of which three are its way from memory. At the end
// multiprocessors wait for half a block. Fewer warps than a multiprocessor has schedulers take no less time, but where
// it is all the same fewer are better.
template <class Type>
constexpr long long tile_2d_time(const tile_2d_policy& policy, const tile_2d_places& places,
                                 const tile_2d_tiling& tiling) {
  const long long blocks = static_cast<long long>(tiling.groups) * tiling.tiles() * places.bank;
  const long long work = (blocks + places.multiprocessors / 2) * (tiling.threads / 32);
  const long long warps = larger(4LL * places.multiprocessors, work) + work / 2;
  const long long taps = smaller<long long>(places.filter_rows * places.filter_columns, 1 << 20);
  const long long chunks = ceil_div<long long>(places.filter_rows, tiling.chunk_rows) *
                           ceil_div<long long>(places.filter_columns, tiling.chunk_columns);
  const long long copies = chunks == 1 ? 1 : places.products * smaller<long long>(chunks, 1 << 10);
  const long long copied = tiling.images * tiling.window_elements / tiling.threads;
  return warps *
         (policy.rows_per_thread * policy.columns_per_thread * places.products * taps + 6 * copies * copied + 200);
}

// The fastest of some tilings, tiles alike in each, so that the last ones are nearly as full as the others.
template <class Type>
constexpr tile_2d_tiling tile_2d_tiling_of(const tile_2d_policy& policy, const tile_2d_places& places) {
  const long long thread_columns = ceil_div<long long>(places.output_columns, policy.columns_per_thread);
  const long long thread_rows = ceil_div<long long>(places.output_rows, policy.rows_per_thread);
  const long long most_slots = policy.most_threads / places.parts;
  tile_2d_tiling best{};
  long long least = 0;
  const long long fewest = ceil_div<long long>(thread_columns, policy.most_across);
  for (long long columns = fewest; columns <= smaller(fewest + 2, thread_columns); ++columns) {
    const long long most_down = most_slots / ceil_div(thread_columns, columns);
    for (long long rows = ceil_div(thread_rows, most_down); rows <= thread_rows; rows += 1 + rows / 4) {
      const long long slots = ceil_div(thread_columns, columns) * ceil_div(thread_rows, rows);
      const long long most_images = rows * columns == 1 ? smaller<long long>(places.images, most_slots / slots) : 1;
      for (long long images = 1; images <= most_images; ++images) {
        const tile_2d_tiling made = tile_2d_tiling_by<Type>(policy, places, columns, rows, images);
        if (!fits<Type>(made, policy) || (images > 1 && made.tiles() > 1)) break;
        const long long time = tile_2d_time<Type>(policy, places, made);
        if (best.threads == 0 || time < least) {
          best = made;
          least = time;
        }
      }
    }
  }
  return best;
}

}  // namespace faltung::kernel
