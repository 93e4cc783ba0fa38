/// Many 1D signals of different lengths against one filter: the signals lie in one buffer, one after another, and
/// `offsets` says where each begins, as in Arrow lists and nested tensors. Signal i is values[offsets[i]] ..
/// values[offsets[i + 1]]; there is one offset more than there are signals. Outputs lie in the same way, from 0 on.
///
///     const auto smooth = faltung::convolve_ragged(values, offsets, taps, faltung::mode::same);
///     // output i: smooth.values[smooth.offsets[i]] .. smooth.values[smooth.offsets[i + 1]]
///
/// An empty signal has an empty output, in every mode.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "faltung/convolve.hpp"
#include "faltung/export.hpp"
#include "faltung/image.hpp"
#include "faltung/options.hpp"
#include "faltung/plan.hpp"
#include "faltung/problem.hpp"
#include "faltung/types.hpp"

namespace faltung {

/// Where the outputs of signals with these offsets begin: as many numbers, the first one 0. Throws invalid_argument
/// where the offsets descend or are negative, naming the first that is at fault ("offsets[3]"), and where there are
/// none.
[[nodiscard]] FALTUNG_EXPORT std::vector<std::int64_t> ragged_output_offsets(std::span<const std::int64_t> offsets,
                                                                             std::int64_t filter,
                                                                             const region& part = mode::full);

/// A plan for signals of given lengths, used as `plan` is.
///
///     faltung::ragged_plan plan{offsets, {.filter = m, .mode = faltung::mode::same}};
///     plan.set_filter(filter);
///     plan.execute(values, output, workspace);
///
/// Equal lengths next to each other, but for empty signals, are one batch of one plan; each length with each number of
/// such neighbours is planned once. Results are those of the single signals, the same bits with method direct.
///
/// Threads and streams: as for plan. On the CPU, signals that are a thread's share or more use all threads one after
/// another, all others are dealt out to the threads.
///
/// Complexity: signals of K different lengths hold at least K^2 / 2 samples, so making the plan and its copies of the
/// filter grow with little more than the root of the work: a length takes 2 us, 20 us where its method is fft.
/// Executing adds 22 ns for each run of equal lengths on the CPU (all measured on one core of a build without CUDA),
/// and a kernel launch at least on a device: sort signals by length where they are many and short.
class FALTUNG_EXPORT ragged_plan {
 public:
  /// Of `common` everything counts but the signal's extents, which the offsets give: they stay unset, batch and bank
  /// stay 1, filters shared, and layouts unset. Throws what ragged_output_offsets and plan throw.
  ragged_plan(std::span<const std::int64_t> offsets, const problem& common, const options& request = {});

  ragged_plan(ragged_plan&&) noexcept;
  ragged_plan& operator=(ragged_plan&&) noexcept;
  ~ragged_plan();

  /// One more than there are signals, for the outputs; the last is the number of outputs.
  [[nodiscard]] std::span<const std::int64_t> output_offsets() const noexcept;

  /// How many plans of single lengths there are inside.
  [[nodiscard]] std::size_t plans() const noexcept;

  /// Bytes of workspace that each execute in flight needs, in the plan's memory, of any alignment. May be 0.
  [[nodiscard]] std::size_t workspace_bytes() const noexcept;

  /// The stream from the options, used where execute is not told one.
  [[nodiscard]] cuda_stream stream() const noexcept;

  /// Prepares the filter for every length. After a failure the plan has none.
  template <contiguous_view Filter>
  void set_filter(const Filter& filter) {
    set_filter(plan::view_of(filter));
  }
  void set_filter(plan::const_view filter);

