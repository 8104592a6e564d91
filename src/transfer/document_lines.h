#pragma once
// A document that comes as lines: an invoice's rows → one order. What the store keeps of it are its
// lines, so that the rest of them may come later, in another file, in any order: the document is
// always that of all lines that ever came.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expression/cell.h"
#include "transfer/mapping.h"

namespace tenure::transfer {

// One line, or several equal ones: `id` is what tells it from others, with a first character that
// says whether it is a name that the mapping gave ('=') or stands for all that the row says ('#').
struct DocumentLine {
  std::string id;
  int64_t times = 1;
  Instant at;
  std::string body;  // packed: slot and cell of every field, slots ascending
  int64_t row = 0;   // of this file; not kept
  bool named() const { return id.starts_with('='); }
};

// The fields of a line, of a fact, of an account. Values are parallel to the fields; nulls are left
// out.
std::string pack_body(const std::vector<std::pair<uint16_t, Term>>& fields,
                      std::span<const expression::Cell> values);
struct PackedField {
  uint16_t slot;
  expression::Cell cell;  // its text shows into the bytes
};
std::vector<PackedField> unpack_body(std::string_view);

// What one file says of a document: its lines in the order of the rows become lines in the order of
// their ids. Equal lines are counted. A name that comes again with something else: the later row's
// word counts, or, with `keep_first`, its row goes to `refused`.
std::vector<DocumentLine> gather(std::vector<DocumentLine> rows, bool keep_first,
                                 std::vector<int64_t>& refused);

// Both in the order of their ids. Of a line without a name as many are there as one file ever held.
// A name that is known with something else: the new word counts, or, with `keep_known`, its row
// goes to `refused`.
std::vector<DocumentLine> merge(std::vector<DocumentLine> kept,
                                const std::vector<DocumentLine>& lines, bool keep_known,
                                std::vector<int64_t>& refused);

// As they are kept (without rows): the same lines are the same bytes. unpack() reads both, and
// gives none for bytes that are not ours.
std::string pack_lines(const std::vector<DocumentLine>&, bool with_rows = false);
std::vector<DocumentLine> unpack_lines(std::string_view);

// The fact that the lines make: at the earliest (or latest) of their times, with the fields of the
// earliest line, and sums over all. There must be a line. Errors: "import-sum" {field}.
struct LinesTotal {
  Instant at;
  std::string body;  // packed as a line's
};
Result<LinesTotal> total(const std::vector<DocumentLine>&, const FactMapping::Lines&,
                         const lifecycle::FactKind&);

}  // namespace tenure::transfer
