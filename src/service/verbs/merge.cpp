// Two records of one customer become one, and can be parted again.
//
// Nobody's facts are moved: the survivor's history is folded of its own facts and of what happened to the other
// (orders, calls, deals …; not what the other was called or which stage somebody set for it), from the earliest on.
// Each keeps its own, so that parting them is to take the merge back. Everything that a merge does is a fact whose
// key begins with that of the merge:
//
//   survivor  account.merged   K        the other's history counts from now on
//   survivor  account.changed  K#fill   what it did not know and the other did
//   other     account.changed  K#into   where it went
//   other     account.archived K#away   out of lists, and still to be read
//   children  account.changed  K#KEY    the other's children are the survivor's
//
// Documents and contacts are listed under the survivor meanwhile.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "service/account_facts.h"
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using records::Record;

constexpr VerbParameter kMerge[] = {
    {"other", string, true, false, "The account that is merged in", "הלקוח שמוזג פנימה"}, kReason};
constexpr VerbParameter kUnmerge[] = {
    {"other", string, false, false, "The account that was merged in (called on the survivor)",
     "הלקוח שמוזג פנימה (כשהפעולה על הלקוח ששרד)"}};

store::AccountId id_of(Context& context, std::string_view account) {
  const auto id = context.reads().find_account(context.workspace(), account);
  TENURE_ASSERT(id);
  return *id;
}

std::vector<std::string> children_of(Context& context, std::string_view account) {
  std::vector<std::string> children;
  for (store::AccountId child : context.reads().accounts_by_parent(context.workspace(), account, limits::kChildren)) {
    children.push_back(context.reads().account_key(context.workspace(), child));
  }
  return children;
}

// Not what the service itself keeps, nor what is told of the account by other means.
bool is_filled(const Context& context, std::string_view name) {
  const auto property = context.definition().find_property(name);
  if (!property || context.realm().read_only[*property]) return false;
  return name != "parent" && name != "default_ledger" && name != "external_key" && name != "is_person";
}

FactInput& add_kept(Work& work, std::string_view kind, std::string_view account, std::string key) {
  FactInput& fact = work.add(kind, account, std::move(key));
  fact.by_service = true;
  return fact;
}

void check_apart(Work& work, const Row& row) {
  if (const std::string into = row.text("merged_into"); !into.empty()) {
    work.refuse("account-merged", row.key, {{"account", row.key}, {"into", into}});
  }
}

// Lists the documents of one account under another.
void hand_over(Context& context, store::AccountId from, store::AccountId to) {
  for (const Record& record : records::schema()) {
    if (record.sort != records::RecordSort::document) continue;
    std::vector<int64_t> rows;
    context.reads().records(context.workspace(), record, from,
                            [&](const store::RecordRow& row) { rows.push_back(row.id); });
    for (int64_t row : rows) context.transaction().move_record(context.workspace(), record, row, to, context.now());
  }
}

// … and back: those whose first fact is the other's own.
void hand_back(Context& context, store::AccountId survivor, store::AccountId other) {
  std::vector<std::pair<const Record*, std::string>> documents;
  AccountFacts facts(context.realm());
  context.reads().facts(context.workspace(), other, [&](const store::Fact& fact) { facts.add(fact); });
  for (const AccountFacts::Row& row : facts.rows()) {
    const std::string& record = context.definition().kinds[row.kind].record;
    if (!record.empty()) documents.emplace_back(records::find_record(record), facts.document(row));
  }
  for (const auto& [record, key] : documents) {
    store::RecordRow row;
    if (!context.reads().find_record(context.workspace(), *record, key, row)) continue;
    if (row.account != survivor) continue;
    context.transaction().move_record(context.workspace(), *record, row.id, other, context.now());
  }
}

