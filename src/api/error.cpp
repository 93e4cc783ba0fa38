#include "faltung/error.hpp"

namespace faltung {
namespace {

std::string join(std::string_view argument, std::string_view value, std::string_view reason) {
  std::string text;
  text.append("faltung: ").append(argument).append(" = ").append(value).append(": ").append(reason);
  return text;
}

}  // namespace

error::~error() = default;

invalid_argument::invalid_argument(std::string_view argument, std::string_view value, std::string_view reason)
    : error(join(argument, value, reason)), argument_(argument), value_(value) {}
invalid_argument::~invalid_argument() = default;

unsupported::~unsupported() = default;

overflow_error::overflow_error(const std::array<std::int64_t, 3>& index, std::string_view value, std::string_view type)
    : error("faltung: output [" + std::to_string(index[0]) + ", " + std::to_string(index[1]) + ", " +
            std::to_string(index[2]) + "] = " + std::string(value) + ": " + std::string(type) + " does not hold it"),
      index_(index),
      value_(value) {}
overflow_error::~overflow_error() = default;

out_of_memory::out_of_memory(std::string_view where, std::size_t bytes)
    : error("faltung: out of memory: " + std::string(where) + " asked for " + std::to_string(bytes) + " bytes"),
      bytes_(bytes) {}
out_of_memory::~out_of_memory() = default;

device_error::device_error(std::string_view library, int code, std::string_view description, std::string_view call,
                           std::string_view file, int line)
    : error("faltung: " + std::string(library) + " error " + std::to_string(code) + " (" + std::string(description) +
            ") from " + std::string(call) + " at " + std::string(file) + ":" + std::to_string(line)),
      library_(library),
      code_(code) {}
device_error::~device_error() = default;

interrupted::interrupted() : error("faltung: interrupted") {}
interrupted::~interrupted() = default;

}  // namespace faltung
