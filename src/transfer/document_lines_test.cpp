#include "transfer/document_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "transfer/packed.h"

namespace tenure::transfer {
namespace {

using expression::Cell;
using expression::Kind;

// Slots of the kind of these tests: 0 order (text), 1 amount (decimal), 2 pieces (int).
const lifecycle::FactKind& order() {
  static const lifecycle::FactKind kind = [] {
    lifecycle::FactKind made;
    made.fields.fields = {
        {"order", {Kind::string}}, {"amount", {Kind::decimal}}, {"pieces", {Kind::int64}}};
    made.body_fields = 3;
    return made;
  }();
  return kind;
}
FactMapping::Lines sums() {
  FactMapping::Lines lines;
  lines.sums = {1, 2};
  return lines;
}

std::string body(std::string_view name, std::string_view amount, int64_t pieces) {
  std::string out;
  packed::put_number(out, 0);
  packed::put_cell(out, Cell::text(name));
  packed::put_number(out, 1);
  packed::put_cell(out, Cell::decimal(*Decimal::parse(amount)));
  packed::put_number(out, 2);
  packed::put_cell(out, Cell::int64(pieces));
  return out;
}
DocumentLine line(std::string id, int64_t at, std::string_view amount, int64_t row = 0,
                  std::string_view name = "o") {
  return {.id = std::move(id), .at = {at}, .body = body(name, amount, 1), .row = row};
}
std::string said(const Result<LinesTotal>& total) {
  if (!total) return total.error().code;
  std::string out = std::to_string(total->at.micros);
  for (const PackedField& field : unpack_body(total->body)) {
    out += " " + to_text(to_value(field.cell, {.kind = field.cell.kind}));
  }
  return out;
}
std::string said(const std::vector<DocumentLine>& lines) {
  return said(total(lines, sums(), order()));
}

std::vector<int64_t> none;

TEST(DocumentLines, TheDocumentIsTheSumOfItsLinesAtTheEarliestWithItsFields) {
  const auto lines = gather({line("=b", 20, "0.10", 1, "late"), line("=a", 30, "0.2", 2, "later"),
                             line("=c", 10, "-5", 3, "first")},
                            false, none);
  EXPECT_EQ(said(lines), "10 first -4.70 3");
  FactMapping::Lines latest = sums();
  latest.latest = true;
  EXPECT_EQ(said(total(lines, latest, order())), "30 first -4.70 3");
}

TEST(DocumentLines, EqualRowsOfOneFileAreSoManyLines) {
  const auto lines =
      gather({line("#x", 1, "2.5"), line("#x", 1, "2.5"), line("#y", 1, "1")}, false, none);
  EXPECT_EQ(said(lines), "1 o 6.0 3");
}

TEST(DocumentLines, AsManyEqualLinesAsOneFileEverHeld) {
  const auto two = gather({line("#x", 1, "2"), line("#x", 1, "2")}, false, none);
  const auto three =
      gather({line("#x", 1, "2"), line("#x", 1, "2"), line("#x", 1, "2")}, false, none);
  EXPECT_EQ(said(merge(two, two, false, none)), "1 o 4 2");
  EXPECT_EQ(said(merge(two, three, false, none)), "1 o 6 3");
  EXPECT_EQ(said(merge(three, two, false, none)), "1 o 6 3");
}

TEST(DocumentLines, ANamedLineThatSaysSomethingElseIsCorrectedOrRefused) {
  const std::vector<DocumentLine> rows{line("=1", 1, "2", 7), line("=1", 1, "2", 8),
                                       line("=1", 1, "3", 9)};
  std::vector<int64_t> refused;
  EXPECT_EQ(said(gather(rows, false, refused)), "1 o 3 1");
  EXPECT_THAT(refused, testing::IsEmpty());
  EXPECT_EQ(said(gather(rows, true, refused)), "1 o 2 1");
  EXPECT_THAT(refused, testing::ElementsAre(9));

  refused.clear();
  const std::vector<DocumentLine> known{line("=1", 1, "5")}, again{line("=1", 1, "2", 7)};
  EXPECT_EQ(said(merge(known, again, false, refused)), "1 o 2 1");
  EXPECT_THAT(refused, testing::IsEmpty());
  EXPECT_EQ(said(merge(known, again, true, refused)), "1 o 5 1");
  EXPECT_THAT(refused, testing::ElementsAre(7));
}

TEST(DocumentLines, ASumThatIsTooLargeIsRefused) {
  const std::string huge(38, '9');
  EXPECT_EQ(said(gather({line("=1", 1, huge), line("=2", 1, huge)}, false, none)), "import-sum");
  EXPECT_EQ(said(gather({line("#1", 1, huge), line("#1", 1, huge)}, false, none)), "import-sum");
  DocumentLine pieces = line("=1", 1, "1");
  pieces.body = body("o", "1", INT64_MAX);
  EXPECT_EQ(said({pieces, line("=2", 1, "1")}), "import-sum");
}

TEST(DocumentLines, NothingIsAddedWhereNothingIs) {
  DocumentLine empty{.id = "=1", .at = {5}};
  EXPECT_EQ(said({empty}), "5");
  EXPECT_EQ(said({empty, line("=2", 9, "4")}), "5 4 1");
}

TEST(DocumentLines, KeptBytesAreReadBackAndBrokenOnesAreNone) {
  const std::vector<DocumentLine> lines{line("#1", INT64_MIN / 4, "2", 5), line("=2", 9, "4", 6)};
  for (const bool with_rows : {false, true}) {
    const std::string bytes = pack_lines(lines, with_rows);
    const auto read = unpack_lines(bytes);
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].at, lines[0].at);
    EXPECT_EQ(read[1].body, lines[1].body);
    EXPECT_EQ(read[1].row, with_rows ? 6 : 0);
    EXPECT_EQ(pack_lines(read, with_rows), bytes);
    for (size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_THAT(unpack_lines(std::string_view(bytes).substr(0, size)), testing::IsEmpty());
    }
  }
  EXPECT_THAT(unpack_lines("\x07"), testing::IsEmpty());
}

