#include "cpu/tile_transfer.hpp"

#include <algorithm>

#include "cpu/samples.hpp"

namespace faltung::cpu {
namespace {

// Whether a row of the operand is an array of what the groups hold.
template <class Type>
bool in_place(const operand& one) {
  return one.type == type_of<Type> && one.parts() == 1 && one.at.column == 1;
}

// Rows lie far apart, where no prefetcher of the machine's looks: with pictures beyond the caches a tile took a tenth
// longer without this.
constexpr std::int64_t rows_ahead = 8;
template <bool Written, class Type>
void prefetch(const Type* row, std::int64_t count) {
  constexpr std::int64_t line = 64 / sizeof(Type);
  for (std::int64_t i = 0; i < count; i += line) __builtin_prefetch(row + i, Written ? 1 : 0);
}

}  // namespace

template <class Type>
void tile_transfer<Type>::load(const void* signals, int part, const tile_place& at, Type* staging,
                               Type* columns) const {
  const bool direct = in_place<Type>(problem_.signal);
  const std::int64_t groups = groups_in(at);
  const std::int64_t count = tiles_.columns.samples_of(at.column);
  const std::int64_t rows = tiles_.rows.samples_of(at.row);
  const std::int64_t first_row = problem_.rows.origin + at.row * tiles_.rows.step;
  const std::int64_t first = problem_.columns.origin + at.column * tiles_.columns.step;
  const bool inside = direct && count == groups * width_ && first >= 0 && first + count <= problem_.columns.signal;
  for (std::int64_t row = 0; row < tiles_.rows.length; ++row) {
    const Type* from = staging;
    const std::int64_t source = first_row + row;
    if (row >= rows) {
      if (row == rows) std::fill_n(staging, groups * width_, Type{0});
    } else if (inside && source >= 0 && source < problem_.rows.signal) {
      from = static_cast<const Type*>(signals) + problem_.signal.entry(at.signal) + source * problem_.signal.at.row +
             first;
      if (source + rows_ahead < problem_.rows.signal && row + rows_ahead < rows)
        prefetch<false>(from + rows_ahead * problem_.signal.at.row, count);
    } else {
      read_row(problem_, signals, at.signal, part, source, first, count, staging);
      std::fill(staging + count, staging + groups * width_, Type{0});
    }
    kernels_.spread(from, groups, stride_, columns + row * width_);
  }
}

template <class Type>
bool tile_transfer<Type>::store(const Type* columns, Type scale, std::int64_t entry, int part, const tile_place& at,
                                Type* staging, void* outputs) const {
  const bool direct = in_place<Type>(problem_.output);
  const std::int64_t count = tiles_.columns.outputs_of(at.column, problem_.columns);
  const std::int64_t rows = tiles_.rows.outputs_of(at.row, problem_.rows);
  const std::int64_t first_row = at.row * tiles_.rows.step;
  const std::int64_t first = at.column * tiles_.columns.step;
  bool finite = true;
  for (std::int64_t row = 0; row < rows; ++row) {
    Type* const to = direct ? static_cast<Type*>(outputs) + problem_.output.entry(entry) +
                                  (first_row + row) * problem_.output.at.row + first
                            : staging;
    if (direct && row + rows_ahead < rows) prefetch<true>(to + rows_ahead * problem_.output.at.row, count);
    finite &= kernels_.collect(columns + row * width_, stride_, scale, count, to);
    if (!direct) write_row(problem_, outputs, entry, part, first_row + row, first, count, staging);
  }
  return finite;
}

template class tile_transfer<float>;
template class tile_transfer<double>;

}  // namespace faltung::cpu
