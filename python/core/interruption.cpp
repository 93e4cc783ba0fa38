#include "interruption.hpp"

#include <sys/syscall.h>
#include <unistd.h>

namespace faltung::python {

bool interrupted_by_signal() {
  // Python handles signals in the main thread only, the one whose number is the process's; in any other there is
  // nothing to ask, and waiting for the GIL would hold the work up.
  if (syscall(SYS_gettid) != getpid()) return false;
  const PyGILState_STATE state = PyGILState_Ensure();
  const bool raised = PyErr_CheckSignals() != 0;
  PyGILState_Release(state);
  return raised;
}

bool worth_releasing(const array_plan& plan, memory where) {
  const double seconds = plan.explain().choice().predicted_seconds * static_cast<double>(plan.executions());
  return where == memory::device || plan.backend() == backend::cuda || seconds > 20e-6;
}

// Where the interpreter has ended, the other question has no answer.
bool holds_gil() { return Py_IsInitialized() != 0 && PyGILState_Check() != 0; }

}  // namespace faltung::python
