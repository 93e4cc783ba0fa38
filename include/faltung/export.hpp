/// FALTUNG_EXPORT marks what a shared build shows; everything else is hidden.
#pragma once

#if defined(FALTUNG_STATIC)
#define FALTUNG_EXPORT
#else
#define FALTUNG_EXPORT __attribute__((visibility("default")))
#endif
