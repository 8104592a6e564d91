#pragma once
// Rows of separated values as RFC 4180 has them, for every `-o csv`. Lines end in LF, so that the
// tools of a shell can go on with them.
#include <string>
#include <string_view>

#include "base/value.h"

namespace tenure::transfer {

struct CsvWriterOptions {
  char delimiter = ',';
  // A text cell that a spreadsheet could take for a formula gets a ' in front. Turn it off only
  // for files that programs read: what was changed does not read back as it was.
  bool neutralise_formulas = true;
};

// Whether a spreadsheet could take the cell for a formula: it begins with TAB, CR or LF, or with
// = + - @ (also full-width) once blanks and control characters in front are taken away.
bool looks_like_formula(std::string_view cell);

// Appends to a string that its owner empties as often as he likes.
class CsvWriter {
 public:
  explicit CsvWriter(std::string& out, CsvWriterOptions options = {})
      : out_(out), options_(options) {}

  // What people typed: names, notes, keys.
  CsvWriter& text(std::string_view cell);
  // What we made ourselves: numbers, dates, names of stages; never neutralised.
  CsvWriter& typed(std::string_view cell);
  // Strings, lists and objects as text, all others as typed.
  CsvWriter& value(const Value&);
  void end_row();

 private:
  CsvWriter& cell(std::string_view cell, bool neutralise);
  std::string& out_;
  CsvWriterOptions options_;
  size_t cells_ = 0;   // of this row
  bool empty_ = true;  // nothing was written for this row
};

}  // namespace tenure::transfer
