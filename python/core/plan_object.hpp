// faltung.Plan: an array_plan that several threads of Python may share.
#pragma once

#include <memory>
#include <optional>
#include <shared_mutex>

#include "faltung/array_plan.hpp"
#include "operand.hpp"
#include "python.hpp"
#include "request.hpp"

namespace faltung::python {

/// What is planned: forms and types of the operands, settings, and where the operands lie.
struct plan_request {
  problem what;
  array_form signal;
  array_form filter;
  array_form output;
  axis_list axes;
  options request;
};

class plan_object {
 public:
  explicit plan_object(const plan_request& asked);
  plan_object(const plan_object&) = delete;
  plan_object& operator=(const plan_object&) = delete;
  ~plan_object();

  [[nodiscard]] const array_plan& plan() const noexcept { return plan_; }
  [[nodiscard]] const plan_request& request() const noexcept { return asked_; }

  void set_filter(PyObject* filter);
  [[nodiscard]] reference execute(PyObject* signal, PyObject* out, PyObject* workspace, PyObject* stream) const;

 private:
  [[nodiscard]] bool on_device() const noexcept { return asked_.request.memory == memory::device; }
  [[nodiscard]] operand read(PyObject* object, const char* argument, const array_form& form, element_type type,
                             cuda_stream stream) const;
  void require_planned(const operand& given, const char* argument, const array_form& form, element_type type) const;

  plan_request asked_;
  std::optional<int> device_;
  array_plan plan_;
  bool releases_gil_;
  // Held by each execute in common, by set_filter alone. Nobody waits for it: who would, has made an error.
  mutable std::shared_mutex filter_in_use_;
};

}  // namespace faltung::python
