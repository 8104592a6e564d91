#pragma once
// One account's facts as the definitions that decide them see them, the oldest definition first, and the fold
// over all of it: what happened before a definition took over "from now on", the one before it decides.
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "engine/engine.h"
#include "service/account_facts.h"
#include "service/realm.h"

namespace tenure::service {

// A move in the store's words: definitions come and go, names stay.
struct HistoryMove {
  store::Name lifecycle = 0, from = 0, to = 0, rule = 0;
  Instant at;
  engine::Cause cause = engine::Cause::rule;
  store::Sequence fact = 0;
  int64_t definition = 0;  // that decided it
};
HistoryMove to_move(const Realm&, const engine::Transition&);
// In the words of this definition; nullopt: it has no such lifecycle, stage or rule.
std::optional<engine::Transition> in_words_of(const Realm&, const HistoryMove&);

// The state in which a definition takes over from the one before it (Realm::earlier), and the moves that makes.
engine::State cross(const Realm&, const engine::State&, const engine::State* memory, std::vector<HistoryMove>* moves);

class History {
 public:
  struct Part {  // what one definition decides: from `from` until before `until`
    const Realm& realm;
    Instant from, until;
    const engine::Crossing* crossing;  // by which it took over; null: the first
    AccountFacts facts;
  };

  explicit History(const Realm&);
  void clear();
  void load(store::Reader&, store::AccountId);
  void add(const store::Fact&);
  void follow(store::Reader&);
  void drop(store::Sequence);

  std::deque<Part>& parts() { return parts_; }
  AccountFacts& facts() { return parts_.back().facts; }  // as the definition in force sees them
  bool is_present(const Part& part) const { return &part == &parts_.back(); }

  // Begins the fold of a part: the state that was reached before it, carried over. `moves` gets those that the
  // crossing makes.
  engine::State enter(Part&, engine::State, std::optional<Instant> known_at, std::vector<HistoryMove>* moves);

  struct Folded {
    std::vector<HistoryMove> moves;
    std::vector<engine::EffectCall> effects;  // of the definition in force
    engine::State state;
    Instant first_at = kMaxInstant;
  };
  // Facts and their timers; then the timers due at or before `settle`, if it is given. `decide`, where it is given,
  // is asked of each row first: true = it has seen to the fact itself (and may have told the sinks).
  struct Sinks {
    std::vector<engine::Transition>& moves;
    std::vector<engine::EffectCall>& effects;
  };
  using Decide = std::function<bool(Part&, const AccountFacts::Row&, const engine::Fact&, engine::Fold&, const Sinks&)>;
  void fold(store::Reader&, const std::function<std::optional<Instant>(const engine::State&)>& settle, Folded&,
            const Decide& decide = {});

 private:
  const Realm& realm_;
  std::deque<Part> parts_;
};

}  // namespace tenure::service
