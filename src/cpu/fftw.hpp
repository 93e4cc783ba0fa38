// Real transforms through the FFTW3 interface, which FFTW, MKL, NVPL and AOCL implement.
#pragma once

#include <memory>

#include "faltung/shape.hpp"

namespace faltung::cpu {

// A plan there and a plan back for one transform of given lengths. Planning one at a time, and by estimate rather than
// by measurement, is what makes a result's bits independent of batch, threads and run.
template <class Type>
class real_transform {
 public:
  // From the cache, or made. Throws out_of_memory.
  static std::shared_ptr<const real_transform> of(const shape& lengths);

  explicit real_transform(const shape& lengths);
  real_transform(const real_transform&) = delete;
  real_transform& operator=(const real_transform&) = delete;
  ~real_transform();

  // Pointers are multiples of workspace_alignment; a spectrum is rows * (columns / 2 + 1) interleaved complex numbers.
  // Any number of threads may transform at once. Neither direction scales; backward destroys the spectrum.
  void forward(const Type* real, Type* spectrum) const noexcept;
  void backward(Type* spectrum, Type* real) const noexcept;

 private:
  void release() noexcept;

  // FFTW's plans, whose types only the source file knows.
  void* forward_ = nullptr;
  void* backward_ = nullptr;
};

}  // namespace faltung::cpu
