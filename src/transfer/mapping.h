#pragma once
// What a row of a file means (docs/import.md): a mapping file in YAML, compiled against the columns
// of the file and the definition of the workspace.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expression/expression.h"
#include "lifecycle/definition.h"
#include "transfer/csv_reader.h"
#include "transfer/encoding.h"
#include "transfer/number_formats.h"

namespace tenure::lifecycle::yaml {
struct Node;
}

namespace tenure::transfer {

struct FileFormat {
  char delimiter = kDelimiterAuto;
  Encoding encoding = Encoding::automatic;
  bool header = true;
};

// A column that the mapping knows: its cell is read as `type` when an expression asks for it.
struct Column {
  std::string name;  // in expressions
  uint16_t field;    // in the row
  expression::Kind type = expression::Kind::string;
  NumberFormat number;
  std::optional<TimePattern> pattern;
};

// An expression over the row, and what its value becomes.
struct Term {
  expression::Program program;
  std::vector<uint16_t> columns;  // those it reads: indices of Mapping::columns
  expression::Type type;          // what it becomes
};

struct FactMapping {
  uint16_t kind = 0;
  std::optional<Term> where;
  Term key, at;
  // Body fields of the kind by slot; for account.changed, properties of the account by index.
  std::vector<std::pair<uint16_t, Term>> fields;
  struct Lines {
    std::optional<Term> line;
    bool latest = false;         // the document's time is its last line's, not its first one's
    std::vector<uint16_t> sums;  // slots, ascending
  };
  std::optional<Lines> lines;
};

// Immutable. Keeps the definition.
struct Mapping {
  std::string name;
  lifecycle::DefinitionPtr definition;
  // The row as expressions see it: one cell per column, then `row` and `line` where no column of
  // the file has that name.
  expression::RecordType row;
  std::vector<Column> columns;
  int row_slot = -1, line_slot = -1;

  std::optional<Term> where;
  Term account;
  bool create = true;
  std::optional<Term> created_at;
  std::vector<std::pair<uint16_t, Term>> fields;  // properties by index
  std::vector<FactMapping> facts;
  bool keep_known = false;  // on_change: reject
};

// The text of a mapping file: at most what a YAML file may have, and one byte more, for the reader of YAML to refuse.
// Errors: those of FileSource.
Result<std::string> read_mapping(const std::string& path);

// A mapping file that was read but does not know its columns yet.
class MappingText {
 public:
  // `file` is what faults call it.
  MappingText(std::string file, std::string text);
  ~MappingText();
  MappingText(const MappingText&) = delete;
  MappingText& operator=(const MappingText&) = delete;

  // How to open the file that is to be mapped; what is faulty has its default.
  const FileFormat& format() const { return format_; }

  // The file's columns are its `header`, or the first `width` names under `columns` where it has
  // none. Null where there are faults. Once.
  std::shared_ptr<const Mapping> compile(lifecycle::DefinitionPtr,
                                         const std::vector<std::string>& header, size_t width);
  // What is wrong, all of it, in file order; complete after compile().
  std::vector<lifecycle::Fault> faults() const;

 private:
  std::string file_, text_;
  FileFormat format_;
  std::vector<lifecycle::Fault> faults_;
  std::unique_ptr<lifecycle::yaml::Node> root_;  // null: it is no YAML
};

}  // namespace tenure::transfer
