// tenure place: initial placement of all who stand where everybody begins.
#include <map>

#include "cli/answers.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

using service::Done;

constexpr int64_t kAtOnce = 1'000;  // in one transaction: others write in between

// What came of all the calls so far.
struct Placement {
  std::string lifecycle, last;
  int64_t looked_at = 0, placed = 0;
  std::map<std::string, int64_t> stages;

  void add(const Value& result) {
    looked_at += number(result, "looked_at");
    placed += number(result, "placed");
    lifecycle = text(result, "lifecycle");
    last = text(result, "last");
    const Value& counts = at(result, "stages");
    const auto* held = counts.get<std::shared_ptr<const Object>>();
    if (!held) return;
    for (const auto& [stage, count] : (*held)->members) stages[stage] += number(counts, stage);
  }
};

Result<Placement> place_all(Session& session, const Given& given) {
  Placement placement;
  Progress progress(session, "cli.progress.placing");
  do {
    Values values{{"top", Value(kAtOnce)}};
    if (const auto filter = given.maybe("--filter")) values.emplace_back("filter", Value(*filter));
    if (!placement.last.empty()) values.emplace_back("after", Value(placement.last));
    TENURE_TRY(const Done done, act(session, *service::find_verb("account", "place_all"), std::move(values),
                                    given.has("--dry-run")));
    placement.add(done.result);
    progress.update(placement.looked_at, 0);
  } while (!placement.last.empty());
  return placement;
}

int place(Session& session, const Given& given) {
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
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
          .run = place,
          .by_server = place};
}

}  // namespace tenure::cli
