#include "cuda/fused_tables.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "faltung/error.hpp"
#include "fused_overlap_save_policy.hpp"

namespace faltung::cuda {
namespace {

using policy = kernel::fused_overlap_save_policy;
constexpr double circle = 2 * std::numbers::pi;

// Those of a pass of `radix` points whose point j is turned by j * turn / N, for `lines` rows or columns.
void fill_twiddles(kernel::spectral_value<float>* to, const policy& of, int radix, int lines) {
  const int count = policy::twiddles_of(radix);
  for (int line = 0; line < lines; ++line) {
    for (int i = 0; i < count; ++i) {
      const double angle = circle * kernel::twiddle_angle(line, of.points(), radix, i);
      const double second = i == 0 ? std::sin(angle) : std::tan(angle);
      to[of.place(line % of.columns, line / of.columns, count, i)] = {static_cast<float>(std::cos(angle)),
                                                                      static_cast<float>(second)};
    }
  }
}

fused_tables tables_of(const policy& of) {
  fused_tables made;
  made.twiddles.resize(static_cast<std::size_t>(of.row_twiddles() + of.column_twiddles()));
  fill_twiddles(made.twiddles.data(), of, of.columns, of.rows);
  if (!of.square()) fill_twiddles(made.twiddles.data() + of.row_twiddles(), of, of.rows, of.columns);
  for (int j = 0; j < of.points() / 2; ++j) {
    const double angle = circle * j / of.points();
    made.roots.push_back({std::cos(angle), -std::sin(angle)});
  }
  return made;
}

template <int Points>
const fused_tables& tables_of_length() {
  static const fused_tables made = tables_of(kernel::fused_overlap_save_of<Points>::value);
  return made;
}

}  // namespace

const fused_tables& fused_tables_of(long long points) {
  switch (points) {
    case 256: return tables_of_length<256>();
    case 1024: return tables_of_length<1024>();
    case 2048: return tables_of_length<2048>();
    case 4096: return tables_of_length<4096>();
    default: throw unsupported("candidate.transform", std::to_string(points), "no fused kernel has this length");
  }
}

}  // namespace faltung::cuda
