#include "report/study_plot.hpp"

#include <algorithm>
#include <cmath>

#include "report/format.hpp"
#include "report/log_axis.hpp"
#include "report/svg_canvas.hpp"

namespace faltung::bench {
namespace {

constexpr double panel_width = 470;
constexpr double panel_height = 330;
constexpr double left = 50, right = 20, top = 34, bottom = 40;  // margins of a panel
constexpr double head = 96;                                     // title and legend
constexpr std::size_t across = 2;

// Colours that stay apart for colour-blind readers, one for each method; dashes tell backends apart.
std::string colour(const contender& one) {
  switch (one.method) {
    case method::direct: return "#0072b2";
    case method::fft: return "#d55e00";
    default: return "#009e73";
  }
}

std::string stroke(const contender& one, double width) {
  const bool cuda = one.backend == backend::cuda;
  const std::string dashes = !cuda                        ? ""
                             : one.memory == memory::host ? " stroke-dasharray=\"2 3\""
                                                          : " stroke-dasharray=\"7 3\"";
  return "stroke=\"" + colour(one) + "\" stroke-width=\"" + significant(width) + "\" stroke-linejoin=\"round\"" +
         dashes;
}

constexpr const char* band =
    R"(stroke="#ffd866" stroke-width="11" stroke-linecap="round" stroke-linejoin="round" stroke-opacity="0.65")";
constexpr const char* band_dot = R"(fill="#ffd866" fill-opacity="0.65")";
constexpr const char* roof_line = R"(stroke="#777" stroke-width="1.2" stroke-dasharray="1 3")";
constexpr const char* ring = R"(fill="white" stroke="#222" stroke-width="1.5")";

class panel {
 public:
  panel(svg_canvas& canvas, const case_result& result, svg_point corner)
      : canvas_(canvas),
        result_(result),
        corner_(corner),
        x_(static_cast<double>(result.what.lengths.front()), static_cast<double>(result.what.lengths.back()),
           corner.x + left, corner.x + panel_width - right),
        y_(lowest(), highest(), corner.y + panel_height - bottom, corner.y + top) {}

  void draw() {
    frame();
    chosen(result_.host_choices);
    chosen(result_.device_choices);
    roof();
    for (std::size_t i = 0; i < result_.contenders.size(); ++i) contender_line(i);
    rings(result_.crossings);
    rings(result_.device_crossings);
  }

 private:
  [[nodiscard]] double nanoseconds(double seconds) const { return seconds * 1e9 / result_.outputs(); }

  template <class Better>
  [[nodiscard]] double extreme(double start, Better better) const {
    double found = start;
    for (std::size_t i = 0; i < result_.contenders.size(); ++i) {
      for (const auto& time : result_.times(i)) {
        if (time && better(nanoseconds(*time), found)) found = nanoseconds(*time);
      }
    }
    return found;
  }
  // Room below for roofs, but not for all of one that lies far away.
  [[nodiscard]] double lowest() const { return std::min(0.3 * extreme(1e30, std::less<>()), 1e29); }
  [[nodiscard]] double highest() const { return std::max(1.6 * extreme(0, std::greater<>()), 3 * lowest()); }

  [[nodiscard]] svg_point place(std::size_t contender, std::size_t length) const {
    return {x_.at(static_cast<double>(result_.what.lengths[length])),
            y_.at(nanoseconds(result_.points[contender][length].time.median))};
  }

