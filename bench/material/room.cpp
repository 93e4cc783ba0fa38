#include "material/room.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "material/noise.hpp"

namespace faltung::bench {

sound room_impulse_response(int rate, double seconds, double reverberation) {
  const auto frames = static_cast<std::size_t>(std::max(1.0, std::round(seconds * rate)));
  sound room{rate, 1, static_cast<std::int64_t>(frames), noise<float>(frames, 1)};
  // 60 dB are a factor of 1000 in amplitude.
  const double decay = std::log(1000.0) / (reverberation * rate);
  for (std::size_t i = 0; i < frames; ++i) {
    room.samples[i] *= static_cast<float>(0.04 * std::exp(-decay * static_cast<double>(i)));
  }
  struct reflection {
    double seconds;
    float gain;
  };
  constexpr std::array<reflection, 7> paths{{{0.0, 1.0F},
                                             {0.0053, 0.52F},
                                             {0.0091, -0.41F},
                                             {0.0137, 0.33F},
                                             {0.0190, 0.27F},
                                             {0.0263, -0.21F},
                                             {0.0371, 0.16F}}};
  for (const reflection& path : paths) {
    const auto at = static_cast<std::size_t>(std::round(path.seconds * rate));
    if (at < frames) room.samples[at] += path.gain;
  }
  return room;
}

}  // namespace faltung::bench
