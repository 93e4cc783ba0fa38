// From a list of policies to a family of candidates.
//
// A family is described by a type: `usual` holds the library's policy as its `value`, `others` is an array of more of
// them, and launch<Policy>(where, operands, stream) enqueues the kernel that is told its policy by such a type.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "cuda/direct_views.hpp"
#include "tune/candidate.hpp"
#include "tune/policy_fields.hpp"

// How many of the others are compiled.
#ifndef FALTUNG_TUNE_OTHERS
#define FALTUNG_TUNE_OTHERS 100
#endif

namespace faltung::bench {

// As the kernels' headers write it.
std::string name_of(const std::type_info& type);

// Without what launches it.
tune_candidate described(const policy_fields& fields, const std::string& holder, const std::string& policy);

template <class Family, std::size_t Index>
struct other_policy {
  static constexpr auto value = Family::others[Index];
};

template <class Family, class Policy>
tune_candidate candidate_of() {
  tune_candidate one =
      described(fields_of(Policy::value), name_of(typeid(typename Family::usual)), name_of(typeid(Policy::value)));
  one.usual = one.fields == fields_of(Family::usual::value);
  one.launch = &Family::template launch<Policy>;
  return one;
}

// The library's own first. One of the others that is the same is left out: what the library has may change.
template <class Family>
tune_family family_of(tune_scope scope) {
  tune_family made{
      name_of(typeid(typename Family::usual)), {candidate_of<Family, typename Family::usual>()}, std::move(scope)};
  const auto add = [&](tune_candidate one) {
    if (!one.usual) made.candidates.push_back(std::move(one));
  };
  constexpr std::size_t count = std::min<std::size_t>(Family::others.size(), FALTUNG_TUNE_OTHERS);
  [&]<std::size_t... Indices>(std::index_sequence<Indices...>) {
    (add(candidate_of<Family, other_policy<Family, Indices>>()), ...);
  }
  (std::make_index_sequence<count>());
  return made;
}

template <class Type>
const Type* taps_of(const tune_operands& of) {
  return static_cast<const Type*>(of.taps);
}
template <class Type>
kernel::direct_operands<Type> direct_operands_of(const geometry& where, const tune_operands& of) {
  return cuda::direct_operands_of(where, of.signal, taps_of<Type>(of), of.output);
}

}  // namespace faltung::bench
