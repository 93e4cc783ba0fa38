// Device arithmetic. CUDA fixes its rounding, so nothing here may be contracted: compile with -ffp-contract=off.
#pragma once

#include <cmath>

inline float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline float __fmul_rn(float a, float b) { return a * b; }
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fsub_rn(float a, float b) { return a - b; }
inline float __fdiv_rn(float a, float b) { return a / b; }
inline float __fsqrt_rn(float a) { return __builtin_sqrtf(a); }
inline double __fma_rn(double a, double b, double c) { return __builtin_fma(a, b, c); }
inline double __dmul_rn(double a, double b) { return a * b; }
inline double __dadd_rn(double a, double b) { return a + b; }
inline double __dsub_rn(double a, double b) { return a - b; }
inline double __ddiv_rn(double a, double b) { return a / b; }
inline double __dsqrt_rn(double a) { return __builtin_sqrt(a); }

// The device's min and max: of two floats the one that is a number.
#define FALTUNG_EMULATION_INTEGER_MINMAX(Type)                 \
  constexpr Type min(Type a, Type b) { return b < a ? b : a; } \
  constexpr Type max(Type a, Type b) { return a < b ? b : a; }
FALTUNG_EMULATION_INTEGER_MINMAX(int)
FALTUNG_EMULATION_INTEGER_MINMAX(unsigned int)
FALTUNG_EMULATION_INTEGER_MINMAX(long)
FALTUNG_EMULATION_INTEGER_MINMAX(unsigned long)
FALTUNG_EMULATION_INTEGER_MINMAX(long long)
FALTUNG_EMULATION_INTEGER_MINMAX(unsigned long long)
#undef FALTUNG_EMULATION_INTEGER_MINMAX
inline float min(float a, float b) { return __builtin_fminf(a, b); }
inline float max(float a, float b) { return __builtin_fmaxf(a, b); }
inline double min(double a, double b) { return __builtin_fmin(a, b); }
inline double max(double a, double b) { return __builtin_fmax(a, b); }

template <class Value>
inline Value __ldg(const Value* address) {
  return *address;
}

inline int atomicOr(int* address, int value) { return __atomic_fetch_or(address, value, __ATOMIC_RELAXED); }

// UBSan reports a broken promise.
inline __attribute__((always_inline)) void __builtin_assume(bool promise) {
  if (!promise) __builtin_unreachable();
}
