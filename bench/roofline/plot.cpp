#include "roofline/plot.hpp"

#include <algorithm>

#include "report/format.hpp"
#include "report/log_axis.hpp"
#include "report/svg_canvas.hpp"

namespace faltung::bench {
namespace {

constexpr double panel_width = 470;
constexpr double panel_height = 280;
constexpr double left = 50, right = 20, top = 34, bottom = 40;  // margins of a panel
constexpr double head = 84;                                     // title and legend
constexpr std::size_t across = 2;
constexpr method drawn[] = {method::direct, method::separable, method::overlap_save, method::fft};

// Colours that stay apart for colour-blind readers.
std::string colour(method how) {
  switch (how) {
    case method::direct: return "#0072b2";
    case method::separable: return "#cc79a7";
    case method::overlap_save: return "#009e73";
    default: return "#d55e00";
  }
}

std::string stroke(method how) { return "stroke=\"" + colour(how) + "\" stroke-width=\"2\" stroke-linejoin=\"round\""; }

double taps(const roofline_result& one) { return static_cast<double>(one.point.description.filter[0]); }

class panel {
 public:
  panel(svg_canvas& canvas, std::vector<roofline_result> results, svg_point corner)
      : canvas_(canvas),
        results_(std::move(results)),
        corner_(corner),
        low_edge_(corner.y + panel_height - bottom),
        x_(extreme(true), extreme(false), corner.x + left, corner.x + panel_width - right) {}

  void draw() {
    frame();
    for (const method how : drawn) line_of(how);
  }

 private:
  [[nodiscard]] double extreme(bool least) const {
    double found = taps(results_.front());
    for (const roofline_result& one : results_) found = least ? std::min(found, taps(one)) : std::max(found, taps(one));
    return found;
  }
  [[nodiscard]] double y(double share) const {
    return low_edge_ - std::min(share, 1.1) / 1.1 * (panel_height - top - bottom);
  }

  void frame() {
    const double right_edge = corner_.x + panel_width - right;
    for (int percent = 0; percent <= 100; percent += 20) {
      canvas_.line({corner_.x + left, y(percent / 100.0)}, {right_edge, y(percent / 100.0)},
                   percent == 100 ? R"(stroke="#777" stroke-dasharray="1 3")" : R"(stroke="#e4e4e4")");
      canvas_.text({corner_.x + left - 6, y(percent / 100.0) + 4}, std::to_string(percent),
                   R"(text-anchor="end" fill="#444")");
    }
    double last = -1e9;
    for (const roofline_result& one : results_) {
      const double at = x_.at(taps(one));
      if (at - last < 24) continue;
      last = at;
      canvas_.text({at, low_edge_ + 15}, significant(taps(one)), R"(text-anchor="middle" fill="#444")");
    }
    canvas_.rectangle({corner_.x + left, corner_.y + top}, panel_width - left - right, panel_height - top - bottom,
                      R"(fill="none" stroke="#999")");
    canvas_.text({corner_.x + left, corner_.y + top - 9}, results_.front().point.group,
                 R"(font-size="13" font-weight="bold" fill="#222")");
    canvas_.text({right_edge, corner_.y + top - 9}, "% of the roof", R"(text-anchor="end" fill="#444")");
    canvas_.text({right_edge, low_edge_ + 31},
                 results_.front().point.description.signal.rank() == 1 ? "filter taps" : "filter of k x k taps: k",
                 R"(text-anchor="end" fill="#444")");
  }

  void line_of(method how) {
    std::vector<svg_point> points;
    for (const roofline_result& one : results_) {
      if (one.how == how && one.time.measured()) points.push_back({x_.at(taps(one)), y(one.roof_share())});
    }
    if (points.size() > 1) canvas_.path(points, stroke(how));
    for (const svg_point& each : points) canvas_.circle(each, 2.6, "fill=\"" + colour(how) + "\"");
  }

  svg_canvas& canvas_;
  std::vector<roofline_result> results_;
  svg_point corner_;
  double low_edge_;
  log_axis x_;
};

}  // namespace

std::string roofline_plot(const roofline_context& context, std::span<const roofline_result> results) {
  std::vector<std::vector<roofline_result>> groups;
  for (const roofline_result& one : results) {
    if (groups.empty() || groups.back().front().point.group != one.point.group) groups.emplace_back();
    groups.back().push_back(one);
  }
  const std::size_t rows = (groups.size() + across - 1) / across;
  const double width = across * panel_width;
  const double height = head + static_cast<double>(rows) * panel_height + 8;
  svg_canvas canvas(width, height);
  canvas.rectangle({0, 0}, width, height, R"(fill="white")");
  canvas.text({left, 26}, "How near to the roof?", R"(font-size="19" font-weight="bold" fill="#222")");
  std::string where = context.device + ", driver " + context.driver + " | faltung " + context.library;
  if (!context.commit.empty()) where += " (" + context.commit + ")";
  canvas.text({left, 46}, where + " | " + context.date, R"(fill="#555" font-size="12")");
  double x = left;
  for (const method how : drawn) {
    const std::string name(to_string(how));
    canvas.line({x + 3, 66}, {x + 25, 66}, stroke(how));
    canvas.text({x + 35, 70}, name, R"(fill="#222" font-size="12")");
    x += 55 + 6.4 * static_cast<double>(name.size());
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    panel(canvas, groups[i],
          {static_cast<double>(i % across) * panel_width, head + static_cast<double>(i / across) * panel_height})
        .draw();
  }
  return canvas.str();
}

}  // namespace faltung::bench
