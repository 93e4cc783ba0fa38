/// The library's version. CMake reads these three lines; they are written nowhere else.
#pragma once

#define FALTUNG_VERSION_MAJOR 0
#define FALTUNG_VERSION_MINOR 1
#define FALTUNG_VERSION_PATCH 0
