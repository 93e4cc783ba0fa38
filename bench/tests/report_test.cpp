#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <stack>
#include <stdexcept>

#include "report/format.hpp"
#include "report/log_axis.hpp"
#include "report/progress.hpp"
#include "report/study_json.hpp"
#include "report/study_plot.hpp"
#include "report/study_table.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_table.hpp"

namespace faltung::bench {
namespace {

// Elements nest and close, attributes are quoted, no stray markup. Returns how many elements there are.
std::size_t elements_of_well_formed(const std::string& xml) {
  std::stack<std::string> open;
  std::size_t elements = 0;
  std::size_t at = 0;
  while ((at = xml.find('<', at)) != std::string::npos) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) throw std::runtime_error("an element does not end");
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.find('<') != std::string::npos) throw std::runtime_error("markup within " + tag);
    if (tag.starts_with('/')) {
      if (open.empty() || open.top() != tag.substr(1)) throw std::runtime_error("closes what is not open: " + tag);
      open.pop();
    } else {
      if (std::count(tag.begin(), tag.end(), '"') % 2 != 0) throw std::runtime_error("quotes of " + tag);
      ++elements;
      if (!tag.ends_with('/')) open.push(tag.substr(0, tag.find(' ')));
    }
    at = end;
  }
  if (!open.empty()) throw std::runtime_error("left open: " + open.top());
  for (at = 0; (at = xml.find('&', at)) != std::string::npos; ++at) {
    const std::string entity = xml.substr(at, xml.find(';', at) - at + 1);
    if (entity != "&amp;" && entity != "&lt;" && entity != "&gt;") throw std::runtime_error("stray " + entity);
  }
  return elements;
}

TEST(well_formed, sees_what_is_not) {
  EXPECT_EQ(elements_of_well_formed("<a><b/></a>"), 2U);
  for (const char* const bad : {"<a>", "<a></b>", "</a>", "<a b=\"/>", "<a><b</a>", "<a>&</a>"}) {
    EXPECT_THROW(elements_of_well_formed(bad), std::runtime_error) << bad;
  }
}

// Two shapes of signal; one point of one curve was not measured.
std::vector<case_result> some_results() {
  std::vector<case_result> results;
  for (const bool flat : {true, false}) {
    case_result result{.what = {flat ? "a <flat> & \"odd\" one" : "picture",
                                flat ? shape(1000) : shape(64, 64),
                                1,
                                filters::shared,
                                float32,
                                {3, 9, 27}},
                       .contenders = contenders(capabilities{}),
                       .points = {},
                       .host_choices = {},
                       .device_choices = {},
                       .crossings = {},
                       .device_crossings = {}};
    for (const double slope : {1.0, 0.1, 0.05}) {
      auto& points = result.points.emplace_back();
      for (const double length : {3.0, 9.0, 27.0}) {
        const double time = 1e-6 * (slope * length + 0.5 / slope);
        points.push_back({{time * 0.9, time, time * 1.2, 5, ""}, time, time / 2});
      }
    }
    result.points[2][1].time = {.skipped = "no <reason>"};
    conclude(result, capabilities{});
    results.push_back(result);
  }
  return results;
}

study_context some_context() {
  study_context context;
  context.processor = "A & B <CPU>";
  context.machine.cuda.absent = "no driver";
  context.library = "1.2.3";
  context.date = "2026-01-01T00:00:00Z";
  context.limits.cpu.multiply_adds_per_second = 1e10;
  context.limits.cpu.copy_bytes_per_second = {{1024, 2e10}};
  return context;
}

TEST(format, gives_significant_digits) {
  EXPECT_EQ(significant(0), "0.00");
  EXPECT_EQ(significant(1.23456), "1.23");
  EXPECT_EQ(significant(12.3456), "12.3");
  EXPECT_EQ(significant(123456), "123456");
  EXPECT_EQ(significant(0.00123456), "0.00123");
  EXPECT_EQ(significant(1e-7), "1.00e-07");
  EXPECT_EQ(significant(-2.5, 2), "-2.5");
  EXPECT_EQ(significant(1e12, 1), "1e+12");
}

TEST(format, names_units_and_groups_digits) {
  EXPECT_EQ(duration(2), "2.00 s");
  EXPECT_EQ(duration(0.0123), "12.3 ms");
  EXPECT_EQ(duration(4.5e-6), "4.50 us");
  EXPECT_EQ(duration(1e-8), "10.0 ns");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1 000");
  EXPECT_EQ(grouped(1234567), "1 234 567");
  EXPECT_EQ(grouped(-1234), "-1 234");
}

TEST(text_table, aligns_columns) {
  text_table table({"name", "n"}, "lr");
  table.add({"a", "1000"});
  table.add({"longer", "2"});
  std::ostringstream out;
  out << table;
  EXPECT_EQ(out.str(),
            "  name       n\n"
            "  ------------\n"
            "  a       1000\n"
            "  longer     2\n");
  EXPECT_THROW(table.add({"one cell"}), std::invalid_argument);
}

