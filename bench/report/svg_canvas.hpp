// A few shapes as SVG.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace faltung::bench {

struct svg_point {
  double x = 0;
  double y = 0;
};

class svg_canvas {
 public:
  svg_canvas(double width, double height);

  // `style` is the element's attributes, for instance: stroke="#888". Text is escaped, attributes are not.
  void rectangle(svg_point corner, double width, double height, std::string_view style);
  void line(svg_point from, svg_point to, std::string_view style);
  void path(const std::vector<svg_point>& points, std::string_view style);
  void circle(svg_point centre, double radius, std::string_view style);
  void text(svg_point at, std::string_view words, std::string_view style);

  [[nodiscard]] std::string str() const;

 private:
  std::string body_;
};

}  // namespace faltung::bench
