# Every switch a user may set. As a subproject only the library is built, and whether shared is the parent's choice.
if(PROJECT_IS_TOP_LEVEL)
  option(BUILD_SHARED_LIBS "Build faltung as a shared library" ON)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
  endif()
endif()
option(FALTUNG_BUILD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(FALTUNG_BUILD_BENCH "Build the benchmarks and the main job" ${PROJECT_IS_TOP_LEVEL})
option(FALTUNG_BUILD_EXAMPLES "Build the examples" ${PROJECT_IS_TOP_LEVEL})
option(FALTUNG_INSTALL "Make the install target" ${PROJECT_IS_TOP_LEVEL})
option(FALTUNG_WERROR "Treat warnings as errors" OFF)

set(FALTUNG_CUDA AUTO CACHE STRING "CUDA backend: AUTO takes it where nvcc is found, ON insists, OFF leaves it out")
set(FALTUNG_FFTW AUTO CACHE STRING
    "Whole-signal FFT on the CPU through the FFTW3 interface (FFTW itself is GPL): AUTO, ON, OFF")
foreach(switch FALTUNG_CUDA FALTUNG_FFTW)
  set_property(CACHE ${switch} PROPERTY STRINGS AUTO ON OFF)
  if(NOT ${switch} MATCHES "^(AUTO|ON|OFF)$")
    message(FATAL_ERROR "${switch} is '${${switch}}'; it must be AUTO, ON or OFF")
  endif()
endforeach()

set(FALTUNG_SANITIZE "" CACHE STRING "Value for -fsanitize=, for instance address,undefined or thread")
