#include "faltung/ragged.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "api/extent.hpp"
#include "api/machine.hpp"
#include "cpu/parallel.hpp"
#include "faltung/error.hpp"
#include "faltung/host_memory.hpp"
#include "plan/interruption.hpp"

namespace faltung {
namespace {

using offsets_view = std::span<const std::int64_t>;

[[noreturn]] void refuse_offset(std::size_t index, std::int64_t value, const std::string& reason) {
  throw invalid_argument("offsets[" + std::to_string(index) + "]", std::to_string(value), reason);
}

void require_offsets(offsets_view offsets) {
  if (offsets.empty()) throw invalid_argument("offsets", "{}", "there is one more than there are signals");
  if (offsets[0] < 0) refuse_offset(0, offsets[0], "must not be negative");
  for (std::size_t i = 1; i < offsets.size(); ++i)
    if (offsets[i] < offsets[i - 1]) refuse_offset(i, offsets[i], "descends from " + std::to_string(offsets[i - 1]));
}

// The problem of `batch` signals of one length.
problem of_length(const problem& common, std::int64_t length, std::int64_t batch) {
  problem made = common;
  made.signal = length;
  made.batch = batch;
  return made;
}

std::vector<std::int64_t> output_offsets_of(offsets_view offsets, const problem& common) {
  require_offsets(offsets);
  (void)output_shape(of_length(common, 1, 1));  // refuses what is wrong with every length
  std::unordered_map<std::int64_t, std::int64_t> output_lengths{{0, 0}};
  std::vector<std::int64_t> made(offsets.size());
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    const std::int64_t length = offsets[i] - offsets[i - 1];
    auto known = output_lengths.find(length);
    if (known == output_lengths.end())
      known = output_lengths.emplace(length, output_shape(of_length(common, length, 1))[0]).first;
    if (__builtin_add_overflow(made[i - 1], known->second, &made[i]))
      refuse_offset(i, offsets[i], "the outputs before it are more than 63 bits count");
  }
  return made;
}

void require_common(const problem& common) {
  const auto refuse = [](const char* member, const std::string& value, const char* reason) {
    throw invalid_argument(member, value, reason);
  };
  if (common.signal.rank() != 0) refuse("problem.signal", to_string(common.signal), "the offsets give the lengths");
  if (common.batch != 1) refuse("problem.batch", std::to_string(common.batch), "the offsets give the signals");
  if (common.bank != 1) refuse("problem.bank", std::to_string(common.bank), "ragged signals share one filter");
  if (common.filters != filters::shared)
    refuse("problem.filters", std::string(to_string(common.filters)), "ragged signals share one filter");
  if (common.signal_layout) refuse("problem.signal_layout", "a layout", "the offsets say where signals lie");
  if (common.output_layout) refuse("problem.output_layout", "a layout", "outputs lie one after another");
}

struct section {
  std::size_t plan;
  std::int64_t signal;  // the first element
  std::int64_t output;
};

}  // namespace

struct ragged_plan::state {
  problem common;
  std::vector<std::int64_t> offsets;
  std::vector<std::int64_t> output_offsets;
  cuda_stream stream;
  bool (*interrupted)();
  element_type signal_type;
  element_type filter_type;
  element_type result_type;
  std::vector<plan> plans{};
  std::vector<section> alone{};   // one after another, each with all threads or on the device
  std::vector<section> shared{};  // dealt out to threads
  std::size_t alone_bytes = 0;
  std::size_t shared_bytes = 0;  // of one worker
  double shared_seconds = 0;     // of one of them
  int workers = 1;
  bool has_filter = false;

