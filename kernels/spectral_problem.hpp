// Parameters of the kernels around the transforms, without a CUDA name: host code fills them in.
//
// A unit is a signal or a segment of one: unit g is segment g % segments of signal g / segments. It takes one transform
// for each of its parts (real, imaginary), and one back for each part of each output that the bank makes of it. A pass
// works on a run of units; the last pass may reach past the end, and those units are of zeros and go nowhere.
#pragma once

#include "operand_view.hpp"

namespace faltung::kernel {

struct unit_run {
  long long first;      // of this pass
  long long available;  // units in all
  long long segments;   // of one signal
};

// Elements 0, 1, ... of a transform come from places `first`, first + 1, ... of the signal; what comes after `samples` of
// them, counted from segment 0, is zero.
struct gather_axis {
  long long first;
  long long samples;
  long long length;  // of a transform
};

// padded[unit][part][row][column] = the sample at place (rows.first + row, columns.first + segment * step + column).
template <class Type>
struct gather_problem {
  signal_view<Type> source;
  Type* padded;
  unit_run run;
  gather_axis rows;
  gather_axis columns;
  long long step;
  long long tiles;
};

template <class Type>
struct alignas(2 * sizeof(Type)) spectral_value {
  Type real;
  Type imaginary;
};

// values[k] *= factor.
template <class Type>
struct scale_problem {
  spectral_value<Type>* values;
  Type factor;
  long long elements;
  long long tiles;
};

// output[part] += (negative ? -1 : 1) * signal[part] * filter[part]
struct part_product {
  int output;
  int signal;
  int filter;
  bool negative;
};
struct part_products {
  int count;
  part_product list[4];  // those of one output part next to each other
};

// How signals meet the bank's filters.
struct pairing {
  part_products products;
  int signal_parts;
  int filter_parts;
  int output_parts;
  long long bank;
  long long filter_stride;  // from a signal's first filter to the next one's; 0 where all share the bank

  constexpr long long inverses() const { return bank * output_parts; }  // of a unit
};

// outputs[unit][filter of the bank][part] = the sum over that part's products, element by element. Flags, one for each of
// them, are cleared.
template <class Type>
struct multiply_problem {
  const spectral_value<Type>* signals;  // [unit][part]
  const spectral_value<Type>* filters;  // [filter][part]
  spectral_value<Type>* outputs;        // may be `signals` where there is one of each
  int* flags;                           // may be null
  unit_run run;
  pairing pairs;
  long long elements;  // of a spectrum
  long long tiles;
};

// Output (row, segment * step + column) = circular[unit][filter of the bank][part][first_row + row][first_column + column]
// for column < step. A value that is not finite sets the flag of its transform.
template <class Type>
struct crop_problem {
  const Type* circular;
  target_view output;
  int* flags;  // [unit][filter of the bank][part]; may be null
  unit_run run;
  long long bank;
  long long output_rows;
  long long output_columns;
  long long first_row;
  long long first_column;
  long long step;
  long long rows;  // of a transform
  long long columns;
  long long tiles;  // of a row of `step` outputs
};

}  // namespace faltung::kernel
