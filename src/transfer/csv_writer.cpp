#include "transfer/csv_writer.h"

#include <algorithm>

namespace tenure::transfer {

bool looks_like_formula(std::string_view cell) {
  if (cell.empty()) return false;
  if (cell[0] == '\t' || cell[0] == '\r' || cell[0] == '\n') return true;
  while (!cell.empty() && (static_cast<unsigned char>(cell[0]) <= ' ' || cell[0] == '\x7f')) {
    cell.remove_prefix(1);
  }
  if (cell.empty()) return false;
  if (std::string_view("=+-@").contains(cell[0])) return true;
  constexpr std::string_view kFullWidth[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                             "\xEF\xBC\xA0"};
  return std::ranges::any_of(kFullWidth, [&](auto sign) { return cell.starts_with(sign); });
}

CsvWriter& CsvWriter::cell(std::string_view cell, bool neutralise) {
  if (cells_++ > 0) out_ += options_.delimiter;
  empty_ = cell.empty();
  neutralise = neutralise && looks_like_formula(cell);
  const char special[] = {options_.delimiter, '"', '\n', '\r'};
  // A mark at the beginning of a file would be taken for the file's.
  const bool quote = cell.find_first_of(special, 0, sizeof special) != std::string_view::npos ||
                     cell.starts_with("\xEF\xBB\xBF");
  if (quote) out_ += '"';
  if (neutralise) out_ += '\'';
  for (size_t quoted; (quoted = cell.find('"')) != std::string_view::npos;) {
    out_.append(cell, 0, quoted + 1);
    out_ += '"';
    cell.remove_prefix(quoted + 1);
  }
  out_ += cell;
  if (quote) out_ += '"';
  return *this;
}

CsvWriter& CsvWriter::text(std::string_view text) {
  return cell(text, options_.neutralise_formulas);
}

CsvWriter& CsvWriter::typed(std::string_view text) {
  return cell(text, false);
}

CsvWriter& CsvWriter::value(const Value& value) {
  if (const auto* text = value.get<std::string>()) return this->text(*text);
  const bool composed = value.get<std::shared_ptr<const List>>() != nullptr ||
                        value.get<std::shared_ptr<const Object>>() != nullptr;
  return composed ? text(to_text(value)) : typed(to_text(value));
}

void CsvWriter::end_row() {
  // A row of one empty cell must not look like no row.
  if (cells_ == 1 && empty_) out_ += "\"\"";
  out_ += '\n';
  cells_ = 0;
}

}  // namespace tenure::transfer
