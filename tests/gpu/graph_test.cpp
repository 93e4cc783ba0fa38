// execute on device memory inside a CUDA graph.
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"

namespace faltung::test {
namespace {

class captured_graph : public testing::TestWithParam<method> {};

TEST_P(captured_graph, of_execute_repeats_it_on_whatever_the_signal_then_holds) {
  const contender way{backend::cuda, GetParam(), memory::device};
  const problem description{.signal = 700, .filter = 20, .batch = 2, .mode = mode::same};
  const operands data = random_operands(description);
  const elements second = random_elements(description.type, 1400, values::normal, 9);
  plan made(description, way.forced());
  set_filter_guarded(made, memory::device, data.filter);
  const elements of_first = execute_guarded(made, memory::device, data.signal);
  const elements of_second = execute_guarded(made, memory::device, second);

  stored_elements signal(memory::device, data.signal);
  stored_elements output(memory::device, elements(of_first.type(), of_first.size()));
  array<std::byte> workspace(memory::device, made.workspace_bytes());
  const stream_owner stream(memory::device);
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t executable = nullptr;
  ASSERT_EQ(cudaStreamBeginCapture(stream.get(), cudaStreamCaptureModeThreadLocal), cudaSuccess);
  made.execute(std::as_const(signal).view(), output.view(), {workspace.data(), workspace.size()}, stream.get());
  ASSERT_EQ(cudaStreamEndCapture(stream.get(), &graph), cudaSuccess);
  std::size_t nodes = 0;
  ASSERT_EQ(cudaGraphGetNodes(graph, nullptr, &nodes), cudaSuccess);
  const bool by_cufft = way.uses_fft() && made.explain().choice().kernel.empty();
  EXPECT_GE(nodes, by_cufft ? 3U : 1U);
  EXPECT_TRUE(same_bits(output.read(), elements(of_first.type(), of_first.size()))) << "ran while it was captured";

  ASSERT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
  ASSERT_EQ(cudaGraphLaunch(executable, stream.get()), cudaSuccess);
  EXPECT_TRUE(same_bits(output.read(), of_first));
  signal.write(second);
  ASSERT_EQ(cudaGraphLaunch(executable, stream.get()), cudaSuccess);
  EXPECT_TRUE(same_bits(output.read(), of_second));
  cudaGraphExecDestroy(executable);
  cudaGraphDestroy(graph);
}

INSTANTIATE_TEST_SUITE_P(gpu, captured_graph, testing::Values(method::direct, method::fft, method::overlap_save),
                         [](const auto& instance) { return std::string(to_string(instance.param)); });

}  // namespace
}  // namespace faltung::test
