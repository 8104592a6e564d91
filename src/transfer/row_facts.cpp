#include "transfer/row_facts.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "lifecycle/coerce.h"
#include "transfer/blank.h"
#include "transfer/convert.h"

namespace tenure::transfer {

using expression::Cell;
using expression::Kind;

namespace {

void put_number(std::string& out, uint64_t n) {
  for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>(n | 0x80));
  out.push_back(static_cast<char>(n));
}

Error about(Error error, const char* what, const std::string& name) {
  error.arguments.emplace_back(what, name);
  return error;
}

// As coerce(), but says how such a value is written.
Result<Value> coerce_cell(Kind kind, std::string_view text, const TimeZone& zone) {
  Result<Value> value = lifecycle::coerce({.kind = kind}, Value(std::string(text)), zone);
  if (value) return value;
  Error error = std::move(value).error();
  if (kind == Kind::date) error.code = "invalid-date";
  if (kind == Kind::instant) error.code = "invalid-instant";
  if (kind == Kind::time_of_day) error.code = "invalid-time";
  if (kind == Kind::duration) error.code = "invalid-duration";
  return std::unexpected(std::move(error));
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

RowFacts::RowFacts(const Mapping& mapping)
    : mapping_(mapping),
      zone_(mapping.definition->zone),
      cells_(mapping.row.fields.size()),
      sources_{cells_.data()},
      frame_{.sources = sources_, .zone = &zone_, .arena = &arena_},
      loaded_(mapping.columns.size()),
      last_(mapping.columns.size()),
      facts_(mapping.facts.size()) {}

RowFacts::Outcome RowFacts::read(const CsvRow& row) {
  row_ = &row;
  arena_.reset();
  std::ranges::fill(loaded_, Loaded::no);
  fact_count_ = 0;
  faults_.clear();
  content_.clear();
  if (mapping_.row_slot >= 0) cells_[static_cast<size_t>(mapping_.row_slot)] = Cell::int64(row.row);
  if (mapping_.line_slot >= 0)
    cells_[static_cast<size_t>(mapping_.line_slot)] = Cell::int64(row.line);

  if (mapping_.where) {
    const auto kept = holds(*mapping_.where);
    if (!kept) return Outcome::rejected;
    if (!*kept) return Outcome::left_out;
  }
  account_ = key(mapping_.account, "import-no-account", "");
  created_at_.reset();
  if (mapping_.created_at) {
    if (const auto at = value(*mapping_.created_at); at && !at->is_null())
      created_at_ = at->as_instant();
  }
  fields_.clear();
  for (const auto& [property, term] : mapping_.fields) {
    fields_.push_back(
        value(term, &mapping_.definition->properties[property].name).value_or(Cell::null()));
  }
  for (size_t i = 0; i < mapping_.facts.size(); ++i) tell(static_cast<uint16_t>(i));
  return faults_.empty() ? Outcome::told : Outcome::rejected;
}

void RowFacts::tell(uint16_t index) {
  const FactMapping& fact = mapping_.facts[index];
  if (fact.where) {
    const auto told = holds(*fact.where);
    if (!told || !*told) return;
  }
  const lifecycle::FactKind& kind = mapping_.definition->kinds[fact.kind];
  Told& told = facts_[fact_count_++];
  told.mapping = index;
  told.key = key(fact.key, "import-no-key", kind.name);
  if (const auto at = value(fact.at)) {
    if (at->is_null())
      faults_.push_back({"import-no-time", {{"kind", kind.name}}});
    else
      told.at = at->as_instant();
  }
  told.values.clear();
  for (const auto& [slot, term] : fact.fields) {
    const std::string& name = kind.builtin == lifecycle::Builtin::account_changed
                                  ? mapping_.definition->properties[slot].name
                                  : kind.fields.fields[slot].name;
    told.values.push_back(value(term, &name).value_or(Cell::null()));
  }
  told.line.clear();
  if (!fact.lines) return;
  if (!fact.lines->line) {
    told.line = content();
  } else {
    told.line = "=";
    told.line += key(*fact.lines->line, "import-no-line", kind.name);
  }
}

// What the whole row says, for documents whose lines have no name of their own.
std::string_view RowFacts::content() {
  if (!content_.empty()) return content_;
  joined_.clear();
  for (const std::string_view field : row_->fields) {
    put_number(joined_, field.size());
    joined_ += field;
  }
  static constexpr unsigned char kKey[crypto_shorthash_KEYBYTES] = {};
  unsigned char hash[crypto_shorthash_BYTES];
  crypto_shorthash(hash, reinterpret_cast<const unsigned char*>(joined_.data()), joined_.size(),
                   kKey);
  content_ = "#";
  content_.append(reinterpret_cast<const char*>(hash), sizeof hash);
  return content_;
}

// ---- terms
// -------------------------------------------------------------------------------------------

bool RowFacts::load(const Term& term) {
  bool loaded = true;
  for (const uint16_t column : term.columns) loaded &= load_column(column);
  return loaded;
}

// nullopt: a fault was noted.
std::optional<bool> RowFacts::holds(const Term& term) {
  if (!load(term)) return std::nullopt;
  return term.program.holds(frame_);
}

std::optional<Cell> RowFacts::value(const Term& term, const std::string* field) {
  if (!load(term)) return std::nullopt;
  Result<Cell> cell = convert(term.program.evaluate(frame_), term.type, zone_, arena_);
  if (!cell) {
    faults_.push_back(field ? about(std::move(cell).error(), "field", *field)
                            : std::move(cell).error());
    return std::nullopt;
  }
  if (field && cell->kind == Kind::string && cell->size > limits::kTextBytes) {
    faults_.push_back({"import-text-too-long",
                       {{"field", *field}, {"limit", std::to_string(limits::kTextBytes)}}});
  }
  return *cell;
}

std::string_view RowFacts::key(const Term& term, std::string_view code, const std::string& kind) {
  const auto cell = value(term);
  if (!cell) return {};
  const std::string_view text = cell->is_null() ? std::string_view() : cell->as_text();
  if (text.empty()) {
    Error error{std::string(code), {}};
    faults_.push_back(kind.empty() ? std::move(error) : about(std::move(error), "kind", kind));
  } else if (text.size() > limits::kKeyBytes) {
    faults_.push_back({"import-key-too-long",
                       {{"text", excerpt(text)}, {"limit", std::to_string(limits::kKeyBytes)}}});
  } else if (has_control(text)) {
    faults_.push_back({"import-key", {{"text", excerpt(text)}}});
  }
  return text;
}

// ---- cells
// -------------------------------------------------------------------------------------------

bool RowFacts::load_column(uint16_t index) {
  if (loaded_[index] != Loaded::no) return loaded_[index] == Loaded::yes;
  const Column& column = mapping_.columns[index];
  std::string_view text = row_->fields[column.field];
  if (column.type != Kind::string) text = trim_blanks(text);
  loaded_[index] = Loaded::yes;
  if (text.empty()) {
    cells_[index] = Cell::null();
  } else if (column.type == Kind::string) {
    cells_[index] = Cell::text(text);
  } else if (text == last_[index].text) {
    cells_[index] = last_[index].cell;
  } else if (Result<Cell> cell = read_cell(index, text)) {
    cells_[index] = *cell;
    last_[index].text = text;
    last_[index].cell = *cell;
  } else {
    faults_.push_back(about(std::move(cell).error(), "column", column.name));
    loaded_[index] = Loaded::failed;
    return false;
  }
  return true;
}

Result<Cell> RowFacts::read_cell(uint16_t index, std::string_view text) {
  const Column& column = mapping_.columns[index];
  switch (column.type) {
    case Kind::int64:
      if (column.number.group == '\0') {
        int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size()) return Cell::int64(number);
      }
      [[fallthrough]];
    case Kind::decimal:
    case Kind::double_: {
      TENURE_TRY(const Decimal number, parse_number(text, column.number));
      if (column.type == Kind::decimal) return Cell::decimal(number);
      if (column.type == Kind::double_) return Cell::double_(number.to_double());
      const auto whole = number.to_int64();
      if (!whole) return refuse("import-not-whole", {{"text", excerpt(text)}});
      return Cell::int64(*whole);
    }
    case Kind::instant: {
      TENURE_TRY(const Instant at, read_instant(column, text));
      return Cell::instant(at);
    }
    case Kind::date:
      if (column.pattern) {
        TENURE_TRY(const LocalDateTime local, column.pattern->parse(text));
        return Cell::date(local.date);
      }
      [[fallthrough]];
    default: {
      TENURE_TRY(const Value value, coerce_cell(column.type, text, zone_));
      return to_cell(value, {.kind = column.type}, arena_);
    }
  }
}

Result<Instant> RowFacts::read_instant(const Column& column, std::string_view text) const {
  if (column.pattern) {
    TENURE_TRY(const LocalDateTime local, column.pattern->parse(text));
    return zone_.from_local(local.date, local.time);
  }
  TENURE_TRY(const Value value, coerce_cell(Kind::instant, text, zone_));
  return *value.get<Instant>();
}

std::string say_reject(Language language, const Error& error) {
  for (const char* what : {"column", "field"}) {
    for (const auto& [name, value] : error.arguments) {
      if (name != what) continue;
      Arguments arguments = error.arguments;
      arguments.emplace_back("reason", error.code);
      return say(language, std::string("import-of-") + what, arguments);
    }
  }
  return say(language, error);
}

}  // namespace tenure::transfer
