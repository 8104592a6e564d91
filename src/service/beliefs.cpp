#include "service/beliefs.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace tenure::service {

namespace {

// Two rows of the log say the same. The fact is the same when it has the same kind and key,
// whichever revision of it.
struct Saying {
  store::Name from, to, rule;
  Instant at;
  engine::Cause cause;
  store::Sequence fact;
  bool operator==(const Saying&) const = default;
};

// The number that stands for all revisions of a fact. Rows come in fold order, not by revision: any one of them will
// do, as long as it is the same.
class Revisions {
 public:
  explicit Revisions(History& history) {
    for (const History::Part& part : history.parts()) {
      for (const AccountFacts::Row& row : part.facts.rows()) {
        const auto key = std::pair(part.realm.kinds[row.kind], part.facts.key(row));
        any_[row.sequence] = by_key_.try_emplace(key, row.sequence).first->second;
      }
    }
  }
  store::Sequence of(store::Sequence fact) const {
    const auto place = any_.find(fact);
    return place == any_.end() ? fact : place->second;
  }

 private:
  std::unordered_map<store::Sequence, store::Sequence> any_;
  std::map<std::pair<store::Name, std::string_view>, store::Sequence> by_key_;
};

void compare_lifecycle(const Revisions& revisions, const std::vector<const store::Transition*>& old,
                       const std::vector<const HistoryMove*>& moves, std::vector<HistoryMove>& fresh,
                       std::vector<store::Transition>& gone) {
  size_t next = 0;
  std::optional<Instant> added_at;  // behind a new row of one instant nothing older can stand
  for (const HistoryMove* move : moves) {
    const Saying saying{move->from, move->to, move->rule, move->at, move->cause, revisions.of(move->fact)};
    const auto says_the_same = [&](const store::Transition& row) {
      return saying == Saying{row.from, row.to, row.rule, row.at, static_cast<engine::Cause>(row.cause),
                              revisions.of(row.fact)};
    };
    size_t found = next;
    while (found < old.size() && old[found]->at <= move->at && !says_the_same(*old[found])) ++found;
    const bool holds = found < old.size() && old[found]->at == move->at && added_at != move->at &&
                       says_the_same(*old[found]);
    if (holds) {
      for (; next < found; ++next) gone.push_back(*old[next]);
      ++next;
      continue;
    }
    fresh.push_back(*move);
    added_at = move->at;
  }
  for (; next < old.size(); ++next) gone.push_back(*old[next]);
}

}  // namespace

std::vector<store::Transition> believed_now(const Realm& realm, store::Reader& reader, store::AccountId account) {
  std::vector<store::Transition> believed;
  reader.transitions(realm.id, account, [&](const store::Transition& row) {
    if (row.superseded_at) return;
    believed.push_back(row);
    believed.back().trace = {};
  });
  return believed;
}

void compare(History& history, const std::vector<store::Transition>& believed, const std::vector<HistoryMove>& moves,
             std::vector<HistoryMove>& fresh, std::vector<store::Transition>& gone) {
  if (believed.empty() && moves.empty()) return;
  const Revisions revisions(history);
  std::vector<store::Name> lifecycles;
  const auto note = [&](store::Name lifecycle) {
    if (std::ranges::find(lifecycles, lifecycle) == lifecycles.end()) lifecycles.push_back(lifecycle);
  };
  for (const History::Part& part : history.parts()) {
    for (const Realm::CycleNames& cycle : part.realm.lifecycles) note(cycle.name);
  }
  for (const store::Transition& row : believed) note(row.lifecycle);
  const size_t before = fresh.size();
  for (const store::Name lifecycle : lifecycles) {
    std::vector<const store::Transition*> old;
    for (const store::Transition& row : believed) {
      if (row.lifecycle == lifecycle) old.push_back(&row);
    }
    std::vector<const HistoryMove*> said;
    for (const HistoryMove& move : moves) {
      if (move.lifecycle == lifecycle) said.push_back(&move);
    }
    compare_lifecycle(revisions, old, said, fresh, gone);
  }
  std::stable_sort(fresh.begin() + static_cast<ptrdiff_t>(before), fresh.end(),
                   [](const HistoryMove& a, const HistoryMove& b) { return a.at < b.at; });
}

void present_effects(const Realm& realm, std::span<const store::Name> stood, const History::Folded& folded,
                     std::vector<engine::EffectCall>& effects) {
  for (size_t l = 0; l < realm.lifecycles.size(); ++l) {
    if (realm.stage(l, folded.state.standing(l).stage) == stood[l]) continue;
    const HistoryMove* last = nullptr;
    for (const HistoryMove& move : folded.moves) {
      if (move.lifecycle == realm.lifecycles[l].name) last = &move;
    }
    if (!last) continue;
    for (const engine::EffectCall& effect : folded.effects) {
      if (effect.lifecycle == l && effect.at == last->at && effect.fact == last->fact) effects.push_back(effect);
    }
  }
}

}  // namespace tenure::service
