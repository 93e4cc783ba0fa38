// Chooses among the implementations by predicted time. Pure host code: reads a capabilities value, knows no backend.
#pragma once

#include "faltung/capabilities.hpp"
#include "faltung/explanation.hpp"
#include "faltung/options.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// Throws invalid_argument for options that are none, unsupported where no candidate is left.
explanation select(const geometry& problem, const options& request, const capabilities& machine);

}  // namespace faltung
