// Any problem is either refused by a typed error or solved: every method gives what the reference gives, and touches no
// memory but its own, which the address sanitizer watches.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "faltung/plan.hpp"
#include "fuzz/elements.hpp"
#include "fuzz/fuzzed_problem.hpp"

namespace faltung::fuzz {
namespace {

[[noreturn]] void fail(const problem& description, const plan& made, const std::string& what) {
  std::cerr << what << "\n  " << description << "\n" << made.explain();
  std::abort();
}

struct operands {
  elements signal;
  elements filter;
};

// The output's memory as it is afterwards; nothing where execute refused the sizes that it was given.
std::vector<std::byte> solve(const plan& made, const problem& description, const memory_requirements& needed,
                             operands& data) {
  const element_type signal = description.type;
  const element_type output = output_type(description);
  std::vector<std::byte> result(needed.output, std::byte{0x5A});
  std::vector<std::byte> workspace(made.workspace_bytes());
  const std::vector<std::byte> before = data.signal.memory();
  made.execute({data.signal.data(), data.signal.memory().size() / size_of(signal), signal},
               {result.data(), result.size() / size_of(output), output}, workspace, nullptr);
  if (data.signal.memory() != before) fail(description, made, "the signal was changed");
  return result;
}

// What a result may differ by: nothing where sums of whole numbers are exact.
double tolerance(const plan& made, const problem& description, const operands& data) {
  if (made.bound().componentwise || is_integer(output_type(description))) return 0;
  double norms = 1;
  for (const elements* one : {&data.signal, &data.filter}) {
    double sum = 0;
    for (std::size_t i = 0; i < one->parts(); ++i) sum += one->part(i) * one->part(i);
    norms *= std::sqrt(sum);
  }
  // What stands outside is a repetition of the signal, as often as the filter is longer, or a constant of 3 + 3i.
  const double repeated = 1 + static_cast<double>(description.filter.elements());
  return made.bound().factor * (norms + 5 * std::sqrt(static_cast<double>(data.filter.parts()))) * repeated;
}

void check(const problem& description, const options& request, FuzzedDataProvider& bytes) {
  const memory_requirements needed = memory_needed(description, request);
  constexpr std::size_t most = std::size_t{1} << 14;
  if (needed.signal > most || needed.filter > most || needed.output > most || needed.workspace > 256 * most ||
      needed.plan > 256 * most)
    return;
  const element_type signal_type = description.type;
  const element_type filter_type = description.filter_type.value_or(signal_type);
  operands data{{signal_type, needed.signal / size_of(signal_type)},
                {filter_type, needed.filter / size_of(filter_type)}};
  data.signal.fill(bytes);
  data.filter.fill(bytes);

  plan made(description, request);
  made.set_filter({data.filter.data(), needed.filter / size_of(filter_type), filter_type});
  const std::vector<std::byte> got = solve(made, description, needed, data);

  options exact = request;
  exact.method = method::reference;
  exact.max_error = INFINITY;
  exact.workspace_limit = std::size_t{1} << 30;
  plan reference(description, exact);
  reference.set_filter({data.filter.data(), needed.filter / size_of(filter_type), filter_type});
  const std::vector<std::byte> expected = solve(reference, description, needed, data);

  const element_type output = output_type(description);
  const double within = tolerance(made, description, data);
  if (within == 0) {
    if (got != expected) fail(description, made, "differs from the reference");
    return;
  }
  const auto numbers = [&](const std::vector<std::byte>& memory) {
    elements all(output, memory.size() / size_of(output));
    std::copy(memory.begin(), memory.end(), all.data());
    return all;
  };
  const elements left = numbers(got);
  const elements right = numbers(expected);
  for (std::size_t i = 0; i < left.parts(); ++i) {
    const double difference = std::abs(left.part(i) - right.part(i));
    const double rounding = 2 * unit_roundoff(output) * std::abs(right.part(i));
    if (!(difference <= within + rounding) && left.part(i) != right.part(i))
      if (!std::isnan(left.part(i)) || !std::isnan(right.part(i)))  // gaps hold what they held
        fail(description, made, "is farther from the reference than its bound");
  }
}

}  // namespace
}  // namespace faltung::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace faltung;
  FuzzedDataProvider bytes(data, size);
  const problem description = fuzz::fuzzed_problem(bytes);
  const options request = fuzz::fuzzed_options(bytes);
  // FALTUNG_FUZZ_PRINT=1 faltung_fuzz crash-... says which problem that is.
  if (std::getenv("FALTUNG_FUZZ_PRINT") != nullptr) std::cerr << description << ", method " << request.method << '\n';
  try {
    fuzz::check(description, request, bytes);
  } catch (const error&) {
    // Typed: what was asked for is not to be had.
  }
  return 0;
}
