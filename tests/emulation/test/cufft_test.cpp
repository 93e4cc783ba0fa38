// cuFFT's double against the sum that defines the transform, in every type and layout that it takes.
#include <cmath>
#include <complex>
#include <cstring>
#include <limits>
#include <numbers>
#include <random>

#include "cufftXt.h"
#include "fixture.hpp"

namespace faltung::emulation {
namespace {

using cufft = emulated;
using complex = std::complex<double>;

std::vector<complex> random_values(std::size_t count, bool real) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<complex> values(count);
  for (auto& value : values) {
    const double re = uniform(random);
    value = {re, real ? 0.0 : uniform(random)};
  }
  return values;
}

// sign * 2 pi i in the exponent; rows x columns.
std::vector<complex> naive(const std::vector<complex>& in, int rows, int columns, int sign) {
  std::vector<complex> out(in.size());
  for (int u = 0; u < rows; ++u) {
    for (int v = 0; v < columns; ++v) {
      complex sum = 0;
      for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
          const double turns =
              static_cast<double>(u * r % rows) / rows + static_cast<double>(v * c % columns) / columns;
          sum += in[static_cast<std::size_t>(r * columns + c)] * std::polar(1.0, sign * 2 * std::numbers::pi * turns);
        }
      }
      out[static_cast<std::size_t>(u * columns + v)] = sum;
    }
  }
  return out;
}

// Of the error of each output: the 2-norm of all errors is within eta log2(N) of the output's 2-norm (Higham, Accuracy
// and Stability, theorem 24.2), which is at most sqrt(2) N for the inputs here. eta is under 4 epsilon for radix two,
// and twice that covers the odd radices here and the rounding of the input.
template <class Real>
double bound(int points) {
  return 8 * std::numeric_limits<Real>::epsilon() * (1 + std::log2(points)) * std::numbers::sqrt2 * points;
}

template <class Real>
struct types;
template <>
struct types<float> {
  using pair = float2;
  static constexpr cudaDataType real = CUDA_R_32F, complex = CUDA_C_32F;
};
template <>
struct types<double> {
  using pair = double2;
  static constexpr cudaDataType real = CUDA_R_64F, complex = CUDA_C_64F;
};

class fft_handle {
 public:
  fft_handle() { EXPECT_EQ(cufftCreate(&handle), CUFFT_SUCCESS); }
  fft_handle(const fft_handle&) = delete;
  fft_handle& operator=(const fft_handle&) = delete;
  ~fft_handle() { cufftDestroy(handle); }
  cufftHandle handle = 0;
  std::size_t bytes = 0;
};

cufftResult make_r2c(cufftHandle plan, int rank, long long* n, long long batch, std::size_t& bytes) {
  return cufftMakePlanMany64(plan, rank, n, nullptr, 1, 0, nullptr, 1, 0, CUFFT_R2C, batch, &bytes);
}

