// Batches beyond what one dimension of a grid counts, by every kernel for rows, against the plain chain bit for bit.
#include <gtest/gtest.h>

#include "cuda/enqueue_direct_1d.cuh"
#include "kernels/direct_1d_case.hpp"

namespace faltung::test {
namespace {

struct small_registers {
  static constexpr kernel::direct_1d_registers_policy value{1, 32, 1};
};
struct small_dense {
  static constexpr kernel::direct_1d_dense_policy value{4, 4, 32, 1};
};

// One more than the lines of a launch, with a filter for each signal.
template <class Launch>
void check_two_launches(long long output, long long filter, Launch launch) {
  check_case<float>({.signal = output + filter - 1,
                     .filter = filter,
                     .output = output,
                     .origin = 0,
                     .batch = cuda::max_lines_per_launch + 1,
                     .per_signal = true},
                    [&](const geometry& where, const float* signal, const float* taps, float* to) {
                      launch(where, cuda::direct_operands_of(where, signal, taps, to));
                    });
}

TEST(direct_1d_batches, of_rows_in_registers) {
  check_two_launches(20, 3, [](const geometry& where, const auto& operands) {
    cuda::launch_direct_1d_registers<float, small_registers>(where, operands, nullptr);
  });
}

TEST(direct_1d_batches, of_rows_in_tiles) {
  check_two_launches(20, 9, [](const geometry& where, const auto& operands) {
    cuda::launch_direct_1d_dense<float, small_dense>(where, operands, nullptr);
  });
}

// As users have them: the kernel is chosen.
TEST(direct_1d_batches, of_a_million_short_signals) {
  for (const long long batch : {65535LL, 65536LL, 1'000'000LL})
    for (const long long samples : {1LL, 3LL})
      check_case<float>({.signal = samples, .filter = 2, .output = samples + 1, .origin = -1, .batch = batch},
                        [](const geometry& where, const float* signal, const float* taps, float* to) {
                          cuda::enqueue_direct_1d<float>(direct_choice_of(where).kernel, where, signal, taps, to,
                                                         nullptr);
                        });
}

}  // namespace
}  // namespace faltung::test
