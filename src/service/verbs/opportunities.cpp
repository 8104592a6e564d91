// A deal that may come. One without an account waits as a row by itself until the pack answers one of its facts
// with a move, or it is won: then it implies an account, which is made in the same transaction, once.
#include "service/verbs/opportunities.h"

#include <algorithm>

#include "base/assert.h"
#include "engine/owned_fact.h"
#include "service/verbs/documents.h"
#include "service/verbs/fields.h"
#include "service/verbs/house.h"
#include "service/verbs/parameters.h"
#include "service/verbs/settings.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using records::Record;

const Record& opportunity_record() { return *records::find_record("opportunity"); }

// A manager whom no user answers to is unknown: left blank, and the pack's task asks for one.
void forget_unknown(Work& work, Values& values) {
  const std::string csm = text_of(values, "csm");
  if (csm.empty() || user_exists(work.context(), csm)) return;
  work.warn("unknown-user", "csm", {{"user", csm}, {"field", "csm"}});
  std::erase_if(values, [](const auto& entry) { return entry.first == "csm"; });
}

// The values that a kind of fact has fields for.
Values only(const lifecycle::FactKind& kind, const Values& values) {
  Values found;
  for (const auto& [name, value] : values) {
    const int place = kind.fields.find(name);
    if (place >= 0 && place < kind.body_fields && !value.is_null()) found.emplace_back(name, value);
  }
  return found;
}

const lifecycle::FactKind& kind_of(Context& context, std::string_view kind) {
  const auto index = context.definition().find_kind(kind);
  TENURE_ASSERT(index);
  return context.definition().kinds[*index];
}

// Would the pack move an account that had but these facts?
bool moves_somebody(Context& context, const std::vector<std::pair<std::string_view, Values>>& facts) {
  const lifecycle::Definition& definition = context.definition();
  std::vector<engine::OwnedFact> owned;
  for (const auto& [kind, values] : facts) {
    engine::Built built = engine::build_fact(definition, {kind, only(kind_of(context, kind), values)});
    if (!built.faults.empty()) return false;
    built.fact.at = context.now();
    owned.push_back(std::move(built.fact));
  }
  const engine::FactViews views(definition, owned);
  std::vector<engine::Fact> ordered(views.facts().begin(), views.facts().end());
  std::ranges::sort(ordered, engine::before);
  std::vector<engine::Transition> moves;
  engine::Fold fold(definition);
  for (const engine::Fact& fact : ordered) fold.add(fact, {&moves, nullptr, nullptr});
  return !moves.empty();
}

// The account that the deal implies, begun with what the deal says of it; and the deal is its own from the start.
std::string add_implied(Work& work, const Row& row) {
  const std::string account = work.new_key("account");
  FactInput& created = work.add("account.created", account, account);
  std::string name = work.call().text("account_name");
  if (name.empty()) name = row.text("title");
  created.values = {{"name", Value(name.empty() ? row.key : name)}};
  if (const Value* owner = row.find("owner")) created.values.emplace_back("owner", *owner);
  return account;
}

// The deal's account: its own, the one that the call names, or the one that it implies; "" = none yet.
Result<std::string> account_for(Work& work, const Row& row, std::string_view kind,
                                const Values& values) {
  Context& context = work.context();
  std::string account = work.call().text("account");
  if (!account.empty()) {
    TENURE_CHECK_OK(context.check_own(account));
  } else if (kind == "opportunity.won" ||
             moves_somebody(context, {{"opportunity.created", row.values}, {kind, values}})) {
    account = add_implied(work, row);
  } else {
    return account;
  }
  Values values_then = row.values;
  std::erase_if(values_then, [](const auto& entry) { return entry.first == "status"; });
  add_document(work, opportunity_record(), account, values_then, row.key, true);
  return account;
}

// Nobody's yet: the row alone says what became of the deal.
Result<Done> wait(Work& work, const Row& row, std::string_view kind, Values values) {
  if (kind != "opportunity.moved") {
    values.emplace_back("status", Value(kind == "opportunity.lost" ? "lost" : "neutral"));
    values.emplace_back("closed_at", Value(work.context().now()));
  }
  Values whole = row.values;
  overlay(whole, values);
  if (!work.refused()) write_row(work.context(), opportunity_record(), row.key, whole);
  return work.finish("opportunity", row.key);
}

constexpr VerbParameter kAccount{"account", string, false, false,
                                 "The account, where the deal has none yet",
                                 "הלקוח, כשלעסקה עדיין אין"};
constexpr VerbParameter kAccountName{"account_name", string, false, false,
                                     "Name of the account that the deal implies",
                                     "שם הלקוח שהעסקה יוצרת"};
constexpr VerbParameter kOpen[] = {
    {"title", string, false, false, "Title", "כותרת"},
    kStage, kAmount, kCurrency, kOwner,
    {"product", string, false, false, "Product", "מוצר"},
    {"expected_close", date, false, false, "Expected close", "סגירה צפויה"},
    kCsm,
    {"kind", string, false, false, "Kind of deal", "סוג העסקה"},
    kKey, kAt, kException};
constexpr VerbParameter kMove[] = {required(kStage), kAmount, kOwner, kCsm, kAccount, kAccountName,
                                   kAt, kException};
constexpr VerbParameter kWin[] = {
    kAmount, kCurrency, kOwner, kCsm,
    {"kind", string, false, false, "Kind of deal", "סוג העסקה"},
    kAccount, kAccountName, kAt, kException};
constexpr VerbParameter kClose[] = {kReason, kAt, kException};

