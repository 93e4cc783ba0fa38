// Every way the library has to convolve, listed once.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "faltung/capabilities.hpp"
#include "faltung/explanation.hpp"
#include "faltung/options.hpp"
#include "plan/workspace.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// What selection looks at, gathered.
struct selection_context {
  const geometry& problem;
  const options& request;
  const capabilities& machine;

  // CPU threads that one execute may use.
  [[nodiscard]] int threads() const { return request.threads > 0 ? request.threads : machine.cpu.threads; }

  // What the limit leaves for buffers, wherever the caller's workspace starts.
  [[nodiscard]] std::size_t workspace_limit() const { return aligned_part(request.workspace_limit); }
};

// Why an implementation is out of the question: the argument that rules it out, and the reason in words.
struct refusal {
  std::string_view argument;  // a literal
  std::string value;
  std::string reason;

  explicit operator bool() const { return !reason.empty(); }
};

struct implementation {
  faltung::backend backend;
  faltung::method method;
  // Whether problem and machine allow it at all.
  refusal (*refuse)(const selection_context&);
  // Fills in transform, transforms_per_pass, workspace, bound and predicted time; refuses what only these rule out.
  refusal (*configure)(candidate&, const selection_context&);
};

std::span<const implementation> implementations();

}  // namespace faltung
