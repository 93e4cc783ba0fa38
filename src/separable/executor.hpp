// The two passes of a separable filter, carried out by a backend's direct method, or both at once.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "plan/executor.hpp"

namespace faltung::separable {

// What the executor needs of a backend whose pointers it passes on without looking behind them.
struct backend_access {
  std::unique_ptr<executor> (*make)(const executor_request&);
  // From the backend's memory to the host's; done when it returns.
  void (*read)(void* host, const void* from, std::size_t bytes, cuda_stream stream);
  // set_filter with taps in host memory.
  void (*set_filter)(executor& of, const void* host, std::size_t bytes, cuda_stream stream);
  // Both filters in one pass over the signals, where separable_2d_choice_of() says so: taps of the row and then of the
  // column, in host memory and of the type computed in. Null where the backend has none.
  void (*in_one_pass)(const geometry& where, int multiprocessors, const void* host_taps, const void* signal,
                      void* output, cuda_stream stream) = nullptr;
};

std::unique_ptr<executor> make_executor(const executor_request& request, const backend_access& backend);

}  // namespace faltung::separable