Values given(const Call& call) {
  Values values;
  for (const auto& [name, value] : call.values) {
    const bool is_field = records::find_field(opportunity_record(), name) && name != "account";
    if (is_field && !value.is_null()) values.emplace_back(name, value);
  }
  return values;
}

// What comes next of the deal. Its end repeats what is known of it: the rules of the pack look at the fact.
Result<Done> next(Context& context, const Call& call, std::string_view kind) {
  TENURE_TRY(Row row, load(context, opportunity_record(), call.key));
  Work work(context, call);
  Values values = given(call);
  forget_unknown(work, values);
  Values said = values;
  if (kind == "opportunity.won") {
    for (std::string_view field : {"amount", "currency", "owner", "csm", "kind"}) {
      const Value* known = row.find(field);
      if (known && !find(said, field)) said.emplace_back(field, *known);
    }
    forget_unknown(work, said);
  }
  if (const Value* at = row.find("closed_at")) {
    work.refuse("already-done", "closed_at",
                {{"record", "opportunity"}, {"key", row.key}, {"field", "closed_at"}, {"at", to_text(*at)}});
    return work.finish("opportunity", row.key);
  }
  if (row.account.empty()) {
    TENURE_TRY(row.account, account_for(work, row, kind, said));
    if (row.account.empty()) return wait(work, row, kind, values);
  }
  FactInput& fact = add_step(work, "opportunity", row, kind, {});
  const Values in_fact = only(kind_of(context, kind), said);
  fact.values.insert(fact.values.end(), in_fact.begin(), in_fact.end());
  std::erase_if(values, [&](const auto& entry) { return find(in_fact, entry.first); });
  if (!values.empty()) add_change(work, "opportunity", row, values);
  work.done().result = object({{"account", Value(row.account)}});
  return work.finish("opportunity", row.key);
}

constexpr Verb kVerbs[] = {
    {.name = "open_opportunity", .record = "account", .parameters = kOpen,
     .run = [](Context& context, const Call& call) { return make(context, call, "opportunity"); },
     .english = "Open an opportunity", .hebrew = "פתיחת הזדמנות"},
    {.name = "move", .record = "opportunity", .parameters = kMove,
     .run = [](Context& context, const Call& call) {
       return next(context, call, "opportunity.moved");
     },
     .english = "Move to another stage", .hebrew = "העברה לשלב אחר"},
    {.name = "win", .record = "opportunity", .parameters = kWin,
     .run = [](Context& context, const Call& call) {
       return next(context, call, "opportunity.won");
     },
     .english = "Closed won", .hebrew = "נסגרה בהצלחה"},
    {.name = "lose", .record = "opportunity", .parameters = kClose,
     .run = [](Context& context, const Call& call) {
       return next(context, call, "opportunity.lost");
     },
     .english = "Closed lost", .hebrew = "אבדה"},
    {.name = "close_neutral", .record = "opportunity", .parameters = kClose,
     .run = [](Context& context, const Call& call) {
       return next(context, call, "opportunity.neutral");
     },
     .english = "Closed without a decision", .hebrew = "נסגרה ללא הכרעה"},
    {.name = "reopen", .record = "opportunity",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "opportunity",
                     {"opportunity.won", "opportunity.lost", "opportunity.neutral"});
     },
     .english = "Reopen the opportunity", .hebrew = "פתיחה מחדש של ההזדמנות"},
};

}  // namespace

Result<Done> create_opportunity(Context& context, const Call& call) {
  Work work(context, call);
  TENURE_TRY(Values values, fields(work, opportunity_record()));
  forget_unknown(work, values);
  std::string key = text_of(values, "key");
  if (key.empty()) key = work.key_for("opportunity");
  std::string account = text_of(values, "account");
  if (!account.empty()) {
    TENURE_CHECK_OK(context.check_own(account));
    add_document(work, opportunity_record(), account, values, key);
    return work.finish("opportunity", key, true);
  }
  if (exists(context, "opportunity", key)) {
    work.refuse("record-exists", "key", {{"record", "opportunity"}, {"key", key}});
  }
  overlay(values, {{"status", Value("open")}, {"created_at", Value(context.now())}});
  const Row row{.key = key, .values = values};
  if (moves_somebody(context, {{"opportunity.created", values}})) {
    account = add_implied(work, row);
    std::erase_if(values, [](const auto& entry) { return entry.first == "status"; });
    add_document(work, opportunity_record(), account, values, key);
  } else if (!work.refused()) {
    write_row(context, opportunity_record(), key, values);
  }
  return work.finish("opportunity", key, true);
}

// A stage is moved to, which is a fact of its own; so is what comes with it. The rest is changed.
Result<Done> change_opportunity(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, opportunity_record(), call.key));
  Work work(context, call);
  TENURE_TRY(Values values, fields(work, opportunity_record()));
  std::erase_if(values, [&](const auto& entry) {
    const Value* before = row.find(entry.first);
    return before ? *before == entry.second : entry.second.is_null();
  });
  forget_unknown(work, values);
  const std::string account = text_of(values, "account");
  if (!account.empty() && !row.account.empty()) {
    work.refuse("read-only-field", "account", {{"field", "account"}});
  }
  const bool moves = !text_of(values, "stage").empty();
  if ((moves || !account.empty()) && !work.refused()) {
    Call move = call;
    move.values = values;
    return next(context, move, moves ? "opportunity.moved" : "opportunity.changed");
  }
  if (row.account.empty()) return wait(work, row, "opportunity.moved", values);
  check_links(work, opportunity_record(), values, row.account);
  if (!values.empty()) add_change(work, "opportunity", row, values);
  return work.finish("opportunity", row.key);
}

std::span<const Verb> opportunity() { return kVerbs; }

}  // namespace tenure::service::acts
