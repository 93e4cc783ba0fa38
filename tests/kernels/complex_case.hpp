// Problems of complex numbers for a kernel by itself, against the oracle's chain.
#pragma once

#include <complex>
#include <cstddef>
#include <limits>
#include <vector>

#include "cuda/direct_kernels.hpp"
#include "cuda/direct_views.hpp"
#include "kernels/operands_case.hpp"

namespace faltung::test {

// Of a signal of one or two parts to an element. Kernel::launch takes (geometry, operands).
template <class Type, int SignalParts, class Kernel>
struct complex_case {
  static constexpr element_type complex = sizeof(Type) == 4 ? complex64 : complex128;

  static void check(const problem& p, const operands& data) {
    check_operands(
        p, data, [](const geometry& where, const elements& signal, const elements& filter, elements& output) {
          std::vector<Type> taps(static_cast<std::size_t>(where.filter_count() * where.filter_elements()) *
                                 where.products().size());
          cuda::enqueue_direct_taps(where, filter.bytes().data(), taps.data(), nullptr);
          Kernel::launch(where,
                         cuda::direct_operands_of(where, signal.bytes().data(), taps.data(), output.bytes().data()));
        });
  }

  // With a complex filter and, where that is enough to make outputs complex, a real one.
  static std::vector<problem> filtered(problem p) {
    p.type = SignalParts == 2 ? complex : type_of<Type>;
    p.filter_type = complex;
    std::vector<problem> both{p};
    p.filter_type = type_of<Type>;
    if (SignalParts == 2) both.push_back(p);
    return both;
  }
  static void check_all(const problem& p) {
    for (const problem& one : filtered(p)) check(one, random_operands(one));
  }

  // With rows from `shift` and `output_shift` elements on, and as much between them: each at another place.
  static void check_shifted(problem p, long long shift, long long output_shift) {
    p.mode = mode::same;
    p.signal_layout = layout{.offset = shift, .batch = p.signal[0] + shift};
    p.output_layout = layout{.offset = output_shift, .batch = p.signal[0] + output_shift};
    check_all(p);
  }
  static void check_correlations(problem p) {
    p.operation = operation::correlation;
    for (const mode part : {mode::full, mode::same, mode::valid}) {
      p.mode = part;
      check_all(p);
    }
  }
  static void check_rules(problem p) {
    p.mode = mode::same;
    const boundary outside = SignalParts == 2 ? constant(std::complex<double>(1.5, -2)) : constant(-2);
    for (const boundary& rule : {boundary(reflect), boundary(mirror), boundary(nearest), boundary(wrap), outside}) {
      p.boundary = rule;
      check_all(p);
    }
  }

  static void check_infinities(const problem& p) {
    for (problem one : filtered(p)) {
      operands data = random_operands(one);
      data.filter.set(0, std::numeric_limits<long double>::infinity(), data.filter.parts() - 1);
      data.signal.set(data.signal.size() / 2, -std::numeric_limits<long double>::infinity());
      data.signal.set(data.signal.size() / 3, std::numeric_limits<long double>::quiet_NaN());
      check(one, data);
      // Anywhere else than with boundary zero they count: infinity * 0 is no number.
      one.boundary = constant(0);
      one.mode = mode::same;
      check(one, data);
    }
  }

  // Products so small that sums become -0, which an added zero would make +0.
  static void check_negative_zeros(const problem& p) {
    constexpr Type least = std::numeric_limits<Type>::min();
    for (const problem& one : filtered(p)) {
      operands data = random_operands(one);
      for (std::size_t i = 0; i < data.signal.size(); ++i)
        for (std::size_t part = 0; part < data.signal.parts(); ++part) data.signal.set(i, least, part);
      for (std::size_t i = 0; i < data.filter.size(); ++i)
        for (std::size_t part = 0; part < data.filter.parts(); ++part)
          data.filter.set(i, i % 3 == 0 ? least : -least, part);
      check(one, data);
    }
  }
};

}  // namespace faltung::test
