#include <array>
#include <cstddef>

#include "cuda/enqueue_direct_1d.cuh"
#include "tune/candidate.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_dense_policy;

// outputs per thread, taps per chunk, threads, resident blocks that registers must allow, turns
constexpr std::array policies{
    policy{12, 264, 64, 16}, policy{12, 264, 128, 8},    policy{12, 264, 256, 4},
    policy{20, 280, 64, 14}, policy{20, 280, 128, 7},    policy{20, 280, 256, 3},
    policy{28, 280, 128, 5}, policy{20, 280, 128, 7, 2}, policy{20, 280, 128, 7, 4},
};

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
      .usual = fields_of(policies[Index]) == fields_of(kernel::direct_1d_dense_long<float>::value),
      .launch =
          [](const geometry& where, const tune_operands& of, cudaStream_t stream) {
            cuda::launch_direct_1d_dense<float, candidate<Index>>(
                where, cuda::direct_operands_of(where, of.signal, of.taps, of.output), stream);
          },
  };
  result.code = "static constexpr direct_1d_dense_policy value{" + values_of(result.fields) + "};";
  return result;
}

template <std::size_t... Indices>
std::vector<tune_candidate> all(std::index_sequence<Indices...>) {
  return {made<Indices>()...};
}

}  // namespace

tune_family tune_direct_1d_dense() {
  return {"direct_1d_dense_long<float>", 1, all(std::make_index_sequence<policies.size()>())};
}

}  // namespace faltung::bench
