// tenure place: initial placement of all who stand where everybody begins.
#include <map>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "service/perform.h"

namespace tenure::cli {

namespace {

using service::Call;
using service::Done;

constexpr int64_t kAtOnce = 1'000;  // in one transaction: others write in between

const Value* member(const Value& object, std::string_view name) {
  const auto* held = object.get<std::shared_ptr<const Object>>();
  if (!held) return nullptr;
  for (const auto& [known, value] : (*held)->members)
    if (known == name) return &value;
  return nullptr;
}

int64_t number(const Value& object, std::string_view name) {
  const Value* value = member(object, name);
  const int64_t* found = value ? value->get<int64_t>() : nullptr;
  return found ? *found : 0;
}

// What came of all the calls so far.
struct Placement {
  std::string lifecycle, last;
  int64_t looked_at = 0, placed = 0;
  std::map<std::string, int64_t> stages;

  void add(const Value& result) {
    looked_at += number(result, "looked_at");
    placed += number(result, "placed");
    if (const Value* name = member(result, "lifecycle")) lifecycle = to_text(*name);
    const Value* behind = member(result, "last");
    last = behind && !behind->is_null() ? to_text(*behind) : "";
    const Value* counts = member(result, "stages");
    const auto* held = counts ? counts->get<std::shared_ptr<const Object>>() : nullptr;
    if (!held) return;
    for (const auto& [stage, count] : (*held)->members) stages[stage] += number(*counts, stage);
  }
};

Result<Placement> place_all(Session& session, const Given& given) {
  const service::Caller by = session.caller();
  Placement placement;
  Progress progress(session, "cli.progress.placing");
  do {
    Call call{by, session.workspace, "", {{"top", Value(kAtOnce)}}, {}, given.has("--dry-run")};
    if (const auto filter = given.maybe("--filter")) call.values.emplace_back("filter", Value(*filter));
    if (!placement.last.empty()) call.values.emplace_back("after", Value(placement.last));
    TENURE_TRY(const Done done, service::perform(session.service(), call, *service::find_verb("account", "place_all")));
    placement.add(done.result);
    progress.update(placement.looked_at, 0);
  } while (!placement.last.empty());
  return placement;
}

int place(Session& session, const Given& given) {
  if (const auto definition = session.definition(); !definition) return session.fail(definition.error());
  const Result<Placement> placement = place_all(session, given);
  if (!placement) return session.fail(placement.error());
  RowPrinter printer(session, {{"lifecycle"}, {"stage"}, {"accounts", true}});
  const bool table = session.format == Format::table;
  for (const auto& [stage, count] : placement->stages) {
    printer.row({placement->lifecycle, table ? session.stage_title(placement->lifecycle, stage) : stage, count});
  }
  printer.finish();
  session.note(given.has("--dry-run") ? "cli.place.would" : "cli.place.done",
               {{"placed", std::to_string(placement->placed)}, {"looked_at", std::to_string(placement->looked_at)}});
  return kDone;
}

}  // namespace

Command place_command() {
  return {.name = "place",
          .shared = kOutput | kDryRun,
          .options = {{.name = "--filter", .placeholder = "CONDITION", .help = "option.place-filter"}},
          .examples = {"tenure place --dry-run", "tenure place",
                       "tenure place --filter is_person"},
          .run = place};
}

}  // namespace tenure::cli
