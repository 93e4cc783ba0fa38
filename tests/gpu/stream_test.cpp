// Work goes to the stream that was named, and the host does not wait for it.
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "faltung/cuda.hpp"

namespace faltung::test {
namespace {

class on_a_stream : public testing::TestWithParam<method> {};

// The signal arrives by work enqueued before execute on the same non-blocking stream: right only in stream order.
TEST_P(on_a_stream, execute_runs_after_what_was_enqueued_before_it) {
  const problem description{.signal = 900, .filter = 25, .mode = mode::same};
  const operands data = random_operands(description);
  const stream_owner stream(memory::device);
  options request = faltung::cuda::on(stream.get());
  request.method = GetParam();
  plan made(description, request);
  set_filter_guarded(made, memory::device, data.filter);
  EXPECT_EQ(made.stream(), stream.get());
  const elements expected = execute_guarded(made, memory::device, data.signal, stream.get());

  const array<float> source(memory::device, data.signal.as<float>());
  array<float> signal(memory::device, std::vector<float>(data.signal.size()));
  array<float> first(memory::device, std::vector<float>(expected.size()));
  array<float> second(memory::device, std::vector<float>(expected.size()));
  array<std::byte> workspace(memory::device, made.workspace_bytes());
  const std::size_t bytes = data.signal.size() * sizeof(float);
  ASSERT_EQ(cudaMemcpyAsync(signal.data(), source.data(), bytes, cudaMemcpyDeviceToDevice, stream.get()), cudaSuccess);
  made.execute(signal, first, workspace);  // on the plan's stream
  ASSERT_EQ(cudaMemsetAsync(signal.data(), 0, bytes, stream.get()), cudaSuccess);
  made.execute(signal, second, workspace);
  EXPECT_TRUE(same_bits(elements(first.read()), expected));
  EXPECT_EQ(second.read(), std::vector<float>(expected.size()));
}

INSTANTIATE_TEST_SUITE_P(gpu, on_a_stream, testing::Values(method::direct, method::fft, method::overlap_save),
                         [](const auto& instance) { return std::string(to_string(instance.param)); });

TEST(direct_methods, give_the_same_bits_on_the_device_and_on_the_cpu) {
  const contender cpu{backend::cpu, method::direct};
  const contender cuda{backend::cuda, method::direct};
  for_each_typical_problem(cpu, [&](const problem& description) {
    const operands data = random_operands(description);
    EXPECT_TRUE(same_bits(convolve_guarded(description, cuda.forced(), data),
                          convolve_guarded(description, cpu.forced(), data)));
  });
}

}  // namespace
}  // namespace faltung::test
