// Direct 1D convolution of rows whose outputs are complex numbers of the type computed in, interleaved, as direct_1d.cuh
// has it: a part of an output is one chain of fused multiply-adds, over all taps of its first product, then over all
// taps of its second. The signal is complex or real, and so is the filter.
//
// A block owns a tile of neighbouring outputs and reads their window once: its real and imaginary parts go to two planes
// in shared memory, where each half of the block makes one part of the outputs as direct_1d_dense makes real ones. A
// thread that made both parts of its outputs would read a window once for both, and the taps twice: the same loads.
// Only filters of several chunks have their windows read once for each product, since a chain ends one product before
// it begins the next.
#pragma once

#include "direct_1d_complex_policy.cuh"
#include "direct_1d_rows.cuh"
#include "direct_1d_sums.cuh"
#include "samples.cuh"

namespace faltung::kernel {

template <class Type>
struct direct_1d_complex_problem {
  direct_1d_rows<Type> rows;  // of one window after the other, in the order of the products
  int products;               // of each part of an output
  unsigned signal_parts;      // as direct_operands has them
};

// As many elements of one part as a pack of complex numbers holds.
template <class Type>
struct alignas(8) half_pack {
  static constexpr int size = pack<Type>::size / 2;
  Type lane[size];
};
template <class Type>
__device__ inline half_pack<Type> read_half_pack(const Type* from) {
  return *reinterpret_cast<const half_pack<Type>*>(from);
}
// As one of CUDA's vectors (write_pack).
template <class Type>
__device__ inline void write_half_pack(Type* to, const half_pack<Type>& value) {
  *reinterpret_cast<uint2*>(to) = *reinterpret_cast<const uint2*>(&value);
}

// Pack number `index` of a window, taken apart.
template <int SignalParts, class Type>
__device__ inline void write_parts(Type* window, int plane, unsigned index, const pack<Type>& value) {
  if constexpr (SignalParts == 1) {
    write_pack(window + index * pack<Type>::size, value);
  } else {
    constexpr int half = half_pack<Type>::size;
    half_pack<Type> part[2];
    FALTUNG_UNROLL
    for (int i = 0; i < half; ++i) {
      part[0].lane[i] = value.lane[2 * i];
      part[1].lane[i] = value.lane[2 * i + 1];
    }
    write_half_pack(window + index * half, part[0]);
    write_half_pack(window + plane + index * half, part[1]);
  }
}
template <class Type>
__device__ inline pack<Type> joined_parts(const Type* window, int plane, unsigned index) {
  constexpr int half = half_pack<Type>::size;
  const half_pack<Type> part[2] = {read_half_pack(window + index * half),
                                   read_half_pack(window + plane + index * half)};
  pack<Type> made;
  FALTUNG_UNROLL
  for (int i = 0; i < 2 * half; ++i) made.lane[i] = part[i % 2].lane[i / 2];
  return made;
}

// `count` taps of `products` windows for the thread's half, which begin at `filter` and lie `apart` from each other, and
// the part of the signal under them: the tile, and as many elements behind it as round the taps up to whole R. All loads
// of a thread are under way before the first is waited for.
template <class Type, int SignalParts, class Policy, int Shift>
__device__ inline void copy_complex_window(Type* window, const Type* source, Type* taps, const Type* filter,
                                           long long apart, int products, unsigned count) {
  constexpr direct_1d_complex_policy policy = Policy::value;
  constexpr direct_1d_complex_layout layout = direct_1d_complex_layout_of<Type>(policy, SignalParts);
  constexpr int R = policy.outputs_per_thread;
  constexpr int threads = policy.threads;
  constexpr int width = pack<Type>::size;
  constexpr int held = width / SignalParts;  // elements in a pack
  constexpr int rounds = policy.tile() / (held * threads);
  const unsigned thread = threadIdx.x;
  const unsigned place = thread % (threads / 2);
  const unsigned end = (policy.tile() + count + (R - 1u)) / held;  // of the packs
  const unsigned beyond = thread + rounds * threads;
  pack<Type> main[larger(1, rounds)];
  pack<Type> more{};
  Type tap[SignalParts] = {};
  FALTUNG_UNROLL
  for (int j = 0; j < rounds; ++j) main[j] = read_shifted<Shift>(source + (thread + j * threads) * width);
  if (beyond < end) more = read_shifted<Shift>(source + beyond * width);
  FALTUNG_UNROLL
  for (int p = 0; p < SignalParts; ++p)
    if (place < count && p < products) tap[p] = filter[p * apart + place];
  FALTUNG_UNROLL
  for (int j = 0; j < rounds; ++j) write_parts<SignalParts>(window, layout.plane, thread + j * threads, main[j]);
  if (beyond < end) write_parts<SignalParts>(window, layout.plane, beyond, more);
  FALTUNG_UNROLL
  for (int p = 0; p < SignalParts; ++p) {
    if (place < count && p < products) taps[p * layout.taps + place] = tap[p];
  }
#pragma unroll 1
  for (unsigned i = place + threads / 2; i < count; i += threads / 2) {
    FALTUNG_UNROLL
    for (int p = 0; p < SignalParts; ++p)
      if (p < products) taps[p * layout.taps + i] = filter[p * apart + i];
  }
  constexpr int most = (policy.tile() + policy.taps_per_chunk + R - 1) / held;
  if constexpr ((rounds + 1) * threads < most) {
#pragma unroll 1
    for (unsigned i = beyond + threads; i < end; i += threads)
      write_parts<SignalParts>(window, layout.plane, i, read_shifted<Shift>(source + i * width));
  }
}

// Of a complex signal a pack begins with a real part.
template <class Type, int SignalParts, class Policy, int Shift = 0>
__device__ inline void copy_complex_shifted(unsigned shift, Type* window, const Type* source, Type* taps,
                                            const Type* filter, long long apart, int products, unsigned count) {
  if (Shift + SignalParts == pack<Type>::size || shift == Shift) {
    copy_complex_window<Type, SignalParts, Policy, Shift>(window, source, taps, filter, apart, products, count);
  } else if constexpr (Shift + SignalParts < pack<Type>::size) {
    copy_complex_shifted<Type, SignalParts, Policy, Shift + SignalParts>(shift, window, source, taps, filter, apart,
                                                                         products, count);
  }
}

// Which part of the signal product p of a part of the outputs reads.
template <class Type>
__device__ inline int signal_part_of(const direct_1d_complex_problem<Type>& problem, int part, int p) {
  return static_cast<int>(problem.signal_parts >> (2 * (part * problem.products + p)) & 3u);
}

// A part of an output without its terms outside the signal, of which `under` is the element under tap 0; `filter` is
// the part's first window.
template <int SignalParts, class Type>
__device__ inline Type part_without_outside(const direct_1d_complex_problem<Type>& problem, const Type* source,
                                            const Type* filter, int part, long long under) {
  const long long taps = problem.rows.filter_length;
  const long long begin = larger<long long>(0, -under);
  const long long end = smaller(taps, problem.rows.samples.columns - under);
  Type sum{0};
#pragma unroll 1
  for (int p = 0; p < problem.products; ++p) {
    const Type* const from = source + signal_part_of(problem, part, p);
#pragma unroll 1
    for (long long t = begin; t < end; ++t) sum = multiply_add(filter[p * taps + t], from[t * SignalParts], sum);
  }
  return sum;
}

// A tile some of whose windows may hang out of the signal, or which ends behind the outputs. Zeros stand in for what is
// outside (may_differ_without_outside). `source` is under tap 0 of the tile's first output, which is number
// `first_output` of its line.
template <class Type, int SignalParts, class Policy>
__device__ inline void make_border_tile(const direct_1d_complex_problem<Type>& problem, const Type* source,
                                        const Type* filters, Type* output, long long first_output) {
  constexpr direct_1d_complex_policy policy = Policy::value;
  constexpr direct_1d_complex_layout layout = direct_1d_complex_layout_of<Type>(policy, SignalParts);
  constexpr int R = policy.outputs_per_thread;
  constexpr int half = policy.threads / 2;
  const direct_1d_rows<Type>& rows = problem.rows;
  const signal_view<Type>& samples = rows.samples;
  const int thread = static_cast<int>(threadIdx.x);
  const int part = thread / half;
  const int place = thread % half;
  Type* const window = shared_arena<Type>() + layout.window;
  Type* const taps = shared_arena<Type>() + part * (SignalParts * layout.taps);
  const bool extended = samples.rule != boundary_rule::zero;
  const long long base = rows.origin + first_output;
  // Taps that meet the signal for at least one output of the tile.
  const long long begin = extended ? 0 : larger<long long>(0, 1 - base - policy.tile());
  const long long end = extended ? rows.filter_length : smaller(rows.filter_length, samples.columns - base);
  Type sums[R] = {};
#pragma unroll 1
  for (int p = 0; p < problem.products; ++p) {
    const Type* const filter = filters + (part * problem.products + p) * rows.filter_length;
#pragma unroll 1
    for (long long tap = begin; tap < end; tap += policy.taps_per_chunk) {
      const int count = static_cast<int>(smaller<long long>(policy.taps_per_chunk, end - tap));
      const int size = policy.tile() + round_up(count, R);
#pragma unroll 1
      for (int i = place; i < count; i += half) taps[i] = filter[tap + i];
#pragma unroll 1
      for (int s = 0; s < SignalParts; ++s)
        load_samples(window + s * layout.plane, size, samples, samples.at.offset + blockIdx.y * samples.at.batch + s, s,
                     {0, base + tap, 1, size}, policy.threads);
      __syncthreads();
      add_chunk_briefly(sums, window + signal_part_of(problem, part, p) * layout.plane + place * R, taps, count);
      __syncthreads();
    }
  }
  write_packs(window + part * layout.plane + place * R, sums);
  __syncthreads();
  const int first = 2 * static_cast<int>(larger<long long>(0, -first_output));
  const int last = 2 * static_cast<int>(smaller<long long>(policy.tile(), rows.output_length - first_output));
#pragma unroll 1
  for (int i = first + thread; i < last; i += policy.threads) {
    const int own = i / 2;
    Type sum = window[i % 2 * layout.plane + own];
    if (!extended && may_differ_without_outside(sum)) {
      sum =
          part_without_outside<SignalParts>(problem, source + static_cast<long long>(own) * SignalParts,
                                            filters + i % 2 * problem.products * rows.filter_length, i % 2, base + own);
    }
    output[i] = sum;
  }
}

// Block (x, y) makes tile x of line y. Launches have no more blocks than a grid may have: the first is always block 0.
template <class Type, int SignalParts, class Policy>
__global__ void __launch_bounds__(Policy::value.threads, Policy::value.min_blocks)
    direct_1d_complex(const __grid_constant__ direct_1d_complex_problem<Type> problem, const long long) {
  constexpr direct_1d_complex_policy policy = Policy::value;
  static_assert(valid<Type>(policy));
  constexpr direct_1d_complex_layout layout = direct_1d_complex_layout_of<Type>(policy, SignalParts);
  constexpr int R = policy.outputs_per_thread;
  constexpr int half = policy.threads / 2;
  constexpr unsigned size = sizeof(Type);
  const direct_1d_rows<Type>& rows = problem.rows;
  const int part = static_cast<int>(threadIdx.x) / half;
  const int place = static_cast<int>(threadIdx.x) % half;

  // In bytes, which takes fewer instructions than elements.
  const std::uint64_t first = std::uint64_t{blockIdx.x} * (policy.tile() * size);
  const char* const line = reinterpret_cast<const char*>(rows.signal) + blockIdx.y * rows.signal_pitch;
  char* const outputs = reinterpret_cast<char*>(rows.output) + blockIdx.y * rows.output_pitch + 2 * first;
  const unsigned ahead = bytes_behind_pack(outputs);
  const Type* source = reinterpret_cast<const Type*>(line + first * SignalParts - ahead / 2 * SignalParts);
  Type* const output = reinterpret_cast<Type*>(outputs - ahead);
  const Type* const filters =
      reinterpret_cast<const Type*>(reinterpret_cast<const char*>(rows.taps) + blockIdx.y * rows.taps_pitch);
  if (blockIdx.x - rows.first_inside >= rows.inside) {
    const long long first_output = static_cast<long long>(blockIdx.x) * policy.tile() - ahead / (2 * size);
    make_border_tile<Type, SignalParts, Policy>(problem, source, filters, output, first_output);
    return;
  }

  Type* const taps = shared_arena<Type>() + part * (SignalParts * layout.taps);
  Type* const window = shared_arena<Type>() + layout.window;
  const unsigned shift = bytes_behind_pack(source) / size;
  const int together = rows.chunks == 1 ? problem.products : 1;
  Type sums[R] = {};
#pragma unroll 1
  for (int product = 0; product < problem.products; product += together) {
    const Type* from = source - shift;
    const Type* filter = filters + (part * problem.products + product) * rows.filter_length;
    int count = rows.first_chunk;
    for (int next = 1;; ++next) {
      copy_complex_shifted<Type, SignalParts, Policy>(shift, window, from, taps, filter, rows.filter_length, together,
                                                      static_cast<unsigned>(count));
      __syncthreads();
#pragma unroll 1
      for (int p = 0; p < together; ++p)
        add_chunk(sums, window + signal_part_of(problem, part, product + p) * layout.plane + place * R,
                  taps + p * layout.taps, count);
      __syncthreads();
      if (next == rows.chunks) break;
      from += policy.taps_per_chunk * SignalParts;
      filter += policy.taps_per_chunk;
      count = next + 1 == rows.chunks ? rows.last_chunk : policy.taps_per_chunk;
    }
  }
  write_packs(window + part * layout.plane + place * R, sums);
  __syncthreads();
  FALTUNG_UNROLL
  for (int j = 0; j < R / pack<Type>::size; ++j) {
    const unsigned index = threadIdx.x + j * policy.threads;
    write_pack(output + index * pack<Type>::size, joined_parts(window, layout.plane, index));
  }
}

}  // namespace faltung::kernel
