#include "report/text_table.hpp"

#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <utility>

namespace faltung::bench {

text_table::text_table(std::vector<std::string> header, std::string sides) : sides_(std::move(sides)) {
  rows_.push_back(std::move(header));
}

void text_table::add(std::vector<std::string> row) {
  if (row.size() != rows_.front().size()) throw std::invalid_argument("a table row needs one cell for each column");
  rows_.push_back(std::move(row));
}

std::ostream& operator<<(std::ostream& out, const text_table& table) {
  std::vector<std::size_t> widths(table.rows_.front().size());
  for (const auto& row : table.rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : table.rows_) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - row[i].size(), ' ');
      const bool left = table.sides_[std::min(i, table.sides_.size() - 1)] == 'l';
      line.append(1, ' ').append(left ? row[i] + padding : padding + row[i]).append(1, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
    if (&row == &table.rows_.front()) {
      std::size_t across = 2;
      for (const std::size_t width : widths) across += width + 2;
      out << "  " << std::string(across - 4, '-') << '\n';
    }
  }
  return out;
}

}  // namespace faltung::bench