Result<Done> merge(Context& context, const Call& call) {
  TENURE_TRY(const Row survivor, load(context, "account", call.key));
  TENURE_TRY(const Row other, load(context, "account", call.text("other")));
  Work work(context, call);
  if (survivor.key == other.key) {
    work.refuse("merge-with-itself", "other", {{"account", other.key}});
    return work.finish("account", survivor.key);
  }
  check_apart(work, survivor);
  check_apart(work, other);
  if (work.refused()) return work.finish("account", survivor.key);
  const std::string key =
      other.key + "~" + std::to_string(context.transaction().next_fact(context.workspace()));
  FactInput& merged = work.add("account.merged", survivor.key, key);
  merged.values = {{"other", Value(other.key)}};
  work.copy(merged, {"reason"});
  Values fill;
  for (const auto& [name, value] : other.values) {
    if (is_filled(context, name) && !survivor.find(name)) fill.emplace_back(name, value);
  }
  if (!fill.empty()) add_kept(work, "account.changed", survivor.key, key + "#fill").values = fill;
  add_kept(work, "account.changed", other.key, key + std::string(kInto)).values = {
      {"merged_into", Value(survivor.key)}};
  work.copy(add_kept(work, "account.archived", other.key, key + "#away"), {"reason"});
  for (const std::string& child : children_of(context, other.key)) {
    if (child == survivor.key) continue;
    add_kept(work, "account.changed", child, key + "#" + child).values = {
        {"parent", Value(survivor.key)}};
  }
  if (!work.refused()) hand_over(context, id_of(context, other.key), id_of(context, survivor.key));
  return work.finish("account", survivor.key);
}

// The key of the merge that holds; "" = there is none.
std::string merge_key(Context& context, std::string_view survivor, std::string_view other) {
  AccountFacts facts(context.realm());
  context.reads().facts(context.workspace(), id_of(context, survivor),
                        [&](const store::Fact& fact) { facts.add(fact); });
  for (uint32_t index : facts.effective()) {
    const AccountFacts::Row& row = facts.rows()[index];
    if (row.kind == context.realm().merged && facts.text(row, "other") == other) {
      return std::string(facts.key(row));
    }
  }
  return "";
}

void add_retraction(Work& work, std::string_view kind, std::string_view account, const std::string& key) {
  store::Fact known;
  Context& context = work.context();
  const auto index = context.definition().find_kind(kind);
  TENURE_ASSERT(index);
  if (!context.reads().find_fact(context.workspace(), context.realm().kinds[*index], key, known)) return;
  FactInput& fact = work.add(kind, account, key);
  fact.retract = true;
  fact.at.reset();
}

Result<Done> unmerge(Context& context, const Call& call) {
  TENURE_TRY(const Row bound, load(context, "account", call.key));
  const std::string named = call.text("other");
  TENURE_TRY(const Row other, load(context, "account", named.empty() ? bound.key : named));
  const std::string survivor = other.text("merged_into");
  Work work(context, call);
  const bool fits = !survivor.empty() && (named.empty() || survivor == bound.key);
  const std::string key = fits ? merge_key(context, survivor, other.key) : "";
  if (key.empty()) {
    work.refuse("not-merged", "other", {{"account", other.key}});
    return work.finish("account", bound.key);
  }
  TENURE_TRY(const Row kept, load(context, "account", survivor));
  check_apart(work, kept);  // the last merge is taken back first
  if (work.refused()) return work.finish("account", bound.key);
  hand_back(context, id_of(context, survivor), id_of(context, other.key));
  add_retraction(work, "account.merged", survivor, key);
  add_retraction(work, "account.changed", survivor, key + "#fill");
  add_retraction(work, "account.changed", other.key, key + std::string(kInto));
  add_retraction(work, "account.archived", other.key, key + "#away");
  for (const std::string& child : children_of(context, survivor)) {
    add_retraction(work, "account.changed", child, key + "#" + child);
  }
  work.done().result = object({{"survivor", Value(survivor)}, {"other", Value(other.key)}});
  return work.finish("account", bound.key);
}

constexpr Verb kVerbs[] = {
    {.name = "merge", .record = "account", .parameters = kMerge, .run = merge,
     .english = "Merge another account into this one", .hebrew = "מיזוג לקוח אחר לתוך לקוח זה"},
    {.name = "unmerge", .record = "account", .parameters = kUnmerge, .run = unmerge,
     .english = "Part what was merged", .hebrew = "ביטול מיזוג"},
};

}  // namespace

std::span<const Verb> merging() { return kVerbs; }

}  // namespace tenure::service::acts
