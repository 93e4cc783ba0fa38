#include "io/file_kind.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "io/file_error.hpp"

namespace faltung::bench {

file_kind kind_of(const std::string& path) {
  if (std::filesystem::is_directory(path)) throw file_error(path, "is a directory");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw file_error(path, std::strerror(errno));
  constexpr std::array<char, 8> signature{'\x89', 'P', 'N', 'G', '\r', '\n', '\x1a', '\n'};
  std::array<char, 8> start{};
  file.read(start.data(), start.size());
  return file.gcount() == 8 && start == signature ? file_kind::picture : file_kind::sound;
}

}  // namespace faltung::bench
