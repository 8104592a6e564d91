#pragma once
// Rows as a workbook of one sheet, which spreadsheets open as it is: numbers and dates are such, all else is text and
// never a formula. Written while the rows come.
//
// Ours, though Debian has libxlsxwriter: that one (1.1.4) makes a file with a name, whole, when it is told that no more
// rows come, and has no other way out. An export is an answer that begins with its first page of rows, waits for a slow
// reader without a thread, ends when somebody is signed out, and leaves nothing on the disk. With the library a million
// rows of ten cells were 613 MB of temporary file for each reader, and the first byte of them came after the last row
// was read and one call more, of seven seconds of processor, that nothing can stop. Nor does it know the mark
// (quotePrefix) by which "=1+1" stays a text when somebody edits its cell.
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
