#include "cli/output.h"

#include <algorithm>
#include <iostream>
#include <set>

#include "base/json.h"
#include "transfer/csv_writer.h"

namespace tenure::cli {

namespace {

constexpr size_t kRowsForWidths = 1000;
constexpr size_t kTextBytes = 64 * 1024;
constexpr int kNarrowest = 6;  // a column is not cut below this

bool in_catalogue(std::string_view code) {
  static const auto* codes = [] {
    auto* set = new std::set<std::string_view>;
    for (const CatalogueEntry& entry : catalogue()) set->insert(entry.code);
    return set;
  }();
  return codes->contains(code);
}

// Where the character after this one begins.
size_t next_character(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<uint8_t>(text[at]) & 0xc0) == 0x80) ++at;
  return at;
}

// A cell is one line.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<uint8_t>(c) < 0x20) c = ' ';
  }
  return text;
}

}  // namespace

std::string cut(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  size_t end = 0;
  for (size_t next = next_character(text, 0); next < text.size(); next = next_character(text, next)) {
    if (display_width(text.substr(0, next)) > width - 1) break;
    end = next;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string padded(std::string_view text, int width, bool right) {
  std::string cell = cut(text, width);
  const std::string blanks(static_cast<size_t>(std::max(0, width - display_width(cell))), ' ');
  return right ? blanks + cell : cell + blanks;
}

std::string bar(double value, double most, int width) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (most <= 0 || value <= 0) return "";
  const int eighths = std::max(1, static_cast<int>(value / most * width * 8 + 0.5));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

std::string sparkline(const std::vector<double>& values) {
  static constexpr const char* kLevels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double most = 0;
  for (const double value : values) most = std::max(most, value);
  std::string text;
  for (const double value : values) {
    text += kLevels[most <= 0 ? 0 : std::min(7, static_cast<int>(value / most * 7 + 0.5))];
  }
  return text;
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  if (!on) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

RowPrinter::RowPrinter(Session& session, std::vector<report::Column> columns, std::vector<std::string> titles)
    : session_(session), columns_(std::move(columns)), titles_(std::move(titles)) {
  titles_.resize(columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (!titles_[i].empty()) continue;
    const std::string code = "column." + columns_[i].name;
    titles_[i] = in_catalogue(code) ? session_.say(code) : columns_[i].name;
  }
  if (session_.format == Format::csv) {
    transfer::CsvWriter writer(text_);
    for (const report::Column& column : columns_) writer.text(column.name);
    writer.end_row();
  }
  if (session_.format == Format::json) text_ += "[";
}

void RowPrinter::row(std::vector<Value> values) {
  ++rows_;
  if (session_.format == Format::table) {
    waiting_.push_back(std::move(values));
    if (waiting_.size() >= kRowsForWidths) flush_table();
    return;
  }
  if (session_.format == Format::csv) {
    transfer::CsvWriter writer(text_);
    for (const Value& value : values) writer.value(value);
    writer.end_row();
  } else {
    if (session_.format == Format::json) text_ += rows_ == 1 ? "\n  " : ",\n  ";
    json::Writer writer(text_);
    writer.begin_object();
    for (size_t i = 0; i < values.size(); ++i) writer.field(columns_[i].name, values[i]);
    writer.end_object();
    if (session_.format == Format::json_lines) text_ += '\n';
  }
  if (text_.size() >= kTextBytes) flush_text();
}

void RowPrinter::flush_text() {
  session_.out() << text_;
  text_.clear();
}

void RowPrinter::flush_table() {
  std::vector<std::vector<std::string>> cells;
  for (const auto& values : waiting_) {
    auto& row = cells.emplace_back();
    for (const Value& value : values) row.push_back(one_line(session_.show(value)));
  }
  waiting_.clear();
  if (widths_.empty()) {
    for (size_t c = 0; c < columns_.size(); ++c) {
      int width = display_width(titles_[c]);
      for (const auto& row : cells) width = std::max(width, display_width(row[c]));
      widths_.push_back(width);
    }
    // The widest column gives way first, and a column of numbers never does.
    const int room = session_.out_is_terminal() ? session_.width() : INT32_MAX;
    const auto total = [&] {
      int sum = 2 * static_cast<int>(widths_.size() - 1);
      for (const int width : widths_) sum += width;
      return sum;
    };
    while (total() > room) {
      int widest = -1;
      for (size_t c = 0; c < widths_.size(); ++c) {
        if (columns_[c].number || widths_[c] <= kNarrowest) continue;
        if (widest < 0 || widths_[c] > widths_[static_cast<size_t>(widest)]) widest = static_cast<int>(c);
      }
      if (widest < 0) break;
      --widths_[static_cast<size_t>(widest)];
    }
  }
  const Style style(session_.colour);
  const auto line = [&](const std::vector<std::string>& row, bool head) {
    std::string text;
    for (size_t c = 0; c < row.size(); ++c) {
      const bool last = c + 1 == row.size() && !columns_[c].number;
      // What is longer than the rows that gave the width is shown whole where nothing limits the line.
      const int width = session_.out_is_terminal() ? widths_[c] : std::max(widths_[c], display_width(row[c]));
      text += last ? cut(row[c], width) : padded(row[c], width, columns_[c].number);
      if (c + 1 < row.size()) text += "  ";
    }
    while (text.ends_with(' ')) text.pop_back();
    session_.out() << (head ? style.bold(text) : text) << '\n';
  };
  if (!headed_) line(titles_, true);
  headed_ = true;
  for (const auto& row : cells) line(row, false);
}

void RowPrinter::finish() {
  if (session_.format == Format::table) flush_table();
  if (session_.format == Format::json) text_ += rows_ == 0 ? "]\n" : "\n]\n";
  flush_text();
}

void print(Session& session, const report::Table& table, std::vector<std::string> titles) {
  RowPrinter printer(session, table.columns, std::move(titles));
  for (const auto& row : table.rows) printer.row(row);
  printer.finish();
}

}  // namespace tenure::cli
