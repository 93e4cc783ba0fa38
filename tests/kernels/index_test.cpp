// Blocks of the direct kernels far beyond what 32-bit indices reach, one at a time: the launch numbers them, the rest of
// the grid is left out.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "cuda/enqueue_direct_1d.cuh"
#include "cuda/enqueue_direct_2d.cuh"
#include "support/zeros.hpp"

namespace faltung::test {
namespace {

constexpr std::int64_t half = std::int64_t{1} << 31;

// Runs block `first` alone.
template <class Problem>
void run_block(void (*entry)(Problem, long long), const Problem& problem, int threads, int shared_elements,
               long long first) {
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(1);
  config.blockDim = dim3(static_cast<unsigned>(threads));
  config.dynamicSmemBytes = static_cast<std::size_t>(shared_elements) * 4;
  ASSERT_EQ(cudaLaunchKernelEx(&config, entry, problem, first), cudaSuccess);
}

// The block that makes output `o` of output entry `entry`, of 8-bit integers.
void run_1d(const geometry& where, const std::int8_t* signal, const std::vector<std::uint32_t>& taps,
            std::int8_t* output, std::int64_t entry, std::int64_t o) {
  using policy = kernel::direct_1d_short<std::uint32_t>;
  const kernel::direct_1d_tiling tiling = kernel::direct_1d_tiling_of(policy::value, where.columns.output);
  const kernel::direct_1d_problem<std::uint32_t> problem{
      .operands = cuda::direct_operands_of(where, signal, taps.data(), output),
      .filter_length = where.columns.filter,
      .output_length = where.columns.output,
      .origin = where.columns.origin,
      .tiles = tiling.tiles};
  const long long tile = static_cast<long long>(policy::value.outputs_per_thread) * tiling.threads;
  run_block(kernel::direct_1d<std::uint32_t, policy>, problem, tiling.threads,
            kernel::direct_1d_layout_of<std::uint32_t>(policy::value, tiling.threads).elements,
            entry * tiling.tiles + o / tile);
}

const std::vector<std::uint32_t> window{3, 2, 1};  // taps 1, 2, 3 reversed

TEST(direct_1d_block, finds_its_place_in_a_signal_longer_than_32_bits_count) {
  for (const std::int64_t n : {half - 1, half, half + 1, 2 * half + 1}) {
    zeros<std::int8_t> signal(static_cast<std::size_t>(n));
    zeros<std::int8_t> output(static_cast<std::size_t>(n));
    const geometry where = resolve({.signal = n, .filter = 3, .type = int8, .mode = mode::same});
    for (const std::int64_t place : {half - 9, n - 1}) {
      signal[place] = 5;
      run_1d(where, signal.view().data(), window, output.view().data(), 0, place);
      EXPECT_EQ(output[place - 1], 5) << n << ' ' << place;
      EXPECT_EQ(output[place], 10) << n << ' ' << place;
      if (place + 1 < n) {
        EXPECT_EQ(output[place + 1], 15) << n << ' ' << place;
      }
    }
  }
}

TEST(direct_1d_block, finds_its_signal_in_a_batch_larger_than_32_bits_count) {
  for (const std::int64_t batch : {half - 1, half, half + 1, 2 * half + 1}) {
    zeros<std::int8_t> signal(static_cast<std::size_t>(4 * batch));
    zeros<std::int8_t> output(static_cast<std::size_t>(8 * batch));
    const geometry where =
        resolve({.signal = 4, .filter = 3, .batch = batch, .bank = 2, .type = int8, .mode = mode::same});
    const std::vector<std::uint32_t> bank{3, 2, 1, 30, 20, 10};
    signal[4 * (batch - 1) + 3] = 1;
    for (int filter = 0; filter < 2; ++filter) {
      const std::int64_t entry = 2 * (batch - 1) + filter;
      run_1d(where, signal.view().data(), bank, output.view().data(), entry, 0);
      EXPECT_EQ(output[4 * entry + 2], filter == 0 ? 1 : 10) << batch;
      EXPECT_EQ(output[4 * entry + 3], filter == 0 ? 2 : 20) << batch;
    }
  }
}

TEST(direct_2d_block, finds_its_place_in_an_image_larger_than_32_bits_count) {
  using policy = kernel::direct_2d_any<std::uint32_t>;
  constexpr std::int64_t height = 65'537;
  constexpr std::int64_t width = 65'539;
  zeros<std::int8_t> signal(height * width);
  zeros<std::int8_t> output(height * width);
  const geometry where = resolve({.signal = {height, width}, .filter = {2, 2}, .type = int8, .mode = mode::same});
  const std::vector<std::uint32_t> taps{4, 3, 2, 1};
  const kernel::direct_2d_tiling tiling =
      kernel::direct_2d_tiling_of<std::uint32_t>(policy::value, height, width, 2, 2);
  const kernel::direct_2d_problem<std::uint32_t> problem{
      .operands = cuda::direct_operands_of(where, signal.view().data(), taps.data(), output.view().data()),
      .filter_rows = 2,
      .filter_columns = 2,
      .output_rows = height,
      .output_columns = width,
      .row_origin = where.rows.origin,
      .column_origin = where.columns.origin,
      .tiling = tiling};
  signal[(height - 1) * width + width - 2] = 7;
  run_block(kernel::direct_2d<std::uint32_t, policy>, problem, policy::value.thread_rows * tiling.thread_columns,
            kernel::direct_2d_layout_of<std::uint32_t>(policy::value, tiling.thread_columns, tiling.chunk_rows,
                                                       tiling.chunk_columns)
                .elements,
            tiling.tiles() - 1);
  EXPECT_EQ(output[(height - 1) * width + width - 2], 7);
  EXPECT_EQ(output[(height - 1) * width + width - 1], 14);
}

}  // namespace
}  // namespace faltung::test
