// Lengths that FFT libraries are fast at.
#pragma once

#include <cstdint>

namespace faltung {

// The smallest 2^a 3^b 5^c 7^d that is at least `length` and a multiple of transform_granule(length): the sizes for which
// both cuFFT and FFTW have their own radix code.
std::int64_t good_transform_length(std::int64_t length);

// Even always, because a real transform of even length runs as a complex one of half of it. From 64 points on a multiple
// of 16: FFTW needs twice as long for 1134 points as for 1152, and for 10206 as for 10240.
constexpr std::int64_t transform_granule(std::int64_t length) { return length < 64 ? 2 : 16; }

}  // namespace faltung
