#include "transfer/document_lines.h"

#include <algorithm>

#include "base/assert.h"
#include "transfer/packed.h"

namespace tenure::transfer {

using engine::codec::Reader;
using expression::Cell;
using expression::Kind;
using namespace packed;

namespace {

constexpr char kKept = 1, kWithRows = 2;  // formats

bool same_word(const DocumentLine& left, const DocumentLine& right) {
  return left.at == right.at && left.body == right.body;
}

Cell* find(std::vector<PackedField>& fields, uint16_t slot) {
  const auto found = std::ranges::find(fields, slot, &PackedField::slot);
  return found == fields.end() ? nullptr : &found->cell;
}

// sum + times × cell, exactly; false where that is too large.
bool add(Cell& sum, const Cell& cell, int64_t times) {
  if (cell.is_null()) return true;
  if (cell.kind == Kind::int64) {
    int64_t product = 0, total = sum.is_null() ? 0 : sum.as_int64();
    if (__builtin_mul_overflow(cell.as_int64(), times, &product) ||
        __builtin_add_overflow(total, product, &total)) {
      return false;
    }
    sum = Cell::int64(total);
    return true;
  }
  if (cell.kind != Kind::decimal) return true;
  const auto product = times == 1 ? cell.as_decimal() : cell.as_decimal().times(Decimal(times));
  if (!product) return false;
  const auto total = sum.is_null() ? product : sum.as_decimal().plus(*product);
  if (!total) return false;
  sum = Cell::decimal(*total);
  return true;
}

}  // namespace

std::string pack_body(const std::vector<std::pair<uint16_t, Term>>& fields,
                      std::span<const Cell> values) {
  TENURE_ASSERT(fields.size() == values.size());
  std::vector<PackedField> sorted;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!values[i].is_null()) sorted.push_back({fields[i].first, values[i]});
  }
  std::ranges::sort(sorted, {}, &PackedField::slot);
  std::string body;
  for (const PackedField& field : sorted) {
    put_number(body, field.slot);
    put_cell(body, field.cell);
  }
  return body;
}

std::vector<PackedField> unpack_body(std::string_view body) {
  std::vector<PackedField> fields;
  Reader in(body);
  while (!in.at_end() && in.good()) {
    const auto slot = static_cast<uint16_t>(in.number());
    fields.push_back({slot, get_cell(in)});
  }
  return fields;
}

std::vector<DocumentLine> gather(std::vector<DocumentLine> rows, bool keep_first,
                                 std::vector<int64_t>& refused) {
  std::ranges::stable_sort(rows, {}, &DocumentLine::id);
  std::vector<DocumentLine> lines;
  for (DocumentLine& row : rows) {
    if (lines.empty() || lines.back().id != row.id) {
      lines.push_back(std::move(row));
    } else if (!row.named()) {
      ++lines.back().times;
    } else if (!same_word(lines.back(), row)) {
      if (keep_first)
        refused.push_back(row.row);
      else
        lines.back() = std::move(row);
    }
  }
  return lines;
}

std::vector<DocumentLine> merge(std::vector<DocumentLine> kept,
                                const std::vector<DocumentLine>& lines, bool keep_known,
                                std::vector<int64_t>& refused) {
  std::vector<DocumentLine> merged;
  merged.reserve(kept.size() + lines.size());
  auto old = kept.begin();
  for (const DocumentLine& line : lines) {
    while (old != kept.end() && old->id < line.id) merged.push_back(std::move(*old++));
    if (old == kept.end() || old->id != line.id) {
      merged.push_back(line);
      continue;
    }
    if (!line.named()) {
      old->times = std::max(old->times, line.times);
    } else if (!same_word(*old, line)) {
      if (keep_known)
        refused.push_back(line.row);
      else
        *old = line;
    }
    merged.push_back(std::move(*old++));
  }
  std::move(old, kept.end(), std::back_inserter(merged));
  return merged;
}

std::string pack_lines(const std::vector<DocumentLine>& lines, bool with_rows) {
  std::string out(1, with_rows ? kWithRows : kKept);
  put_number(out, lines.size());
  int64_t before = 0;
  for (const DocumentLine& line : lines) {
    put_text(out, line.id);
    put_number(out, static_cast<uint64_t>(line.times));
    put_signed(out, line.at.micros - before);
    put_text(out, line.body);
    if (with_rows) put_number(out, static_cast<uint64_t>(line.row));
    before = line.at.micros;
  }
  return out;
}

std::vector<DocumentLine> unpack_lines(std::string_view bytes) {
  std::vector<DocumentLine> lines;
  Reader in(bytes);
  const uint8_t format = in.byte();
  if (format != kKept && format != kWithRows) return lines;
  const uint64_t count = in.number();
  int64_t before = 0;
  for (uint64_t i = 0; i < count && in.good(); ++i) {
    DocumentLine line;
    line.id = in.text();
    line.times = static_cast<int64_t>(in.number());
    line.at = {before + in.signed_number()};
    line.body = in.text();
    if (format == kWithRows) line.row = static_cast<int64_t>(in.number());
    before = line.at.micros;
    lines.push_back(std::move(line));
  }
  if (!in.good() || !in.at_end()) lines.clear();
  return lines;
}

Result<LinesTotal> total(const std::vector<DocumentLine>& lines, const FactMapping::Lines& how,
                         const lifecycle::FactKind& kind) {
  TENURE_ASSERT(!lines.empty());
  const DocumentLine* first = &lines.front();
  Instant latest = first->at;
  for (const DocumentLine& line : lines) {  // in the order of ids: the first of the earliest
    if (line.at < first->at) first = &line;
    latest = std::max(latest, line.at);
  }
  std::vector<Cell> sums(how.sums.size());
  for (const DocumentLine& line : lines) {
    std::vector<PackedField> fields = unpack_body(line.body);
    for (size_t i = 0; i < sums.size(); ++i) {
      const Cell* cell = find(fields, how.sums[i]);
      if (cell && !add(sums[i], *cell, line.times)) {
        return refuse("import-sum", {{"field", kind.fields.fields[how.sums[i]].name}});
      }
    }
  }
  LinesTotal out{.at = how.latest ? latest : first->at};
  std::vector<PackedField> body = unpack_body(first->body);
  for (size_t i = 0; i < sums.size(); ++i) {
    if (Cell* cell = find(body, how.sums[i]))
      *cell = sums[i];
    else if (!sums[i].is_null())
      body.push_back({how.sums[i], sums[i]});
  }
  std::ranges::sort(body, {}, &PackedField::slot);
  for (const PackedField& field : body) {
    put_number(out.body, field.slot);
    put_cell(out.body, field.cell);
  }
  return out;
}

}  // namespace tenure::transfer
