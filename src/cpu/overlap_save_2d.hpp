// Transforms over overlapping tiles of a picture: N_r x N_c samples in, (N_r - m_r + 1) x (N_c - m_c + 1) outputs out.
// A tile at a time, its columns in the lanes of vectors, then its row frequencies.
#pragma once

#include <memory>

#include "plan/executor.hpp"

namespace faltung::cpu {

// candidate.transform is two powers of two up to 8192, no less than the filter's sides; at least twice as many rows and
// as many columns as a vector has numbers. transforms_per_pass is the number of workers that there is workspace for.
template <class Type>
std::unique_ptr<executor> make_overlap_save_2d(const executor_request& request);

}  // namespace faltung::cpu
