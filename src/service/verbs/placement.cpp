// Where a customer stands whom nobody has followed so far: placed by what is known of the past, once. The pack's rules
// on account.placed say where; the fact stands at the first order's time, so that the log tells when they became
// customers, and timers when they churned.
//
// What is known: a summary that somebody gives (an ERP's first, last and count), else the account's own documents.
// Orders are not summed up: the rules have replayed them one by one. Invoices are sales history where no order is.
#include <algorithm>
#include <map>

#include "base/limits.h"
#include "service/verbs/parameters.h"
#include "service/verbs/reading.h"
#include "service/verbs/table.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using lifecycle::Lifecycle;

constexpr std::string_view kPlaced = "account.placed";

constexpr VerbParameter kPlace[] = {
    {"first_order_at", instant, false, false, "First order", "הזמנה ראשונה"},
    {"last_order_at", instant, false, false, "Last order", "הזמנה אחרונה"},
    {"order_count", int64, false, false, "Orders so far", "מספר ההזמנות עד כה"},
    {"open_opportunities", int64, false, false, "Open opportunities", "הזדמנויות פתוחות"},
    {"supplier_only", boolean, false, false, "Supplier only", "ספק בלבד"}};
constexpr VerbParameter kPlaceAll[] = {
    {"filter", string, false, false, "Of those that the search finds (else all)",
     "מבין אלה שהחיפוש מוצא (אחרת כולם)"},
    {"after", string, false, false, "Only keys behind this one: where the last call ended",
     "רק מזהים שאחרי זה: המקום שבו הסתיימה הקריאה הקודמת"},
    {"top", int64, false, false, "How many are looked at, at most", "כמה ייבדקו לכל היותר"},
    kDryRun};

// The lifecycle that account.placed may move; null: the pack places nobody.
const Lifecycle* placing(const Context& context) {
  const auto kind = context.definition().find_kind(kPlaced);
  for (const Lifecycle& cycle : context.definition().lifecycles) {
    for (const lifecycle::Rule& rule : cycle.rules) {
      if (kind && std::ranges::find(rule.kinds, *kind) != rule.kinds.end()) return &cycle;
    }
  }
  return nullptr;
}

struct Summary {
  std::optional<Instant> first, last;
  int64_t orders = 0, opportunities = 0;

  void add(Instant at) {
    first = first ? std::min(*first, at) : at;
    last = last ? std::max(*last, at) : at;
    ++orders;
  }
};

// Documents of the account in its default ledger that still count: not cancelled, not credited in full.
template <typename Visit>
void each_sale(Context& context, const Row& account, std::string_view name, std::string_view at_field,
               const Visit& visit) {
  const records::Record& record = *records::find_record(name);
  const auto cell = [&](const store::RecordRow& row, std::string_view field) -> const Value& {
    static const Value kNothing;
    const records::Field* known = records::find_field(record, field);
    return known ? row.cells[static_cast<size_t>(known - record.fields.data())] : kNothing;
  };
  const auto id = context.reads().find_account(context.workspace(), account.key);
  if (!id) return;
  context.reads().records(context.workspace(), record, *id, [&](const store::RecordRow& row) {
    const bool is_credited = !cell(row, "credited_at").is_null() && cell(row, "credited_amount") == cell(row, "amount");
    const bool is_off = !cell(row, "cancelled_at").is_null() || is_credited;
    if (is_off || to_text(cell(row, "ledger")) != account.text("default_ledger")) return;
    if (const Instant* at = cell(row, at_field).template get<Instant>()) visit(to_text(cell(row, "kind")), *at);
  });
}

bool has_orders(Context& context, const Row& account) {
  bool found = false;
  each_sale(context, account, "order", "placed_at", [&](const std::string&, Instant) { found = true; });
  return found;
}

// Invoices, or receipts where there is no invoice: the two tell of one sale.
Summary of_documents(Context& context, const Row& account) {
  Summary invoices, receipts;
  each_sale(context, account, "invoice", "issued_at", [&](const std::string& kind, Instant at) {
    (kind == "receipt" ? receipts : invoices).add(at);
  });
  Summary known = invoices.orders > 0 ? invoices : receipts;
  const Value* open = account.find("open_opportunity_count");
  if (open && open->get<int64_t>()) known.opportunities = *open->get<int64_t>();
  return known;
}

bool is_given(const Call& call) {
  return std::ranges::any_of(kPlace, [&](const VerbParameter& parameter) {
    const Value* value = call.find(parameter.name);
    return value && !value->is_null();
  });
}

// One key for an account: what is said of its past again corrects what was said before.
void add_placed(Work& work, const Row& account, const Summary& known) {
  FactInput& fact = work.add(kPlaced, account.key, account.key);
  if (known.first) {
    fact.values.emplace_back("first_order_at", Value(*known.first));
    fact.values.emplace_back("last_order_at", Value(*known.last));
  }
  fact.values.emplace_back("order_count", Value(known.orders));
  fact.values.emplace_back("open_opportunities", Value(known.opportunities));
  if (known.orders > 0) fact.at = known.first;
}

void add_given(Work& work, const Row& account) {
  FactInput& fact = work.add(kPlaced, account.key, account.key);
  work.copy(fact, {"first_order_at", "last_order_at", "order_count", "open_opportunities", "supplier_only"});
  const Value* first = find(fact.values, "first_order_at");
  const Value* last = find(fact.values, "last_order_at");
  const Value* orders = find(fact.values, "order_count");
  const bool has_sales = orders && orders->get<int64_t>() && *orders->get<int64_t>() > 0;
  if (has_sales && !first) {
    work.refuse("placement-without-date", "first_order_at", {{"account", account.key}});
  } else if (has_sales) {
    fact.at = *first->get<Instant>();
    if (!last) fact.values.emplace_back("last_order_at", *first);
    last = find(fact.values, "last_order_at");
    if (*last->get<Instant>() < *fact.at)
      work.refuse("placement-dates-reversed", "last_order_at", {{"account", account.key}});
  }
}

