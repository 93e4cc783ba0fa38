#include <array>
#include <cstddef>

#include "cuda/enqueue_direct_1d.cuh"
#include "tune/candidate.hpp"
#include "tune/policy_fields.hpp"

namespace faltung::bench {
namespace {

using policy = kernel::direct_1d_policy;

// outputs per thread, taps per chunk, threads at most, resident blocks that registers must allow
constexpr std::array policies{
    policy{12, 240, 64, 16}, policy{12, 240, 128, 8}, policy{12, 240, 256, 4},  //
    policy{20, 240, 64, 14}, policy{20, 240, 128, 7}, policy{20, 240, 128, 8}, policy{20, 240, 256, 3},
    policy{20, 480, 128, 7}, policy{28, 280, 64, 10}, policy{28, 280, 128, 5},
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
      .usual = fields_of(policies[Index]) == fields_of(kernel::direct_1d_long<float>::value),
      .launch =
          [](const geometry& where, const tune_operands& of, cudaStream_t stream) {
            cuda::launch_direct_1d<float, candidate<Index>>(where, of.signal, of.taps, of.output, stream);
          },
  };
  result.code = "static constexpr direct_1d_policy value{" + values_of(result.fields) + "};";
  return result;
}

template <std::size_t... Indices>
std::vector<tune_candidate> all(std::index_sequence<Indices...>) {
  return {made<Indices>()...};
}

}  // namespace

tune_family tune_direct_1d() { return {"direct_1d_long<float>", 1, all(std::make_index_sequence<policies.size()>())}; }

}  // namespace faltung::bench
