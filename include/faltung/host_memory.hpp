/// Host allocation failures leave the library as faltung::out_of_memory, like every other failure of memory.
#pragma once

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "faltung/error.hpp"

namespace faltung::detail {

/// Calls `work`; `bytes` is the size that a failure is reported with, 0 where it is many small ones.
template <class Work>
decltype(auto) reporting_host_memory(std::string_view where, std::size_t bytes, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::bad_alloc&) {
    throw out_of_memory(where, bytes);
  } catch (const std::length_error&) {
    throw out_of_memory(where, bytes);
  }
}

}  // namespace faltung::detail
