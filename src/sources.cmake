# Source files by group, relative to src/.
set(FALTUNG_CORE_SOURCES
  api/array.cpp
  api/array_plan.cpp
  api/array_problem.cpp
  api/array_view.cpp
  api/detect.cpp
  api/error.cpp
  api/filter_rank.cpp
  api/host_call.cpp
  api/plan.cpp
  api/print.cpp
  api/ragged.cpp
  api/separable.cpp
  filters/gram_polynomials.cpp
  filters/savitzky_golay.cpp
  filters/smoothing.cpp
  filters/template_matching.cpp
  filters/window_sums.cpp
  filters/windows.cpp
  problem/geometry.cpp
  problem/numerics.cpp
  plan/direct_1d_bank.cpp
  plan/direct_1d_complex.cpp
  plan/direct_choice.cpp
  plan/direct_places.cpp
  plan/executor.cpp
  plan/interruption.cpp
  plan/stream_2d.cpp
  plan/stream_2d_narrow.cpp
  select/block_length.cpp
  select/block_tile.cpp
  select/bounds.cpp
  select/cost.cpp
  select/cpu_candidates.cpp
  select/cuda_candidates.cpp
  select/fused_length.cpp
  select/implementations.cpp
  select/plan_bytes.cpp
  select/refusals.cpp
  select/select.cpp
  select/separable_candidate.cpp
  select/transform_length.cpp
  select/whole_transform.cpp
  separable/executor.cpp
  separable/factors.cpp
  separable/passes.cpp)
file(GLOB FALTUNG_CPU_SOURCES RELATIVE ${CMAKE_CURRENT_LIST_DIR} CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/cpu/*.cpp)
file(GLOB FALTUNG_CUDA_SOURCES RELATIVE ${CMAKE_CURRENT_LIST_DIR} CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_LIST_DIR}/cuda/*.cpp ${CMAKE_CURRENT_LIST_DIR}/cuda/*.cu)
list(REMOVE_ITEM FALTUNG_CUDA_SOURCES cuda/absent.cpp)