// Three transforms with gaps between elements, rows and transforms on both sides, forward and back.
template <class Real>
void check_real_layout(int rows, int columns) {
  using pair = typename types<Real>::pair;
  const bool two = rows > 1;
  const int half = columns / 2 + 1;
  long long n[2] = {rows, columns};
  long long real_embed[2] = {rows, columns + 3};
  long long complex_embed[2] = {rows + 1, half + 2};
  const long long real_stride = 2, complex_stride = 3, batch = 3;
  const long long real_distance = real_stride * rows * (columns + 3) + 2;
  const long long complex_distance = complex_stride * (rows + 1) * (half + 2) + 1;
  const int rank = two ? 2 : 1;
  const int skip = two ? 0 : 1;

  fft_handle forward, inverse;
  ASSERT_EQ(cufftXtMakePlanMany(forward.handle, rank, n + skip, real_embed + skip, real_stride, real_distance,
                                types<Real>::real, complex_embed + skip, complex_stride, complex_distance,
                                types<Real>::complex, batch, &forward.bytes, types<Real>::complex),
            CUFFT_SUCCESS);
  ASSERT_EQ(cufftXtMakePlanMany(inverse.handle, rank, n + skip, complex_embed + skip, complex_stride, complex_distance,
                                types<Real>::complex, real_embed + skip, real_stride, real_distance, types<Real>::real,
                                batch, &inverse.bytes, types<Real>::complex),
            CUFFT_SUCCESS);
  const device_array<Real> real(static_cast<std::size_t>(batch * real_distance));
  const device_array<pair> spectrum(static_cast<std::size_t>(batch * complex_distance));
  const auto points = static_cast<std::size_t>(rows * columns);
  const auto values = random_values(points * 3, true);
  const auto real_at = [&](long long b, int r, int c) {
    return b * real_distance + real_stride * (r * (columns + 3) + c);
  };
  for (int b = 0; b < 3; ++b) {
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        real.data()[real_at(b, r, c)] =
            static_cast<Real>(values[static_cast<std::size_t>((b * rows + r) * columns + c)].real());
      }
    }
  }
  const auto before = real.values();
  ASSERT_EQ(cufftXtExec(forward.handle, real.data(), spectrum.data(), CUFFT_FORWARD), CUFFT_SUCCESS);
  EXPECT_EQ(std::memcmp(before.data(), real.data(), before.size() * sizeof(Real)), 0) << "input of a forward transform";
  std::size_t written = 0;
  for (int b = 0; b < 3; ++b) {
    const std::vector<complex> one(values.begin() + b * rows * columns, values.begin() + (b + 1) * rows * columns);
    const auto expected = naive(one, rows, columns, -1);
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < half; ++c) {
        const pair got = spectrum.data()[b * complex_distance + complex_stride * (r * (half + 2) + c)];
        EXPECT_LE(std::abs(complex(got.x, got.y) - expected[static_cast<std::size_t>(r * columns + c)]),
                  bound<Real>(rows * columns));
        ++written;
      }
    }
  }
  std::size_t untouched = 0;
  for (const pair& value : spectrum.values()) untouched += std::isnan(value.x) && std::isnan(value.y);
  EXPECT_EQ(untouched + written, spectrum.values().size()) << "gaps stay as they were";

  ASSERT_EQ(cudaMemset(real.data(), 0xff, before.size() * sizeof(Real)), cudaSuccess);
  ASSERT_EQ(cufftXtExec(inverse.handle, spectrum.data(), real.data(), CUFFT_INVERSE), CUFFT_SUCCESS);
  for (int b = 0; b < 3; ++b) {
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        const double expected = values[static_cast<std::size_t>((b * rows + r) * columns + c)].real() * rows * columns;
        EXPECT_NEAR(real.data()[real_at(b, r, c)], expected,
                    2 * bound<Real>(rows * columns) * std::sqrt(rows * columns));
      }
    }
  }
  EXPECT_TRUE(std::isnan(spectrum.data()[0].x)) << "a complex-to-real transform spoils its input";
}

TEST_F(cufft, real_transforms_honour_strides_embeddings_and_batches) {
  for (const int columns : {1, 2, 7, 16, 30}) {
    check_real_layout<float>(1, columns);
    check_real_layout<double>(1, columns);
    check_real_layout<float>(5, columns);
    check_real_layout<double>(4, columns);
  }
}

TEST_F(cufft, complex_transforms_go_both_ways) {
  constexpr int points = 12;
  const auto values = random_values(2 * points, false);
  std::vector<double2> input(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) input[i] = {values[i].real(), values[i].imag()};
  long long n[1] = {points};
  fft_handle plan;
  ASSERT_EQ(cufftMakePlanMany64(plan.handle, 1, n, nullptr, 77, 78, nullptr, 79, 80, CUFFT_Z2Z, 2, &plan.bytes),
            CUFFT_SUCCESS);
  for (const int direction : {CUFFT_FORWARD, CUFFT_INVERSE}) {
    const device_array<double2> in(input), out(input.size());
    ASSERT_EQ(cufftExecZ2Z(plan.handle, in.data(), out.data(), direction), CUFFT_SUCCESS);
    for (int b = 0; b < 2; ++b) {
      const auto expected =
          naive({values.begin() + b * points, values.begin() + (b + 1) * points}, 1, points, direction);
      for (int i = 0; i < points; ++i) {
        const double2 got = out.data()[b * points + i];
        EXPECT_LE(std::abs(complex(got.x, got.y) - expected[static_cast<std::size_t>(i)]), bound<double>(points));
      }
    }
  }
}

