#include <array>
#include <cstddef>

#include "cuda/enqueue_tile_2d.cuh"
#include "tune/candidate.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::tile_2d_policy;

constexpr policy with(int columns, int rows, int taps_together, int min_blocks) {
  policy one = kernel::tile_2d_usual<float>::value;
  one.columns_per_thread = columns;
  one.rows_per_thread = rows;
  one.taps_together = taps_together;
  one.min_blocks = min_blocks;
  return one;
}

constexpr std::array policies{kernel::tile_2d_usual<float>::value, with(4, 4, 8, 5), with(12, 2, 8, 4),
                              with(12, 4, 4, 4), with(20, 2, 8, 4)};

template <std::size_t Index>
struct candidate {
  static constexpr policy value = policies[Index];
  static_assert(kernel::valid<float>(value));
};

template <std::size_t Index>
tune_candidate made() {
  tune_candidate result{
      .fields = fields_of(policies[Index]),
      .code = {},
      .usual = Index == 0,
      .launch =
          [](const geometry& where, const tune_operands& of, cudaStream_t stream) {
            const kernel::tile_2d_tiling tiling =
                kernel::tile_2d_tiling_of<float>(policies[Index], cuda::tile_2d_places_of(where, of.multiprocessors));
            cuda::launch_tile_2d<float, candidate<Index>>(
                where, tiling, cuda::direct_operands_of(where, of.signal, of.taps, of.output), stream);
          },
  };
  result.code = "static constexpr tile_2d_policy value{" + values_of(result.fields) + "};";
  return result;
}

template <std::size_t... Indices>
std::vector<tune_candidate> all(std::index_sequence<Indices...>) {
  return {made<Indices>()...};
}

}  // namespace

tune_family tune_tile_2d() { return {"tile_2d_usual<float>", 2, all(std::make_index_sequence<policies.size()>())}; }

}  // namespace faltung::bench
