/// Plan once, execute many: a convolution whose method is chosen, whose filter is prepared, and whose memory is known.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <span>

#include "faltung/capabilities.hpp"
#include "faltung/explanation.hpp"
#include "faltung/export.hpp"
#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung {

/// Made from a problem, given a filter, then executed any number of times.
///
///     faltung::plan plan{{.signal = n, .filter = m, .batch = 1024}, faltung::cuda::on(stream)};
///     plan.set_filter(filter);
///     plan.execute(signal, output, workspace);
///
/// Operands lie as the problem's layouts say; without one, one after another ([batch, n] or [batch, height, width],
/// row-major, contiguous). A view must reach as far as its layout does, a contiguous operand's exactly. Pointers lie in the
/// memory that options::memory names.
///
/// Threads: after set_filter a plan does not change; any number of threads may execute it at once, each with a workspace
/// of its own. With backend cuda and memory::host, executions of one plan run one after another.
///
/// On device pointers execute only enqueues work on the stream: it allocates nothing, synchronises nothing and copies
/// nothing to the host, so it can be captured into a CUDA graph. The plan must outlive the work it enqueued. A CUDA plan
/// belongs to the device that was current when it was made, which must be current wherever it is used.
class FALTUNG_EXPORT plan {
 public:
  /// Validates the problem, chooses a method for this machine and acquires what it needs; only the prepared filter waits
  /// for set_filter. Throws invalid_argument, unsupported, out_of_memory or device_error.
  explicit plan(const problem& description, const options& request = {});

  /// The same with the machine's capabilities as the caller states them.
  plan(const problem& description, const options& request, const capabilities& machine);

  plan(plan&&) noexcept;
  plan& operator=(plan&&) noexcept;
  ~plan();

  [[nodiscard]] const problem& description() const noexcept;
  [[nodiscard]] shape output_shape() const noexcept;
  [[nodiscard]] faltung::backend backend() const noexcept;
  [[nodiscard]] faltung::method method() const noexcept;
  [[nodiscard]] error_bound bound() const noexcept;
  [[nodiscard]] const explanation& explain() const noexcept;

  /// Bytes of workspace that each execute in flight needs, in the plan's memory, of any alignment. May be 0.
  [[nodiscard]] std::size_t workspace_bytes() const noexcept;

  /// Operands whose types are known at run time only. A size of unknown_size is taken on trust.
  static constexpr std::size_t unknown_size = static_cast<std::size_t>(-1);

  struct const_view {
    const void* data;
    std::size_t size;
    element_type type;
  };
  struct mutable_view {
    void* data;
    std::size_t size;
    element_type type;
  };

  /// Prepares the filter (reversal, spectrum). The filter's memory may be reused once this returns.
  /// Allocates room for it and synchronises the stream. On failure the plan keeps the filter it had.
  template <contiguous_view Filter>
  void set_filter(const Filter& filter) {
    set_filter(view_of(filter));
  }
  template <element Type>
  void set_filter(const Type* filter) {
    set_filter(const_view{filter, unknown_size, type_of<Type>});
  }
  void set_filter(const_view filter);

  /// The same with a filter that is the sum of problem::filter_rank products of a column filter and a row filter:
  /// [rank, height] and [rank, width]. For method separable, which otherwise finds them.
  template <contiguous_view Columns, contiguous_view Rows>
  void set_filter(const Columns& columns, const Rows& rows) {
    set_filter(view_of(columns), view_of(rows));
  }
  void set_filter(const_view columns, const_view rows);

  /// Computes all outputs of the batch. Complexity: see explain(). Throws invalid_argument before any work where sizes
  /// or types differ from the plan's, the filter is missing, the workspace is too small, or output and signal overlap.
  template <contiguous_view Signal, contiguous_view Output>
  void execute(const Signal& signal, Output&& output) const {
    execute(view_of(signal), mutable_view_of(output), {}, stream());
  }
  template <contiguous_view Signal, contiguous_view Output, contiguous_view Workspace>
  void execute(const Signal& signal, Output&& output, Workspace&& workspace) const {
    execute(view_of(signal), mutable_view_of(output), bytes_of(workspace), stream());
  }
  template <contiguous_view Signal, contiguous_view Output, contiguous_view Workspace>
  void execute(const Signal& signal, Output&& output, Workspace&& workspace, cuda_stream on_stream) const {
    execute(view_of(signal), mutable_view_of(output), bytes_of(workspace), on_stream);
  }
  /// Raw pointers of the plan's sizes.
  template <element Signal, element Output>
  void execute(const Signal* signal, Output* output, std::span<std::byte> workspace = {}) const {
    execute(signal, output, workspace, stream());
  }
  template <element Signal, element Output>
  void execute(const Signal* signal, Output* output, std::span<std::byte> workspace, cuda_stream on_stream) const {
    execute({signal, unknown_size, type_of<Signal>}, {output, unknown_size, type_of<Output>}, workspace, on_stream);
  }

  void execute(const_view signal, mutable_view output, std::span<std::byte> workspace, cuda_stream on_stream) const;

  /// The stream from the options, used where execute is not told one.
  [[nodiscard]] cuda_stream stream() const noexcept;

 private:
  friend class ragged_plan;

  template <contiguous_view View>
  static const_view view_of(const View& view) {
    static_assert(element<element_of<const View>>, "no element type (types.hpp)");
    return {std::to_address(view.data()), static_cast<std::size_t>(view.size()), type_of<element_of<const View>>};
  }
  template <contiguous_view View>
  static mutable_view mutable_view_of(View& view) {
    static_assert(element<element_of<View>>, "no element type (types.hpp)");
    return {std::to_address(view.data()), static_cast<std::size_t>(view.size()), type_of<element_of<View>>};
  }
  template <contiguous_view View>
  static std::span<std::byte> bytes_of(View& view) {
    return {reinterpret_cast<std::byte*>(std::to_address(view.data())), view.size() * sizeof(element_of<View>)};
  }

  struct state;
  std::unique_ptr<state> state_;
};

/// The choice and the candidates it was made from, as explain() prints them.
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, const plan& made);

}  // namespace faltung
