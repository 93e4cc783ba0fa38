#include "report/svg_canvas.hpp"

#include <array>
#include <cstdio>

namespace faltung::bench {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

std::string attribute(const char* name, double value) { return std::string(" ") + name + "=\"" + number(value) + "\""; }

std::string escaped(std::string_view words) {
  std::string safe;
  for (const char each : words) {
    switch (each) {
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '&': safe += "&amp;"; break;
      default: safe += static_cast<unsigned char>(each) < 0x20 ? ' ' : each;
    }
  }
  return safe;
}

std::string closed(std::string_view style) { return std::string(1, ' ').append(style).append("/>\n"); }

}  // namespace

svg_canvas::svg_canvas(double width, double height) {
  const std::string size = number(width) + "\" height=\"" + number(height);
  body_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + size + "\" viewBox=\"0 0 " + number(width) + " " +
          number(height) + "\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"11\">\n";
}

void svg_canvas::rectangle(svg_point corner, double width, double height, std::string_view style) {
  body_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
           attribute("height", height) + closed(style);
}

void svg_canvas::line(svg_point from, svg_point to, std::string_view style) {
  body_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) + attribute("y2", to.y) +
           closed(style);
}

void svg_canvas::path(const std::vector<svg_point>& points, std::string_view style) {
  if (points.empty()) return;
  std::string list;
  for (const svg_point& point : points) list.append(number(point.x)).append(",").append(number(point.y)).append(" ");
  body_ += "<polyline points=\"" + list + "\" fill=\"none\"" + closed(style);
}

void svg_canvas::circle(svg_point centre, double radius, std::string_view style) {
  body_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) + closed(style);
}

void svg_canvas::text(svg_point at, std::string_view words, std::string_view style) {
  body_ += "<text" + attribute("x", at.x) + attribute("y", at.y).append(" ").append(style).append(">") +
           escaped(words) + "</text>\n";
}

std::string svg_canvas::str() const { return body_ + "</svg>\n"; }

}  // namespace faltung::bench