  state(offsets_view asked, const problem& description, const options& request)
      : common(description),
        offsets(asked.begin(), asked.end()),
        output_offsets(output_offsets_of(asked, description)),
        stream(request.stream),
        interrupted(request.interrupted),
        signal_type(description.type),
        filter_type(description.filter_type.value_or(description.type)),
        result_type(output_type(description)) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 16;  // of the largest elements
    if (offsets.back() > most || output_offsets.back() > most)
      refuse_offset(offsets.size() - 1, offsets.back(), "the number of bytes does not fit 63 bits");
    make_sections(request, machine_for(request));
  }

  // Whether executions of the plan are dealt out to threads. Those of a GPU's stay with the caller, whose current device
  // it belongs to, and so do those during which the caller may want to be asked whether to end.
  bool add_plan(const problem& one, const options& request, const capabilities& machine, bool small, int threads) {
    constexpr double most_seconds = 2e-3;
    options own = request;
    if (small) {
      own.threads = 1;
      own.interrupted = nullptr;
      plans.emplace_back(one, own, machine);
      const plan& made = plans.back();
      const bool brief = request.interrupted == nullptr || made.explain().choice().predicted_seconds < most_seconds;
      if (made.backend() == backend::cpu && brief) return true;
      if (brief) return false;
      plans.pop_back();
      own = request;
    }
    own.threads = threads;
    plans.emplace_back(one, own, machine);
    return false;
  }

  void make_sections(const options& request, const capabilities& machine) {
    const int threads = request.threads > 0 ? request.threads : machine.cpu.threads;
    const std::int64_t share = (offsets.back() - offsets.front() + output_offsets.back()) / threads;
    struct known_plan {
      std::size_t index;
      bool dealt;
    };
    std::map<std::pair<std::int64_t, std::int64_t>, known_plan> known;
    for (std::size_t i = 0, next = 0; i + 1 < offsets.size(); i = next) {
      const std::int64_t length = offsets[i + 1] - offsets[i];
      next = i + 1;
      if (length == 0) continue;
      std::int64_t count = 1;
      for (; next + 1 < offsets.size(); ++next) {  // empty signals do not part the others
        const std::int64_t following = offsets[next + 1] - offsets[next];
        if (following != length && following != 0) break;
        count += following == 0 ? 0 : 1;
      }
      const std::int64_t elements = offsets[next] - offsets[i] + output_offsets[next] - output_offsets[i];
      const auto [entry, fresh] = known.try_emplace({length, count}, known_plan{plans.size(), false});
      auto& [index, dealt] = entry->second;
      if (fresh) dealt = add_plan(of_length(common, length, count), request, machine, elements < share, threads);
      const plan& made = plans[index];
      (dealt ? shared : alone).push_back({index, offsets[i], output_offsets[i]});
      std::size_t& bytes = dealt ? shared_bytes : alone_bytes;
      bytes = std::max(bytes, made.workspace_bytes());
      if (dealt) shared_seconds += made.explain().choice().predicted_seconds;
    }
    workers = cpu::worthwhile_threads(threads, shared_seconds);
    if (!shared.empty()) shared_seconds /= static_cast<double>(shared.size());
    if (shared_bytes > 0)  // as many as have room
      workers = static_cast<int>(
          std::clamp<std::size_t>(request.workspace_limit / shared_bytes, 1, static_cast<std::size_t>(workers)));
  }

  [[nodiscard]] std::size_t workspace_bytes() const noexcept {
    return std::max(alone_bytes, shared_bytes * static_cast<std::size_t>(workers));
  }

  void require(const plan::const_view& signal, const plan::mutable_view& output, std::span<std::byte> workspace) const {
    const auto require_type = [](std::string_view argument, element_type given, element_type expected) {
      if (given != expected)
        throw invalid_argument(argument, to_string(given), "the plan is for " + std::string(to_string(expected)));
    };
    require_type("signal", signal.type, signal_type);
    require_type("output", output.type, result_type);
    const auto outputs = static_cast<std::size_t>(output_offsets.back());
    if (signal.size != plan::unknown_size)
      for (std::size_t i = 0; i < offsets.size(); ++i)
        if (static_cast<std::size_t>(offsets[i]) > signal.size)
          refuse_offset(i, offsets[i], "the signal has " + std::to_string(signal.size) + " elements");
    if (output.size != plan::unknown_size && output.size != outputs)
      throw invalid_argument("output", std::to_string(output.size) + " elements",
                             "the plan needs " + std::to_string(outputs));
    if (!has_filter) throw invalid_argument("filter", "none", "set_filter must come before execute");
    if (workspace.size() < workspace_bytes() || (workspace_bytes() > 0 && workspace.data() == nullptr))
      throw invalid_argument("workspace", std::to_string(workspace.size()) + " bytes",
                             "the plan needs " + std::to_string(workspace_bytes()));
    if (outputs == 0) return;
    if (signal.data == nullptr) throw invalid_argument("signal", "nullptr", "points to nothing");
    if (output.data == nullptr) throw invalid_argument("output", "nullptr", "points to nothing");

    const extent read(static_cast<const std::byte*>(signal.data) + bytes_of(offsets.front(), signal_type),
                      bytes_of(offsets.back() - offsets.front(), signal_type));
    const extent written(output.data, bytes_of(output_offsets.back(), result_type));
    const extent scratch(workspace.data(), workspace_bytes());
    if (written.meets(read)) throw invalid_argument("output", address(output.data), "overlaps the signal");
    if (workspace_bytes() > 0 && (scratch.meets(read) || scratch.meets(written)))
      throw invalid_argument("workspace", address(workspace.data()), "overlaps the signal or the output");
  }

  static std::size_t bytes_of(std::int64_t elements, element_type type) {
    return static_cast<std::size_t>(elements) * size_of(type);
  }

  void execute(const section& one, const void* signal, void* output, std::span<std::byte> workspace,
               cuda_stream on_stream) const {
    plans[one.plan].execute(plan::const_view{static_cast<const std::byte*>(signal) + bytes_of(one.signal, signal_type),
                                             plan::unknown_size, signal_type},
                            plan::mutable_view{static_cast<std::byte*>(output) + bytes_of(one.output, result_type),
                                               plan::unknown_size, result_type},
                            workspace, on_stream);
  }
};

