// Taking back. What a person said is taken back by retracting it; what followed from a fact is answered by a move
// the other way. Both are facts of their own: nothing is erased. Refused when something later depends on it.
#include <algorithm>

#include "service/account_facts.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using engine::Cause;
using lifecycle::Lifecycle;

constexpr VerbParameter kUndo[] = {
    {"transition", int64, false, false, "The move (the latest, where it is left out)",
     "המעבר (האחרון, אם לא צוין)"},
    kReason};
constexpr VerbParameter kRetract[] = {{"kind", string, true, false, "Kind of the fact", "סוג העובדה"},
                                      {"fact", string, true, false, "Its key", "מפתח העובדה"}};

std::vector<store::Transition> believed(Context& context, store::AccountId account) {
  std::vector<store::Transition> moves;
  context.reads().transitions(context.workspace(), account, [&](const store::Transition& move) {
    if (move.superseded_at) return;
    moves.push_back(move);
    moves.back().trace = {};
  });
  return moves;
}

// What later rests on the stage: moves from it, and facts that the stage before would not have let in.
void refuse_dependents(Work& work, const std::vector<store::Transition>& moves,
                       const store::Transition& move, AccountFacts& facts) {
  Context& context = work.context();
  const Realm& realm = context.realm();
  const uint16_t l = realm.find_lifecycle(move.lifecycle);
  const Lifecycle& cycle = context.definition().lifecycles[l];
  for (const store::Transition& later : moves) {
    if (later.lifecycle != move.lifecycle || later.sequence == move.sequence) continue;
    if (later.at < move.at || (later.at == move.at && later.sequence < move.sequence)) continue;
    const lifecycle::StageId to = realm.find_stage(l, later.to);
    work.refuse("later-move", std::to_string(later.sequence),
                {{"lifecycle", cycle.name}, {"to", std::string(cycle.stage_id(to))}, {"at", to_string(later.at)}});
  }
  const lifecycle::StageId before = realm.find_stage(l, move.from);
  for (uint32_t index : facts.effective()) {
    const AccountFacts::Row& row = facts.rows()[index];
    if (row.at < move.at || row.sequence == move.fact) continue;
    for (const lifecycle::Gate& gate : cycle.gates) {
      if (std::ranges::find(gate.kinds, row.kind) == gate.kinds.end()) continue;
      if (before >= gate.verdicts.size() || gate.verdicts[before] != lifecycle::Verdict::no) continue;
      work.refuse("later-fact", std::string(facts.key(row)),
                  {{"kind", context.definition().kinds[row.kind].name},
                   {"key", std::string(facts.key(row))},
                   {"gate", gate.id},
                   {"stage", std::string(cycle.stage_id(before))}});
    }
  }
}

void take_back(Work& work, std::string_view account, const store::Transition& move,
               const AccountFacts& facts) {
  Context& context = work.context();
  const Realm& realm = context.realm();
  const uint16_t l = realm.find_lifecycle(move.lifecycle);
  const auto cause = static_cast<Cause>(move.cause);
  const auto said = std::ranges::find(facts.rows(), move.fact, &AccountFacts::Row::sequence);
  const bool by_person = cause == Cause::hand || cause == Cause::declaration || cause == Cause::script;
  if (by_person && said != facts.rows().end()) {
    FactInput& fact = work.add(context.definition().kinds[said->kind].name, account,
                               std::string(facts.key(*said)));
    fact.retract = true;
    fact.at.reset();
    return;
  }
  const Lifecycle& cycle = context.definition().lifecycles[l];
  FactInput& fact = work.add("stage.set", account);
  const lifecycle::StageId from = realm.find_stage(l, move.from);
  fact.values = {{"lifecycle", Value(cycle.name)},
                 {"stage", from == lifecycle::kNoStage ? Value() : Value(cycle.stage_id(from))}};
  work.copy(fact, {"reason"});
}

Result<Done> undo_move(Context& context, const Call& call) {
  TENURE_CHECK_OK(context.check_own(call.key));
  const auto id = context.reads().find_account(context.workspace(), call.key);
  const std::vector<store::Transition> moves = believed(context, *id);
  const Value* wanted = call.find("transition");
  const int64_t* sequence = wanted ? wanted->get<int64_t>() : nullptr;
  const auto move = sequence ? std::ranges::find(moves, *sequence, &store::Transition::sequence)
                             : (moves.empty() ? moves.end() : moves.end() - 1);
  const bool is_known = move != moves.end() && context.realm().find_lifecycle(move->lifecycle) != lifecycle::kNone;
  if (!is_known) {
    return refuse("unknown-move", {{"account", call.key}, {"move", sequence ? std::to_string(*sequence) : ""}});
  }
  Work work(context, call);
  AccountFacts facts(context.realm());
  facts.load(context.reads(), *id);
  refuse_dependents(work, moves, *move, facts);
  take_back(work, call.key, *move, facts);
  return work.finish("account", call.key);
}

// A fact of this account never happened: what followed from it is believed no more.
Result<Done> retract(Context& context, const Call& call) {
  TENURE_CHECK_OK(context.check_own(call.key));
  Work work(context, call);
  FactInput& fact = work.add(call.text("kind"), call.key, call.text("fact"));
  fact.retract = true;
  return work.finish("account", call.key);
}

constexpr Verb kVerbs[] = {
    {.name = "undo", .record = "account", .parameters = kUndo, .run = undo_move,
     .english = "Undo a move", .hebrew = "ביטול מעבר"},
    {.name = "retract_fact", .record = "account", .parameters = kRetract, .run = retract,
     .english = "Say that a fact never happened", .hebrew = "קביעה שעובדה לא התרחשה"},
};

}  // namespace

std::span<const Verb> undo() { return kVerbs; }

}  // namespace tenure::service::acts