  void frame() {
    const double right_edge = corner_.x + panel_width - right;
    const double low_edge = corner_.y + panel_height - bottom;
    for (const double tick : y_.ticks()) {
      canvas_.line({corner_.x + left, y_.at(tick)}, {right_edge, y_.at(tick)}, R"(stroke="#e4e4e4")");
      canvas_.text({corner_.x + left - 6, y_.at(tick) + 4}, significant(tick, 1), R"(text-anchor="end" fill="#444")");
    }
    double last = -1e9;
    for (const std::int64_t length : result_.what.lengths) {
      const double x = x_.at(static_cast<double>(length));
      canvas_.line({x, corner_.y + top}, {x, low_edge}, R"(stroke="#f1f1f1")");
      if (x - last < 24) continue;
      last = x;
      canvas_.text({x, low_edge + 15}, std::to_string(length), R"(text-anchor="middle" fill="#444")");
    }
    canvas_.rectangle({corner_.x + left, corner_.y + top}, panel_width - left - right, panel_height - top - bottom,
                      R"(fill="none" stroke="#999")");
    canvas_.text({corner_.x + left, corner_.y + top - 9}, result_.what.title,
                 R"(font-size="13" font-weight="bold" fill="#222")");
    canvas_.text({right_edge, low_edge + 31},
                 result_.what.signal.rank() == 1 ? "filter taps" : "filter of k x k taps: k",
                 R"(text-anchor="end" fill="#444")");
    canvas_.text({right_edge, corner_.y + top - 9}, "ns per output", R"(text-anchor="end" fill="#444")");
  }

  // One band for each stretch with the same choice.
  void chosen(const std::vector<selection_point>& choices) {
    std::vector<svg_point> stretch;
    for (std::size_t length = 0; length < choices.size(); ++length) {
      const bool goes_on = length > 0 && choices[length].chosen == choices[length - 1].chosen && choices[length].regret;
      if (!goes_on) flush_band(stretch);
      if (choices[length].regret) stretch.push_back(place(choices[length].chosen, length));
    }
    flush_band(stretch);
  }

  void flush_band(std::vector<svg_point>& stretch) {
    if (stretch.size() == 1) {
      canvas_.circle(stretch.front(), 5.5, band_dot);
    } else {
      canvas_.path(stretch, band);
    }
    stretch.clear();
  }

  void roof() {
    for (std::size_t i = 0; i < result_.contenders.size(); ++i) {
      const contender& one = result_.contenders[i];
      if (one.method != method::direct || (one.backend == backend::cuda && one.memory == memory::host)) continue;
      std::vector<svg_point> points;
      for (std::size_t length = 0; length < result_.what.lengths.size(); ++length) {
        const double y = y_.at(nanoseconds(result_.points[i][length].roof_seconds));
        if (y <= corner_.y + panel_height - bottom) {
          points.push_back({x_.at(static_cast<double>(result_.what.lengths[length])), y});
        }
      }
      canvas_.path(points, roof_line);
    }
  }

  void contender_line(std::size_t contender) {
    std::vector<svg_point> run;
    const auto flush = [&] {
      canvas_.path(run, stroke(result_.contenders[contender], 2));
      for (const svg_point& point : run) {
        canvas_.circle(point, 2.2, "fill=\"" + colour(result_.contenders[contender]) + "\"");
      }
      run.clear();
    };
    for (std::size_t length = 0; length < result_.what.lengths.size(); ++length) {
      if (result_.points[contender][length].time.measured()) {
        run.push_back(place(contender, length));
      } else {
        flush();
      }
    }
    flush();
  }

  void rings(const std::vector<crossing>& crossings) {
    for (const crossing& each : crossings) {
      const svg_point at{x_.at(each.at), y_.at(nanoseconds(each.value))};
      const double low_edge = corner_.y + panel_height - bottom;
      canvas_.line({at.x, at.y}, {at.x, low_edge}, R"(stroke="#222" stroke-dasharray="3 3")");
      canvas_.circle(at, 4.5, ring);
      const bool at_edge = at.x > corner_.x + panel_width - right - 30;
      canvas_.text({at.x + (at_edge ? -5 : 5), low_edge - 6}, significant(each.at, 2),
                   std::string(R"(font-weight="bold" fill="#222")") + (at_edge ? R"( text-anchor="end")" : ""));
    }
  }

  svg_canvas& canvas_;
  const case_result& result_;
  svg_point corner_;
  log_axis x_;
  log_axis y_;
};

void legend(svg_canvas& canvas, const std::vector<contender>& contenders, double y) {
  double x = left;
  const auto entry = [&](const std::string& words, const std::string& style) {
    canvas.line({x + 3, y}, {x + 25, y}, style);
    canvas.text({x + 35, y + 4}, words, R"(fill="#222" font-size="12")");
    x += 35 + 6.4 * static_cast<double>(words.size()) + 20;
    if (x > across * panel_width - 210) {
      x = left;
      y += 18;
    }
  };
  for (const contender& one : contenders) entry(name_of(one), stroke(one, 2));
  entry("what the library takes", band);
  entry("roof of direct", roof_line);
  canvas.circle({x + 8, y}, 4.5, ring);
  canvas.text({x + 20, y + 4}, "crossover, at this filter length", R"(fill="#222" font-size="12")");
}

}  // namespace

std::string study_plot(const study_context& context, std::span<const case_result> results) {
  const std::size_t rows = (results.size() + across - 1) / across;
  const double width = across * panel_width;
  const double height = head + static_cast<double>(rows) * panel_height + 8;
  svg_canvas canvas(width, height);
  canvas.rectangle({0, 0}, width, height, R"(fill="white")");
  canvas.text({left, 26}, "Which way of convolving is fastest?", R"(font-size="19" font-weight="bold" fill="#222")");
  const std::string threads =
      std::to_string(context.machine.cpu.threads) + (context.machine.cpu.threads == 1 ? " thread" : " threads");
  std::string where = context.processor + ", " + threads;
  if (context.machine.cuda.usable()) where += " | " + context.machine.cuda.name + ", driver " + context.driver;
  where += " | " + std::string(to_string(context.type)) + ", mode same | faltung " + context.library;
  if (!context.commit.empty()) where += " (" + context.commit + ")";
  canvas.text({left, 46}, where + " | " + context.date, R"(fill="#555" font-size="12")");
  if (!results.empty()) legend(canvas, results.front().contenders, 68);

  for (std::size_t i = 0; i < results.size(); ++i) {
    const svg_point corner{static_cast<double>(i % across) * panel_width,
                           head + static_cast<double>(i / across) * panel_height};
    panel(canvas, results[i], corner).draw();
  }
  return canvas.str();
}

}  // namespace faltung::bench