  /// Computes all outputs. The signals' memory must reach as far as the last offset, the output's be exactly as long as
  /// the last output offset says. Throws as plan::execute does, before any work but for overflow::error, which leaves
  /// the outputs of other signals written.
  template <contiguous_view Signal, contiguous_view Output>
  void execute(const Signal& signal, Output&& output) const {
    execute(plan::view_of(signal), plan::mutable_view_of(output), {}, stream());
  }
  template <contiguous_view Signal, contiguous_view Output, contiguous_view Workspace>
  void execute(const Signal& signal, Output&& output, Workspace&& workspace) const {
    execute(plan::view_of(signal), plan::mutable_view_of(output), plan::bytes_of(workspace), stream());
  }
  template <contiguous_view Signal, contiguous_view Output, contiguous_view Workspace>
  void execute(const Signal& signal, Output&& output, Workspace&& workspace, cuda_stream on_stream) const {
    execute(plan::view_of(signal), plan::mutable_view_of(output), plan::bytes_of(workspace), on_stream);
  }
  void execute(plan::const_view signal, plan::mutable_view output, std::span<std::byte> workspace,
               cuda_stream on_stream) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Signals, or outputs, that own their elements.
template <element Type>
struct ragged {
  std::vector<detail::stored<Type>> values{};
  std::vector<std::int64_t> offsets{};
};

namespace detail {

FALTUNG_EXPORT void run(std::span<const std::int64_t> offsets, const problem& common, plan::const_view signal,
                        plan::const_view filter, plan::mutable_view output, const options& request);

template <host_view Output, host_view Signal, host_view Filter>
void run_ragged_into(operation what, Output& output, const Signal& signal, std::span<const std::int64_t> offsets,
                     const Filter& filter, const region& part, const options& request) {
  using signal_value = element_of<const Signal>;
  using filter_value = element_of<const Filter>;
  using value = element_of<Output>;
  run(offsets, describe<signal_value, filter_value, value>(what, {}, filter.size(), part),
      {signal.data(), signal.size(), type_of<signal_value>}, {filter.data(), filter.size(), type_of<filter_value>},
      {output.data(), output.size(), type_of<value>}, request);
}

template <class Output, host_view Signal, host_view Filter>
auto run_ragged(operation what, const Signal& signal, std::span<const std::int64_t> offsets, const Filter& filter,
                const region& part, const options& request) {
  using signal_value = element_of<const Signal>;
  using filter_value = element_of<const Filter>;
  using value = output_of<Output, signal_value, filter_value>;
  ragged<value> output{{}, ragged_output_offsets(offsets, static_cast<std::int64_t>(filter.size()), part)};
  output.values = allocate_output<value>(output.offsets.back());
  run(offsets, describe<signal_value, filter_value, value>(what, {}, filter.size(), part),
      {signal.data(), signal.size(), type_of<signal_value>}, {filter.data(), filter.size(), type_of<filter_value>},
      {output.values.data(), output.values.size(), type_of<value>}, request);
  return output;
}

}  // namespace detail

/// convolve() of every signal with the same filter: outputs of the operands' common type, or of the type named first.
/// Makes a ragged_plan, executes it and throws it away. Throws what it throws; offsets beyond the signals' memory too.
template <class Output = detail::common, host_view Signal, host_view Filter>
auto convolve_ragged(const Signal& signal, std::span<const std::int64_t> offsets, const Filter& filter,
                     const region& part = mode::full, const options& request = {}) {
  return detail::run_ragged<Output>(operation::convolution, signal, offsets, filter, part, request);
}

/// correlate() of every signal with the same filter.
template <class Output = detail::common, host_view Signal, host_view Filter>
auto correlate_ragged(const Signal& signal, std::span<const std::int64_t> offsets, const Filter& filter,
                      const region& part = mode::valid, const options& request = {}) {
  return detail::run_ragged<Output>(operation::correlation, signal, offsets, filter, part, request);
}

/// The same, written to memory of the caller's, of exactly the size that ragged_output_offsets ends with.
template <host_view Output, host_view Signal, host_view Filter>
void convolve_ragged_into(Output&& output, const Signal& signal, std::span<const std::int64_t> offsets,
                          const Filter& filter, const region& part = mode::full, const options& request = {}) {
  detail::run_ragged_into(operation::convolution, output, signal, offsets, filter, part, request);
}
template <host_view Output, host_view Signal, host_view Filter>
void correlate_ragged_into(Output&& output, const Signal& signal, std::span<const std::int64_t> offsets,
                           const Filter& filter, const region& part = mode::valid, const options& request = {}) {
  detail::run_ragged_into(operation::correlation, output, signal, offsets, filter, part, request);
}

}  // namespace faltung
