#include <array>
#include <cstddef>

#include "cuda/enqueue_direct_2d.cuh"
#include "tune/candidate.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_2d_policy;

constexpr int shared = 48 * 1024;
// columns and rows per thread, thread rows, thread columns at least and at most, columns per chunk, shared bytes,
// resident blocks that registers must allow
constexpr std::array policies{
    policy{12, 4, 8, 4, 16, 64, shared, 4}, policy{12, 2, 8, 4, 16, 64, shared, 4},
    policy{12, 4, 4, 8, 32, 64, shared, 4}, policy{12, 6, 8, 4, 16, 32, shared, 3},
    policy{4, 8, 8, 4, 16, 64, shared, 4},  policy{20, 4, 8, 4, 16, 32, shared, 2},
};

template <std::size_t Index>
struct candidate {
  static constexpr policy value = policies[Index];
  static_assert(kernel::valid<float>(value) && kernel::conflict_free<float>(value));
};

template <std::size_t Index>
tune_candidate made() {
  tune_candidate result{
      .fields = fields_of(policies[Index]),
      .code = {},
      .usual = fields_of(policies[Index]) == fields_of(kernel::direct_2d_any<float>::value),
      .launch =
          [](const geometry& where, const tune_operands& of, cudaStream_t stream) {
            cuda::launch_direct_2d<float, candidate<Index>>(where, of.signal, of.taps, of.output, stream);
          },
  };
  result.code = "static constexpr direct_2d_policy value{" + values_of(result.fields) + "};";
  return result;
}

template <std::size_t... Indices>
std::vector<tune_candidate> all(std::index_sequence<Indices...>) {
  return {made<Indices>()...};
}

}  // namespace

tune_family tune_direct_2d() { return {"direct_2d_any<float>", 2, all(std::make_index_sequence<policies.size()>())}; }

}  // namespace faltung::bench
