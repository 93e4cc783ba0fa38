# How this project's own targets are compiled.
find_program(FALTUNG_CCACHE ccache)
mark_as_advanced(FALTUNG_CCACHE)

# Of device code. Contraction is off, see below; CUDA_STANDARD 20 would need CMake 3.26.
set(FALTUNG_DEVICE_FLAGS -std=c++20 --expt-relaxed-constexpr -fmad=false -Xptxas=--warn-on-spills)

function(faltung_target name)
  target_compile_features(${name} PUBLIC cxx_std_20)
  set_target_properties(${name} PROPERTIES
    CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON EXPORT_COMPILE_COMMANDS ON
    CXX_VISIBILITY_PRESET hidden CUDA_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(FALTUNG_CCACHE)
    set_target_properties(${name} PROPERTIES
      CXX_COMPILER_LAUNCHER ${FALTUNG_CCACHE} CUDA_COMPILER_LAUNCHER ${FALTUNG_CCACHE})
  endif()

  # Contraction is off: a fused multiply-add is written where it is meant, and the same bits come out everywhere.
  target_compile_options(${name} PRIVATE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Wsign-conversion;-Wnon-virtual-dtor>
    $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off>
    "$<$<COMPILE_LANGUAGE:CUDA>:${FALTUNG_DEVICE_FLAGS};-Xcompiler=-Wall,-Wextra;-lineinfo>")
  if(FALTUNG_WERROR)
    target_compile_options(${name} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-Werror> $<$<COMPILE_LANGUAGE:CUDA>:-Werror=all-warnings;-Xcompiler=-Werror>)
  endif()

  # Host code only: device code has compute-sanitizer, and its emulation is host code.
  if(FALTUNG_SANITIZE)
    target_compile_options(${name} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${FALTUNG_SANITIZE};-fno-sanitize-recover=all;-fno-omit-frame-pointer>)
    target_link_options(${name} PRIVATE -fsanitize=${FALTUNG_SANITIZE})
  endif()
endfunction()
