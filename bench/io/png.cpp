#include "io/png.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>

#include "io/file_error.hpp"

namespace faltung::bench {
namespace {

class png_control {
 public:
  png_control() { image.version = PNG_IMAGE_VERSION; }
  png_control(const png_control&) = delete;
  png_control& operator=(const png_control&) = delete;
  ~png_control() { png_image_free(&image); }

  void check(const std::string& path) const {
    if (PNG_IMAGE_FAILED(image)) throw file_error(path, static_cast<const char*>(image.message));
  }

  png_image image{};
};

}  // namespace

picture read_png(const std::string& path) {
  png_control png;
  png_image_begin_read_from_file(&png.image, path.c_str());
  png.check(path);
  const bool colour = (png.image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  png.image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  std::vector<png_byte> bytes(PNG_IMAGE_SIZE(png.image));
  const png_color white{255, 255, 255};
  png_image_finish_read(&png.image, &white, bytes.data(), 0, nullptr);
  png.check(path);

  picture result{colour ? 3 : 1, png.image.height, png.image.width, std::vector<float>(bytes.size())};
  const auto planes = static_cast<std::size_t>(result.planes);
  const std::size_t area = bytes.size() / planes;
  for (std::size_t pixel = 0; pixel < area; ++pixel) {
    for (std::size_t plane = 0; plane < planes; ++plane) {
      result.values[plane * area + pixel] = static_cast<float>(bytes[pixel * planes + plane]) / 255.0F;
    }
  }
  return result;
}

void write_png(const std::string& path, const picture& image) {
  png_control png;
  png.image.width = static_cast<png_uint_32>(image.width);
  png.image.height = static_cast<png_uint_32>(image.height);
  png.image.format = image.planes == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  std::vector<png_byte> bytes(image.values.size());
  const auto planes = static_cast<std::size_t>(image.planes);
  const std::size_t area = bytes.size() / planes;
  for (std::size_t pixel = 0; pixel < area; ++pixel) {
    for (std::size_t plane = 0; plane < planes; ++plane) {
      const float value = std::clamp(image.values[plane * area + pixel], 0.0F, 1.0F);
      bytes[pixel * planes + plane] = static_cast<png_byte>(std::lround(value * 255.0F));
    }
  }
  png_image_write_to_file(&png.image, path.c_str(), 0, bytes.data(), 0, nullptr);
  png.check(path);
}

}  // namespace faltung::bench
