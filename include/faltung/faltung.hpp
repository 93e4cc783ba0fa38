/// The whole library, but for the headers that need CUDA's own (thrust.hpp).
#pragma once

#include "faltung/capabilities.hpp"
#include "faltung/convolve.hpp"
#include "faltung/cuda.hpp"
#include "faltung/error.hpp"
#include "faltung/explanation.hpp"
#include "faltung/image.hpp"
#include "faltung/options.hpp"
#include "faltung/plan.hpp"
#include "faltung/problem.hpp"
#include "faltung/shape.hpp"
#include "faltung/types.hpp"
#include "faltung/version.hpp"
