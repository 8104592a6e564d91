#include "service/verbs/documents.h"

#include <algorithm>

#include "base/assert.h"
#include "records/projection.h"
#include "service/account_facts.h"
#include "service/verbs/accounts.h"
#include "service/verbs/enquiries.h"
#include "service/verbs/fields.h"
#include "service/verbs/house.h"
#include "service/verbs/opportunities.h"

namespace tenure::service::acts {

using records::Field;
using records::Projection;
using records::Record;

namespace {

const Projection::Constant* constant(const Projection& projection, std::string_view field) {
  for (const Projection::Constant& known : projection.constants) {
    if (known.field == field) return &known;
  }
  return nullptr;
}

// The fact that makes a record of these values: of several, the one whose constants they say.
const Projection* creating(const Record& record, const Values& values) {
  for (const Projection& projection : records::projections()) {
    if (projection.record != record.name || !projection.creates) continue;
    const Value* kind = find(values, "kind");
    const Projection::Constant* is = constant(projection, "kind");
    if (!is || (kind && to_text(*kind) == is->value)) return &projection;
  }
  return nullptr;
}

std::string kinds_of(const Record& record) {
  std::string kinds;
  for (const Projection& projection : records::projections()) {
    if (projection.record != record.name || !projection.creates) continue;
    if (const Projection::Constant* is = constant(projection, "kind")) {
      kinds += (kinds.empty() ? "" : ", ") + std::string(is->value);
    }
  }
  return kinds;
}

// The fact's field that fills the record's field; "" = none.
std::string_view fact_field(const Projection& projection, const lifecycle::FactKind& kind,
                            std::string_view field) {
  for (const Projection::Rename& rename : projection.renames) {
    if (rename.to == field) return rename.from;
  }
  const int place = kind.fields.find(field);
  return place >= 0 && place < kind.body_fields ? field : std::string_view();
}

// Never null, and said neither by the server nor by the kind of the fact that makes the record.
bool is_asked(const Field& field, const Projection& projection) {
  return (field.flags & records::kRequired) && !(field.flags & (records::kReadOnly | records::kKey)) &&
         field.name != projection.at_field && field.name != "account" && !constant(projection, field.name);
}

void check_required(Work& work, const Record& record, const Projection& projection,
                    const Values& values) {
  for (const Field& field : record.fields) {
    const Value* value = find(values, field.name);
    if (is_asked(field, projection) && (!value || value->is_null())) {
      work.refuse("missing-field", std::string(field.name), {{"field", std::string(field.name)}});
    }
  }
}

// Without an account it waits for one.
bool may_wait(const Record& record) { return record.name == "opportunity" || record.name == "enquiry"; }

// Somebody must be there to be called or written to.
void check_contact(Work& work, const Values& values) {
  bool named = false;
  for (std::string_view field : {"first_name", "last_name", "email", "phone"}) {
    named = named || !text_of(values, field).empty();
  }
  if (!named) work.refuse("contact-without-name", "last_name");
}

}  // namespace

std::string add_document(Work& work, const Record& record, std::string_view account,
                         const Values& given, std::string key, bool waiting) {
  Values values = given;
  if (record.name == "contact") check_contact(work, values);
  if (key.empty()) key = work.key_for(record.name);
  if (!waiting && exists(work.context(), record.name, key)) {
    work.refuse("record-exists", "key", {{"record", std::string(record.name)}, {"key", key}});
    return key;
  }
  const Projection* projection = creating(record, values);
  if (!projection && text_of(values, "kind").empty()) {
    work.refuse("missing-field", "kind", {{"field", "kind"}});
    return key;
  }
  if (!projection) {
    work.refuse("unknown-choice", "kind",
                {{"field", "kind"}, {"value", text_of(values, "kind")}, {"nearest", kinds_of(record)}});
    return key;
  }
  check_required(work, record, *projection, values);
  check_links(work, record, values, account);
  const auto kind = work.context().definition().find_kind(projection->kind);
  TENURE_ASSERT(kind);
  Values later;
  work.makes(record.name, key, account);
  FactInput& fact = work.add(projection->kind, account, key);
  fact.values.emplace_back(record.name, Value(key));
  for (const auto& [name, value] : values) {
    if (value.is_null() || name == "key" || name == "account" || constant(*projection, name)) continue;
    if (name == projection->at_field) {
      fact.at = *value.get<Instant>();
      continue;
    }
    const std::string_view field =
        fact_field(*projection, work.context().definition().kinds[*kind], name);
    if (field.empty()) {
      later.emplace_back(name, value);
    } else {
      fact.values.emplace_back(field, value);
    }
  }
  if (!later.empty()) {
    const std::optional<Instant> at = fact.at;
    add_change(work, record.name, {.key = key, .account = std::string(account)}, later).at = at;
  }
  return key;
}

Result<std::string> add_made(
    Work& work, const Row& account, std::string_view record_name,
    std::initializer_list<std::pair<std::string_view, std::string_view>> constants) {
  const Record& record = *records::find_record(record_name);
  TENURE_CHECK_OK(work.context().access().check(kMayCreate, record_name));
  Values values;
  for (const auto& [name, value] : work.call().values) {
    if (!records::find_field(record, name) || is_about_the_call(name)) continue;
    if (name == "key" || value.is_null()) continue;
    TENURE_CHECK_OK(work.context().access().check_write(record_name, name));
    values.emplace_back(name, value);
  }
  for (const auto& [name, value] : constants) values.emplace_back(name, Value(value));
  return add_document(work, record, account.key, values);
}

Result<Done> make(Context& context, const Call& call, std::string_view record,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> constants) {
  TENURE_TRY(const Row account, load(context, "account", call.key));
  Work work(context, call);
  TENURE_TRY(const std::string key, add_made(work, account, record, constants));
  return work.finish(record, key, true);
}

namespace {

// The document's key names the fact, so that a retry of it finds it; a second fact of the kind gets a number.
std::string step_key(Context& context, std::string_view kind, const std::string& key) {
  const auto index = context.definition().find_kind(kind);
  TENURE_ASSERT(index);
  const store::Name name = context.realm().kinds[*index];
  store::Fact known;
  std::string free = key;
  for (int n = 2; context.reads().find_fact(context.workspace(), name, free, known) &&
                  !(known.flags & store::kRetracted);
       ++n) {
    free = key + "#" + std::to_string(n);
  }
  return free;
}

}  // namespace

FactInput& add_step(Work& work, std::string_view record, const Row& row, std::string_view kind,
                    std::initializer_list<std::string_view> over) {
  for (std::string_view field : over) {
    if (const Value* at = row.find(field)) {
      work.refuse("already-done", std::string(field),
                  {{"record", std::string(record)}, {"key", row.key}, {"field", std::string(field)},
                   {"at", to_text(*at)}});
    }
  }
  FactInput& fact = work.add(kind, row.account, step_key(work.context(), kind, row.key));
  fact.values.emplace_back(record, Value(row.key));
  return fact;
}

Result<Done> step(Context& context, const Call& call, std::string_view record,
                  std::string_view kind, std::initializer_list<std::string_view> over,
                  std::initializer_list<std::string_view> values) {
  TENURE_TRY(const Row row, load(context, record, call.key));
  Work work(context, call);
  work.copy(add_step(work, record, row, kind, over), values);
  return work.finish(record, row.key);
}

Result<Done> reopen(Context& context, const Call& call, std::string_view record,
                    std::initializer_list<std::string_view> kinds) {
  TENURE_TRY(const Row row, load(context, record, call.key));
  Work work(context, call);
  AccountFacts facts(context.realm());
  if (const auto id = context.reads().find_account(context.workspace(), row.account)) {
    facts.load(context.reads(), *id);
  }
  bool found = false;
  for (uint32_t index : facts.effective()) {
    const AccountFacts::Row& fact = facts.rows()[index];
    const std::string& kind = context.definition().kinds[fact.kind].name;
    if (std::ranges::find(kinds, kind) == kinds.end() || facts.document(fact) != row.key) continue;
    FactInput& taken = work.add(kind, row.account, facts.key(fact));
    taken.retract = found = true;
    taken.at.reset();
  }
  if (!found) work.refuse("not-ended", row.key, {{"record", std::string(record)}, {"key", row.key}});
  return work.finish(record, row.key);
}

FactInput& add_change(Work& work, std::string_view record_name, const Row& row, const Values& values) {
  const Record& record = *records::find_record(record_name);
  FactInput& fact = work.add(records::change_kind(record_name), row.account);
  fact.values.emplace_back(record_name, Value(row.key));
  std::string cleared;
  for (const auto& [name, value] : values) {
    const Field* field = records::find_field(record, name);
    if (!field || !records::is_changeable(record, *field)) {
      work.refuse("read-only-field", name, {{"field", name}});
    } else if (value.is_null()) {
      cleared += (cleared.empty() ? "" : ",") + name;
    } else {
      fact.values.emplace_back(name, value);
    }
  }
  if (!cleared.empty()) fact.values.emplace_back(records::kCleared, Value(cleared));
  return fact;
}

Result<Done> create(Context& context, const Call& call, const Record& record) {
  if (record.name == "account") return create_account(context, call);
  if (record.name == "opportunity") return create_opportunity(context, call);
  if (record.name == "enquiry") return create_enquiry(context, call);
  if (record.sort == records::RecordSort::house) return create_house(context, call, record);
  Work work(context, call);
  TENURE_TRY(Values values, fields(work, record));
  const std::string account = text_of(values, "account");
  if (account.empty()) {
    work.refuse("missing-field", "account", {{"field", "account"}});
    return work.finish(record.name, "");
  }
  TENURE_CHECK_OK(context.check_own(account));
  const std::string key = add_document(work, record, account, values, text_of(values, "key"));
  return work.finish(record.name, key, true);
}

Result<Done> change(Context& context, const Call& call, const Record& record) {
  if (record.name == "account") return change_account(context, call);
  if (record.name == "opportunity") return change_opportunity(context, call);
  if (record.name == "enquiry") return change_enquiry(context, call);
  if (record.sort == records::RecordSort::house) return change_house(context, call, record);
  TENURE_TRY(const Row row, load(context, record, call.key));
  Work work(context, call);
  TENURE_TRY(const Values values, fields(work, record));
  Values changed;
  for (const auto& [name, value] : values) {
    const Value* before = row.find(name);
    if (before ? *before == value : value.is_null()) continue;
    changed.emplace_back(name, value);
  }
  check_links(work, record, changed, row.account);
  if (!changed.empty()) add_change(work, record.name, row, changed);
  return work.finish(record.name, row.key);
}

// Nothing is deleted: an account goes to the pool, a document out of lists. What only the house has may go.
Result<Done> remove(Context& context, const Call& call, const Record& record) {
  if (record.sort == records::RecordSort::house) return remove_house(context, call, record);
  TENURE_TRY(const Row row, load(context, record, call.key));
  Work work(context, call);
  if (record.sort == records::RecordSort::account) {
    work.copy(work.add("account.archived", row.key), {"reason"});
  } else if (row.account.empty()) {
    Values whole = row.values;
    overlay(whole, {{"archived", Value(true)}});
    write_row(context, record, row.key, whole);
  } else {
    add_change(work, record.name, row, {{"archived", Value(true)}});
  }
  return work.finish(record.name, row.key);
}

}  // namespace tenure::service::acts

namespace tenure::service {

std::vector<std::string_view> needed_to_create(const records::Record& record) {
  using namespace acts;
  std::vector<std::string_view> names;
  if (record.sort == records::RecordSort::house) {
    for (const Field& field : record.fields) {
      if (is_asked_of_house(field)) names.push_back(field.name);
    }
  }
  if (record.sort != records::RecordSort::document) return names;
  if (!may_wait(record)) names.push_back("account");
  for (const Field& field : record.fields) {
    // The kind says which of several facts makes it.
    const auto asks = [&](const Projection& it) {
      return it.record != record.name || !it.creates || is_asked(field, it) || (field.name == "kind" && constant(it, "kind"));
    };
    if (std::ranges::all_of(records::projections(), asks)) names.push_back(field.name);
  }
  return names;
}

}  // namespace tenure::service
