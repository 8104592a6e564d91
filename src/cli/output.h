#pragma once
// Tables of values in the form that was asked for. For people: aligned, no wider than the terminal, in
// their words; for programs (CSV, JSON): names and values exactly as the API has them.
#include <string>
#include <vector>

#include "cli/session.h"
#include "report/table.h"

namespace tenure::cli {

// Rows as they come; memory does not grow with them.
class RowPrinter {
 public:
  // `titles`: headers for people, parallel to the columns; "" = the catalogue's column.<name>, or the name.
  RowPrinter(Session&, std::vector<report::Column>, std::vector<std::string> titles = {});
  void row(std::vector<Value>);
  void finish();

 private:
  void flush_table();
  void flush_text();

  Session& session_;
  std::vector<report::Column> columns_;
  std::vector<std::string> titles_;
  std::vector<std::vector<Value>> waiting_;
  std::vector<int> widths_;
  std::string text_;
  int64_t rows_ = 0;
  bool headed_ = false;
};

void print(Session&, const report::Table&, std::vector<std::string> titles = {});

// Filled with blanks to so many columns of a terminal, or cut with "…".
std::string padded(std::string_view text, int width, bool right = false);
std::string cut(std::string_view text, int width);
// A bar of eighths of a block, at most `width` columns for `most`.
std::string bar(double value, double most, int width);
// One character per value, the highest for the largest.
std::string sparkline(const std::vector<double>& values);

struct Style {  // escape sequences, or nothing
  explicit Style(bool colour) : on(colour) {}
  bool on;
  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }
  std::string good(std::string_view text) const { return wrap("32", text); }
  std::string bad(std::string_view text) const { return wrap("31", text); }
  std::string wrap(std::string_view code, std::string_view text) const;
};

}  // namespace tenure::cli
