#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "faltung/capabilities.hpp"
#include "io/file_error.hpp"
#include "io/png.hpp"
#include "io/wav.hpp"
#include "material/noise.hpp"
#include "material/picture_filters.hpp"
#include "program/convolve.hpp"
#include "program/verify.hpp"
#include "scratch.hpp"

namespace faltung::bench {
namespace {

TEST(verify, finds_every_method_within_its_bound) {
  const auto signal = noise<float>(3 * 700, 1);
  const auto filter = noise<float>(3 * 90, 2);
  const problem description{.signal = 700, .filter = 90, .batch = 3, .filters = filters::per_signal};
  const auto verdicts = verify(description, signal, filter, detect());
  std::size_t ran = 0;
  for (const verdict& each : verdicts) {
    EXPECT_TRUE(each.good()) << each.backend << ' ' << each.method << ' ' << each.worst;
    if (each.ran()) ++ran;
    if (each.ran() && each.method != method::reference) {
      EXPECT_GT(each.worst, 0) << "90 rounded sums of noise without an error";
    }
  }
  EXPECT_GE(ran, 2U);
}

TEST(verify, prints_what_is_bad) {
  std::ostringstream out;
  EXPECT_TRUE(print_verdicts(out, std::vector<verdict>{{.worst = 0.5, .refused = {}}, {.refused = "no GPU"}}));
  EXPECT_NE(out.str().find("cannot run: no GPU"), std::string::npos);
  EXPECT_FALSE(print_verdicts(out, std::vector<verdict>{{.worst = 1.5, .refused = {}}}));
  EXPECT_FALSE(
      print_verdicts(out, std::vector<verdict>{{.worst = std::numeric_limits<double>::infinity(), .refused = {}}}));
  EXPECT_NE(out.str().find("OUTSIDE"), std::string::npos);
}

TEST(convolve_files, takes_files_in_any_order) {
  const scratch_folder folder;
  write_wav(folder / "sound.wav", {8000, 2, 400, std::vector<float>(800, 0.5F)});
  write_wav(folder / "response.wav", {8000, 1, 3, {0.5F, 0, 0.25F}});
  write_png(folder / "picture.png", drawn_picture(20, 30));
  write_png(folder / "filter.png", drawn_picture(4, 3));
  std::ostringstream out;
  const convolve_request request{
      .files = {folder / "picture.png", folder / "sound.wav", folder / "filter.png", folder / "response.wav"},
      .photograph = {},
      .folder = folder / "out/deep",
      .options = {}};
  EXPECT_TRUE(convolve_files(request, detect(), out)) << out.str();

  const sound wet = read_wav(folder / "out/deep/sound-in-room.wav");
  EXPECT_EQ(wet.channels, 2);
  ASSERT_EQ(wet.frames, 402);
  EXPECT_NEAR(wet.channel(1)[0], 0.25, 2 * 0x1p-15);
  EXPECT_NEAR(wet.channel(1)[200], 0.375, 2 * 0x1p-15);
  EXPECT_NEAR(wet.channel(1)[401], 0.125, 2 * 0x1p-15);
  const picture filtered = read_png(folder / "out/deep/picture-filtered.png");
  EXPECT_EQ(filtered.height, 20);
  EXPECT_EQ(filtered.width, 30);
  EXPECT_EQ(filtered.planes, 3);
}

TEST(convolve_files, refuses_files_that_do_not_go_together) {
  const scratch_folder folder;
  std::ostringstream out;
  const auto convolve = [&](std::vector<std::string> files) {
    for (std::string& file : files) file = folder / file;
    return convolve_files({std::move(files), {}, folder / "out", {}}, detect(), out);
  };
  write_wav(folder / "sound.wav", {8000, 2, 40, std::vector<float>(80, 0.5F)});
  write_wav(folder / "faster.wav", {16000, 1, 4, std::vector<float>(4, 0.5F)});
  write_wav(folder / "three.wav", {8000, 3, 4, std::vector<float>(12, 0.5F)});
  write_contents(folder / "text", "neither");
  EXPECT_THROW(convolve({"sound.wav", "faster.wav"}), file_error);
  EXPECT_THROW(convolve({"sound.wav", "three.wav"}), file_error);
  EXPECT_THROW(convolve({"sound.wav", "sound.wav", "sound.wav"}), file_error);
  EXPECT_THROW(convolve({"text"}), file_error);
  EXPECT_THROW(convolve({"missing"}), file_error);
}

}  // namespace
}  // namespace faltung::bench
