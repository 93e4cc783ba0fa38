// Predicted times. Each model counts what the method must do and divides by what the machine can do; the factors that no
// data sheet gives are in `cost_constants`, each with where it comes from.
#pragma once

#include <cstdint>

#include "faltung/capabilities.hpp"
#include "faltung/shape.hpp"
#include "plan/block_segments.hpp"
#include "plan/block_tiles.hpp"
#include "plan/direct_choice.hpp"
#include "plan/fused_segments.hpp"
#include "plan/lane_groups.hpp"
#include "problem/geometry.hpp"
#include "separable/passes.hpp"

namespace faltung {

struct cost_constants {
  // CPU, measured on one core each of an AMD EPYC (Zen 5) and an Intel Xeon (Sapphire Rapids), both with AVX-512. Their
  // clocks differ by 1.6 and cannot be asked for on a virtual machine; both sides of a choice scale with the clock, so
  // the constants fit the ratio between direct and FFT, and the seconds lie between the two machines'.
  double cpu_call = 0.2e-6;                // plan's checks and dispatch of one execute
  double cpu_reference_term = 0.5e-9;      // one dependent multiply-add, float32 in double; float64 takes twice that
  double cpu_direct_output = 0.06e-9;      // loads, stores and loop of one output inside the caches
  double cpu_direct_border = 2e-9;         // one output whose window hangs out of the signal, and
  double cpu_direct_border_tap = 0.04e-9;  // each of its taps, beyond what an inside output costs
  double cpu_direct_ends_row = 23e-9;      // both ends of a picture's row that hang out: each row of the filter, and
  double cpu_direct_ends_tap = 0.67e-9;    // each of its taps; 3 to 33 taps a side with 64 and 256 columns
  // A separable filter's passes, 5 to 65 taps each with pictures of 64 to 1024 columns, ranks 1 and 3.
  double cpu_pass_products = 2;          // times what a product takes in a filter of several rows and columns
  double cpu_pass_row = 22e-9;           // a row, and
  double cpu_pass_ends_tap = 3.3e-9;     // each tap of one that hangs out
  double cpu_pass_component = 0.75e-9;   // one of several interleaved components written or read
  double cpu_transform = 0.3e-6;         // calls around one transform, whatever its size
  double cpu_transform_row = 0.1e-6;     // and around each row of a picture
  double cpu_fft_point = 0.20e-9;        // per point and log2(N): forward, product and inverse together (FFTW, float32)
  double cpu_fft_point_cache = 0.03e-9;  // added to it for each doubling beyond 8192 points
  double cpu_fft_double = 1.6;           // float64 over float32
  double cpu_gather_point = 0.1e-9;      // copying a segment in and its valid part out
  double cpu_thread_start = 30e-6;       // starting and joining one more thread
  // One vector of the block transforms, measured with segments of 64 to 16384 samples in float32 and float64, which
  // take the same for a vector within 15 %: 1.6 times 6.4 / 6.9 / 7.4 / 11 ns at 256 / 1024 / 4096 / 16384 samples with
  // filters of a sixteenth of that, the direct method being 1.6 times as fast there as its constants say.
  double cpu_block_vector = 2.1e-9;    // loaded, transformed and transformed back: this, and
  double cpu_block_level = 0.42e-9;    // that for each log2(N), and
  double cpu_block_cache = 0.7e-9;     // that for each doubling beyond 1024 samples
  double cpu_block_product = 0.8e-9;   // multiplied by a filter, and
  double cpu_block_part = 2.2e-9;      // by each part of one that is cut, tables and history coming from the caches,
  double cpu_block_far_part = 4.0e-9;  // or from memory where they take more than
  double cpu_block_near_bytes = 4e6;   // this; 12 ns and 70 ns a vector with 9 and 62 parts of 8192 taps
  double cpu_block_store = 3.7e-9;     // stored, if it holds outputs
  // Beside its vectors, short segments' above all: 256 signals of 1000 and 3000 samples with segments of 64 to 1024.
  double cpu_block_group = 200e-9;    // a group of segments: who is in it, and calls
  double cpu_block_ends = 120e-9;     // both ends of a signal, which are copied before they are taken
  double cpu_tile_row = 22e-9;        // a row of a tile read or written, whatever its length; vectors: cost.cpp
  double cpu_tile_far_byte = 70e-12;  // a byte of the operands that is waited for, where they are more than
  double cpu_tile_near_bytes = 8e6;   // this: float64 at 1024 x 1024, float32 at 2000 x 2000 and 4096 x 4096

  // CUDA: estimates from machine code and data sheets; not measured on a device.
  double cuda_launch = 4e-6;             // one kernel, launch to launch on one stream
  double cuda_direct_efficiency = 0.9;   // of the largest of memory, multiply-add and instruction time
  double cuda_fft_efficiency = 0.80;     // of copy bandwidth, in each pass of cuFFT
  double cuda_points_per_fft_pass = 12;  // log2 of the points that cuFFT transforms in one trip through memory
  double cuda_fused_efficiency = 0.8;    // of memory and instruction time joined, in the fused overlap-save kernel: few
                                         // warps, each with its loads, sums and stores one after another
  double cuda_halo = 0.15;        // of a sample's bytes, where another block has read it into the second-level cache
  double cuda_host_call = 30e-6;  // synchronisation and copy setup of a call on host memory
};
inline constexpr cost_constants costs{};

double cpu_reference_seconds(const geometry& problem);
double cpu_direct_seconds(const geometry& problem, const cpu_capabilities& machine, int threads);
// One pass of a separable filter.
double cpu_pass_seconds(const geometry& pass, const cpu_capabilities& machine, int threads);
// `transforms` real transforms there and back, `lanes` of them at a time.
double cpu_transform_seconds(const shape& transform, std::int64_t transforms, std::int64_t lanes,
                             const geometry& problem);

// `workers` at a time.
double cpu_overlap_save_seconds(const block_segments& segments, const lane_groups& groups, std::int64_t workers,
                                const geometry& problem, const cpu_capabilities& machine);

// The same of pictures, whose tiles lie in vectors of `width` numbers.
double cpu_tiles_seconds(const block_tiles& tiles, std::int64_t width, std::int64_t workers, const geometry& problem,
                         const cpu_capabilities& machine);

// Of one place for a part of an output (direct_places): what it takes, and what each of its products adds.
struct kernel_instructions {
  double each_output;
  double each_product;
};
kernel_instructions instructions_of(direct_kernel kernel, bool whole_lines);

double cuda_direct_seconds(const geometry& problem, direct_kernel kernel, const cuda_capabilities& machine);
// Row and column filter in one pass: nothing but the caller's operands is moved.
double cuda_one_pass_seconds(const geometry& whole, const separable::passes& both, const cuda_capabilities& machine);
double cuda_transform_seconds(const shape& transform, std::int64_t transforms, std::int64_t per_pass,
                              const geometry& problem, const cuda_capabilities& machine);
// Of a point of a transform by the fused overlap-save kernel, forward, product and inverse, loads and stores included.
double fused_instructions_per_point(std::int64_t length);
double cuda_fused_seconds(const fused_segments& segments, const geometry& problem, const cuda_capabilities& machine);
// What host data add: both copies and the synchronisation.
double cuda_staging_seconds(const geometry& problem, const cuda_capabilities& machine);

}  // namespace faltung
