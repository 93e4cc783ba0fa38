// What reading and writing files throws: the file and the reason, apart and together.
#pragma once

#include <stdexcept>
#include <string>

namespace faltung::bench {

class file_error : public std::runtime_error {
 public:
  file_error(const std::string& path, const std::string& reason)
      : std::runtime_error(path + ": " + reason), path_(path), reason_(reason) {}

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

 private:
  std::string path_;
  std::string reason_;
};

}  // namespace faltung::bench
