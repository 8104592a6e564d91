// A question from outside. It may come before anybody knows whose it is; then it waits as a row by itself. It
// converts to a contact, an opportunity, a case or all of them, linked to it in one transaction.
#include "service/verbs/enquiries.h"

#include <algorithm>

#include "base/assert.h"
#include "service/verbs/accounts.h"
#include "service/verbs/documents.h"
#include "service/verbs/duplicates.h"
#include "service/verbs/fields.h"
#include "service/verbs/house.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using records::Record;

const Record& enquiry_record() { return *records::find_record("enquiry"); }
const Record& record(std::string_view name) { return *records::find_record(name); }

constexpr VerbParameter kConvert[] = {
    {"contact", boolean, false, false, "To a contact", "לאיש קשר"},
    {"opportunity", boolean, false, false, "To an opportunity", "להזדמנות"},
    {"case", boolean, false, false, "To a case", "לתקלה"},
    {"account", string, false, false, "The account, where the enquiry has none yet",
     "הלקוח, כשלפנייה עדיין אין"},
    kConfirm,
    kOwner, kAmount, kCurrency, kAt, kException};

bool wants(const Call& call, std::string_view what) {
  const Value* value = call.find(what);
  return value && value->get<bool>() && *value->get<bool>();
}

// Whose is it? Its own account; the one that the call names; else a new one of what the enquiry says.
Result<std::string> account_for(Work& work, const Row& row) {
  if (!row.account.empty()) return row.account;
  Context& context = work.context();
  std::string account = work.call().text("account");
  if (!account.empty()) {
    TENURE_CHECK_OK(context.check_own(account));
  } else {
    Values values;
    for (std::string_view field : {"name", "email", "phone", "channel"}) {
      if (const Value* value = row.find(field)) values.emplace_back(field, *value);
    }
    if (!work.call().text("owner").empty()) {
      values.emplace_back("owner", Value(work.call().text("owner")));
    }
    account = add_account(work, values, "", confirmed(work.call()));
  }
  add_document(work, enquiry_record(), account, row.values, row.key, true);
  return account;
}

struct Target {
  std::string_view record;
  Values values;
};

std::vector<Target> targets(Work& work, const Row& row) {
  const Call& call = work.call();
  std::vector<Target> targets;
  const auto take = [&](Values& to, std::string_view from, std::string_view field) {
    if (const Value* value = row.find(from)) to.emplace_back(field, *value);
  };
  if (wants(call, "contact")) {
    Values contact;
    const PersonName name = split_name(row.text("name"));
    if (!name.first.empty()) contact.emplace_back("first_name", Value(name.first));
    if (!name.last.empty()) contact.emplace_back("last_name", Value(name.last));
    take(contact, "email", "email");
    take(contact, "phone", "phone");
    targets.push_back({"contact", std::move(contact)});
  }
  if (wants(call, "opportunity")) {
    Values deal;
    take(deal, row.find("subject") ? "subject" : "name", "title");
    for (std::string_view field : {"owner", "amount", "currency"}) {
      const Value* value = call.find(field);
      if (value && !value->is_null()) deal.emplace_back(field, *value);
    }
    targets.push_back({"opportunity", std::move(deal)});
  }
  if (wants(call, "case")) {
    Values problem{{"enquiry", Value(row.key)}};
    take(problem, "subject", "subject");
    targets.push_back({"case", std::move(problem)});
  }
  return targets;
}

Result<Done> convert(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, enquiry_record(), call.key));
  Work work(context, call);
  std::vector<Target> to = targets(work, row);
  if (to.empty()) work.refuse("converts-to-nothing", "contact", {{"enquiry", row.key}});
  for (const Target& target : to) TENURE_CHECK_OK(context.access().check(kMayCreate, target.record));
  TENURE_TRY(const std::string account, account_for(work, row));
  Values made{{"account", Value(account)}};
  for (Target& target : to) {
    if (const Value* known = row.find(target.record)) {
      work.refuse("already-converted", std::string(target.record),
                  {{"enquiry", row.key}, {"record", std::string(target.record)}, {"key", to_text(*known)}});
    }
    // A case speaks of the person whom the same enquiry makes.
    if (const Value* contact = find(made, "contact"); contact && target.record == "case") {
      target.values.emplace_back("contact", *contact);
    }
    const std::string key = add_document(work, record(target.record), account, target.values);
    FactInput& fact =
        work.add("enquiry.converted", account, row.key + "#" + std::string(target.record));
    fact.values = {{"enquiry", Value(row.key)},
                   {"record", Value(target.record)},
                   {"target", Value(key)}};
    made.emplace_back(target.record, Value(key));
  }
  work.done().result = object(std::move(made));
  return work.finish("enquiry", row.key);
}

constexpr Verb kVerbs[] = {
    {.name = "convert", .record = "enquiry", .parameters = kConvert, .run = convert,
     .english = "Convert to a contact, an opportunity, a case or all of them",
     .hebrew = "המרה לאיש קשר, להזדמנות, לתקלה או לכולם"},
};

}  // namespace

Result<Done> create_enquiry(Context& context, const Call& call) {
  Work work(context, call);
  TENURE_TRY(Values values, fields(work, enquiry_record()));
  std::string key = text_of(values, "key");
  if (key.empty()) key = work.key_for("enquiry");
  if (const std::string account = text_of(values, "account"); !account.empty()) {
    TENURE_CHECK_OK(context.check_own(account));
    add_document(work, enquiry_record(), account, values, key);
    return work.finish("enquiry", key, true);
  }
  if (exists(context, "enquiry", key)) {
    work.refuse("record-exists", "key", {{"record", "enquiry"}, {"key", key}});
  }
  if (!find(values, "received_at")) values.emplace_back("received_at", Value(context.now()));
  if (!work.refused()) write_row(context, enquiry_record(), key, values);
  return work.finish("enquiry", key, true);
}

Result<Done> change_enquiry(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, enquiry_record(), call.key));
  Work work(context, call);
  TENURE_TRY(const Values values, fields(work, enquiry_record()));
  Values whole = row.values, changed;
  for (const auto& [name, value] : values) {
    std::erase_if(whole, [&](const auto& entry) { return entry.first == name; });
    if (!value.is_null()) whole.emplace_back(name, value);
    if (name != "account") changed.emplace_back(name, value);
  }
  const std::string account = text_of(values, "account");
  if (!row.account.empty() && !account.empty() && account != row.account) {
    work.refuse("read-only-field", "account", {{"field", "account"}});
  } else if (row.account.empty() && !account.empty()) {
    TENURE_CHECK_OK(context.check_own(account));
    add_document(work, enquiry_record(), account, whole, row.key, true);
  } else if (row.account.empty()) {
    if (!work.refused()) write_row(context, enquiry_record(), row.key, whole);
  } else if (!changed.empty()) {
    add_change(work, "enquiry", row, changed);
  }
  return work.finish("enquiry", row.key);
}

std::span<const Verb> enquiry() { return kVerbs; }

}  // namespace tenure::service::acts
