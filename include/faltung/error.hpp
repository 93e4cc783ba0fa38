/// Typed errors. Every one derives from faltung::error, so one handler can catch them all.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "faltung/export.hpp"

namespace faltung {

/// Base of everything the library throws.
class FALTUNG_EXPORT error : public std::runtime_error {
 public:
  explicit error(const std::string& what) : std::runtime_error(what) {}
  error(const error&) = default;
  error& operator=(const error&) = default;
  ~error() override;
};

/// An argument that no method could accept. Thrown before any work; nothing has been written.
class FALTUNG_EXPORT invalid_argument : public error {
 public:
  invalid_argument(std::string_view argument, std::string_view value, std::string_view reason);
  invalid_argument(const invalid_argument&) = default;
  invalid_argument& operator=(const invalid_argument&) = default;
  ~invalid_argument() override;

  [[nodiscard]] const std::string& argument() const noexcept { return argument_; }
  [[nodiscard]] const std::string& value() const noexcept { return value_; }

 private:
  std::string argument_;
  std::string value_;
};

/// A valid request that this build, this machine or the forced method cannot serve. Thrown before any work.
class FALTUNG_EXPORT unsupported : public invalid_argument {
 public:
  using invalid_argument::invalid_argument;
  unsupported(const unsupported&) = default;
  unsupported& operator=(const unsupported&) = default;
  ~unsupported() override;
};

/// With overflow::error: an integer result that its type does not hold. Nothing has been written. `index` is the first
/// such output's: entry of the batch (and bank), row (0 in 1D) and column; `value` its exact decimal digits.
class FALTUNG_EXPORT overflow_error : public error {
 public:
  overflow_error(const std::array<std::int64_t, 3>& index, std::string_view value, std::string_view type);
  overflow_error(const overflow_error&) = default;
  overflow_error& operator=(const overflow_error&) = default;
  ~overflow_error() override;

  [[nodiscard]] const std::array<std::int64_t, 3>& index() const noexcept { return index_; }
  [[nodiscard]] const std::string& value() const noexcept { return value_; }

 private:
  std::array<std::int64_t, 3> index_;
  std::string value_;
};

/// Host or device memory ran out. `bytes` is the size of the request that failed, 0 where it is not known. Only where not
/// even the text of this error can be allocated does std::bad_alloc leave the library.
class FALTUNG_EXPORT out_of_memory : public error {
 public:
  out_of_memory(std::string_view where, std::size_t bytes);
  out_of_memory(const out_of_memory&) = default;
  out_of_memory& operator=(const out_of_memory&) = default;
  ~out_of_memory() override;

  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::size_t bytes_;
};

/// A CUDA runtime or cuFFT call failed. `code` is the cudaError_t or cufftResult value, `library` says which.
class FALTUNG_EXPORT device_error : public error {
 public:
  device_error(std::string_view library, int code, std::string_view description, std::string_view call,
               std::string_view file, int line);
  device_error(const device_error&) = default;
  device_error& operator=(const device_error&) = default;
  ~device_error() override;

  [[nodiscard]] const std::string& library() const noexcept { return library_; }
  [[nodiscard]] int code() const noexcept { return code_; }

 private:
  std::string library_;
  int code_;
};

/// options::interrupted said so. Outputs may be partly written; the plan can be used again.
class FALTUNG_EXPORT interrupted : public error {
 public:
  interrupted();
  interrupted(const interrupted&) = default;
  interrupted& operator=(const interrupted&) = default;
  ~interrupted() override;
};

}  // namespace faltung
