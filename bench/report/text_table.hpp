// A table for the terminal: columns as wide as their widest cell.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace faltung::bench {

class text_table {
 public:
  // `sides` holds an l for each column aligned left, an r for each aligned right; its last letter goes for the rest.
  text_table(std::vector<std::string> header, std::string sides);

  // Throws std::invalid_argument where the row has not one cell for each column.
  void add(std::vector<std::string> row);

  friend std::ostream& operator<<(std::ostream& out, const text_table& table);

 private:
  std::vector<std::vector<std::string>> rows_;
  std::string sides_;
};

}  // namespace faltung::bench