std::vector<std::int64_t> ragged_output_offsets(offsets_view offsets, std::int64_t filter, const region& part) {
  // Lengths depend neither on the type nor on the value that stands outside.
  const problem common{
      .filter = filter, .type = uint8, .mode = part.mode, .boundary = part.boundary.rule, .origin = part.origin};
  return detail::reporting_host_memory("offsets", offsets.size_bytes(),
                                       [&] { return output_offsets_of(offsets, common); });
}

ragged_plan::ragged_plan(offsets_view offsets, const problem& common, const options& request) {
  detail::reporting_host_memory("plan", 0, [&] {
    require_common(common);
    state_ = std::make_unique<state>(offsets, common, request);
  });
}

ragged_plan::ragged_plan(ragged_plan&&) noexcept = default;
ragged_plan& ragged_plan::operator=(ragged_plan&&) noexcept = default;
ragged_plan::~ragged_plan() = default;

offsets_view ragged_plan::output_offsets() const noexcept { return state_->output_offsets; }
std::size_t ragged_plan::plans() const noexcept { return state_->plans.size(); }
std::size_t ragged_plan::workspace_bytes() const noexcept { return state_->workspace_bytes(); }
cuda_stream ragged_plan::stream() const noexcept { return state_->stream; }

void ragged_plan::set_filter(plan::const_view filter) {
  if (filter.type != state_->filter_type)
    throw invalid_argument("filter", to_string(filter.type),
                           "the plan is for " + std::string(to_string(state_->filter_type)));
  state_->has_filter = false;
  for (plan& made : state_->plans) made.set_filter(filter);
  state_->has_filter = true;
}

void ragged_plan::execute(plan::const_view signal, plan::mutable_view output, std::span<std::byte> workspace,
                          cuda_stream on_stream) const {
  const state& made = *state_;
  made.require(signal, output, workspace);
  interruption stop(made.interrupted);
  for (std::size_t i = 0; i < made.alone.size(); ++i) {
    if (i > 0) stop.poll();
    made.execute(made.alone[i], signal.data, output.data, workspace, on_stream);
  }
  cpu::parallel_for(made.workers, static_cast<std::int64_t>(made.shared.size()), stop, made.shared_seconds,
                    [&](int worker, std::int64_t begin, std::int64_t end) {
                      const std::span<std::byte> own =
                          workspace.subspan(static_cast<std::size_t>(worker) * made.shared_bytes, made.shared_bytes);
                      for (std::int64_t i = begin; i < end; ++i)
                        made.execute(made.shared[static_cast<std::size_t>(i)], signal.data, output.data, own,
                                     on_stream);
                    });
}

void detail::run(offsets_view offsets, const problem& common, plan::const_view signal, plan::const_view filter,
                 plan::mutable_view output, const options& request) {
  if (request.memory != memory::host)
    throw invalid_argument("options.memory", to_string(request.memory),
                           "one-call functions take host data; use a ragged_plan");
  if (extent(output.data, output.size * size_of(output.type)).meets({filter.data, filter.size * size_of(filter.type)}))
    throw invalid_argument("output", address(output.data), "overlaps the filter");
  ragged_plan once(offsets, common, request);
  once.set_filter(filter);
  const std::size_t bytes = once.workspace_bytes();
  auto workspace = reporting_host_memory("workspace", bytes, [&] { return std::vector<std::byte>(bytes); });
  once.execute(signal, output, workspace, once.stream());
}

}  // namespace faltung
