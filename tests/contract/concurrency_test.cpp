// One plan, many threads. Run under ThreadSanitizer too (FALTUNG_SANITIZE=thread).
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"

namespace faltung::test {
namespace {

constexpr int thread_count = 6;
constexpr int rounds = 2;

class many_threads : public testing::TestWithParam<contender> {};

// Runs `work(index)` on as many threads at once.
template <class Work>
void at_once(Work&& work) {
  std::vector<std::thread> threads;
  for (int index = 0; index < thread_count; ++index) threads.emplace_back([&work, index] { work(index); });
  for (std::thread& one : threads) one.join();
}

// On the CPU one long enough that each execute has worker threads of its own; emulated kernels are slow.
std::vector<problem> shared_problems(const contender& way) {
  return {{.signal = way.backend == backend::cpu ? 200'000 : 300, .filter = 21, .batch = 2, .mode = mode::same},
          {.signal = 200, .filter = 60, .batch = 2, .filters = filters::per_signal},
          {.signal = {12, 15}, .filter = {5, 3}, .batch = 2, .mode = mode::valid},
          {.signal = 150, .filter = 20, .batch = 2, .bank = 2, .type = complex64, .filter_type = float64},
          {.signal = {13, 16}, .filter = {4, 3}, .batch = 2, .type = int16, .mode = mode::same, .boundary = reflect}};
}

struct lane {
  elements signal;
  elements expected;
  elements got;
};

TEST_P(many_threads, execute_one_plan_at_once_with_the_results_of_one_thread) {
  for_each_problem(GetParam(), shared_problems(GetParam()), [](const problem& description) {
    const memory where = GetParam().memory;
    const operands data = random_operands(description);
    plan made(description, GetParam().forced());
    set_filter_guarded(made, where, data.filter);
    std::vector<lane> lanes(thread_count);
    for (std::size_t index = 0; index < lanes.size(); ++index) {
      lanes[index].signal =
          random_elements(description.type, static_cast<std::int64_t>(data.signal.size()), values::normal, index);
      lanes[index].expected = execute_guarded(made, where, lanes[index].signal);
    }
    for (int round = 0; round < rounds; ++round) {
      at_once([&](int index) {
        lane& mine = lanes[static_cast<std::size_t>(index)];
        const stream_owner stream(where);
        mine.got = execute_guarded(made, where, mine.signal, stream.get());
      });
      for (const lane& one : lanes) EXPECT_TRUE(same_bits(one.got, one.expected));
    }
  });
}

TEST_P(many_threads, make_plans_of_their_own_at_once) {
  for_each_problem(GetParam(), shared_problems(GetParam()), [](const problem& description) {
    const operands data = random_operands(description);
    const elements expected = convolve_guarded(description, GetParam().forced(), data);
    std::vector<elements> got(thread_count);
    at_once([&](int index) {
      got[static_cast<std::size_t>(index)] = convolve_guarded(description, GetParam().forced(), data);
    });
    for (const elements& one : got) EXPECT_TRUE(same_bits(one, expected));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, many_threads, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
