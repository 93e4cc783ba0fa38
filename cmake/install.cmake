# Installed package, and the same package straight from the build tree: find_package(faltung) finds faltung::faltung, and
# pkg-config finds faltung.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/faltung)

install(TARGETS faltung EXPORT faltung-targets
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT faltung_runtime NAMELINK_COMPONENT faltung_development
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT faltung_development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/faltung DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT faltung_development)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT faltung_runtime)

configure_package_config_file(cmake/faltung-config.cmake.in ${PROJECT_BINARY_DIR}/faltung-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/faltung-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/faltung-config.cmake ${PROJECT_BINARY_DIR}/faltung-config-version.cmake
  cmake/faltung-cuda-toolkit.cmake DESTINATION ${package_dir} COMPONENT faltung_development)
install(EXPORT faltung-targets NAMESPACE faltung:: DESTINATION ${package_dir} COMPONENT faltung_development)
configure_file(cmake/faltung-cuda-toolkit.cmake ${PROJECT_BINARY_DIR}/faltung-cuda-toolkit.cmake COPYONLY)
export(EXPORT faltung-targets NAMESPACE faltung:: FILE ${PROJECT_BINARY_DIR}/faltung-targets.cmake)

# For pkg-config: a shared library brings what it needs along; the users of a static one link it themselves.
set(pc_cflags)
set(pc_requires)
set(pc_libs)
if(NOT BUILD_SHARED_LIBS)
  set(pc_cflags -DFALTUNG_STATIC)
  set(pc_requires libhwy)
  if(FALTUNG_HAVE_FFTW)
    string(APPEND pc_requires " fftw3 fftw3f")
  endif()
  if(FALTUNG_HAVE_CUDA)
    cmake_path(GET CUDA_cudart_static_LIBRARY PARENT_PATH cudart_dir)
    string(APPEND pc_libs "-L${cudart_dir} -lcudart_static -lrt ")
  endif()
  string(APPEND pc_libs "-lstdc++ -pthread -ldl")
endif()
# Relative to the file itself, so that the installed tree may be moved; absolute where the install folders are.
set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
cmake_path(IS_ABSOLUTE pc_dir absolute)
if(absolute)
  set(pc_prefix ${CMAKE_INSTALL_PREFIX})
else()
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${pc_dir}
    OUTPUT_VARIABLE upward)
  set(pc_prefix "\${pcfiledir}/${upward}")
endif()
set(pc_includedir "\${prefix}")
set(pc_libdir "\${prefix}")
cmake_path(APPEND pc_includedir ${CMAKE_INSTALL_INCLUDEDIR})
cmake_path(APPEND pc_libdir ${CMAKE_INSTALL_LIBDIR})
configure_file(cmake/faltung.pc.in ${PROJECT_BINARY_DIR}/faltung.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/faltung.pc DESTINATION ${pc_dir} COMPONENT faltung_development)
