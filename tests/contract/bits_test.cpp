// Which results are the same bits as which others.
#include <algorithm>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

class every_direct_way : public testing::TestWithParam<way_and_kind> {};

// One chain for all backends: what equals it on the CPU and on a device is equal between them too.
TEST_P(every_direct_way, is_bit_for_bit_one_chain_of_fused_multiply_adds_in_signal_order) {
  const auto& [way, kind] = GetParam();
  for_each_problem(way, problems_of(kind, problem_scale()), [&way = way]<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    EXPECT_TRUE(same_bits<Type>(convolve_guarded<Type>(description, way.forced(), data),
                                fused_chain<Type>(description, data.signal, data.filter)));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_direct_way,
                         testing::Combine(testing::ValuesIn(direct_contenders()), testing::ValuesIn(every_kind())),
                         name_of_instance);

// Every way whose rounding does not change with the number of transforms carried out at once.
class bits_in_any_batch : public testing::TestWithParam<contender> {};

template <element Type>
std::vector<Type> part_of(const std::vector<Type>& all, std::int64_t index, std::int64_t count) {
  const auto length = static_cast<std::ptrdiff_t>(all.size()) / static_cast<std::ptrdiff_t>(count);
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(index) * length;
  return {begin, begin + length};
}

TEST_P(bits_in_any_batch, do_not_depend_on_the_batch_or_the_place_in_it) {
  for_each_typical_problem(GetParam(), []<element Type>(problem description) {
    description.batch = 5;
    const operands<Type> data = random_operands<Type>(description);
    const auto together = convolve_guarded<Type>(description, GetParam().forced(), data);
    problem alone = description;
    alone.batch = 1;
    for (std::int64_t index = 0; index < description.batch; ++index) {
      const std::int64_t filter = description.filters == filters::per_signal ? index : 0;
      const operands<Type> one{part_of(data.signal, index, description.batch),
                               part_of(data.filter, filter, filter_count(description))};
      EXPECT_TRUE(same_bits<Type>(convolve_guarded<Type>(alone, GetParam().forced(), one),
                                  part_of(together, index, description.batch)))
          << "signal " << index << " of the batch";
    }
  });
}

TEST_P(bits_in_any_batch, do_not_depend_on_the_workspace_limit) {
  for_each_typical_problem(GetParam(), []<element Type>(problem description) {
    description.batch = 4;
    const operands<Type> data = random_operands<Type>(description);
    options request = GetParam().forced();
    const plan roomy(description, request);
    const auto expected = convolve_guarded<Type>(description, request, data);
    const candidate choice = roomy.explain().choice();
    // Room for one transform at a time, and for the alignment of the workspace's start.
    request.workspace_limit =
        choice.transforms_per_pass == 0
            ? 0
            : choice.predicted_workspace_bytes / static_cast<std::size_t>(choice.transforms_per_pass) + 4096;
    const plan tight(description, request);
    EXPECT_LE(tight.workspace_bytes(), request.workspace_limit);
    if (tight.explain().choice().transform != choice.transform) return;  // another segment length rounds elsewhere
    EXPECT_TRUE(same_bits<Type>(convolve_guarded<Type>(description, request, data), expected));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, bits_in_any_batch,
                         testing::ValuesIn(batches_round_alike() ? contenders() : direct_contenders()), name_of_way);

class bits_of_every_way : public testing::TestWithParam<contender> {};

TEST_P(bits_of_every_way, do_not_depend_on_the_run_or_the_plan) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    const memory where = GetParam().memory;
    plan made(description, GetParam().forced());
    const array<Type> filter(where, data.filter);
    made.set_filter(std::span<const Type>(filter.data(), filter.size()));
    const auto first = execute_guarded<Type>(made, where, data.signal);
    EXPECT_TRUE(same_bits<Type>(execute_guarded<Type>(made, where, data.signal), first)) << "second run";
    EXPECT_TRUE(same_bits<Type>(convolve_guarded<Type>(description, GetParam().forced(), data), first)) << "new plan";
  });
}

TEST_P(bits_of_every_way, do_not_depend_on_the_number_of_threads) {
  for_each_typical_problem(GetParam(), []<element Type>(const problem& description) {
    const operands<Type> data = random_operands<Type>(description);
    options request = GetParam().forced();
    request.threads = 1;
    const auto alone = convolve_guarded<Type>(description, request, data);
    for (const int threads : {2, 3, 16}) {
      request.threads = threads;
      EXPECT_TRUE(same_bits<Type>(convolve_guarded<Type>(description, request, data), alone)) << threads << " threads";
    }
  });
}

// Enough work that the CPU really shares it out.
TEST_P(bits_of_every_way, do_not_depend_on_the_number_of_threads_when_all_have_work) {
  const problem description{.signal = problem_scale() == scale::whole ? 300'000 : 3'000, .filter = 40};
  if (GetParam().backend != backend::cpu) return;
  const operands<float> data = random_operands<float>(description);
  options request = GetParam().forced();
  request.threads = 1;
  const auto alone = convolve_guarded<float>(description, request, data);
  request.threads = 4;
  EXPECT_TRUE(same_bits<float>(convolve_guarded<float>(description, request, data), alone));
}

INSTANTIATE_TEST_SUITE_P(contract, bits_of_every_way, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
