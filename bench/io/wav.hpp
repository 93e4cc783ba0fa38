// Recorded sound, in and out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace faltung::bench {

// Channels one after another, full scale at 1: the [batch, n] layout of a plan.
struct sound {
  int rate = 0;
  std::int64_t channels = 0;
  std::int64_t frames = 0;
  std::vector<float> samples;

  [[nodiscard]] std::span<const float> channel(std::int64_t index) const {
    return std::span(samples).subspan(static_cast<std::size_t>(index * frames), static_cast<std::size_t>(frames));
  }
};

// Reads WAV and whatever else libsndfile knows. Throws file_error for a file that is not one, is cut short, is empty,
// or holds a sample that is not finite.
sound read_wav(const std::string& path);

// 16-bit WAV; samples beyond full scale are clipped. Throws file_error.
void write_wav(const std::string& path, const sound& recording);

}  // namespace faltung::bench
