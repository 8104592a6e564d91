// A rewritten past: the account's whole history is folded once more, with the new facts at their
// place, and what is believed since is compared with what was believed before.
#include <algorithm>
#include <unordered_map>

#include "service/recorder.h"

namespace tenure::service {

using engine::Decision;
using engine::EffectCall;
using engine::State;
using engine::Transition;
using lifecycle::EffectKind;

void Recorder::load_history() {
  facts_.clear();
  if (!is_new_) {
    reads_.facts(realm_.id, account_.id, [&](const store::Fact& fact) { facts_.add(fact); });
  }
  for (size_t i = 0; i < count_; ++i) {
    if (!candidates_[i].refused) facts_.add(candidates_[i].row);
  }
}

void Recorder::refold() {
  before_ = state_;
  for (size_t i = 0; i < count_; ++i) {
    Candidate& candidate = candidates_[i];
    if (candidate.input == kNoInput) continue;
    ask_present(candidate);
    if (!verdicts_[candidate.input].refusals.empty()) drop_input(candidate.input);
  }
  load_history();
  Timeline timeline;
  // A refused correction leaves what it would have corrected: fold again without it. Each round
  // refuses at least one more fact, so the rounds end.
  while (anything_left() && !fold_once(timeline)) load_history();
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].input == kNoInput) continue;
    service::Verdict& verdict = verdicts_[candidates_[i].input];
    verdict.outcome = candidates_[i].refused ? Outcome::refused : candidates_[i].outcome;
  }
  if (count_ == 0) return;
  compare_beliefs(timeline);
  keep_present_effects(timeline);
}

// False: a fact was refused that others depend on; the fold must begin anew without it.
bool Recorder::fold_once(Timeline& timeline) {
  timeline = {};
  const engine::Sink sink{&timeline.moves, nullptr, &timeline.effects};
  std::optional<engine::Fold> fold(std::in_place, definition_);
  account_.first_at = kMaxInstant;
  for (uint32_t index : facts_.effective()) {
    const AccountFacts::Row& row = facts_.rows()[index];
    const engine::Fact fact = facts_.fact(row, reads_.text(realm_.id, row.actor));
    Candidate* candidate =
        row.sequence < 0 ? &candidates_[static_cast<size_t>(-row.sequence - 1)] : nullptr;
    if (!candidate || candidate->input == kNoInput) {
      fold->add(fact, sink);
      account_.first_at = std::min(account_.first_at, fact.at);
      continue;
    }
    if (candidate->refused) continue;
    State state = fold->take();
    Decision decision =
        engine::decide(definition_, state, fact, {.gates = true, .role = candidate->role});
    fold.emplace(definition_, std::move(state));
    service::Verdict& verdict = verdicts_[candidate->input];
    if (!decision.accepted) {
      verdict.refusals = std::move(decision.refusals);
      verdict.warnings.clear();
      const bool alone = row.revision == 1 &&
                         definition_.kinds[row.kind].voids == lifecycle::kNone &&
                         candidate_is_single(*candidate);
      drop_input(candidate->input);
      if (!alone) return false;
      continue;
    }
    verdict.warnings = std::move(decision.warnings);
    account_.first_at = std::min(account_.first_at, fact.at);
    timeline.moves.insert(timeline.moves.end(), decision.moves.begin(), decision.moves.end());
    std::ranges::move(decision.effects, std::back_inserter(timeline.effects));
    if (!decision.moves.empty()) timeline.traces[row.sequence] = encode_trace(decision.trace);
  }
  // Timers that had fired by a later clock than this one keep their place.
  const Instant settled = before_->position().at;
  fold->settle(std::max(now_, settled), sink);
  state_ = fold->take();
  due_ = engine::next_due(definition_, state_);
  return true;
}

bool Recorder::candidate_is_single(const Candidate& candidate) const {
  size_t together = 0;
  for (size_t i = 0; i < count_; ++i) together += candidates_[i].input == candidate.input;
  return together == 1 && !duplicates_;
}

