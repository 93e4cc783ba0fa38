// The memory layout that DLPack 1.x fixes for exchanging arrays (dmlc.github.io/dlpack), and the one from before 1.0.
#pragma once

#include <cstdint>
#include <optional>

#include "faltung/types.hpp"

namespace faltung::python::dlpack {

enum class device_type : std::int32_t { cpu = 1, cuda = 2, cuda_host = 3, cuda_managed = 13 };
enum class type_code : std::uint8_t {
  integer = 0,
  unsigned_integer = 1,
  real = 2,
  bfloat = 4,
  complex = 5,
  boolean = 6
};

struct device {
  device_type type;
  std::int32_t id;
};
struct data_type {
  type_code code;
  std::uint8_t bits;
  std::uint16_t lanes;
};
struct tensor {
  void* data;
  dlpack::device device;
  std::int32_t rank;
  data_type type;
  std::int64_t* extents;
  std::int64_t* strides;  // in elements; null where contiguous
  std::uint64_t byte_offset;
};

/// Owned by whoever takes it out of its capsule, who calls the deleter where there is one.
struct managed_tensor {
  static constexpr const char* capsule = "dltensor";
  static constexpr const char* used_capsule = "used_dltensor";
  dlpack::tensor tensor;
  void* context;
  void (*deleter)(managed_tensor*);
};
struct version {
  std::uint32_t major;
  std::uint32_t minor;
};
struct versioned_tensor {
  static constexpr const char* capsule = "dltensor_versioned";
  static constexpr const char* used_capsule = "used_dltensor_versioned";
  static constexpr std::uint64_t read_only = 1;
  dlpack::version version;
  void* context;
  void (*deleter)(versioned_tensor*);
  std::uint64_t flags;
  dlpack::tensor tensor;
};

static_assert(sizeof(tensor) == 48 && sizeof(managed_tensor) == 64 && sizeof(versioned_tensor) == 80);

[[nodiscard]] constexpr data_type data_type_of(element_type type) {
  const auto bits = static_cast<std::uint8_t>(8 * size_of(type));
  if (type == boolean) return {type_code::boolean, bits, 1};
  if (type == bfloat16) return {type_code::bfloat, bits, 1};
  if (is_complex(type)) return {type_code::complex, bits, 1};
  if (!is_integer(type)) return {type_code::real, bits, 1};
  return {is_signed(type) ? type_code::integer : type_code::unsigned_integer, bits, 1};
}

[[nodiscard]] constexpr std::optional<element_type> element_of(data_type type) {
  for (int i = 0; i <= static_cast<int>(complex128); ++i) {
    const data_type known = data_type_of(static_cast<element_type>(i));
    if (known.code == type.code && known.bits == type.bits && type.lanes == 1) return static_cast<element_type>(i);
  }
  return std::nullopt;
}

}  // namespace faltung::python::dlpack
