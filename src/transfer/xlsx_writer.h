#pragma once
// Rows as a workbook of one sheet, which spreadsheets open as it is: numbers and dates are such, all else is text and
// never a formula. Written while the rows come.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_zone.h"
#include "base/value.h"
#include "transfer/zip_writer.h"

namespace tenure::transfer {

inline constexpr int64_t kXlsxRows = 1'048'576;  // of a sheet, with its titles

class XlsxWriter {
 public:
  // Appends to a string that its owner empties as often as he likes. Instants are shown in the zone, to the second.
  XlsxWriter(std::string& out, TimeZone zone, bool right_to_left);

  void text(std::string_view cell);
  void value(const Value&);
  // Throws EnvironmentError "sheet-too-long" {limit}: more rows than a sheet has.
  void end_row();
  void finish();

 private:
  void begin_cell(std::string_view more);
  void number(std::string_view digits, int style);
  void serial(int64_t days, int64_t seconds, int style);

  TimeZone zone_;
  ZipWriter zip_;
  std::string row_;  // on its way
  int64_t rows_ = 0;
};

}  // namespace tenure::transfer
