// CUDA's built-in vector types with CUDA's sizes and alignments: a kernel's 16-byte access stays one.
#pragma once

#define FALTUNG_EMULATION_VECTORS(Scalar, Name, Align2, Align4)                        \
  struct alignas(Align2) Name##2 {                                                     \
    Scalar x, y;                                                                       \
  };                                                                                   \
  struct Name##3 {                                                                     \
    Scalar x, y, z;                                                                    \
  };                                                                                   \
  struct alignas(Align4) Name##4 {                                                     \
    Scalar x, y, z, w;                                                                 \
  };                                                                                   \
  constexpr Name##2 make_##Name##2(Scalar x, Scalar y) { return {x, y}; }              \
  constexpr Name##3 make_##Name##3(Scalar x, Scalar y, Scalar z) { return {x, y, z}; } \
  constexpr Name##4 make_##Name##4(Scalar x, Scalar y, Scalar z, Scalar w) { return {x, y, z, w}; }

FALTUNG_EMULATION_VECTORS(float, float, 8, 16)
FALTUNG_EMULATION_VECTORS(int, int, 8, 16)
FALTUNG_EMULATION_VECTORS(unsigned int, uint, 8, 16)
FALTUNG_EMULATION_VECTORS(short, short, 4, 8)
FALTUNG_EMULATION_VECTORS(unsigned short, ushort, 4, 8)
FALTUNG_EMULATION_VECTORS(signed char, char, 2, 4)
FALTUNG_EMULATION_VECTORS(unsigned char, uchar, 2, 4)
FALTUNG_EMULATION_VECTORS(long long, longlong, 16, 16)
FALTUNG_EMULATION_VECTORS(double, double, 16, 16)
#undef FALTUNG_EMULATION_VECTORS

struct dim3 {
  unsigned int x, y, z;
  constexpr dim3(unsigned int across = 1, unsigned int down = 1, unsigned int deep = 1) : x(across), y(down), z(deep) {}
  constexpr dim3(uint3 extent) : x(extent.x), y(extent.y), z(extent.z) {}
  constexpr operator uint3() const { return {x, y, z}; }
};

static_assert(sizeof(float4) == 16 && alignof(float4) == 16 && alignof(double2) == 16 && alignof(float2) == 8);
static_assert(sizeof(float3) == 12 && alignof(float3) == 4 && sizeof(dim3) == 12);
