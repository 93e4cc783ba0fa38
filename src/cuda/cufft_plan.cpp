#include "cuda/cufft_plan.hpp"

#include <string>

#include "cuda/check.hpp"
#include "faltung/error.hpp"

namespace faltung::cuda {
namespace {

cufftType type_of_transform(const cufft_plan_key& key) {
  if (key.type == float32) return key.way == direction::forward ? CUFFT_R2C : CUFFT_C2R;
  return key.way == direction::forward ? CUFFT_D2Z : CUFFT_Z2D;
}

}  // namespace

cufft_plan::owned_handle::owned_handle() : library(cufft()) { FALTUNG_CUFFT_TRY(library.create(&value)); }
cufft_plan::owned_handle::~owned_handle() { static_cast<void>(library.destroy(value)); }

cufft_plan::cufft_plan(const cufft_plan_key& key) : key_(key) {
  const cufft_library& library = handle_.library;
  FALTUNG_CUFFT_TRY(library.set_auto_allocation(handle_.value, 0));
  long long extents[2] = {key.rows, key.columns};
  long long* const lengths = key.rank == 2 ? extents : extents + 1;
  try {
    // Without embeddings the layout is contiguous, and strides and distances are not looked at.
    FALTUNG_CUFFT_TRY(library.make_plan_many(handle_.value, key.rank, lengths, nullptr, 1, 0, nullptr, 1, 0,
                                             type_of_transform(key), key.batch, &work_bytes_));
  } catch (const device_error& failure) {
    if (failure.code() != CUFFT_INVALID_SIZE && failure.code() != CUFFT_NOT_SUPPORTED) throw;
    throw unsupported(
        "transform",
        std::to_string(key.rows) + " x " + std::to_string(key.columns) + ", " + std::to_string(key.batch) + " at once",
        "cuFFT makes no plan of this size");
  }
}

void cufft_plan::execute(void* from, void* to, void* work, cudaStream_t stream) {
  try {
    const std::lock_guard lock(mutex_);
    enqueue(from, to, work, stream);
  } catch (...) {
    failed_ = true;
    throw;
  }
}

void cufft_plan::enqueue(void* from, void* to, void* work, cudaStream_t stream) {
  const cufft_library& library = handle_.library;
  const cufftHandle plan = handle_.value;
  FALTUNG_CUFFT_TRY(library.set_stream(plan, stream));
  FALTUNG_CUFFT_TRY(library.set_work_area(plan, work));
  if (key_.type == float32 && key_.way == direction::forward) {
    FALTUNG_CUFFT_TRY(library.execute_r2c(plan, static_cast<cufftReal*>(from), static_cast<cufftComplex*>(to)));
  } else if (key_.type == float32) {
    FALTUNG_CUFFT_TRY(library.execute_c2r(plan, static_cast<cufftComplex*>(from), static_cast<cufftReal*>(to)));
  } else if (key_.way == direction::forward) {
    FALTUNG_CUFFT_TRY(
        library.execute_d2z(plan, static_cast<cufftDoubleReal*>(from), static_cast<cufftDoubleComplex*>(to)));
  } else {
    FALTUNG_CUFFT_TRY(
        library.execute_z2d(plan, static_cast<cufftDoubleComplex*>(from), static_cast<cufftDoubleReal*>(to)));
  }
}

}  // namespace faltung::cuda
