// A driver that comes into the process after the library had looked for it is found.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include "cuda/backend.hpp"
#include "cuda/library_loads.hpp"

namespace faltung::cuda {
namespace {

TEST(pointer_home, is_known_from_when_a_driver_is_loaded) {
  const int here = 0;
  if (void* const loaded = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD); loaded != nullptr)
    GTEST_SKIP() << "another driver is in the process";
  const std::uint64_t loads = library_loads();
  EXPECT_NE(loads, 0U);
  EXPECT_EQ(home_of(&here), pointer_home::unknown);
  EXPECT_EQ(home_of(&here), pointer_home::unknown);
  EXPECT_EQ(library_loads(), loads) << "looking for a driver that is not there loads nothing";

  void* const driver = dlopen(FALTUNG_SMALL_DRIVER, RTLD_NOW);
  ASSERT_NE(driver, nullptr) << dlerror();
  EXPECT_NE(library_loads(), loads);
  const void* const there = dlsym(driver, "small_driver_device_memory");
  ASSERT_NE(there, nullptr);
  EXPECT_EQ(home_of(&here), pointer_home::host);
  EXPECT_EQ(home_of(there), pointer_home::device);
}

}  // namespace
}  // namespace faltung::cuda
