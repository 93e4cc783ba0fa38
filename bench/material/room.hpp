// A room to speak in.
#pragma once

#include "io/wav.hpp"

namespace faltung::bench {

// Impulse response of a made-up room: the direct sound, six early reflections, and noise that falls by 60 dB within
// `reverberation` seconds; one channel, the same in every run.
sound room_impulse_response(int rate, double seconds, double reverberation);

}  // namespace faltung::bench
