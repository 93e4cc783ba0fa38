// What only the doubles of the CUDA runtime can show: which calls a plan makes, and what it does where a driver, a
// device or cuFFT is missing.
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "emulation/control.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"

namespace faltung::test {
namespace {

std::int64_t calls_whose_name_holds(const emulation::counters& counted, const std::string& part) {
  std::int64_t calls = 0;
  for (const auto& [name, count] : counted.calls)
    if (name.find(part) != std::string::npos) calls += count;
  return calls;
}

// A plan with everything that execute needs.
struct prepared {
  plan made;
  stored_elements signal;
  stored_elements output;
  array<std::byte> workspace;

  prepared(const problem& description, const options& request)
      : made(description, request),
        signal(request.memory, in_memory(signals_of(description), random_operands(description).signal)),
        output(request.memory, filled(result_type(description), outputs_of(description).memory_size(), guard_byte)),
        workspace(request.memory, made.workspace_bytes()) {
    set_filter_guarded(made, request.memory, random_operands(description).filter);
  }
  void execute(cuda_stream stream = nullptr) {
    made.execute(std::as_const(signal).view(), output.view(), {workspace.data(), workspace.size()}, stream);
  }
};

class emulated : public testing::TestWithParam<contender> {
 protected:
  void SetUp() override {
    emulation::reset();
    emulation::clear_finding();
  }
  void TearDown() override {
    EXPECT_EQ(emulation::last_finding(), "");
    emulation::reset();
  }
};

TEST_P(emulated, execute_runs_the_kernels_of_the_forced_method) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    prepared ready(description, GetParam().forced());
    emulation::reset_counters();
    ready.execute();
    const emulation::counters counted = emulation::count();
    EXPECT_GT(counted.total_launches, 0);
    const std::string_view kernel = ready.made.explain().choice().kernel;
    if (GetParam().uses_fft() && kernel.empty()) {
      EXPECT_GE(calls_whose_name_holds(counted, "cufftExec") + calls_whose_name_holds(counted, "cufftXtExec"), 2)
          << "no transform there and back";
      return;
    }
    EXPECT_EQ(calls_whose_name_holds(counted, "cufft"), 0);
    if (GetParam().uses_fft()) {
      EXPECT_EQ(kernel, "fused_overlap_save");
      ASSERT_EQ(counted.launches.size(), 1U);
      EXPECT_NE(counted.launches.begin()->first.find(kernel), std::string::npos) << counted.launches.begin()->first;
    }
  });
}

TEST_P(emulated, results_do_not_depend_on_the_schedule) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description);
    emulation::schedule(emulation::order::forward);
    const elements expected = convolve_guarded(description, GetParam().forced(), data);
    emulation::schedule(emulation::order::reverse);
    EXPECT_TRUE(same_bits(convolve_guarded(description, GetParam().forced(), data), expected)) << "reverse";
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      emulation::schedule(emulation::order::shuffled, seed);
      EXPECT_TRUE(same_bits(convolve_guarded(description, GetParam().forced(), data), expected))
          << "shuffled with seed " << seed;
    }
  });
}

TEST_P(emulated, plans_give_everything_back) {
  cuda::release_caches();
  const emulation::counters before = emulation::count();
  for_each_typical_problem(GetParam(), [](const problem& description) {
    (void)convolve_guarded(description, GetParam().forced(), random_operands(description));
  });
  cuda::release_caches();
  const emulation::counters after = emulation::count();
  EXPECT_EQ(after.live_allocations, before.live_allocations);
  EXPECT_EQ(after.live_bytes, before.live_bytes);
  EXPECT_EQ(after.live_streams, before.live_streams);
  EXPECT_EQ(after.live_events, before.live_events);
  EXPECT_EQ(after.live_plans, before.live_plans);
}

