#include <sched.h>

#include <thread>

#include "cpu/backend.hpp"
#include "cpu/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/detect.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef FALTUNG_CPU_DETECT_ONCE
#define FALTUNG_CPU_DETECT_ONCE
namespace faltung::cpu {
namespace {

struct vector_unit {
  const char* name;
  double float_lanes;
  bool fused;
};

}  // namespace
}  // namespace faltung::cpu
#endif

HWY_BEFORE_NAMESPACE();
namespace faltung::cpu::HWY_NAMESPACE {
namespace {

vector_unit describe() { return {hwy::TargetName(HWY_TARGET), HWY_LANES(float), HWY_NATIVE_FMA != 0}; }

}  // namespace
}  // namespace faltung::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace faltung::cpu {
namespace {

HWY_EXPORT(describe);

// Those this process may run on: a container or taskset often allows fewer than the machine has.
int usable_threads() {
#ifdef __linux__
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
  const unsigned threads = std::thread::hardware_concurrency();  // 0 where it cannot be known
  return threads == 0 ? 1 : static_cast<int>(threads);
}

// An estimate from the instruction set: measuring would cost start-up time and vary from run to run, and with it the
// method that is chosen.
double multiply_adds_per_second(const vector_unit& unit) {
  constexpr double units_per_core = 2;
  constexpr double clock = 2.5e9;           // server cores with all vector units busy
  constexpr double one_call_of_fma = 50e6;  // the C library's own arithmetic, without hardware for it
  return unit.fused ? unit.float_lanes * units_per_core * clock : one_call_of_fma;
}

}  // namespace

cpu_capabilities detect() { return detect(usable_threads()); }

cpu_capabilities detect(int threads) {
  const vector_unit unit = HWY_DYNAMIC_DISPATCH(describe)();
  cpu_capabilities found;
  found.name = unit.name;
  found.threads = threads;
  found.multiply_adds_per_second = multiply_adds_per_second(unit);
  found.vector_bytes = static_cast<int>(unit.float_lanes * sizeof(float));
  found.bytes_per_second = 20e9;  // one socket's plain copy, read plus written
#ifdef FALTUNG_HAVE_FFTW
  found.fft = true;
#endif
  return found;
}

}  // namespace faltung::cpu
#endif
