#include "report/study_table.hpp"

#include <algorithm>
#include <map>
#include <ostream>

#include "report/format.hpp"
#include "report/text_table.hpp"

namespace faltung::bench {
namespace {

bool ran_anywhere(const case_result& result, std::size_t contender) {
  const curve times = result.times(contender);
  return std::any_of(times.begin(), times.end(), [](const auto& time) { return time.has_value(); });
}

// The fastest contender whose data lie in that memory.
std::optional<std::size_t> fastest(const case_result& result, std::size_t length, memory where) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < result.contenders.size(); ++i) {
    const timing& time = result.points[i][length].time;
    if (result.contenders[i].memory != where || !time.measured()) continue;
    if (!best || time.median < result.points[*best][length].time.median) best = i;
  }
  return best;
}

std::string cell(const case_result& result, std::size_t contender, std::size_t length) {
  const study_point& point = result.points[contender][length];
  if (!point.time.measured()) return "-";
  const bool best = fastest(result, length, result.contenders[contender].memory) == contender;
  std::string percent = significant(100 * point.roof_seconds / point.time.median, 2);
  percent.insert(0, percent.size() < 4 ? 4 - percent.size() : 0, ' ');
  return (best ? "* " : "") + significant(point.time.median * 1e9 / result.outputs()) + " " + percent + "%";
}

void add_choice(std::vector<std::string>& row, const case_result& result, const selection_point& point) {
  row.push_back(point.chosen < result.contenders.size() ? name_of(result.contenders[point.chosen]) : "?");
  row.push_back(point.regret ? significant(*point.regret) : "-");
}

void print_crossings(std::ostream& out, const case_result& result, const std::vector<crossing>& crossings) {
  for (const crossing& each : crossings) {
    out << "  " << name_of(result.contenders[each.to]) << " overtakes " << name_of(result.contenders[each.from])
        << " at a filter length of " << significant(each.at) << '\n';
  }
}

}  // namespace

void print_case(std::ostream& out, const case_result& result) {
  std::vector<std::string> header{result.what.signal.rank() == 1 ? "taps" : "k x k"};
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < result.contenders.size(); ++i) {
    if (!ran_anywhere(result, i)) continue;
    shown.push_back(i);
    header.push_back(name_of(result.contenders[i]));
  }
  const bool device = !result.device_choices.empty();
  header.insert(header.end(), {"library takes", "regret"});
  if (device) header.insert(header.end(), {"on device", "regret"});

  text_table table(header, "r");
  for (std::size_t length = 0; length < result.what.lengths.size(); ++length) {
    std::vector<std::string> row{std::to_string(result.what.lengths[length])};
    for (const std::size_t i : shown) row.push_back(cell(result, i, length));
    add_choice(row, result, result.host_choices[length]);
    if (device) add_choice(row, result, result.device_choices[length]);
    table.add(row);
  }
  out << "\n  " << result.what.title << ", " << result.what.type << ", ns per output, % of roof\n\n" << table;
  print_crossings(out, result, result.crossings);
  print_crossings(out, result, result.device_crossings);
}

void print_skipped(std::ostream& out, std::span<const case_result> results) {
  std::map<std::string, std::size_t> reasons;
  for (const case_result& result : results) {
    for (const auto& points : result.points) {
      for (const study_point& point : points) {
        if (!point.time.measured()) ++reasons[point.time.skipped];
      }
    }
  }
  for (const auto& [reason, count] : reasons) out << "  left out " << count << " points: " << reason << '\n';
}

void print_regret(std::ostream& out, std::span<const case_result> results) {
  const regret_summary summary = summarise_regret(results);
  if (summary.points == 0) return;
  out << "  the library's own choice was the fastest, or within 5 % of it, at " << summary.best << " of "
      << summary.points << " points; its time over the best one's is " << significant(summary.geometric_mean)
      << " in the geometric mean";
  if (!summary.worst_at.empty())
    out << " and " << significant(summary.worst) << " at worst (" << summary.worst_at << ")";
  out << '\n';
}

}  // namespace faltung::bench