// Files as a shuffled, split and repeated order history makes them: whichever file comes first, the
// document is the same, byte for byte, as long as no named line says two things.
RC_GTEST_PROP(DocumentLines, FilesInAnyOrderMakeOneDocument, ()) {
  const int files = *rc::gen::inRange(1, 5);
  std::vector<std::vector<DocumentLine>> parts;
  for (int i = 0; i < files; ++i) {
    std::vector<DocumentLine> rows;
    for (const int n : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12))) {
      rows.push_back(line((n % 2 == 0 ? "=" : "#") + std::to_string(n), 100 - n % 5,
                          std::to_string(n) + ".25"));
    }
    if (!rows.empty()) parts.push_back(gather(rows, false, none));
  }
  if (parts.empty()) return;
  const auto all = [&] {
    std::vector<DocumentLine> whole;
    for (const auto& part : parts) whole = merge(whole, part, false, none);
    return pack_lines(whole) + said(whole);
  };
  const std::string one = all();
  for (int round = 0; round < 3; ++round) {
    std::rotate(parts.begin(),
                parts.begin() + *rc::gen::inRange<long>(0, static_cast<long>(parts.size())),
                parts.end());
    parts.push_back(parts.front());  // one comes again
    RC_ASSERT(all() == one);
  }
}

// Every kind of cell that a field can hold comes back as it was.
RC_GTEST_PROP(Packed, CellsComeBack, (int64_t low, int64_t high, const std::string& text)) {
  for (int i = 0; i < static_cast<int>(Kind::record); ++i) {
    const auto kind = static_cast<Kind>(i);
    Cell cell{.low = low, .kind = kind};
    if (kind == Kind::decimal || kind == Kind::guid) cell.high = high;
    if (kind == Kind::decimal) cell.scale = static_cast<int8_t>(static_cast<uint64_t>(low) % 29);
    const bool is_text = kind == Kind::string || kind == Kind::choice || kind == Kind::binary;
    if (is_text) cell = Cell::text(text, kind);
    std::string bytes;
    packed::put_cell(bytes, cell);
    engine::codec::Reader in(bytes);
    const Cell read = packed::get_cell(in);
    RC_ASSERT(in.good() && in.at_end());
    RC_ASSERT(read.kind == kind);
    if (is_text) {
      RC_ASSERT(read.as_text() == text);
    } else if (kind != Kind::null) {
      RC_ASSERT(read.low == cell.low && read.high == cell.high && read.scale == cell.scale);
    }
  }
}

}  // namespace
}  // namespace tenure::transfer
