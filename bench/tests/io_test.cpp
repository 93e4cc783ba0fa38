#include <gtest/gtest.h>

#include "io/file_error.hpp"
#include "io/file_kind.hpp"
#include "io/png.hpp"
#include "io/wav.hpp"
#include "material/noise.hpp"
#include "material/picture_filters.hpp"
#include "scratch.hpp"

namespace faltung::bench {
namespace {

sound two_channels() {
  sound recording{44100, 2, 500, noise<float>(1000, 3)};
  for (float& sample : recording.samples) sample *= 0.9F;
  return recording;
}

TEST(wav, comes_back_within_half_a_step) {
  const scratch_folder folder;
  const sound written = two_channels();
  write_wav(folder / "a.wav", written);
  const sound read = read_wav(folder / "a.wav");
  EXPECT_EQ(read.rate, 44100);
  EXPECT_EQ(read.channels, 2);
  ASSERT_EQ(read.frames, 500);
  // 16 bits over [-1, 1): steps of 2^-15, and the largest code stands for 1 - 2^-15.
  for (std::size_t i = 0; i < read.samples.size(); ++i) EXPECT_NEAR(read.samples[i], written.samples[i], 0x1p-15) << i;
}

TEST(wav, clips_beyond_full_scale) {
  const scratch_folder folder;
  write_wav(folder / "a.wav", {8000, 1, 3, {2.0F, -2.0F, 0.0F}});
  const sound read = read_wav(folder / "a.wav");
  EXPECT_GT(read.samples[0], 0.999F);
  EXPECT_EQ(read.samples[1], -1.0F);
  EXPECT_EQ(read.samples[2], 0.0F);
}

TEST(wav, refuses_every_shortened_file) {
  const scratch_folder folder;
  write_wav(folder / "whole.wav", {8000, 1, 20, std::vector<float>(20, 0.5F)});
  const std::string whole = contents(folder / "whole.wav");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_contents(folder / "cut.wav", whole.substr(0, length));
    EXPECT_THROW(read_wav(folder / "cut.wav"), file_error) << length << " of " << whole.size() << " bytes";
  }
}

TEST(wav, refuses_what_is_none) {
  const scratch_folder folder;
  write_contents(folder / "text.wav", std::string(4000, 'x'));
  EXPECT_THROW(read_wav(folder / "text.wav"), file_error);
  EXPECT_THROW(read_wav(folder / "missing.wav"), file_error);
  EXPECT_THROW(read_wav(folder.path()), file_error);
  EXPECT_THROW(write_wav(folder / "no/such/folder.wav", two_channels()), file_error);
}

TEST(wav, error_names_the_file) {
  try {
    read_wav("/no/such/file.wav");
    FAIL();
  } catch (const file_error& error) {
    EXPECT_EQ(error.path(), "/no/such/file.wav");
    EXPECT_FALSE(error.reason().empty());
    EXPECT_NE(std::string(error.what()).find("/no/such/file.wav"), std::string::npos);
  }
}

TEST(png, comes_back_within_half_a_step) {
  const scratch_folder folder;
  for (const std::int64_t planes : {1, 3}) {
    picture written{planes, 7, 11, noise<float>(static_cast<std::size_t>(planes * 77), 4)};
    for (float& value : written.values) value = value / 2 + 0.5F;
    write_png(folder / "a.png", written);
    const picture read = read_png(folder / "a.png");
    EXPECT_EQ(read.planes, planes);
    EXPECT_EQ(read.height, 7);
    ASSERT_EQ(read.width, 11);
    for (std::size_t i = 0; i < read.values.size(); ++i) {
      EXPECT_NEAR(read.values[i], written.values[i], 0.5F / 255 + 1e-6F) << i;
    }
  }
}

TEST(png, clips_outside_of_black_and_white) {
  const scratch_folder folder;
  write_png(folder / "a.png", {1, 1, 2, {-0.5F, 1.5F}});
  EXPECT_EQ(read_png(folder / "a.png").values, (std::vector<float>{0, 1}));
}

// All but the end mark's checksum matters; libpng does not look for what follows the last row.
TEST(png, refuses_shortened_and_changed_files) {
  const scratch_folder folder;
  write_png(folder / "whole.png", drawn_picture(6, 6));
  const std::string whole = contents(folder / "whole.png");
  for (std::size_t length = 0; length + 17 < whole.size(); ++length) {
    write_contents(folder / "cut.png", whole.substr(0, length));
    EXPECT_THROW(read_png(folder / "cut.png"), file_error) << length << " of " << whole.size() << " bytes";
  }
  std::string changed = whole;
  changed[whole.find("IDAT") + 20] ^= 0x10;
  write_contents(folder / "changed.png", changed);
  EXPECT_THROW(read_png(folder / "changed.png"), file_error);
}

TEST(png, refuses_what_is_none) {
  const scratch_folder folder;
  write_contents(folder / "text.png", std::string(4000, 'x'));
  EXPECT_THROW(read_png(folder / "text.png"), file_error);
  EXPECT_THROW(read_png(folder / "missing.png"), file_error);
  EXPECT_THROW(write_png(folder / "no/such/folder.png", drawn_picture(2, 2)), file_error);
}

TEST(file_kind, goes_by_content) {
  const scratch_folder folder;
  write_png(folder / "picture.wav", drawn_picture(4, 4));
  write_wav(folder / "sound.png", two_channels());
  write_contents(folder / "short", "\x89PN");
  EXPECT_EQ(kind_of(folder / "picture.wav"), file_kind::picture);
  EXPECT_EQ(kind_of(folder / "sound.png"), file_kind::sound);
  EXPECT_EQ(kind_of(folder / "short"), file_kind::sound);
  EXPECT_THROW(kind_of(folder / "missing"), file_error);
  EXPECT_THROW(kind_of(folder.path()), file_error);
}

}  // namespace
}  // namespace faltung::bench
