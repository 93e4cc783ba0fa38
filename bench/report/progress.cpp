#include "report/progress.hpp"

#include <unistd.h>

#include <cstdlib>
#include <ostream>
#include <string_view>

#include "report/format.hpp"

namespace faltung::bench {
namespace {

constexpr std::size_t bar_width = 30;
constexpr std::chrono::seconds line_interval{10};
constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

progress::progress(std::size_t total, std::ostream& out, bool terminal)
    : total_(total), out_(out), terminal_(terminal) {}

progress::~progress() {
  if (terminal_) out_ << clear_line << std::flush;
}

std::string progress::remaining(std::size_t done) const {
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
  // The first few say nothing about the rest.
  if (done < 3 || done >= total_) return "";
  return ", " + significant(spent.count() / static_cast<double>(done) * static_cast<double>(total_ - done), 2) +
         " s left";
}

void progress::advance_to(std::size_t done, const std::string& doing) {
  const std::string count = std::to_string(done) + "/" + std::to_string(total_);
  if (terminal_) {
    const std::size_t filled = total_ == 0 ? bar_width : bar_width * done / total_;
    out_ << clear_line << '[' << std::string(filled, '#') << std::string(bar_width - filled, '.') << "] " << count
         << remaining(done) << "  " << doing << std::flush;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (done != total_ && now - last_line_ < line_interval) return;
  last_line_ = now;
  out_ << count << remaining(done) << "  " << doing << std::endl;
}

bool stderr_is_terminal() {
  const char* const type = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && type != nullptr && std::string_view(type) != "dumb";
}

}  // namespace faltung::bench
