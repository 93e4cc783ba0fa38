// Which 2D problems the CUDA backend's streaming kernels for elements narrower than the 32 bits computed in are for
// (kernels/stream_2d_stored.cuh and stream_2d_bytes.cuh). A function of the problem alone, without a device.
#pragma once

#include "plan/stream_2d.hpp"

namespace faltung {

// What the kernels are compiled for: the type computed in, those stored and made, side of the filter. Integers are the
// unsigned ones of their width. Where bytes are made of bytes, a tap counts modulo 2^8 and so is a byte as well.
#define FALTUNG_STREAM_2D_STORED_SIDES(Apply, Type, Stored, Result) \
  Apply(Type, Stored, Result, 3) Apply(Type, Stored, Result, 5) Apply(Type, Stored, Result, 7)
#define FALTUNG_STREAM_2D_STORED(Apply)                                              \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, float, float16_t, float16_t)                 \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, float, float16_t, float)                     \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, float, bfloat16_t, bfloat16_t)               \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, float, bfloat16_t, float)                    \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, std::uint32_t, std::uint16_t, std::uint16_t) \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, std::uint32_t, std::uint16_t, std::uint32_t) \
  FALTUNG_STREAM_2D_STORED_SIDES(Apply, std::uint32_t, std::uint8_t, std::uint32_t)

// Bytes by bytes: whether the signal's are signed, whether the taps are, the type made, side, channels that lie
// interleaved. Modulo 2^8 signs make no difference.
#define FALTUNG_STREAM_2D_BYTES_SIDES(Apply, SignedSignal, SignedTaps, Result)                \
  Apply(SignedSignal, SignedTaps, Result, 3, 1) Apply(SignedSignal, SignedTaps, Result, 5, 1) \
      Apply(SignedSignal, SignedTaps, Result, 7, 1)
#define FALTUNG_STREAM_2D_BYTES(Apply)                                                \
  FALTUNG_STREAM_2D_BYTES_SIDES(Apply, false, false, std::uint8_t)                    \
  Apply(false, false, std::uint8_t, 3, 3) Apply(false, false, std::uint8_t, 5, 3)     \
      Apply(false, false, std::uint8_t, 3, 4) Apply(false, false, std::uint8_t, 5, 4) \
          FALTUNG_STREAM_2D_BYTES_SIDES(Apply, false, false, std::uint32_t)           \
              FALTUNG_STREAM_2D_BYTES_SIDES(Apply, true, true, std::uint32_t)         \
                  FALTUNG_STREAM_2D_BYTES_SIDES(Apply, false, true, std::uint32_t)

struct narrow_2d_choice {
  stream_2d_choice stream;
  bool bytes = false;  ///< by dot products of bytes

  friend bool operator==(const narrow_2d_choice&, const narrow_2d_choice&) = default;
};

narrow_2d_choice narrow_2d_choice_of(const geometry& where);

}  // namespace faltung
