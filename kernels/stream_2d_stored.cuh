// Direct 2D convolution of images of elements narrower than the 32 bits computed in, with a filter whose sizes the
// kernel is compiled for: halves summed in float, and integers of 8 and 16 bits. The sums are those of stream_2d.cuh. A
// row's elements are widened once, in registers, for all the tap rows that they meet.
#pragma once

#include "stream_2d_narrow.cuh"
#include "stream_2d_narrow_policy.hpp"

namespace faltung::kernel {

template <class Type, class Stored, class Filter>
struct stream_2d_widened {
  const Type* taps;
  const widening_digits& digits;

  template <class Words, int Groups>
  struct row {
    Type window[Groups][Words::count * Words::per_word];
  };

  template <class Words, int Groups>
  __device__ row<Words, Groups> prepare(const stream_row_words<Words, Groups>& words) const {
    row<Words, Groups> made;
    FALTUNG_UNROLL
    for (int a = 0; a < Groups; ++a) {
      std::uint32_t word[Words::count];
      place_words(word, words, a);
      FALTUNG_UNROLL
      for (int i = 0; i < Words::count; ++i) {
        Type* const to = made.window[a] + i * Words::per_word;
        to[0] = widened<0, Type, Stored>(word[i], digits);
        to[1] = widened<1, Type, Stored>(word[i], digits);
        if constexpr (Words::per_word == 4) {
          to[2] = widened<2, Type, Stored>(word[i], digits);
          to[3] = widened<3, Type, Stored>(word[i], digits);
        }
      }
    }
    return made;
  }
  template <class Words, int Groups, int Size>
  __device__ void add(Type (&next)[Groups][Size], const row<Words, Groups>& of, int j) const {
    stream_taps<Filter, Words::first>(next, of.window, taps + j * Filter::columns);
  }
};

template <class Type, class Stored, class Result, class Filter, class Policy>
__global__ void __launch_bounds__(Policy::value.threads(), Policy::value.min_blocks)
    stream_2d_stored(const __grid_constant__ stream_2d_narrow_problem<Type, Filter> problem,
                     const long long first_block) {
  stream_narrow_unit<Policy, Stored, Result>(
      problem, stream_2d_widened<Type, Stored, Filter>{problem.taps, problem.digits}, first_block);
}

}  // namespace faltung::kernel
