#include "io/wav.hpp"

#include <sndfile.h>

#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "io/file_error.hpp"

namespace faltung::bench {
namespace {

struct close_sndfile {
  void operator()(SNDFILE* file) const noexcept { sf_close(file); }
};
using sndfile_handle = std::unique_ptr<SNDFILE, close_sndfile>;

// libsndfile takes a RIFF file that was cut short for a shorter recording; its header knows better.
// Writers to a pipe leave 0 or the largest size there, which says nothing.
void refuse_cut_riff(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<unsigned char, 8> start{};
  file.read(reinterpret_cast<char*>(start.data()), start.size());
  if (file.gcount() != 8 || std::memcmp(start.data(), "RIFF", 4) != 0) return;
  const std::uint64_t declared = std::uint64_t{start[4]} | std::uint64_t{start[5]} << 8 |
                                 std::uint64_t{start[6]} << 16 | std::uint64_t{start[7]} << 24;
  if (declared == 0 || declared == 0xffffffffU) return;
  const std::uint64_t present = std::filesystem::file_size(path);
  if (declared + 8 > present) {
    throw file_error(path, "cut short: " + std::to_string(present) + " of " + std::to_string(declared + 8) + " bytes");
  }
}

}  // namespace

sound read_wav(const std::string& path) {
  SF_INFO info{};
  const sndfile_handle file(sf_open(path.c_str(), SFM_READ, &info));
  if (!file) throw file_error(path, sf_strerror(nullptr));
  refuse_cut_riff(path);
  if (info.frames <= 0 || info.channels <= 0) throw file_error(path, "no samples");

  sound recording{info.samplerate, info.channels, info.frames, {}};
  const auto channels = static_cast<std::size_t>(info.channels);
  const auto frames = static_cast<std::size_t>(info.frames);
  std::vector<float> interleaved(frames * channels);
  if (sf_readf_float(file.get(), interleaved.data(), info.frames) != info.frames) {
    throw file_error(path, "cut short");
  }
  recording.samples.resize(interleaved.size());
  for (std::size_t frame = 0; frame < frames; ++frame) {
    for (std::size_t channel = 0; channel < channels; ++channel) {
      const float sample = interleaved[frame * channels + channel];
      if (!std::isfinite(sample)) throw file_error(path, "sample " + std::to_string(frame) + " is not finite");
      recording.samples[channel * frames + frame] = sample;
    }
  }
  return recording;
}

void write_wav(const std::string& path, const sound& recording) {
  SF_INFO info{};
  info.samplerate = recording.rate;
  info.channels = static_cast<int>(recording.channels);
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  const sndfile_handle file(sf_open(path.c_str(), SFM_WRITE, &info));
  if (!file) throw file_error(path, sf_strerror(nullptr));
  sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);

  const auto channels = static_cast<std::size_t>(recording.channels);
  const auto frames = static_cast<std::size_t>(recording.frames);
  std::vector<float> interleaved(frames * channels);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    for (std::size_t channel = 0; channel < channels; ++channel) {
      interleaved[frame * channels + channel] = recording.samples[channel * frames + frame];
    }
  }
  if (sf_writef_float(file.get(), interleaved.data(), recording.frames) != recording.frames) {
    throw file_error(path, sf_strerror(file.get()));
  }
}

}  // namespace faltung::bench
