// Ctrl-C and other signals during long work, and giving the GIL up for its time.
#pragma once

#include <cstddef>

#include "faltung/array_plan.hpp"
#include "faltung/options.hpp"
#include "python.hpp"

namespace faltung::python {

/// For options::interrupted: lets Python's signal handlers run where this is the main thread; true where one of them
/// raised, with Python's error set.
[[nodiscard]] bool interrupted_by_signal();

/// Releases the GIL for a scope if asked to.
class without_gil {
 public:
  explicit without_gil(bool release) : state_(release ? PyEval_SaveThread() : nullptr) {}
  without_gil(const without_gil&) = delete;
  without_gil& operator=(const without_gil&) = delete;
  ~without_gil() {
    if (state_ != nullptr) PyEval_RestoreThread(state_);
  }

 private:
  PyThreadState* state_;
};

/// Whether execute should release the GIL. To release it and take it back costs about 50 ns uncontended, but a thread
/// that wants it back may wait for another's switch interval of 5 ms, which short work is not worth. What waits for a
/// device releases it always: a stream may be held up by a callback that needs the GIL.
[[nodiscard]] bool worth_releasing(const array_plan& plan, memory where);

/// Whether this thread holds the GIL: not at its end, and not at the interpreter's.
[[nodiscard]] bool holds_gil();

}  // namespace faltung::python
