#pragma once
// One row under a mapping: the account it speaks of, the facts it tells, or all that is wrong with
// it.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "expression/cell.h"
#include "transfer/csv_reader.h"
#include "transfer/mapping.h"

namespace tenure::transfer {

class RowFacts {
 public:
  // Keeps a reference to the mapping.
  explicit RowFacts(const Mapping&);

  enum class Outcome : uint8_t {
    told,
    left_out,  // by the mapping's `where`
    rejected   // faults() says why; nothing of the row is to be used
  };
  // What it gives is good until the next call, and as long as the row's text.
  Outcome read(const CsvRow&);

  std::string_view account() const { return account_; }
  std::optional<Instant> created_at() const { return created_at_; }
  std::span<const expression::Cell> fields() const { return fields_; }  // as Mapping::fields
  struct Told {
    uint16_t mapping;  // index of Mapping::facts
    std::string_view key;
    Instant at;
    std::string line;                      // what tells this line from others; "" without `lines`
    std::vector<expression::Cell> values;  // as FactMapping::fields
  };
  std::span<const Told> facts() const { return {facts_.data(), fact_count_}; }
  // Codes: those of number_formats.h and lifecycle/coerce.h, with {column} or {field};
  // "import-no-account", "import-no-key" {kind}, "import-no-time" {kind}, "import-no-line" {kind},
  // "import-key" {text}, "import-key-too-long" {text, limit}, "import-text-too-long" {field,
  // limit}.
  const std::vector<Error>& faults() const { return faults_; }

 private:
  bool load(const Term&);
  bool load_column(uint16_t column);
  Result<expression::Cell> read_cell(uint16_t column, std::string_view text);
  Result<Instant> read_instant(const Column&, std::string_view text) const;
  std::optional<expression::Cell> value(const Term&, const std::string* field = nullptr);
  std::optional<bool> holds(const Term&);
  std::string_view key(const Term&, std::string_view code, const std::string& kind);
  void tell(uint16_t mapping);
  std::string_view content();

  const Mapping& mapping_;
  const TimeZone& zone_;
  const CsvRow* row_ = nullptr;
  std::vector<expression::Cell> cells_;
  const expression::Cell* sources_[1];
  expression::Frame frame_;
  expression::Arena arena_;
  enum class Loaded : uint8_t { no, yes, failed };
  std::vector<Loaded> loaded_;
  struct Last {  // many rows of a file have one date
    std::string text;
    expression::Cell cell;
  };
  std::vector<Last> last_;

  std::string_view account_;
  std::optional<Instant> created_at_;
  std::vector<expression::Cell> fields_;
  std::vector<Told> facts_;
  size_t fact_count_ = 0;
  std::vector<Error> faults_;
  std::string content_, joined_;
};

// The sentence of a fault or of what the service refused, with the column or field it speaks of.
std::string say_reject(Language, const Error&);

}  // namespace tenure::transfer
