#include "cpu/direct_outputs.hpp"

#include <algorithm>
#include <span>
#include <type_traits>
#include <utility>

#include "cpu/direct_1d.hpp"
#include "cpu/direct_2d.hpp"
#include "cpu/direct_integer.hpp"
#include "cpu/samples.hpp"
#include "plan/workspace.hpp"

namespace faltung::cpu {
namespace {

std::int64_t round_up(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit * unit; }

// The axis of a tile whose window is gathered, and which place of the signal its sample 0 is.
std::int64_t gathered_axis(axis_geometry& axis, bool padded) {
  const std::int64_t whole = axis.output + axis.filter - 1;
  const std::int64_t first = padded ? axis.origin : std::clamp<std::int64_t>(axis.origin, 0, axis.signal);
  const std::int64_t last = padded ? axis.origin + whole : std::clamp(axis.origin + whole, first, axis.signal);
  axis.signal = last - first;
  axis.origin -= first;
  return first;
}

void run(const direct_task<std::uint32_t>& task, int) { direct_integer(task); }
void run(const direct_task<std::uint64_t>& task, int) { direct_integer(task); }
template <class Compute>
void run(const direct_task<Compute>& task, int rank) {
  rank == 1 ? direct_1d(task) : direct_2d(task);
}

}  // namespace

template <class Compute>
direct_outputs<Compute>::direct_outputs(const geometry& problem, std::size_t most_lane_bytes)
    : problem_(problem), tiles_(problem, most_lane_bytes) {}

template <class Compute>
void direct_outputs<Compute>::set_filter(const void* filters) {
  windows_ = windows_of<Compute>(problem_, filters);
}

template <class Compute>
double direct_outputs<Compute>::seconds_per_output() const noexcept {
  constexpr double scale = sizeof(Compute) == 4 ? 1 : 2;
  constexpr double multiply_adds_per_second = 30e9 / scale;
  return scale * (lane_bytes() == 0 ? 0.2e-9 : 1e-9) + static_cast<double>(problem_.terms()) / multiply_adds_per_second;
}

template <class Compute>
cut_outputs direct_outputs<Compute>::cut(const rectangle& area, std::int64_t piece_rows, std::int64_t piece_columns,
                                         const interruption& stop) const {
  // Fewer outputs in a row do not fill the staircase (direct_1d.cpp), and take seven times as long with a million taps.
  constexpr std::int64_t least_columns = std::is_integral_v<Compute> ? 64 : 16384 / sizeof(Compute);
  const std::int64_t most = stop.units_between(seconds_per_output());
  cut_outputs made{area, std::min(piece_rows, area.rows()), std::min(piece_columns, area.columns())};
  made.piece_rows = std::clamp<std::int64_t>(most / made.piece_columns, 1, made.piece_rows);
  made.piece_columns = std::min(made.piece_columns, std::max(most, least_columns));
  return made;
}

template <class Compute>
void direct_outputs<Compute>::compute_by_pieces(const void* signals, void* outputs, std::int64_t entry,
                                                const rectangle& area, std::byte* lane, interruption& stop,
                                                int worker) const {
  const cut_outputs pieces = cut(area, area.rows(), area.columns(), stop);
  for (std::int64_t i = 0, count = pieces.count(); i < count; ++i) {
    stop.poll(worker);
    compute(signals, outputs, entry, pieces(i), lane);
  }
}

template <class Compute>
void direct_outputs<Compute>::compute(const void* signals, void* outputs, const entry_range& entries,
                                      const rectangle& area, std::byte* lane) const {
  if (!tiles_.signal_in_place || !tiles_.padded) {
    tiles(signals, outputs, entries, area, !tiles_.signal_in_place, lane);
    return;
  }
  const rectangle inner = interior(area);
  if (inner.first_row == inner.last_row || inner.first_column == inner.last_column) {
    tiles(signals, outputs, entries, area, true, lane);
    return;
  }
  const auto strip = [&](std::int64_t first_row, std::int64_t last_row, std::int64_t first_column,
                         std::int64_t last_column) {
    tiles(signals, outputs, entries, {first_row, last_row, first_column, last_column}, true, lane);
  };
  strip(area.first_row, inner.first_row, area.first_column, area.last_column);
  strip(inner.first_row, inner.last_row, area.first_column, inner.first_column);
  tiles(signals, outputs, entries, inner, false, lane);
  strip(inner.first_row, inner.last_row, inner.last_column, area.last_column);
  strip(inner.last_row, area.last_row, area.first_column, area.last_column);
}

// Outputs of the area whose windows lie inside the signal. Columns left over are whole vectors wide where they can
// be: narrower strips take as long.
template <class Compute>
rectangle direct_outputs<Compute>::interior(const rectangle& area) const {
  constexpr std::int64_t widest_vector = 64 / sizeof(Compute);
  rectangle inner;
  inner.first_row = std::clamp(interior_begin(problem_.rows), area.first_row, area.last_row);
  inner.last_row = std::clamp(interior_end(problem_.rows), inner.first_row, area.last_row);
  const std::int64_t begin = std::clamp(interior_begin(problem_.columns), area.first_column, area.last_column);
  const std::int64_t end = std::clamp(interior_end(problem_.columns), begin, area.last_column);
  inner.first_column = std::min(area.first_column + round_up(begin - area.first_column, widest_vector), end);
  inner.last_column = std::max(area.last_column - round_up(area.last_column - end, widest_vector), inner.first_column);
  return inner;
}

template <class Compute>
void direct_outputs<Compute>::tiles(const void* signals, void* outputs, const entry_range& entries,
                                    const rectangle& area, bool gathered, std::byte* lane) const {
  if (!gathered && tiles_.output_in_place) {
    tile(signals, outputs, entries, area, false, lane);
    return;
  }
  for (std::int64_t row = area.first_row; row < area.last_row; row += tiles_.rows)
    for (std::int64_t column = area.first_column; column < area.last_column; column += tiles_.columns)
      tile(signals, outputs, entries,
           {row, std::min(row + tiles_.rows, area.last_row), column,
            std::min(column + tiles_.columns, area.last_column)},
           gathered, lane);
}

// What no entry changes is formed once: many signals are shorter than that takes.
template <class Compute>
void direct_outputs<Compute>::tile(const void* signals, void* outputs, const entry_range& entries,
                                   const rectangle& area, bool gathered, std::byte* lane) const {
  const std::span<const component_product> products = problem_.products();
  const operand& from = problem_.signal;
  const operand& to = problem_.output;
  const std::int64_t taps = problem_.filter_elements();
  const std::int64_t taps_per_filter = static_cast<std::int64_t>(products.size()) * taps;
  const bool in_place = tiles_.output_in_place;
  auto* const samples = reinterpret_cast<Compute*>(lane);

  direct_task<Compute> task{.rows = problem_.rows, .columns = problem_.columns};
  task.rows.origin += area.first_row;
  task.rows.output = area.last_row - area.first_row;
  task.columns.origin += area.first_column;
  task.columns.output = area.last_column - area.first_column;
  const std::int64_t first_row = gathered ? gathered_axis(task.rows, tiles_.padded) : 0;
  const std::int64_t first_column = gathered ? gathered_axis(task.columns, tiles_.padded) : 0;
  task.signal_stride = gathered ? task.columns.signal : from.at.row;
  task.output = samples + tiles_.samples * from.parts();
  task.output_stride = in_place ? to.at.row : task.columns.output;
  const std::int64_t first_output = area.first_row * to.at.row + area.first_column;

  for (std::int64_t entry = entries.first; entry < entries.last; ++entry) {
    // Divisions take as long as a short signal.
    const std::int64_t signal_entry = problem_.bank == 1 ? entry : entry / problem_.bank;
    const Compute* signal = samples;
    if (gathered) {
      for (int part = 0; part < from.parts(); ++part)
        for (std::int64_t row = 0; row < task.rows.signal; ++row)
          read_row(problem_, signals, signal_entry, part, first_row + row, first_column, task.columns.signal,
                   samples + part * tiles_.samples + row * task.signal_stride);
    } else {
      signal = static_cast<const Compute*>(signals) + from.entry(signal_entry);
    }
    if (in_place) task.output = static_cast<Compute*>(outputs) + to.entry(entry) + first_output;

    task.window = windows_.data() + problem_.filter_of(entry) * taps_per_filter;
    for (std::size_t i = 0; i < products.size(); ++i, task.window += taps) {
      const int part = products[i].output;
      task.signal = signal + products[i].signal * tiles_.samples;
      task.accumulate = i > 0 && products[i - 1].output == part;
      run(task, problem_.rank);
      const bool complete = i + 1 == products.size() || products[i + 1].output != part;
      if (in_place || !complete) continue;
      for (std::int64_t row = 0; row < task.rows.output; ++row)
        write_row(problem_, outputs, entry, part, area.first_row + row, area.first_column, task.columns.output,
                  task.output + row * task.output_stride);
    }
  }
}

template class direct_outputs<float>;
template class direct_outputs<double>;
template class direct_outputs<std::uint32_t>;
template class direct_outputs<std::uint64_t>;

}  // namespace faltung::cpu
