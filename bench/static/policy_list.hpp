// The policies that the library's direct kernels are compiled with.
#pragma once

#include <string>
#include <vector>

#include "tune/policy_fields.hpp"

namespace faltung::bench {

struct named_policy {
  std::string kernel;  // with the type computed in, and the filter where there is a kernel for each
  policy_fields fields;
};

std::vector<named_policy> library_policies();

}  // namespace faltung::bench
