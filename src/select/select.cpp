#include "select/select.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "faltung/error.hpp"
#include "problem/text.hpp"
#include "select/implementations.hpp"

namespace faltung {
namespace {

void require_options(const options& request) {
  if (request.backend > backend::cuda)
    throw invalid_argument("options.backend", std::to_string(static_cast<int>(request.backend)), "no such enumerator");
  if (request.method > method::overlap_save)
    throw invalid_argument("options.method", std::to_string(static_cast<int>(request.method)), "no such enumerator");
  if (request.memory > memory::device)
    throw invalid_argument("options.memory", std::to_string(static_cast<int>(request.memory)), "no such enumerator");
  if (request.non_finite > non_finite::propagate)
    throw invalid_argument("options.non_finite", std::to_string(static_cast<int>(request.non_finite)),
                           "no such enumerator");
  if (std::isnan(request.max_error) || request.max_error <= 0)
    throw invalid_argument("options.max_error", shortest(request.max_error), "must be above 0");
  if (request.threads < 0)
    throw invalid_argument("options.threads", std::to_string(request.threads), "must not be negative");
}

refusal refuse_by_options(const implementation& one, const options& request) {
  if (request.backend != backend::automatic && request.backend != one.backend)
    return {"options.backend", std::string(to_string(request.backend)), "another backend was asked for"};
  if (request.method != method::automatic && request.method != one.method)
    return {"options.method", std::string(to_string(request.method)), "another method was asked for"};
  if (one.backend == backend::cpu && request.memory == memory::device)
    return {"options.memory", std::string(to_string(request.memory)), "the CPU cannot read device memory"};
  return {};
}

refusal refuse_by_limits(const candidate& one, const options& request) {
  if (one.bound.factor > request.max_error)
    return {"options.max_error", shortest(request.max_error), "its error bound is " + shortest(one.bound.factor)};
  if (one.predicted_workspace_bytes > request.workspace_limit)
    return {"options.workspace_limit", std::to_string(request.workspace_limit),
            "it needs " + std::to_string(one.predicted_workspace_bytes) + " bytes"};
  return {};
}

// The predicted time, and what a transform has to save before it is worth the errors that it spreads over all outputs:
// small whole numbers are convolved exactly by the others.
double price(const candidate& one) {
  constexpr double least_saved = 2e-6;
  return one.predicted_seconds + (one.bound.componentwise ? 0 : least_saved);
}

// The reference is there to verify the others: it comes last whatever the prediction, taken where it is asked for or where
// nothing else is accurate enough.
bool better(const candidate& one, const candidate& other) {
  const bool last = one.method == method::reference;
  const bool other_last = other.method == method::reference;
  return last != other_last ? other_last : price(one) < price(other);
}

// Fills in the candidate, as far as it is possible.
refusal consider(const implementation& one, candidate& made, const selection_context& context) {
  refusal no = refuse_by_options(one, context.request);
  if (!no) no = one.refuse(context);
  if (!no) no = one.configure(made, context);
  if (!no) no = refuse_by_limits(made, context.request);
  return no;
}

[[noreturn]] void throw_none_left(const selection_context& context) {
  const options& request = context.request;
  std::vector<refusal> reasons;
  for (const implementation& one : implementations()) {
    candidate made;
    if (!refuse_by_options(one, request)) reasons.push_back(consider(one, made, context));
  }
  if (reasons.empty()) {  // only the caller's own choices excluded each other
    const bool by_method = request.method != method::automatic;
    throw unsupported(by_method ? "options.method" : "options.memory",
                      by_method ? to_string(request.method) : to_string(request.memory),
                      "the backend " + std::string(to_string(request.backend)) + " cannot do that");
  }
  std::string all;
  for (std::size_t index = 0; index < reasons.size(); ++index)
    if (index == 0 || reasons[index].reason != reasons[index - 1].reason)
      all += (all.empty() ? "" : "; ") + reasons[index].reason;
  throw unsupported(reasons.front().argument, reasons.front().value, all);
}

}  // namespace

// A plan is made for each of the one-call functions' calls: nothing is allocated here but what the explanation keeps.
explanation select(const geometry& problem, const options& request, const capabilities& machine) {
  require_options(request);
  const selection_context context{problem, request, machine};
  explanation result;
  result.candidates.reserve(implementations().size());
  bool found = false;
  for (const implementation& one : implementations()) {
    candidate& made = result.candidates.emplace_back(candidate{.backend = one.backend, .method = one.method});
    refusal no = consider(one, made, context);
    const bool possible = !no;
    made.refused = std::move(no.reason);
    if (possible && (!found || better(made, result.choice()))) {
      result.chosen = result.candidates.size() - 1;
      found = true;
    }
  }
  if (!found) throw_none_left(context);
  return result;
}

memory_requirements memory_needed(const problem& description, const options& request, const capabilities& machine) {
  const geometry problem = resolve(description);
  const explanation choices = select(problem, request, machine);
  const candidate& chosen = choices.choice();
  const auto bytes = [](const operand& one) { return static_cast<std::size_t>(one.end) * size_of(one.type); };
  memory_requirements needed{.signal = bytes(problem.signal),
                             .filter = bytes(problem.filter),
                             .output = bytes(problem.output),
                             .workspace = chosen.predicted_workspace_bytes,
                             .plan = chosen.predicted_filter_bytes};
  if (chosen.backend == backend::cuda && request.memory == memory::host) {
    needed.plan += needed.signal + needed.output + needed.workspace;
    needed.workspace = 0;
  }
  return needed;
}

explanation explain(const problem& description, const options& request, const capabilities& machine) {
  return select(resolve(description), request, machine);
}

}  // namespace faltung
