# find_package(CUDAToolkit), for the build and for users of the installed static library.
#
# For projects that ask for CMake 3.25, the module of that version sets a property of CUDA::nvToolsExt whether it has found
# that library or not, and CUDA 13 no longer has it. Here it sees a project that asks for less.
set(faltung_minimum_cmake ${CMAKE_MINIMUM_REQUIRED_VERSION})
if(CMAKE_VERSION VERSION_LESS 3.26)
  set(CMAKE_MINIMUM_REQUIRED_VERSION 3.24)
endif()
find_package(CUDAToolkit ${faltung_oldest_cuda})
set(CMAKE_MINIMUM_REQUIRED_VERSION ${faltung_minimum_cmake})
unset(faltung_minimum_cmake)