TEST_F(cufft, in_place_real_rows_are_padded) {
  long long n[1] = {5};
  fft_handle plan;
  ASSERT_EQ(make_r2c(plan.handle, 1, n, 2, plan.bytes), CUFFT_SUCCESS);
  const device_array<float> data(std::vector<float>{1, 1, 1, 1, 1, 9, 2, 2, 2, 2, 2, 9});
  ASSERT_EQ(cufftExecR2C(plan.handle, data.data(), reinterpret_cast<float2*>(data.data())), CUFFT_SUCCESS);
  EXPECT_NEAR(data.data()[0], 5, bound<float>(5));
  EXPECT_NEAR(data.data()[6], 10, 2 * bound<float>(5));
}

TEST_F(cufft, bits_do_not_depend_on_the_batch) {
  constexpr int points = 30;
  const auto values = random_values(3 * points, true);
  std::vector<float> input;
  for (const complex& value : values) input.push_back(static_cast<float>(value.real()));
  long long n[1] = {points};
  fft_handle one, three;
  ASSERT_EQ(make_r2c(one.handle, 1, n, 1, one.bytes), CUFFT_SUCCESS);
  ASSERT_EQ(make_r2c(three.handle, 1, n, 3, three.bytes), CUFFT_SUCCESS);
  const device_array<float> in(input);
  const device_array<float2> single(16), all(48);
  ASSERT_EQ(cufftExecR2C(three.handle, in.data(), all.data()), CUFFT_SUCCESS);
  for (int b = 0; b < 3; ++b) {
    ASSERT_EQ(cufftExecR2C(one.handle, in.data() + b * points, single.data()), CUFFT_SUCCESS);
    EXPECT_EQ(std::memcmp(single.data(), all.data() + 16 * b, 16 * sizeof(float2)), 0);
  }
}

TEST_F(cufft, executes_only_with_a_work_area_and_overwrites_it) {
  long long n[1] = {8};
  const device_array<float> in(std::vector<float>(8, 1));
  const device_array<float2> out(5);
  fft_handle plan;
  ASSERT_EQ(cufftSetAutoAllocation(plan.handle, 0), CUFFT_SUCCESS);
  const auto before = count().live_allocations;
  ASSERT_EQ(make_r2c(plan.handle, 1, n, 1, plan.bytes), CUFFT_SUCCESS);
  EXPECT_EQ(count().live_allocations, before);
  std::size_t again = 0;
  ASSERT_EQ(cufftGetSize(plan.handle, &again), CUFFT_SUCCESS);
  ASSERT_EQ(again, plan.bytes);
  ASSERT_GT(plan.bytes, 0u);
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data(), out.data()), CUFFT_INVALID_VALUE);
  const device_array<unsigned char> small(plan.bytes - 1), area(plan.bytes);
  ASSERT_EQ(cufftSetWorkArea(plan.handle, small.data()), CUFFT_SUCCESS);
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data(), out.data()), CUFFT_EXEC_FAILED);
  ASSERT_EQ(cudaMemset(area.data(), 1, plan.bytes), cudaSuccess);
  ASSERT_EQ(cufftSetWorkArea(plan.handle, area.data()), CUFFT_SUCCESS);
  ASSERT_EQ(cufftExecR2C(plan.handle, in.data(), out.data()), CUFFT_SUCCESS);
  EXPECT_EQ(out.data()[0].x, 8);
  EXPECT_EQ(area.values(), std::vector<unsigned char>(plan.bytes, 0xff));
}

