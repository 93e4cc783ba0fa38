// The families of the streaming 2D kernels: one for each filter that they are compiled for.
#pragma once

#include "cuda/enqueue_stream_2d.cuh"
#include "tune/family.hpp"

namespace faltung::bench {

// The library's policy and others near it.
template <class Usual>
struct stream_policies {
  using usual = Usual;
  using policy = kernel::stream_2d_policy;

  static constexpr policy with(int warps, int min_blocks) {
    policy one = usual::value;
    one.warps = warps;
    one.min_blocks = min_blocks;
    one.want_warps = warps * min_blocks;
    return one;
  }
  static constexpr policy in_strips_of(int most_rows) {
    policy one = usual::value;
    one.most_rows = most_rows;
    return one;
  }
  static constexpr policy with_groups(int groups) {
    policy one = usual::value;
    one.groups = groups;
    return one;
  }
  static constexpr policy passing_over(int rows) {
    policy one = usual::value;
    one.passes_over = rows;
    return one;
  }
  static constexpr policy own = usual::value;
  static constexpr std::array others{
      own.groups > 1 ? with_groups(1) : with(own.warps, kernel::larger(1, own.min_blocks - 1)),
      with(2, 2 * own.min_blocks), with(8, kernel::larger(1, own.min_blocks / 2)), in_strips_of(128),
      passing_over(own.passes_over == 0 ? 1 : 2 * own.passes_over)};
};

template <class Type, class Filter>
struct streams : stream_policies<kernel::stream_2d_usual<Type, Filter>> {
  template <class Policy>
  static void launch(const geometry& where, const tune_operands& of, cudaStream_t stream) {
    cuda::launch_stream_2d<Type, Filter, Policy>(where, of.multiprocessors, of.signal,
                                                 static_cast<const Type*>(of.host_taps), of.output, stream);
  }
};

template <class Type, int Side>
tune_family streaming_family() {
  return family_of<streams<Type, kernel::stream_2d_filter<Side, Side>>>(
      {.kernel = direct_kernel::stream_2d, .filters = {Side}, .type = type_of<Type>, .rank = 2});
}
template <class Type, int Side>
tune_family separable_family() {
  return family_of<streams<Type, kernel::separable_2d_filter<Side, Side>>>(
      {.kernel = direct_kernel::stream_2d, .filters = {Side}, .type = type_of<Type>, .rank = 2, .separable = true});
}

}  // namespace faltung::bench
