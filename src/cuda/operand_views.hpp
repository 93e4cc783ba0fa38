// From the operands of a geometry to what kernels are told of them.
#pragma once

#include <complex>

#include "element.hpp"
#include "operand_view.hpp"
#include "problem/geometry.hpp"

namespace faltung::cuda {

template <class Void>
kernel::operand_view<Void> view_of(const operand& one, Void* data) {
  const long long parts = one.parts();
  const layout& at = one.at;
  return {.data = data,
          .type = one.type,
          .offset = at.offset * parts,
          .batch = at.batch * parts,
          .row = at.row * parts,
          .column = at.column * parts,
          .channels = at.channels,
          .channel = at.channel * parts};
}

template <class Compute>
kernel::signal_view<Compute> signal_view_of(const geometry& where, const void* signal) {
  const bool constant = where.boundary.rule == boundary_rule::constant;
  const std::complex<double> outside = constant ? where.boundary.value : 0.0;
  return {.at = view_of(where.signal, signal),
          .rows = where.rows.signal,
          .columns = where.columns.signal,
          .rule = where.boundary.rule,
          .outside = {kernel::from_number<Compute>(outside.real()), kernel::from_number<Compute>(outside.imag())}};
}

}  // namespace faltung::cuda
