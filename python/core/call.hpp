// One call of _core.convolve or _core.explain: its arguments read, and a plan for them.
#pragma once

#include <memory>
#include <optional>

#include "device.hpp"
#include "foreign.hpp"
#include "operand.hpp"
#include "plan_cache.hpp"
#include "python.hpp"
#include "request.hpp"

namespace faltung::python {

class call {
 public:
  /// Borrows the arguments, which are those that module.cpp documents.
  call(PyObject* const* arguments, Py_ssize_t count);

  /// Along the last axis of two NumPy arrays, all other settings being the default ones.
  call(PyObject* signal, PyObject* filter, faltung::operation operation, faltung::mode mode);

  /// The array with the results: `out`, or a new one of the signal's kind.
  [[nodiscard]] reference run();

  /// Of the plan that run() would execute.
  [[nodiscard]] explanation explain() const;

 private:
  /// A plan for the call, out of the cache or new. Where method separable may be the best for its filter, or is asked
  /// for, the filter's rank is looked for.
  [[nodiscard]] std::unique_ptr<cached_plan> find_plan() const;

  [[nodiscard]] PyObject* out() const { return absent(arguments_[10]) ? nullptr : arguments_[10]; }
  [[nodiscard]] PyObject* own_workspace() const { return absent(arguments_[16]) ? nullptr : arguments_[16]; }

  [[nodiscard]] const operand* given_output() const { return output_ && !copied_out_ ? &*output_ : nullptr; }
  [[nodiscard]] std::unique_ptr<cached_plan> find_plan(const settings& asked) const;
  [[nodiscard]] std::unique_ptr<cached_plan> find_separable_plan() const;
  [[nodiscard]] std::int64_t rank_for(const cached_plan& unranked) const;
  [[nodiscard]] std::unique_ptr<cached_plan> make_plan(const settings& asked, const plan_key& key) const;

  void read_settings();
  void read_options();
  void choose_stream();
  void read_out();
  void require_together(const operand& other, const char* argument) const;
  [[nodiscard]] PyArray_Descr* result_descr(element_type type) const;
  [[nodiscard]] foreign_result new_result(const cached_plan& with);
  void execute(cached_plan& with, void* output);

  std::array<PyObject*, 17> arguments_{};
  settings asked_;
  cuda_stream stream_ = nullptr;
  std::optional<device_scope> device_;
  operand signal_;
  operand filter_;
  std::optional<operand> output_;
  bool copied_out_ = false;
};

}  // namespace faltung::python