TEST_P(emulated, a_full_device_is_out_of_memory_with_the_size_asked_for) {
  const problem description{.signal = 100'000, .filter = 500, .batch = 4, .filters = filters::per_signal};
  const operands data = random_operands(description);
  const stored_elements filter(GetParam().memory, data.filter);
  cuda::release_caches();
  emulation::set_memory_limit(static_cast<std::size_t>(emulation::count().live_bytes) + 1024);
  try {
    plan made(description, GetParam().forced());
    made.set_filter(filter.view());
    FAIL() << "kept 8000 bytes of filters in 1 KiB";
  } catch (const out_of_memory& error) {
    EXPECT_GE(error.bytes(), 4U * 500U * sizeof(float));
  }
}

TEST_P(emulated, no_device_and_an_old_driver_are_answers_with_their_reason) {
  for (const auto state : {emulation::device_state::no_device, emulation::device_state::insufficient_driver}) {
    emulation::set_device(state);
    const cuda_capabilities found = detect().cuda;
    EXPECT_FALSE(found.usable());
    try {
      const plan made({.signal = 100, .filter = 5}, GetParam().forced());
      FAIL() << "made a plan";
    } catch (const unsupported& refused) {
      EXPECT_EQ(refused.argument(), "options.backend");
      EXPECT_NE(std::string(refused.what()).find(found.absent), std::string::npos);
    }
    EXPECT_EQ(plan({.signal = 100, .filter = 5}).backend(), backend::cpu) << "the same program goes on with the CPU";
  }
}

TEST_P(emulated, a_missing_cufft_refuses_only_what_needs_it) {
  emulation::set_cufft_present(false);
  if (!GetParam().uses_fft()) {
    EXPECT_NO_THROW(plan({.signal = 100, .filter = 5}, GetParam().forced()));
    return;
  }
  if (GetParam().method == method::overlap_save) {  // of float32 the library's own
    EXPECT_NO_THROW(plan({.signal = 100, .filter = 5}, GetParam().forced()));
  }
  try {
    const plan made({.signal = 100, .filter = 5, .type = float64}, GetParam().forced());
    FAIL() << "made a plan";
  } catch (const unsupported& refused) {
    EXPECT_NE(std::string(refused.what()).find("cuFFT"), std::string::npos) << refused.what();
  }
}

std::vector<contender> on_device_memory() {
  std::vector<contender> chosen;
  for (const contender& one : contenders())
    if (one.memory == memory::device) chosen.push_back(one);
  return chosen;
}

INSTANTIATE_TEST_SUITE_P(contract, emulated, testing::ValuesIn(contenders()), name_of_way);

class emulated_device_memory : public emulated {};

TEST_P(emulated_device_memory, execute_allocates_nothing_waits_for_nothing_and_copies_nothing_to_the_host) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    prepared ready(description, GetParam().forced());
    const stream_owner stream(memory::device);
    emulation::reset_counters();
    ready.execute(stream.get());
    const emulation::counters counted = emulation::count();
    EXPECT_EQ(calls_whose_name_holds(counted, "Malloc"), 0);
    EXPECT_EQ(calls_whose_name_holds(counted, "Free"), 0);
    EXPECT_EQ(calls_whose_name_holds(counted, "cufftMakePlan") + calls_whose_name_holds(counted, "cufftPlan"), 0);
    EXPECT_EQ(counted.synchronisations, 0);
    EXPECT_EQ(counted.device_to_host_copies, 0);
    EXPECT_EQ(counted.host_to_device_copies, 0);
  });
}

TEST_P(emulated_device_memory, execute_is_captured_into_a_graph_that_repeats_it) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    prepared ready(description, GetParam().forced());
    ready.execute();
    const elements expected = ready.output.read();

    const stream_owner stream(memory::device);
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    ASSERT_EQ(cudaStreamBeginCapture(stream.get(), cudaStreamCaptureModeGlobal), cudaSuccess);
    ready.execute(stream.get());
    ASSERT_EQ(cudaStreamEndCapture(stream.get(), &graph), cudaSuccess);
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph), cudaSuccess);
    for (int replay = 0; replay < 2; ++replay) {
      ready.output.write(filled(expected.type(), expected.size(), guard_byte));
      ASSERT_EQ(cudaGraphLaunch(executable, stream.get()), cudaSuccess);
      EXPECT_TRUE(same_bits(ready.output.read(), expected));
    }
    cudaGraphExecDestroy(executable);
    cudaGraphDestroy(graph);
  });
}

INSTANTIATE_TEST_SUITE_P(contract, emulated_device_memory, testing::ValuesIn(on_device_memory()), name_of_way);

TEST(a_missing_cufft, leaves_the_automatic_choice_among_the_rest) {
  emulation::reset();
  emulation::set_cufft_present(false);
  for (const element_type type : {float64, float32}) {
    const problem description{.signal = 5'000'000, .filter = 4000, .type = type, .mode = mode::same};
    for (const memory where : {memory::host, memory::device}) {
      const plan made(description, {.memory = where});
      const bool fused = type == float32 && made.explain().choice().kernel == "fused_overlap_save";
      EXPECT_TRUE(made.backend() == backend::cpu || made.method() == method::direct || fused) << made;
    }
  }
  emulation::reset();
}

TEST(direct_methods, give_the_same_bits_on_the_cpu_and_on_cuda) {
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
