#include <array>
#include <cstddef>

#include "cuda/enqueue_stream_2d.cuh"
#include "tune/candidate.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::stream_2d_policy;
constexpr int edge = 5;
using filter = kernel::stream_2d_filter<edge, edge>;
constexpr policy usual = kernel::stream_2d_usual<float, filter>::value;

constexpr policy with(int groups, int warps, int min_blocks, int most_rows) {
  policy one = usual;
  one.groups = groups;
  one.warps = warps;
  one.min_blocks = min_blocks;
  one.most_rows = most_rows;
  return one;
}

constexpr std::array policies{usual, with(1, 4, 8, 256), with(2, 2, 10, 256), with(2, 4, 5, 128), with(2, 8, 2, 256)};

template <std::size_t Index>
struct candidate {
  static constexpr policy value = policies[Index];
};

template <std::size_t Index>
tune_candidate made() {
  tune_candidate result{
      .fields = fields_of(policies[Index]),
      .code = {},
      .usual = Index == 0,
      .launch =
          [](const geometry& where, const tune_operands& of, cudaStream_t stream) {
            cuda::launch_stream_2d<float, filter, candidate<Index>>(where, of.multiprocessors, of.signal, of.host_taps,
                                                                    of.output, stream);
          },
  };
  result.code =
      "stream_2d_policy{" + values_of(result.fields) + "};  // " + std::to_string(edge) + " x " + std::to_string(edge);
  return result;
}

template <std::size_t... Indices>
std::vector<tune_candidate> all(std::index_sequence<Indices...>) {
  return {made<Indices>()...};
}

}  // namespace

tune_family tune_stream_2d() {
  return {"stream_2d<float, 5 x 5>", 2, all(std::make_index_sequence<policies.size()>()), edge};
}

}  // namespace faltung::bench
