// How far a long job is: a bar on a terminal, a plain line every few seconds elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

namespace faltung::bench {

class progress {
 public:
  // Writes to `out`, as a bar where `terminal` says so.
  progress(std::size_t total, std::ostream& out, bool terminal);
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  // Clears the bar.
  ~progress();

  // `doing` is what was just finished or is under way.
  void advance_to(std::size_t done, const std::string& doing);

 private:
  [[nodiscard]] std::string remaining(std::size_t done) const;

  std::size_t total_;
  std::ostream& out_;
  bool terminal_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_line_ = start_;
};

// Whether standard error is a terminal that can redraw a line.
bool stderr_is_terminal();

}  // namespace faltung::bench
