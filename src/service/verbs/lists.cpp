// Lists that packs name: whom to call next, whom to write to, and the views that come with the pack.
#include <array>

#include "base/limits.h"
#include "service/verbs/callbacks.h"
#include "service/verbs/parameters.h"
#include "service/verbs/reading.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kPage[] = {{"top", int64, false, false, "How many at most", "כמה לכל היותר"},
                                   {"skip", int64, false, false, "After so many", "אחרי כך וכך"}};

// One key each while calling; `callback` asks for a time, `not_interested` for a declaration.
struct Outcome {
  std::string_view id, key, text;
};
constexpr Outcome kOutcomes[] = {
    {"answered", "1", "call-outcome-answered"},
    {"no_answer", "2", "call-outcome-no-answer"},
    {"busy", "3", "call-outcome-busy"},
    {"callback", "4", "call-outcome-callback"},
    {"wrong_number", "5", "call-outcome-wrong-number"},
    {"not_interested", "6", "call-outcome-not-interested"},
};

int64_t number(const Call& call, std::string_view name, int64_t otherwise) {
  const Value* value = call.find(name);
  const int64_t* given = value ? value->get<int64_t>() : nullptr;
  return given && *given >= 0 ? *given : otherwise;
}

int64_t page_size(const Call& call) {
  return std::min(number(call, "top", limits::kListPage), limits::kListPage);
}

std::string open_callback(std::string_view more) {
  return "tasks/any(t: startswith(t/key,'" + std::string(kCallbackPrefix) +
         "-') and t/done_at eq null" + std::string(more) + ")";
}

Value outcomes(const Context& context) {
  std::vector<Value> all;
  for (const Outcome& outcome : kOutcomes) {
    all.push_back(object({{"id", Value(outcome.id)},
                          {"key", Value(outcome.key)},
                          {"title", Value(say(context.caller().language, outcome.text))}}));
  }
  return list(std::move(all));
}

constexpr const char* kColumns = "key,name,phone,email,owner,last_contact_at";

// Adds the rows that a condition finds.
Result<int64_t> add_rows(Context& context, const query::Options& options, bool callback,
                         std::vector<Value>& rows) {
  int64_t added = 0;
  TENURE_TRY([[maybe_unused]] const query::Answer answer,
             read_rows(context, "account", options, [&](const Values& row) {
               Values one = row;
               one.emplace_back("callback", Value(callback));
               rows.push_back(object(std::move(one)));
               ++added;
             }));
  return added;
}

// Who asked to be called back by now comes first, then the pack's list in the pack's order; who is to be called back
// later waits.
Result<Done> calling_list(Context& context, const Call& call) {
  const lifecycle::ListView& view = context.definition().calling_list;
  if (view.where_text.empty()) return refuse("no-calling-list");
  const int64_t top = page_size(call), skip = number(call, "skip", 0);
  std::vector<Value> rows;
  query::Options due{.select = kColumns,
                     .filter = "(" + view.where_text + ") and " + open_callback(" and t/due_at le now()"),
                     .orderby = view.order_by, .top = top, .skip = skip};
  TENURE_TRY(const int64_t waiting, add_rows(context, due, true, rows));
  if (waiting < top) {
    int64_t before = 0;  // of those to be called back, how many the skip went over
    if (skip > 0) {
      std::vector<Value> passed;
      query::Options whole{.select = "key", .filter = due.filter, .top = skip + top};
      TENURE_TRY(before, add_rows(context, whole, true, passed));
    }
    const query::Options rest{.select = kColumns,
                              .filter = "(" + view.where_text + ") and not " + open_callback(""),
                              .orderby = view.order_by, .top = top - waiting,
                              .skip = std::max<int64_t>(0, skip - before)};
    TENURE_TRY([[maybe_unused]] const int64_t more, add_rows(context, rest, false, rows));
  }
  Done done{.record = "account"};
  done.result = object({{"value", list(std::move(rows))}, {"outcomes", outcomes(context)}});
  return done;
}

Result<Done> mailing_list(Context& context, const Call& call) {
  const lifecycle::ListView& view = context.definition().mailing_list;
  if (view.where_text.empty()) return refuse("no-mailing-list");
  query::Options options{.select = "key,name,email,email_2",
                         .filter = "(" + view.where_text + ") and (email ne null or email_2 ne null)",
                         .top = page_size(call), .skip = number(call, "skip", 0)};
  if (!view.order_by.empty()) options.orderby = view.order_by;
  std::vector<Value> rows;
  TENURE_TRY([[maybe_unused]] const query::Answer answer,
             read_rows(context, "account", options,
                       [&](const Values& row) { rows.push_back(object(row)); }));
  Done done{.record = "account"};
  done.result = object({{"value", list(std::move(rows))}});
  return done;
}

constexpr Verb kVerbs[] = {
    {.name = "calling_list", .record = "account", .bound = Bound::set, .right = Right::read,
     .changes = false, .parameters = kPage, .run = calling_list,
     .english = "Whom to call next", .hebrew = "למי להתקשר עכשיו"},
    {.name = "mailing_list", .record = "account", .bound = Bound::set, .right = Right::read,
     .changes = false, .parameters = kPage, .run = mailing_list,
     .english = "Whom to write to", .hebrew = "למי לכתוב"},
};

}  // namespace

std::span<const Verb> lists() { return kVerbs; }

}  // namespace tenure::service::acts
