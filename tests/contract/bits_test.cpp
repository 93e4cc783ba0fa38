// Which results are the same bits as which others.
#include <optional>

#include "contract/guarded.hpp"
#include "contract/kind_fixture.hpp"
#include "support/oracle.hpp"

namespace faltung::test {
namespace {

class every_direct_way : public testing::TestWithParam<way_and_kind> {};

// One chain for all backends: what equals it on the CPU and on a device is equal between them too.
TEST_P(every_direct_way, is_bit_for_bit_one_chain_of_fused_multiply_adds_in_signal_order) {
  const auto& [way, kind] = GetParam();
  for_each_problem(way, kind.problems(), [&way = way](const problem& description) {
    const operands data = as_laid_out(description, random_operands(description));
    EXPECT_TRUE(same_bits(convolve_guarded(description, way.forced(), data), fused_chain(description, data)));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, every_direct_way,
                         testing::Combine(testing::ValuesIn(direct_contenders()), testing::ValuesIn(every_kind())),
                         name_of_instance);

// Every way whose rounding does not change with the number of transforms carried out at once.
class bits_in_any_batch : public testing::TestWithParam<contender> {};

elements part_of(const elements& all, std::int64_t index, std::int64_t count) {
  const std::size_t length = all.size() / static_cast<std::size_t>(count);
  return all.slice(static_cast<std::size_t>(index) * length, length);
}

TEST_P(bits_in_any_batch, do_not_depend_on_the_batch_or_the_place_in_it) {
  for_each_typical_problem(GetParam(), [](problem description) {
    description.batch = 6;
    const operands data = random_operands(description);
    const elements together = convolve_guarded(description, GetParam().forced(), data);
    problem alone = description;
    alone.batch = 1;
    for (std::int64_t index = 0; index < description.batch; ++index) {
      const bool of_its_own = description.filters == filters::per_signal;
      const operands one{part_of(data.signal, index, description.batch),
                         of_its_own ? part_of(data.filter, index, description.batch) : data.filter};
      EXPECT_TRUE(
          same_bits(convolve_guarded(alone, GetParam().forced(), one), part_of(together, index, description.batch)))
          << "signal " << index << " of the batch";
    }
  });
}

shape transform_of(const problem& description) {
  return plan(description, bits_in_any_batch::GetParam().forced()).explain().choice().transform;
}

// One filter of a bank is a filter alone.
TEST_P(bits_in_any_batch, do_not_depend_on_the_bank_or_the_place_in_it) {
  for_each_typical_problem(GetParam(), [](problem description) {
    if (description.output_layout) return;
    description.bank = 3;
    const operands data = random_operands(description);
    const elements together = convolve_guarded(description, GetParam().forced(), data);
    problem alone = description;
    alone.batch = 1;
    alone.bank = 1;
    if (transform_of(alone) != transform_of(description)) return;  // another segment length rounds elsewhere
    for (std::int64_t output = 0; output < output_count(description); ++output) {
      const operands one{part_of(data.signal, output / description.bank, description.batch),
                         part_of(data.filter, filter_of_output(description, output), filter_count(description))};
      EXPECT_TRUE(same_bits(convolve_guarded(alone, GetParam().forced(), one),
                            part_of(together, output, output_count(description))))
          << "output " << output;
    }
  });
}

// Where operands lie is no part of the arithmetic.
TEST_P(bits_in_any_batch, do_not_depend_on_the_layouts) {
  for (const element_type type : {float32, float64, complex128, int16})
    for_each_problem(GetParam(), problems_with_layouts(type), [](const problem& description) {
      const operands data = as_laid_out(description, random_operands(description));
      problem contiguous = description;
      contiguous.signal_layout = contiguous.filter_layout = contiguous.output_layout = std::nullopt;
      EXPECT_TRUE(same_bits(convolve_guarded(description, GetParam().forced(), data),
                            convolve_guarded(contiguous, GetParam().forced(), data)));
    });
}

TEST_P(bits_in_any_batch, do_not_depend_on_the_workspace_limit) {
  for_each_typical_problem(GetParam(), [](problem description) {
    description.batch = 6;
    const operands data = random_operands(description);
    options request = GetParam().forced();
    const plan roomy(description, request);
    const elements expected = convolve_guarded(description, request, data);
    const candidate choice = roomy.explain().choice();
    // Room for one transform at a time, and for the alignment of the workspace's start.
    request.workspace_limit =
        choice.transforms_per_pass == 0
            ? roomy.workspace_bytes()
            : choice.predicted_workspace_bytes / static_cast<std::size_t>(choice.transforms_per_pass) + 4096;
    const plan tight(description, request);
    EXPECT_LE(tight.workspace_bytes(), request.workspace_limit);
    if (tight.explain().choice().transform != choice.transform) return;  // another segment length rounds elsewhere
    EXPECT_TRUE(same_bits(convolve_guarded(description, request, data), expected));
  });
}

INSTANTIATE_TEST_SUITE_P(contract, bits_in_any_batch,
                         testing::ValuesIn(batches_round_alike() ? contenders() : direct_contenders()), name_of_way);

class bits_of_every_way : public testing::TestWithParam<contender> {};

TEST_P(bits_of_every_way, do_not_depend_on_the_run_or_the_plan) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description);
    const memory where = GetParam().memory;
    plan made(description, GetParam().forced());
    set_filter_guarded(made, where, data.filter);
    const elements first = execute_guarded(made, where, data.signal);
    EXPECT_TRUE(same_bits(execute_guarded(made, where, data.signal), first)) << "second run";
    EXPECT_TRUE(same_bits(convolve_guarded(description, GetParam().forced(), data), first)) << "new plan";
  });
}

TEST_P(bits_of_every_way, do_not_depend_on_the_number_of_threads) {
  for_each_typical_problem(GetParam(), [](const problem& description) {
    const operands data = random_operands(description);
    options request = GetParam().forced();
    request.threads = 1;
    const elements alone = convolve_guarded(description, request, data);
    for (const int threads : {2, 3, 16}) {
      request.threads = threads;
      EXPECT_TRUE(same_bits(convolve_guarded(description, request, data), alone)) << threads << " threads";
    }
  });
}

// Enough work that the CPU really shares it out.
TEST_P(bits_of_every_way, do_not_depend_on_the_number_of_threads_when_all_have_work) {
  const problem description{.signal = problem_scale() == scale::whole ? 300'000 : 3'000, .filter = 40};
  if (GetParam().backend != backend::cpu) return;
  const operands data = random_operands(description);
  options request = GetParam().forced();
  request.threads = 1;
  const elements alone = convolve_guarded(description, request, data);
  request.threads = 4;
  EXPECT_TRUE(same_bits(convolve_guarded(description, request, data), alone));
}

INSTANTIATE_TEST_SUITE_P(contract, bits_of_every_way, testing::ValuesIn(contenders()), name_of_way);

}  // namespace
}  // namespace faltung::test
