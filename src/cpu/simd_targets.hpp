// Which instruction sets Highway compiles for; include it before any Highway header.
#pragma once

// Without a native fused multiply-add (SSSE3, SSE4) the scalar chain runs anyway; AVX3_DL adds nothing to AVX3 for it;
// and vectors of run-time length (SVE, RVV) cannot be held in arrays, so that Arm uses NEON.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