TEST(log_axis, lays_out_and_marks) {
  const log_axis axis(1, 1000, 0, 300);
  EXPECT_DOUBLE_EQ(axis.at(1), 0);
  EXPECT_NEAR(axis.at(10), 100, 1e-9);
  EXPECT_NEAR(axis.at(1000), 300, 1e-9);
  EXPECT_EQ(axis.ticks().size(), 4U);
  const auto narrow = log_axis(2, 9, 0, 1).ticks();
  ASSERT_EQ(narrow.size(), 2U);
  EXPECT_DOUBLE_EQ(narrow[0], 2);
  EXPECT_DOUBLE_EQ(narrow[1], 5);
  EXPECT_NEAR(log_axis(7, 7, 0, 10).at(7), 5, 1e-9);
}

TEST(svg_canvas, escapes_words) {
  svg_canvas canvas(10, 10);
  canvas.text({1, 2}, "a<b & c>\n", "fill=\"red\"");
  canvas.path({}, "stroke=\"red\"");
  EXPECT_EQ(elements_of_well_formed(canvas.str()), 2U);
  EXPECT_NE(canvas.str().find("a&lt;b &amp; c&gt; "), std::string::npos);
}

TEST(study_plot, is_well_formed_and_marks_crossings) {
  const auto results = some_results();
  const std::string svg = study_plot(some_context(), results);
  EXPECT_GT(elements_of_well_formed(svg), 60U);
  ASSERT_FALSE(results[0].crossings.empty());
  EXPECT_NE(svg.find(">" + significant(results[0].crossings[0].at, 2) + "<"), std::string::npos);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
}

TEST(study_plot, survives_a_study_without_times) {
  auto results = some_results();
  for (auto& points : results[0].points) {
    for (auto& point : points) point.time = {.skipped = "no time"};
  }
  results[0].crossings.clear();
  for (auto& choice : results[0].host_choices) choice.regret.reset();
  const std::string svg = study_plot(some_context(), results);
  EXPECT_GT(elements_of_well_formed(svg), 30U);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_NO_THROW(elements_of_well_formed(study_plot(some_context(), {})));
}

TEST(study_json, holds_every_point) {
  const auto results = some_results();
  const auto json = nlohmann::ordered_json::parse(to_json(some_context(), results).dump());
  EXPECT_EQ(json["schema"], "faltung-study-1");
  EXPECT_EQ(json["context"]["cpu"]["name"], "A & B <CPU>");
  EXPECT_EQ(json["context"]["cuda"]["absent"], "no driver");
  EXPECT_TRUE(json["context"]["commit"].is_null());
  ASSERT_EQ(json["cases"].size(), 2U);
  const auto& first = json["cases"][0];
  ASSERT_EQ(first["points"].size(), 9U);
  EXPECT_EQ(first["signal"], nlohmann::ordered_json::array({1000}));
  EXPECT_DOUBLE_EQ(first["points"][0]["seconds"]["median"], results[0].points[0][0].time.median);
  EXPECT_DOUBLE_EQ(first["points"][0]["roof_share"], 0.5);
  EXPECT_EQ(first["points"][7]["skipped"], "no <reason>");
  EXPECT_FALSE(first["points"][7].contains("seconds"));
  EXPECT_EQ(first["host"]["choices"].size(), 3U);
  EXPECT_EQ(first["host"]["crossings"].size(), results[0].crossings.size());
  EXPECT_EQ(json["cases"][1]["points"][0]["filter"], nlohmann::ordered_json::array({3, 3}));
}

TEST(study_table, marks_the_fastest_and_names_the_reasons) {
  const auto results = some_results();
  std::ostringstream out;
  print_case(out, results[0]);
  print_skipped(out, results);
  print_regret(out, results);
  const std::string text = out.str();
  EXPECT_NE(text.find("* "), std::string::npos);
  EXPECT_NE(text.find("overtakes cpu direct"), std::string::npos);
  EXPECT_NE(text.find("left out 2 points: no <reason>"), std::string::npos);
  EXPECT_NE(text.find("of 5 points"), std::string::npos);  // of a picture the choice for 9 x 9 was left out
}

TEST(progress, is_a_bar_on_a_terminal) {
  std::ostringstream out;
  {
    progress bar(4, out, true);
    bar.advance_to(2, "half");
    EXPECT_NE(out.str().find("[###############...............] 2/4"), std::string::npos);
    EXPECT_EQ(out.str().find('\n'), std::string::npos);
  }
  EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
}

TEST(progress, is_plain_lines_elsewhere) {
  std::ostringstream out;
  {
    progress lines(2, out, false);
    lines.advance_to(1, "first");  // too soon for a line
    lines.advance_to(2, "second");
  }
  EXPECT_EQ(out.str(), "2/2  second\n");
}

}  // namespace
}  // namespace faltung::bench