TEST_F(cufft, refuses_what_cufft_cannot_do) {
  long long n[1] = {8}, none[1] = {0};
  const device_array<float> in(std::vector<float>(9, 1));
  const device_array<float2> out(5);
  std::vector<float2> host(5);
  fft_handle plan;
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data(), out.data()), CUFFT_INVALID_PLAN);
  EXPECT_EQ(make_r2c(plan.handle, 1, none, 1, plan.bytes), CUFFT_INVALID_SIZE);
  EXPECT_EQ(make_r2c(plan.handle, 4, n, 1, plan.bytes), CUFFT_INVALID_VALUE);
  ASSERT_EQ(make_r2c(plan.handle, 1, n, 1, plan.bytes), CUFFT_SUCCESS);
  EXPECT_EQ(cufftExecC2R(plan.handle, out.data(), in.data()), CUFFT_INVALID_TYPE);
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data() + 1, out.data()), CUFFT_INVALID_VALUE)
      << "not aligned as a complex number";
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data(), host.data()), CUFFT_EXEC_FAILED) << "host memory";
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data() + 2, out.data()), CUFFT_EXEC_FAILED) << "input too short";
  EXPECT_EQ(cufftExecR2C(plan.handle, in.data(), out.data()), CUFFT_SUCCESS);
  EXPECT_EQ(cufftDestroy(12345), CUFFT_INVALID_PLAN);
}

TEST_F(cufft, fails_when_ordered_and_leaks_nothing) {
  long long n[1] = {8};
  fail_at(1);
  cufftHandle handle = 0;
  EXPECT_EQ(cufftCreate(&handle), CUFFT_ALLOC_FAILED);
  EXPECT_EQ(count().live_plans, 0);
  std::size_t bytes = 0;
  ASSERT_EQ(cufftCreate(&handle), CUFFT_SUCCESS);
  fail_at(1);
  EXPECT_EQ(make_r2c(handle, 1, n, 1, bytes), CUFFT_ALLOC_FAILED);
  set_memory_limit(8);
  EXPECT_EQ(make_r2c(handle, 1, n, 1, bytes), CUFFT_ALLOC_FAILED);
  set_memory_limit(1 << 20);
  EXPECT_EQ(make_r2c(handle, 1, n, 1, bytes), CUFFT_SUCCESS);
  EXPECT_EQ(count().live_plans, 1);
  EXPECT_EQ(count().live_allocations, 1);
  fail_at(1);
  EXPECT_EQ(cufftDestroy(handle), CUFFT_INTERNAL_ERROR);
  EXPECT_EQ(count().live_plans, 0);
  EXPECT_EQ(count().live_allocations, 0);
  set_device(device_state::insufficient_driver);
  EXPECT_EQ(cufftCreate(&handle), CUFFT_SETUP_FAILED);
}

TEST_F(cufft, can_be_captured_and_can_be_absent) {
  long long n[1] = {4};
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
  {
    const device_array<float> in(std::vector<float>(4, 2));
    const device_array<float2> out(3);
    fft_handle plan;
    ASSERT_EQ(make_r2c(plan.handle, 1, n, 1, plan.bytes), CUFFT_SUCCESS);
    ASSERT_EQ(cufftSetStream(plan.handle, stream), CUFFT_SUCCESS);
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    ASSERT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    ASSERT_EQ(cufftExecR2C(plan.handle, in.data(), out.data()), CUFFT_SUCCESS);
    ASSERT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
    EXPECT_TRUE(std::isnan(out.data()[0].x));
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph), cudaSuccess);
    ASSERT_EQ(cudaGraphLaunch(executable, stream), cudaSuccess);
    EXPECT_EQ(out.data()[0].x, 8);
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
  }
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
  EXPECT_TRUE(cufft_present());
  set_cufft_present(false);
  EXPECT_FALSE(cufft_present());
}

}  // namespace
}  // namespace faltung::emulation
