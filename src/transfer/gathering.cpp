#include "transfer/gathering.h"

#include <algorithm>

#include "base/assert.h"
#include "base/environment.h"
#include "base/limits.h"
#include "transfer/packed.h"

namespace tenure::transfer {

using engine::codec::Reader;
using expression::Cell;
using lifecycle::Builtin;
using service::Service;
using namespace packed;

namespace {

constexpr size_t kBatchFacts = 1'000;      // then a batch ends with the account
constexpr int64_t kAccountFacts = 10'000;  // of one account in a batch
constexpr size_t kBatchBytes = 8 * 1024 * 1024;

uint16_t builtin_kind(const lifecycle::Definition& definition, Builtin builtin) {
  for (size_t i = 0; i < definition.kinds.size(); ++i) {
    if (definition.kinds[i].builtin == builtin) return static_cast<uint16_t>(i);
  }
  TENURE_ASSERT(false && "every vocabulary has the builtin kinds");
  return 0;
}

void fill_fact(Service::BulkFact& fact, std::string_view body,
               const lifecycle::Definition& definition) {
  const lifecycle::FactKind& kind = definition.kinds[fact.kind];
  fact.body.assign(kind.body_fields, Value());
  for (const PackedField& field : unpack_body(body)) {
    if (kind.builtin == Builtin::account_changed) {
      const expression::Type& type = definition.properties[field.slot].type;
      fact.properties.emplace_back(field.slot, to_value(field.cell, type));
    } else {
      fact.body[field.slot] = to_value(field.cell, kind.fields.fields[field.slot].type);
    }
  }
}

// Orders as (at, kind, key) does.
void put_fold_order(std::string& out, Instant at, uint16_t kind, std::string_view key) {
  put_ordered(out, static_cast<uint64_t>(at.micros) ^ (uint64_t{1} << 63));
  put_ordered(out, kind);
  out += key;
}

}  // namespace

void RowList::add(int64_t row) {
  put_number(bytes_, static_cast<uint64_t>(row - last_));
  last_ = row;
}

void RowList::clear() {
  bytes_.clear();
  last_ = 0;
}

void RowList::each(std::string_view bytes, const std::function<void(int64_t)>& row) {
  Reader in(bytes);
  int64_t last = 0;
  while (!in.at_end()) row(last += static_cast<int64_t>(in.number()));
}

void Batch::clear() {
  facts.clear();
  sources.clear();
  said_again = 0;
  text.reset();
  bytes = 0;
}

Gathering::Gathering(const Mapping& mapping, const std::string& temp_prefix, Refuse refuse,
                     Record record)
    : mapping_(mapping),
      refuse_(std::move(refuse)),
      record_(std::move(record)),
      created_kind_(builtin_kind(*mapping.definition, Builtin::account_created)),
      changed_kind_(builtin_kind(*mapping.definition, Builtin::account_changed)),
      in_order_(temp_prefix, limits::kAccountBytes) {}

bool Gathering::add(const ExternalSort::Record& record) {
  const StagedKey key = read_key(record.key);
  if (!any_account_ || key.account != account_) {
    if (!finish_account()) return false;
    begin_account(key.account);
  }
  if (!key.fact) {
    add_to_account(read_account(record.payload), key.row);
    return true;
  }
  if (!document_.empty && (key.kind != document_.kind || key.key != document_.key))
    finish_document();
  const StagedFact fact = read_fact(record.payload);
  if (mapping_.facts[fact.mapping].lines)
    add_line(key, fact);
  else
    add_fact(key, fact);
  return true;
}

bool Gathering::finish() {
  if (!finish_account()) return false;
  return batch_.facts.empty() || this->record();
}

void Gathering::refuse_all(std::string_view rows, const Error& why) {
  RowList::each(rows, [&](int64_t row) { refuse_(row, why); });
}

// ---- the account itself
// ------------------------------------------------------------------------------

void Gathering::begin_account(std::string_view account) {
  account_ = account;
  any_account_ = true;
  said_ = said_before_ = false;
  of_account_ = 0;
  about_.any = false;
  about_.created_at.reset();
  about_.properties.clear();
  about_.rows.clear();
  in_order_.clear();
}

// Rows may say different things of one account: it began with the earliest, and an empty property
// takes the first value that is given.
void Gathering::add_to_account(const StagedAccount& said, int64_t row) {
  about_.any = true;
  about_.rows.add(row);
  if (said.created_at && (!about_.created_at || *said.created_at < *about_.created_at)) {
    about_.created_at = said.created_at;
  }
  for (const PackedField& field : unpack_body(said.body)) {
    const auto known =
        std::ranges::find(about_.properties, field.slot, &std::pair<uint16_t, Value>::first);
    if (known != about_.properties.end()) continue;
    const expression::Type& type = mapping_.definition->properties[field.slot].type;
    about_.properties.emplace_back(field.slot, to_value(field.cell, type));
  }
}

void Gathering::put_account() {
  if (said_) return;
  said_ = true;
  if (!mapping_.create && !about_.any) return;
  std::ranges::sort(about_.properties, {}, &std::pair<uint16_t, Value>::first);
  Service::BulkFact fact{.account = batch_.text.copy(account_),
                         .kind = mapping_.create ? created_kind_ : changed_kind_,
                         .at = about_.created_at.value_or(kMinInstant),
                         .properties = about_.properties,
                         .line = static_cast<int64_t>(batch_.sources.size()),
                         .fill = true};
  fact.key = fact.account;
  batch_.facts.push_back(std::move(fact));
  batch_.sources.push_back({.rows = batch_.text.copy(about_.rows.bytes())});
  batch_.bytes += about_.rows.bytes().size();
  if (said_before_) ++batch_.said_again;
  said_before_ = true;
}

// ---- documents
// ---------------------------------------------------------------------------------------

// Without lines, one row is one fact. A key that comes again: the later row's word counts.
void Gathering::add_fact(const StagedKey& key, const StagedFact& fact) {
  Document& document = document_;
  if (document.empty) {
    document.empty = false;
    document.kind = key.kind;
    document.key = key.key;
  } else {
    const bool same =
        document.mapping == fact.mapping && document.at == fact.at && document.body == fact.body;
    if (!same && mapping_.keep_known) {
      refuse_(key.row, {"import-repeated", {{"key", document.key}}});
      return;
    }
    ++repeated_;
  }
  document.mapping = fact.mapping;
  document.at = fact.at;
  document.body = fact.body;
  document.rows.add(key.row);
}

void Gathering::add_line(const StagedKey& key, const StagedFact& fact) {
  Document& document = document_;
  if (document.empty) {
    document.empty = false;
    document.kind = key.kind;
    document.key = key.key;
    document.mapping = fact.mapping;
  }
  if (document.lines.size() == limits::kDocumentLines) {
    refuse_(key.row, {"import-too-many-lines",
                      {{"key", document.key}, {"limit", std::to_string(limits::kDocumentLines)}}});
    return;
  }
  document.lines.push_back({.id = std::string(fact.line),
                            .at = fact.at,
                            .body = std::string(fact.body),
                            .row = key.row});
  document.rows.add(key.row);
}

// The rows that are left become the document; false: none are.
bool Gathering::finish_lines(std::string& packed) {
  Document& document = document_;
  const FactMapping& mapping = mapping_.facts[document.mapping];
  std::vector<int64_t> refused;
  const std::vector<DocumentLine> lines =
      gather(std::move(document.lines), mapping_.keep_known, refused);
  document.lines.clear();
  for (const int64_t row : refused) refuse_(row, {"import-repeated", {{"key", document.key}}});
  auto made = total(lines, *mapping.lines, mapping_.definition->kinds[document.kind]);
  if (!made) {
    Error why = std::move(made).error();
    why.arguments.emplace_back("key", document.key);
    refuse_all(document.rows.bytes(), why);
    return false;
  }
  document.at = made->at;
  document.body = std::move(made->body);
  packed = pack_lines(lines, true);
  return true;
}

void Gathering::finish_document() {
  Document& document = document_;
  if (document.empty) return;
  std::string lines;
  if (!mapping_.facts[document.mapping].lines || finish_lines(lines)) {
    key_.clear();
    put_fold_order(key_, document.at, document.kind, document.key);
    payload_.clear();
    put_number(payload_, document.mapping);
    put_signed(payload_, document.at.micros);
    put_text(payload_, document.key);
    put_text(payload_, document.body);
    put_text(payload_, lines);
    put_text(payload_, document.rows.bytes());
    in_order_.add(key_, payload_);
  }
  document.rows.clear();
  document.empty = true;
}

// ---- batches
// -----------------------------------------------------------------------------------------

bool Gathering::finish_account() {
  if (!any_account_) return true;
  finish_document();
  in_order_.finish();
  put_account();
  ExternalSort::Record record;
  while (in_order_.next(record)) {
    if (of_account_ == kAccountFacts || batch_.bytes > kBatchBytes) {
      if (!this->record()) return false;
      put_account();
    }
    put_fact(record);
  }
  any_account_ = false;
  return batch_.facts.size() < kBatchFacts || this->record();
}

void Gathering::put_fact(const ExternalSort::Record& record) {
  Reader in(record.payload);
  const FactMapping& mapping = mapping_.facts[in.number()];
  Service::BulkFact fact{.account = batch_.text.copy(account_), .kind = mapping.kind};
  fact.at = {in.signed_number()};
  fact.key = batch_.text.copy(in.text());
  fill_fact(fact, in.text(), *mapping_.definition);
  fact.lines = batch_.text.copy(in.text());
  fact.line = static_cast<int64_t>(batch_.sources.size());
  TENURE_ASSERT(in.good());
  batch_.facts.push_back(std::move(fact));
  batch_.sources.push_back({&mapping, batch_.text.copy(in.text())});
  batch_.bytes += record.payload.size();
  ++of_account_;
}

bool Gathering::record() {
  const bool going_on = record_(batch_);
  batch_.clear();
  said_ = false;
  of_account_ = 0;
  return going_on;
}

Service::Document Gathering::merge(const Service::BulkFact& fact, const Batch& batch,
                                   std::string_view kept,
                                   std::map<int64_t, Refused>& refused) const {
  const Batch::Source& source = batch.sources[static_cast<size_t>(fact.line)];
  const lifecycle::FactKind& kind = mapping_.definition->kinds[fact.kind];
  refused.erase(fact.line);
  const std::vector<DocumentLine> lines = unpack_lines(fact.lines);
  std::vector<DocumentLine> known = unpack_lines(kept);
  if (!kept.empty() && known.empty()) {
    throw EnvironmentError("store-corrupt",
                           {{"path", std::string(fact.key)}, {"reason", "document"}});
  }
  const std::string key(fact.key);
  Refused single{.why = {"import-line-known", {{"key", key}}}};
  std::vector<DocumentLine> merged =
      transfer::merge(known, lines, mapping_.keep_known, single.single);
  Result<LinesTotal> made = total(merged, *source.mapping->lines, kind);
  const bool too_many = merged.size() > limits::kDocumentLines;
  if (!made || too_many) {  // the document stays as it was
    Refused all{.rows = source.rows};
    all.why = too_many ? Error{"import-too-many-lines",
                               {{"limit", std::to_string(limits::kDocumentLines)}}}
                       : made.error();
    all.why.arguments.emplace_back("key", key);
    refused[fact.line] = std::move(all);
    merged = std::move(known);
    made = total(merged, *source.mapping->lines, kind);
    TENURE_ASSERT(made);
  } else if (!single.single.empty()) {
    refused[fact.line] = std::move(single);
  }
  Service::BulkFact whole{.kind = fact.kind};
  fill_fact(whole, made->body, *mapping_.definition);
  return {.at = made->at, .body = std::move(whole.body), .lines = pack_lines(merged)};
}

}  // namespace tenure::transfer
