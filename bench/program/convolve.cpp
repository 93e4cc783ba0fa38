#include "program/convolve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <ostream>

#include "faltung/plan.hpp"
#include "io/file_error.hpp"
#include "io/file_kind.hpp"
#include "io/png.hpp"
#include "io/wav.hpp"
#include "material/picture_filters.hpp"
#include "material/room.hpp"
#include "program/verify.hpp"
#include "report/format.hpp"

namespace faltung::bench {
namespace {

constexpr const char* default_sound = "/usr/share/sounds/alsa/Front_Center.wav";
constexpr std::array default_pictures{"/usr/lib/python3/dist-packages/skimage/data/chelsea.png",
                                      "/usr/share/backgrounds/xfce/xfce-verticals.png"};

struct inputs {
  std::optional<std::string> sound, response, picture, filter;
};

inputs sort_out(const std::vector<std::string>& files) {
  inputs found;
  for (const std::string& path : files) {
    const bool picture = kind_of(path) == file_kind::picture;
    auto& first = picture ? found.picture : found.sound;
    auto& second = picture ? found.filter : found.response;
    if (first && second) throw file_error(path, picture ? "a third picture" : "a third sound");
    (first ? second : first) = path;
  }
  return found;
}

plan plan_for(const problem& description, const convolve_request& request, const capabilities& machine,
              std::ostream& out) {
  plan made(description, request.options, machine);
  out << "  the library takes " << made.backend() << ' ' << made.method() << " (predicted "
      << duration(made.explain().choice().predicted_seconds) << ")\n";
  return made;
}

std::vector<float> run(plan& with, std::span<const float> signal, std::span<const float> filter) {
  with.set_filter(filter);
  std::vector<float> output(static_cast<std::size_t>(with.output_shape().elements() * with.description().batch));
  std::vector<std::byte> workspace(with.workspace_bytes());
  with.execute(signal, output, workspace);
  return output;
}

// Scales down what would clip and returns by how much.
float fit(std::vector<float>& samples) {
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  const float gain = peak > 0.99F ? 0.99F / peak : 1.0F;
  for (float& sample : samples) sample *= gain;
  return gain;
}

bool convolve_sound(const std::string& path, const std::optional<std::string>& response_path,
                    const convolve_request& request, const capabilities& machine, std::ostream& out) {
  const sound recording = read_wav(path);
  // A quarter of a second holds all but the last 30 dB of the made-up room.
  const sound response = response_path ? read_wav(*response_path) : room_impulse_response(recording.rate, 0.25, 0.5);
  if (response.rate != recording.rate) {
    throw file_error(*response_path, "has " + std::to_string(response.rate) +
                                         " samples per second where the recording has " +
                                         std::to_string(recording.rate));
  }
  if (response.channels != 1 && response.channels != recording.channels) {
    throw file_error(*response_path, std::to_string(response.channels) +
                                         " channels fit neither one nor the recording's " +
                                         std::to_string(recording.channels));
  }
  const bool each = response.channels > 1;
  const problem description{.signal = recording.frames,
                            .filter = response.frames,
                            .batch = recording.channels,
                            .filters = each ? filters::per_signal : filters::shared};
  out << "\nSound: " << path << ", " << grouped(recording.frames) << " samples, " << recording.channels
      << (recording.channels == 1 ? " channel" : " channels") << ", " << recording.rate << " Hz\n  with "
      << (response_path ? *response_path : "a made-up room") << ", " << grouped(response.frames) << " taps\n";

  plan made = plan_for(description, request, machine, out);
  sound result{recording.rate, recording.channels, made.output_shape()[0],
               run(made, recording.samples, response.samples)};
  const float gain = fit(result.samples);
  const std::string target = (std::filesystem::path(request.folder) / "sound-in-room.wav").string();
  write_wav(target, result);
  out << "  wrote " << target << (gain < 1 ? ", scaled by " + significant(static_cast<double>(gain)) + " to fit" : "")
      << std::endl;
  return print_verdicts(out, verify(description, recording.samples, response.samples, machine));
}

bool convolve_picture(const picture& image, const std::vector<picture_filter>& filters, const convolve_request& request,
                      const capabilities& machine, std::ostream& out) {
  bool good = true;
  for (const picture_filter& filter : filters) {
    const picture wide = with_border(image, filter);
    const problem description{.signal = {wide.height, wide.width},
                              .filter = {filter.height, filter.width},
                              .batch = wide.planes,
                              .mode = mode::valid};
    out << "\n  with " << filter.name << ", " << filter.height << " x " << filter.width << " taps\n";
    plan made = plan_for(description, request, machine, out);
    const picture result{image.planes, image.height, image.width, run(made, wide.values, filter.taps)};
    const std::string target = (std::filesystem::path(request.folder) / ("picture-" + filter.name + ".png")).string();
    write_png(target, result);
    out << "  wrote " << target << std::endl;
    good = print_verdicts(out, verify(description, wide.values, filter.taps, machine)) && good;
  }
  return good;
}

std::optional<std::string> installed_picture() {
  for (const char* const path : default_pictures) {
    if (std::filesystem::exists(path)) return path;
  }
  return {};
}

}  // namespace

bool convolve_files(const convolve_request& request, const capabilities& machine, std::ostream& out) {
  inputs given = sort_out(request.files);
  const bool nothing_named = request.files.empty();
  if (nothing_named) {
    given.sound = default_sound;
    if (!std::filesystem::exists(default_sound)) {
      throw file_error(default_sound, "not here; name a recording, or install Debian's alsa-utils");
    }
    given.picture = request.photograph.empty() ? installed_picture() : request.photograph;
  }
  std::filesystem::create_directories(request.folder);

  bool good = true;
  if (given.sound) good = convolve_sound(*given.sound, given.response, request, machine, out);
  if (given.picture || nothing_named) {
    const picture image = given.picture ? read_png(*given.picture) : drawn_picture(480, 640);
    out << "\nPicture: " << given.picture.value_or("drawn rings, no photograph found") << ", " << image.width << " x "
        << image.height << ", " << image.planes << (image.planes == 1 ? " plane" : " planes") << '\n';
    const auto filters =
        given.filter ? std::vector{from_picture(read_png(*given.filter), "filtered")} : shown_filters();
    good = convolve_picture(image, filters, request, machine, out) && good;
  }
  return good;
}

}  // namespace faltung::bench
