// The account itself: made with little, changed, put aside and brought back, a person or a company.
#include "service/verbs/accounts.h"

#include <algorithm>

#include "base/limits.h"
#include "service/verbs/documents.h"
#include "service/verbs/duplicates.h"
#include "service/verbs/fields.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {

using records::Record;

namespace {

const Record& account_record() { return *records::find_record("account"); }

bool given(const Values& values, std::string_view name) { return !text_of(values, name).empty(); }

void check_external_key(Work& work, const Values& values, std::string_view account) {
  const std::string external = text_of(values, "external_key");
  if (external.empty()) return;
  Context& context = work.context();
  const std::string known =
      context.reads().find_external(context.workspace(), account_record(), external);
  if (known.empty() || known == account) return;
  work.refuse("external-key-taken", "external_key", {{"external_key", external}, {"key", known}});
}

// A parent of a parent … of itself is none.
void check_parent(Work& work, const Values& values, std::string_view account) {
  std::string parent = text_of(values, "parent");
  for (int depth = 0; !parent.empty(); ++depth) {
    if (parent == account || depth == limits::kAccountDepth) {
      return work.refuse("parent-of-itself", "parent", {{"account", std::string(account)}});
    }
    const auto id = work.context().reads().find_account(work.context().workspace(), parent);
    if (!id) return;
    parent = to_text(work.context().reads().property(work.context().workspace(), *id, "parent"));
  }
}

// The stages among the values, each a fact: a person sets them, by the rules for that.
void add_stages(Work& work, const Values& values, std::string_view account, bool is_new) {
  for (const lifecycle::Lifecycle& cycle : work.context().definition().lifecycles) {
    const Value* stage = find(values, cycle.name);
    if (!stage || (is_new && stage->is_null())) continue;  // null: where every new one begins
    if (is_new && to_text(*stage) == cycle.stage_id(cycle.initial)) continue;
    FactInput& fact = work.add("stage.set", account);
    fact.values = {{"lifecycle", Value(cycle.name)}, {"stage", *stage}};
  }
}

bool is_stage(Context& context, std::string_view name) {
  return context.definition().find_lifecycle(name).has_value();
}

}  // namespace

std::string add_account(Work& work, const Values& values, std::string key, bool confirmed) {
  if (key.empty()) key = work.key_for("account");
  const bool has_name = given(values, "name") || given(values, "email") ||
                        given(values, "email_2") || given(values, "phone");
  if (!has_name) work.refuse("account-without-name", "name");
  if (exists(work.context(), "account", key)) {
    work.refuse("record-exists", "key", {{"record", "account"}, {"key", key}});
  }
  check_external_key(work, values, key);
  check_links(work, account_record(), values, key);
  check_parent(work, values, key);
  warn_of_duplicates(work, values, key, confirmed);
  FactInput& fact = work.add("account.created", key, key);
  for (const auto& [name, value] : values) {
    if (name != "key" && !value.is_null() && !is_stage(work.context(), name))
      fact.values.emplace_back(name, value);
  }
  if (work.context().access().own_only() && !given(values, "owner")) {
    fact.values.emplace_back("owner", Value(work.context().caller().actor));
  }
  add_stages(work, values, key, true);
  return key;
}

Result<Done> create_account(Context& context, const Call& call) {
  Work work(context, call);
  TENURE_TRY(const Values values, fields(work, account_record()));
  const std::string key = add_account(work, values, text_of(values, "key"), confirmed(call));
  if (work.record()) TENURE_CHECK_OK(context.check_still_own(key));
  return work.finish("account", key, true);
}

Result<Done> change_account(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, account_record(), call.key));
  Work work(context, call);
  TENURE_TRY(const Values values, fields(work, account_record()));
  check_external_key(work, values, row.key);
  check_links(work, account_record(), values, row.key);
  check_parent(work, values, row.key);
  Values changed, stages;
  for (const auto& [name, value] : values) {
    const Value* before = row.find(name);
    if (before ? *before == value : value.is_null()) continue;
    if (name == "key") {
      work.refuse("read-only-field", "key", {{"field", "key"}});
    } else {
      (is_stage(context, name) ? stages : changed).emplace_back(name, value);
    }
  }
  if (!changed.empty()) work.add("account.changed", row.key).values = changed;
  add_stages(work, stages, row.key, false);
  if (work.record()) TENURE_CHECK_OK(context.check_still_own(row.key));
  return work.finish("account", row.key);
}

PersonName split_name(std::string_view name) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = name.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  name = name.substr(first, name.find_last_not_of(kBlank) + 1 - first);
  const size_t gap = name.find_last_of(kBlank);
  if (gap == std::string_view::npos) return {std::string(name), ""};
  const std::string_view before = name.substr(0, name.find_last_not_of(kBlank, gap) + 1);
  return {std::string(before), std::string(name.substr(gap + 1))};
}