namespace {

// Two rows of the log say the same. The fact is the same when it has the same kind and key,
// whichever revision of it.
struct Saying {
  store::Name lifecycle, from, to, rule;
  Instant at;
  uint8_t cause;
  store::Sequence fact;
  bool operator==(const Saying&) const = default;
};

}  // namespace

void Recorder::compare_beliefs(const Timeline& timeline) {
  // The number that stands for all revisions of a fact: that of the first.
  std::unordered_map<store::Sequence, store::Sequence> first;
  std::map<std::pair<uint16_t, std::string_view>, store::Sequence> by_key;
  for (const AccountFacts::Row& row : facts_.rows()) {
    const auto place = by_key.try_emplace({row.kind, facts_.key(row)}, row.sequence).first;
    // Rows come in fold order, not by revision: any one of them will do, as long as it is the same.
    first[row.sequence] = place->second;
  }
  const auto same_fact = [&](store::Sequence fact) {
    const auto place = first.find(fact);
    return place == first.end() ? fact : place->second;
  };
  std::vector<store::Transition> believed;
  if (!is_new_) {
    reads_.transitions(realm_.id, account_.id, [&](const store::Transition& row) {
      if (row.superseded_at) return;
      believed.push_back(row);
      believed.back().trace = {};
    });
  }
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    const store::Name lifecycle = realm_.lifecycles[l].name;
    std::vector<const store::Transition*> old;
    for (const store::Transition& row : believed) {
      if (row.lifecycle == lifecycle) old.push_back(&row);
    }
    size_t next = 0;
    std::optional<Instant> added_at;  // behind a new row of one instant nothing older can stand
    for (const Transition& move : timeline.moves) {
      if (move.lifecycle != l) continue;
      const Saying saying{
          lifecycle, realm_.stage(l, move.from),       realm_.stage(l, move.to), rule_name(move),
          move.at,   static_cast<uint8_t>(move.cause), same_fact(move.fact)};
      size_t found = next;
      const auto says_the_same = [&](const store::Transition& row) {
        return saying == Saying{row.lifecycle, row.from,           row.to, row.rule, row.at,
                                row.cause,     same_fact(row.fact)};
      };
      while (found < old.size() && old[found]->at <= move.at && !says_the_same(*old[found]))
        ++found;
      const bool holds = found < old.size() && old[found]->at == move.at && added_at != move.at &&
                         says_the_same(*old[found]);
      if (holds) {
        for (; next < found; ++next) gone_.push_back(*old[next]);
        ++next;
        continue;
      }
      const auto trace = timeline.traces.find(move.fact);
      const bool explained = trace != timeline.traces.end() && move.cause == engine::Cause::rule;
      fresh_.push_back({move, explained ? trace->second : std::string()});
      added_at = move.at;
    }
    for (; next < old.size(); ++next) gone_.push_back(*old[next]);
  }
  // What is believed of lifecycles that the definition has no more.
  for (const store::Transition& row : believed) {
    if (realm_.find_lifecycle(row.lifecycle) == lifecycle::kNone) gone_.push_back(row);
  }
  std::ranges::stable_sort(fresh_, {}, [](const Move& move) { return move.transition.at; });
}

// Effects belong to a new belief about the present: those of the last move of a lifecycle whose
// stage is another than before. What is only learned of the past asks for nothing.
void Recorder::keep_present_effects(const Timeline& timeline) {
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    if (state_.standing(l).stage == stood_[l]) continue;
    const Transition* last = nullptr;
    for (const Transition& move : timeline.moves) {
      if (move.lifecycle == l) last = &move;
    }
    if (!last) continue;
    for (const EffectCall& effect : timeline.effects) {
      if (effect.lifecycle == l && effect.at == last->at && effect.fact == last->fact) {
        effects_.push_back(effect);
      }
    }
  }
}

}  // namespace tenure::service
