#include "transfer/staging.h"

#include <functional>

#include "base/assert.h"
#include "transfer/document_lines.h"
#include "transfer/packed.h"

namespace tenure::transfer {

using engine::codec::Reader;
using namespace packed;

namespace {

constexpr size_t kRemembered = 16'384;  // of what was said of accounts

}  // namespace

void put_key(std::string& out, const StagedKey& key) {
  out += key.account;
  out.push_back('\0');
  put_ordered(out, static_cast<uint16_t>(key.fact ? key.kind + 1 : 0));
  out += key.key;
  out.push_back('\0');
  put_ordered(out, static_cast<uint64_t>(key.row));
}

StagedKey read_key(std::string_view bytes) {
  StagedKey key;
  const size_t account = bytes.find('\0');
  TENURE_ASSERT(account != std::string_view::npos && bytes.size() >= account + 12);
  key.account = bytes.substr(0, account);
  const auto order = get_ordered<uint16_t>(bytes.substr(account + 1));
  key.fact = order != 0;
  key.kind = static_cast<uint16_t>(key.fact ? order - 1 : 0);
  key.key = bytes.substr(account + 3, bytes.size() - account - 12);
  key.row = static_cast<int64_t>(get_ordered<uint64_t>(bytes.substr(bytes.size() - 8)));
  return key;
}

StagedAccount read_account(std::string_view payload) {
  StagedAccount account;
  Reader in(payload);
  if (in.byte() != 0) account.created_at = Instant{in.signed_number()};
  account.body = in.text();
  TENURE_ASSERT(in.good());
  return account;
}

StagedFact read_fact(std::string_view payload) {
  StagedFact fact;
  Reader in(payload);
  fact.mapping = static_cast<uint16_t>(in.number());
  fact.at = {in.signed_number()};
  fact.line = in.text();
  fact.body = in.text();
  TENURE_ASSERT(in.good());
  return fact;
}

Stager::Stager(const Mapping& mapping, ExternalSort& staged)
    : mapping_(mapping), staged_(staged), said_(kRemembered) {}

void Stager::add(const RowFacts& row, int64_t number) {
  // A fact alone says that its account is to be there.
  if (!mapping_.fields.empty() || mapping_.created_at || row.facts().empty())
    add_account(row, number);
  for (const RowFacts::Told& told : row.facts()) {
    const FactMapping& fact = mapping_.facts[told.mapping];
    key_.clear();
    put_key(key_, {.account = row.account(),
                   .fact = true,
                   .kind = fact.kind,
                   .key = told.key,
                   .row = number});
    payload_.clear();
    put_number(payload_, told.mapping);
    put_signed(payload_, told.at.micros);
    put_text(payload_, told.line);
    put_text(payload_, pack_body(fact.fields, told.values));
    staged_.add(key_, payload_);
  }
}

void Stager::add_account(const RowFacts& row, int64_t number) {
  payload_.clear();
  payload_.push_back(row.created_at() ? 1 : 0);
  if (row.created_at()) put_signed(payload_, row.created_at()->micros);
  put_text(payload_, pack_body(mapping_.fields, row.fields()));
  if (mapping_.create) {  // otherwise every row may have to be rejected for it
    word_.assign(row.account());
    word_.push_back('\0');
    word_ += payload_;
    std::string& said = said_[std::hash<std::string_view>()(word_) % kRemembered];
    if (said == word_) return;
    said = word_;
  }
  key_.clear();
  put_key(key_, {.account = row.account(), .row = number});
  staged_.add(key_, payload_);
}

}  // namespace tenure::transfer
