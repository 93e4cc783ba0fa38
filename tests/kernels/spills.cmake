# Compiles every kernel for every architecture that nvcc knows among those below and fails where a register is spilled.
# Run with -D NVCC=... -D FLAGS=... -D SOURCE_DIR=...
execute_process(COMMAND ${NVCC} --list-gpu-arch OUTPUT_VARIABLE known COMMAND_ERROR_IS_FATAL ANY)
file(GLOB sources ${SOURCE_DIR}/src/cuda/*.cu)
if(NOT sources)
  message(FATAL_ERROR "no kernels found in ${SOURCE_DIR}/src/cuda")
endif()
if(NOT FLAGS MATCHES "warn-on-spills")
  message(FATAL_ERROR "without a warning about spills among them, the flags '${FLAGS}' show nothing")
endif()
set(compiled 0)
foreach(architecture 75 80 86 90 100 120)
  if(NOT known MATCHES "compute_${architecture}\n")
    message(STATUS "sm_${architecture}: unknown to this nvcc")
    continue()
  endif()
  foreach(source ${sources})
    execute_process(
      COMMAND ${NVCC} ${FLAGS} -cubin -arch=sm_${architecture} -Werror=all-warnings
              -I${SOURCE_DIR}/include -I${SOURCE_DIR}/src -I${SOURCE_DIR}/kernels
              -o ${CMAKE_CURRENT_BINARY_DIR}/spills.cubin ${source}
      RESULT_VARIABLE status ERROR_VARIABLE errors)
    if(NOT status EQUAL 0)
      message(SEND_ERROR "sm_${architecture} ${source}\n${errors}")
    endif()
    math(EXPR compiled "${compiled} + 1")
  endforeach()
endforeach()
file(REMOVE ${CMAKE_CURRENT_BINARY_DIR}/spills.cubin)
message(STATUS "${compiled} compilations, none with a warning")
if(compiled LESS 6)
  message(FATAL_ERROR "nvcc knows none of the architectures")
endif()
