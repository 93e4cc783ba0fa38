# Source files by group, relative to src/.
set(FALTUNG_CORE_SOURCES
  api/convolve.cpp
  api/detect.cpp
  api/error.cpp
  api/plan.cpp
  api/print.cpp
  problem/geometry.cpp
  select/cost.cpp
  select/implementations.cpp
  select/select.cpp
  select/transform_length.cpp)
file(GLOB FALTUNG_CPU_SOURCES RELATIVE ${CMAKE_CURRENT_LIST_DIR} CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/cpu/*.cpp)
file(GLOB FALTUNG_CUDA_SOURCES RELATIVE ${CMAKE_CURRENT_LIST_DIR} CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_LIST_DIR}/cuda/*.cpp ${CMAKE_CURRENT_LIST_DIR}/cuda/*.cu)
list(REMOVE_ITEM FALTUNG_CUDA_SOURCES cuda/absent.cpp)
