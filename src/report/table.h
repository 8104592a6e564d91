#pragma once
// What every report is: named columns and rows of values, in the order to be read. How it looks is
// the door's business.
#include <string>
#include <vector>

#include "base/value.h"

namespace tenure::report {

struct Column {
  std::string name;     // snake_case; the header of CSV, the key of JSON
  bool number = false;  // stands to the right
};
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;  // each as long as `columns`
};

}  // namespace tenure::report