namespace {

using namespace parameter;

constexpr VerbParameter kArchive[] = {kReason, kAt};
constexpr VerbParameter kToCompany[] = {
    {"name", string, false, false, "Name of the company (else it stays)", "שם החברה (אחרת נשאר)"},
    {"contact", string, false, false, "Key of the contact made of the person", "המזהה של איש הקשר"},
    kAt};
constexpr VerbParameter kToPerson[] = {
    {"name", string, false, false, "Name of the person (else it stays)", "שם האדם (אחרת נשאר)"}, kAt};
constexpr VerbParameter kTrading[] = {
    {"trading_account", string, false, false, "Trading account", "חשבון מסחר"}, kAt, kException};
constexpr VerbParameter kExtra[] = {
    {"table", string, false, false, "Table", "טבלה"}, kAt, kException};

// One fact about the account with the call's reason.
Result<Done> say(Context& context, const Call& call, std::string_view kind,
                 std::initializer_list<std::string_view> values) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  work.copy(work.add(kind, row.key), values);
  return work.finish("account", row.key);
}

// A merged account comes back by unmerging it.
Result<Done> restore(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  if (const std::string into = row.text("merged_into"); !into.empty()) {
    work.refuse("account-merged", "merged_into", {{"account", row.key}, {"into", into}});
  }
  work.copy(work.add("account.restored", row.key), {"reason"});
  return work.finish("account", row.key);
}

bool is_person(const Row& row) {
  const Value* person = row.find("is_person");
  return person && person->get<bool>() && *person->get<bool>();
}

// The same account with the same history; who it was is now somebody there.
Result<Done> convert_to_company(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  if (!is_person(row)) work.refuse("not-a-person", "is_person", {{"account", row.key}});
  const PersonName name = split_name(row.text("name"));
  Values contact;
  if (!name.first.empty()) contact.emplace_back("first_name", Value(name.first));
  if (!name.last.empty()) contact.emplace_back("last_name", Value(name.last));
  for (std::string_view field : {"email", "phone"}) {
    if (const Value* value = row.find(field)) contact.emplace_back(field, *value);
  }
  const std::string contact_key = add_document(work, *records::find_record("contact"), row.key,
                                               contact, call.text("contact"));
  FactInput& change = work.add("account.changed", row.key);
  change.values = {{"is_person", Value(false)}};
  if (const std::string company = call.text("name"); !company.empty()) {
    change.values.emplace_back("name", Value(company));
  }
  work.done().result = object({{"contact", Value(contact_key)}});
  return work.finish("account", row.key);
}

Result<Done> convert_to_person(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  if (is_person(row)) work.refuse("already-a-person", "is_person", {{"account", row.key}});
  FactInput& change = work.add("account.changed", row.key);
  change.values = {{"is_person", Value(true)}};
  if (const std::string name = call.text("name"); !name.empty()) {
    change.values.emplace_back("name", Value(name));
  }
  return work.finish("account", row.key);
}

// What fills the table of extra properties may come with it.
Result<Done> fill_extra(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  Call only_fields = call;
  std::erase_if(only_fields.values, [](const auto& entry) { return entry.first == "table"; });
  Work reading(context, only_fields);
  TENURE_TRY(const Values values, fields(reading, account_record()));
  for (engine::Refusal& refusal : reading.done().refusals)
    work.refuse(refusal.code, refusal.id, refusal.arguments);
  if (!values.empty()) work.add("account.changed", row.key).values = values;
  work.copy(work.add("extra_properties.filled", row.key), {"table"});
  return work.finish("account", row.key);
}

constexpr Verb kVerbs[] = {
    {.name = "archive", .record = "account", .parameters = kArchive,
     .run = [](Context& context, const Call& call) {
       return say(context, call, "account.archived", {"reason"});
     },
     .english = "Move to the pool of removed customers", .hebrew = "העברה למאגר המבוטלים"},
    {.name = "restore", .record = "account", .parameters = kArchive, .run = restore,
     .english = "Restore from the pool", .hebrew = "שחזור מהמאגר"},
    {.name = "convert_to_company", .record = "account", .parameters = kToCompany,
     .run = convert_to_company,
     .english = "Make the person a company, with the person as its contact",
     .hebrew = "הפיכת האדם לחברה, והאדם לאיש קשר בה"},
    {.name = "convert_to_person", .record = "account", .parameters = kToPerson,
     .run = convert_to_person, .english = "Make the company a person",
     .hebrew = "הפיכת החברה לאדם פרטי"},
    {.name = "open_trading_account", .record = "account", .parameters = kTrading,
     .run = [](Context& context, const Call& call) {
       return say(context, call, "trading_account.opened", {"trading_account"});
     },
     .english = "Open a trading account", .hebrew = "פתיחת חשבון מסחר"},
    {.name = "fill_extra_properties", .record = "account", .parameters = kExtra, .run = fill_extra,
     .english = "Fill the extra properties", .hebrew = "מילוי המאפיינים הנוספים",
     .takes_fields = true},
};

}  // namespace

std::span<const Verb> account() { return kVerbs; }

}  // namespace tenure::service::acts
