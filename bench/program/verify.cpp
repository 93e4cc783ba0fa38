#include "program/verify.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <ostream>

#include "faltung/explanation.hpp"
#include "faltung/plan.hpp"
#include "report/format.hpp"
#include "report/text_table.hpp"

namespace faltung::bench {
namespace {

std::vector<double> execute(const plan& with, std::span<const double> signal) {
  std::vector<double> output(static_cast<std::size_t>(with.output_shape().elements() * with.description().batch));
  std::vector<std::byte> workspace(with.workspace_bytes());
  with.execute(signal, output, workspace);
  return output;
}

// What is exact for our purposes, and what the bounds are made of.
struct truth {
  std::vector<double> exact;
  std::vector<double> magnitude;  // |signal| convolved with |filter|
  double reference_factor = 0;    // of the reference's own componentwise bound
  std::vector<double> norms;      // of signal times filter, for each signal of the batch

  truth(problem description, std::span<const float> signal, std::span<const float> filter) {
    description.type = float64;
    std::vector<double> x(signal.begin(), signal.end());
    std::vector<double> h(filter.begin(), filter.end());
    plan reference(description, {.backend = backend::cpu, .method = method::reference});
    reference.set_filter(h);
    exact = execute(reference, x);
    reference_factor = reference.bound().factor;

    const auto batch = static_cast<std::size_t>(description.batch);
    const std::size_t filters = description.filters == filters::per_signal ? batch : 1;
    for (std::size_t i = 0; i < batch; ++i) {
      norms.push_back(norm(slice(x, batch, i)) * norm(slice(h, filters, filters == 1 ? 0 : i)));
    }

    for (double& value : x) value = std::abs(value);
    for (double& value : h) value = std::abs(value);
    plan direct(description, {.backend = backend::cpu, .method = method::direct});
    direct.set_filter(h);
    magnitude = execute(direct, x);
  }

  [[nodiscard]] double worst_share(std::span<const float> output, const error_bound& bound) const {
    const std::size_t one = output.size() / norms.size();
    double worst = 0;
    for (std::size_t i = 0; i < output.size(); ++i) {
      const double error = std::abs(static_cast<double>(output[i]) - exact[i]);
      if (std::isnan(error)) return std::numeric_limits<double>::infinity();
      if (error == 0) continue;
      const double allowed = bound.factor * (bound.componentwise ? magnitude[i] : norms[i / one]);
      worst = std::max(worst, error / (allowed + reference_factor * magnitude[i]));
    }
    return worst;
  }

 private:
  static std::span<const double> slice(const std::vector<double>& all, std::size_t count, std::size_t index) {
    return std::span(all).subspan(index * (all.size() / count), all.size() / count);
  }
  static double norm(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value * value;
    return std::sqrt(sum);
  }
};

verdict judge(const problem& description, std::span<const float> signal, std::span<const float> filter,
              const candidate& one, const truth& known, const capabilities& machine) {
  verdict result{one.backend, one.method, 0, 0, one.refused};
  if (!result.ran()) return result;
  plan forced(description, {.backend = one.backend, .method = one.method}, machine);
  forced.set_filter(filter);
  // The first execution meets cold caches and new pages; of those after it, the fastest one counts.
  std::vector<float> output(static_cast<std::size_t>(forced.output_shape().elements() * description.batch));
  std::vector<std::byte> workspace(forced.workspace_bytes());
  result.seconds = std::numeric_limits<double>::infinity();
  double spent = 0;
  for (int round = 0; round < 10 && (round == 0 || spent < 0.1); ++round) {
    const auto start = std::chrono::steady_clock::now();
    forced.execute(signal, output, workspace);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    spent += seconds;
    result.seconds = std::min(result.seconds, seconds);
  }
  result.worst = known.worst_share(output, forced.bound());
  return result;
}

}  // namespace

std::vector<verdict> verify(const problem& description, std::span<const float> signal, std::span<const float> filter,
                            const capabilities& machine) {
  const truth known(description, signal, filter);
  std::vector<verdict> verdicts;
  for (const candidate& one : explain(description, {}, machine).candidates) {
    verdicts.push_back(judge(description, signal, filter, one, known, machine));
  }
  return verdicts;
}

bool print_verdicts(std::ostream& out, std::span<const verdict> verdicts) {
  text_table table({"backend", "method", "time", "error/bound", "verdict"}, "llrrl");
  bool good = true;
  for (const verdict& each : verdicts) {
    good = good && each.good();
    const std::string word = !each.ran()   ? "cannot run: " + each.refused
                             : each.good() ? "within its bound"
                                           : "OUTSIDE ITS BOUND";
    table.add({std::string(to_string(each.backend)), std::string(to_string(each.method)),
               each.ran() ? duration(each.seconds) : "-", each.ran() ? significant(each.worst, 2) : "-", word});
  }
  out << '\n' << table << std::flush;
  return good;
}

}  // namespace faltung::bench