std::unexpected<Error> places_nobody(const Context& context) {
  return refuse("pack-places-nobody", {{"pack", context.definition().pack}});
}

Result<Done> place(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  if (!placing(context)) return places_nobody(context);
  Work work(context, call);
  if (is_given(call)) {
    add_given(work, row);
  } else if (has_orders(context, row)) {
    work.refuse("placed-by-documents", row.key, {{"account", row.key}});
  } else {
    add_placed(work, row, of_documents(context, row));
  }
  return work.finish("account", row.key);
}

// Has it ever moved there, or been placed? What a person has chosen, or a rule, stands.
bool has_a_past(Context& context, const Lifecycle& cycle, const std::string& account) {
  const store::WorkspaceId workspace = context.workspace();
  const auto id = context.reads().find_account(workspace, account);
  if (!id) return true;
  bool found = false;
  const auto index = static_cast<size_t>(&cycle - context.definition().lifecycles.data());
  const store::Name name = context.realm().lifecycles[index].name;
  context.reads().transitions(workspace, *id, [&](const store::Transition& row) {
    found |= row.lifecycle == name && !row.superseded_at;
  });
  if (found) return true;
  const auto kind = context.definition().find_kind(kPlaced);
  context.reads().facts(workspace, *id, [&](const store::Fact& fact) {
    found |= fact.kind == context.realm().kinds[*kind];
  });
  return found;
}

// Those who stand where everybody begins, in order of key.
Result<std::vector<std::string>> candidates(Context& context, const Call& call, const Lifecycle& cycle, int64_t top) {
  std::string filter = cycle.name + " eq '" + std::string(cycle.stage_id(cycle.initial)) + "' and archived ne true";
  if (const std::string after = call.text("after"); !after.empty()) {
    std::string quoted;
    for (char c : after) quoted.append(c == '\'' ? 2 : 1, c);
    filter += " and key gt '" + quoted + "'";
  }
  if (const std::string given = call.text("filter"); !given.empty()) filter += " and (" + given + ")";
  std::vector<std::string> keys;
  TENURE_TRY([[maybe_unused]] const query::Answer answer,
             read_rows(context, "account", {.select = "key", .filter = filter, .orderby = "key", .top = top},
                       [&](const Values& row) { keys.push_back(to_text(row[0].second)); }));
  return keys;
}

int64_t most(const Call& call) {
  const Value* given = call.find("top");
  const int64_t* top = given ? given->get<int64_t>() : nullptr;
  const auto limit = static_cast<int64_t>(limits::kAllocated);
  return top && *top > 0 ? std::min(*top, limit) : limit;
}

// As many as one transaction takes; `last` says where to go on, and is null when there are no more. To run it again
// changes nothing: who was placed once is not looked at any more.
Result<Done> place_all(Context& context, const Call& call) {
  const Lifecycle* cycle = placing(context);
  if (!cycle) return places_nobody(context);
  const int64_t top = most(call);
  TENURE_TRY(const std::vector<std::string> keys, candidates(context, call, *cycle, top));
  Work work(context, call);
  int64_t passed = 0;
  for (const std::string& key : keys) {
    TENURE_TRY(const Row row, load(context, "account", key));
    if (has_a_past(context, *cycle, key) || has_orders(context, row)) {
      ++passed;
    } else {
      add_placed(work, row, of_documents(context, row));
    }
  }
  std::vector<Value> refused;
  const int64_t placed = work.record_each([&](const FactInput& fact, const Verdict& verdict) {
    for (const engine::Refusal& refusal : verdict.refusals)
      refused.push_back(object({{"account", Value(fact.account)}, {"code", Value(refusal.code)}}));
  });
  std::map<std::string, int64_t> stages;  // where they stand now
  for (const std::string& key : keys) {
    const engine::State state = state_of(context, key);
    const auto index = static_cast<size_t>(cycle - context.definition().lifecycles.data());
    ++stages[std::string(cycle->stage_id(state.standing(index).stage))];
  }
  Values counts;
  for (const auto& [stage, count] : stages) counts.emplace_back(stage, Value(count));
  Done done = std::move(work.done());
  done.record = "account";
  const bool more = static_cast<int64_t>(keys.size()) == top;
  done.result = object({{"lifecycle", Value(cycle->name)},
                        {"looked_at", Value(static_cast<int64_t>(keys.size()))},
                        {"placed", Value(placed)},
                        {"passed_over", Value(passed)},
                        {"stages", object(std::move(counts))},
                        {"refused", list(std::move(refused))},
                        {"last", more ? Value(keys.back()) : Value()}});
  return done;
}

constexpr Verb kVerbs[] = {
    {.name = "place", .record = "account", .parameters = kPlace, .run = place,
     .english = "Place by a summary of the past, or by the documents", .hebrew = "שיבוץ לפי סיכום העבר, או לפי המסמכים"},
    {.name = "place_all", .record = "account", .bound = Bound::set, .right = Right::administer,
     .parameters = kPlaceAll, .run = place_all,
     .english = "Place all who stand where everybody begins", .hebrew = "שיבוץ כל מי שעומדים בשלב ההתחלתי"},
};

}  // namespace

std::span<const Verb> placement() { return kVerbs; }

}  // namespace tenure::service::acts
