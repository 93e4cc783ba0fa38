// What a program says to get the contract suite: the ways to convolve that it has, and how large the problems may be.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "faltung/options.hpp"
#include "faltung/problem.hpp"

namespace faltung::test {

// One way to convolve, forced.
struct contender {
  faltung::backend backend = faltung::backend::cpu;
  faltung::method method = faltung::method::direct;
  faltung::memory memory = faltung::memory::host;

  // Options that force it, and let it use two CPU threads where it can.
  [[nodiscard]] options forced() const {
    return {.backend = backend, .method = method, .memory = memory, .threads = 2};
  }
  [[nodiscard]] bool uses_fft() const {
    return method == faltung::method::fft || method == faltung::method::overlap_save;
  }

  // The documented limits of the method, and what the definition gives no result for.
  [[nodiscard]] bool refuses(const problem& description) const;
};

std::string name_of(const contender& one);
inline void PrintTo(const contender& one, std::ostream* out) { *out << name_of(one); }

enum class scale : unsigned char {
  whole,
  small,  // the same kinds of sizes, fewer and smaller: an interpreter runs the kernels
};

// Defined by the program.
std::vector<contender> contenders();
scale problem_scale();
// Whether a transform rounds the same alone and in a batch. cuFFT promises the same bits for one plan only, and the
// number of transforms is part of a plan; the CPU methods and cuFFT's double transform one signal at a time.
bool batches_round_alike();

// Those of them that sum products directly: method direct alone, and with the reference.
std::vector<contender> direct_contenders();
std::vector<contender> summing_contenders();
std::vector<contender> fft_contenders();

}  // namespace faltung::test
