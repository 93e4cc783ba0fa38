// Parameters of the kernels around the transforms, without a CUDA name: host code fills them in.
//
// Transforms are numbered through: transform g is segment g % segments of signal g / segments. A pass works on a run of
// them; the last pass may reach past the end, and those transforms are of zeros and go nowhere.
#pragma once

namespace faltung::kernel {

struct transform_run {
  long long first;      // of this pass
  long long available;  // transforms in all
  long long segments;   // of one signal
};

// padded[row][column] = scale * source[row][segment * step + origin + column], zero where the source has no such
// element.
template <class Type>
struct gather_problem {
  const Type* source;
  Type* padded;
  transform_run run;
  long long source_rows;
  long long source_columns;
  long long origin;
  long long step;
  long long rows;  // of a transform
  long long columns;
  long long tiles;
  Type scale;
  bool reversed;  // whether the source is read backwards, in rows and in columns
};

template <class Type>
struct alignas(2 * sizeof(Type)) spectral_value {
  Type real;
  Type imaginary;
};

// spectra[transform] *= filters[signal], element by element.
template <class Type>
struct multiply_problem {
  spectral_value<Type>* spectra;
  const spectral_value<Type>* filters;
  transform_run run;
  long long elements;       // of a spectrum
  long long filter_stride;  // from one signal's filter to the next one's; 0 where all share one
  long long tiles;
};

// output[row][segment * step + column] = circular[first_row + row][first_column + column] for column < step.
template <class Type>
struct crop_problem {
  const Type* circular;
  Type* output;
  transform_run run;
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
