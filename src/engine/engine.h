#pragma once
// decide and fold: pure, total, deterministic. No clock, no file, no network, no SQL, no noun of a CRM:
// the definition brings the vocabulary, the fact brings the time.
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state.h"
#include "lifecycle/definition.h"

namespace tenure::engine {

// What happened to one account. Cells and text are views; the caller owns them.
struct Fact {
  Instant at;
  uint16_t kind = 0;
  std::string_view key;    // unique with the kind
  std::string_view actor;
  std::span<const expression::Cell> body;  // the kind's body fields, in order
  // account.created / account.changed / requirements' fields: property index → value.
  struct PropertyValue {
    uint16_t property;
    expression::Cell value;
  };
  std::span<const PropertyValue> properties;
  int64_t id = 0;  // the caller's; comes back in transitions
};
// Fold order: (at, kind, key).
bool before(const Fact&, const Fact&);
bool after_position(const Fact&, const Position&);  // in order; else the fact is late

// definition: the stage was no more when another definition took over; see crossing.h.
enum class Cause : uint8_t { rule, timer, declaration, hand, script, definition };
std::string_view to_string(Cause);

// One row of the lifecycle log, as the engine knows it. An account's first stage is where it starts, not
// a move: it has no row.
struct Transition {
  uint8_t lifecycle = 0;
  StageId from = lifecycle::kNoStage, to = lifecycle::kNoStage;
  Instant at;
  Cause cause = Cause::rule;
  uint16_t index = lifecycle::kNone;  // of the rule, timer or declaration
  int64_t fact = 0;                   // Fact::id; 0 for a timer
  bool operator==(const Transition&) const = default;
};
// The rule, timer or declaration id; "by-hand", "script", "definition" otherwise.
std::string_view rule_id(const Definition&, const Transition&);

// A rule that fitted and kept the stage.
struct NoMove {
  uint8_t lifecycle;
  uint16_t rule;
  Instant at;
  int64_t fact;
};

struct EffectCall {  // an effect that is asked for
  lifecycle::EffectKind kind;
  uint8_t lifecycle = 0;
  std::string id;                                       // notice or task
  std::vector<std::pair<std::string, Value>> set;       // property → value
  lifecycle::Title title;                               // task
  int64_t fact = 0;
  Instant at;
};

struct Refusal {
  std::string code;       // "gate-closed", "declaration-requires", "stage-not-by-hand", "wrong-stage", …
  std::string id;         // the gate, requirement or declaration
  uint8_t lifecycle = 0;
  Arguments arguments;    // for the sentence
  lifecycle::Title says;  // the pack's own sentence, if it has one
};

// Why: what was tried, in order, and the values it saw.
struct Tried {
  uint8_t lifecycle;
  uint16_t rule;
  enum class Outcome : uint8_t { fits, wrong_stage, condition_false } outcome;
};
struct TraceInput {
  uint16_t slot;  // of the account row, after the fact was folded into the measures
  Value value;
};
struct Trace {
  std::vector<Tried> tried;
  std::vector<TraceInput> inputs;  // every slot that a tried condition read, each once
};

// What one gate says to a fact of a kind that it names.
struct GateAnswer {
  uint8_t lifecycle = 0;
  uint16_t gate = 0;
  StageId stage = lifecycle::kNoStage;
  lifecycle::Verdict verdict = lifecycle::Verdict::yes;
};
// The gates of all lifecycles that name this kind, asked for an account in this state. One in no stage
// of a lifecycle passes its gates.
std::vector<GateAnswer> ask_gates(const Definition&, const State&, uint16_t kind);
// The refusal ("gate-closed"), or with `excepted` the warning ("gate-excepted"), of a gate that says no;
// the warning ("gate-warns") of one that warns.
Refusal to_refusal(const Definition&, const GateAnswer&, bool excepted);

struct Decision {
  bool accepted = true;
  std::vector<Transition> moves;  // timers due before the fact, then the fact's own
  std::vector<NoMove> stays;
  std::vector<Refusal> refusals;  // complete: all of them, and then nothing changed
  std::vector<Refusal> warnings;
  std::vector<EffectCall> effects;
  std::vector<GateAnswer> gates;  // those that name the fact's kind
  Trace trace;
};

struct DecideOptions {
  bool gates = true;           // false: the fact is already part of history
  bool except_gates = false;   // those that say no are passed, with a warning
  std::string_view role = "admin";  // of the actor: declarations and by_hand may ask for one
};

// What this definition answers to this fact. The fact must not be late (after_position). On a refusal
// `state` is unchanged; otherwise it is the state after the fact.
Decision decide(const Definition&, State& state, const Fact&, const DecideOptions& = {});

// Everything a fold has to say, in order. Any may be null.
struct Sink {
  std::vector<Transition>* transitions = nullptr;
  std::vector<NoMove>* stays = nullptr;
  std::vector<EffectCall>* effects = nullptr;
};

struct WayOut;

// decide over a history: facts in fold order, timers firing in their place, then the timers due at or
// before `until`. Facts of an accepted history are not gated again. A declaration or a move by hand that
// no longer fits (its history was rewritten) still stands: it is what a person decided.
class Fold {
 public:
  Fold(const Definition&, State state);
  explicit Fold(const Definition& definition) : Fold(definition, State(definition)) {}
  void add(const Fact&, const Sink& = {});       // timers due before it, then the fact
  void settle(Instant until, const Sink& = {});  // timers due at or before `until`
  void advance(Instant until, const Sink& = {});  // timers due before `until`, as add() of a fact then does
  // What the fact says and what is remembered of it, but nothing decided: for measures under a definition that
  // did not decide yet. Properties that rules set come from elsewhere (Crossing::copy_properties).
  void remember(const Fact&);
  const State& state() const { return state_; }
  State& borrow() { return state_; }  // to be changed between facts
  State take() { return std::move(state_); }
  void reset();  // for the next account, keeping memory

 private:
  friend Decision decide(const Definition&, State&, const Fact&, const DecideOptions&);
  friend std::vector<WayOut> outlook(const Definition&, const State&, Instant);
  friend std::optional<Instant> next_due(const Definition&, const State&);
  struct DueTimer {
    uint8_t lifecycle = 0;
    uint16_t timer = lifecycle::kNone;
    Instant at, due;
  };
  struct Borrow {};  // for decide: one fact, no reset()
  Fold(const Definition& definition, Borrow, State state)
      : definition_(definition), state_(std::move(state)) {}
  const expression::Cell* fact_row(const Fact&);
  expression::Frame frame(const expression::Cell* fact, Instant now);
  DueTimer first_timer(Instant limit, bool inclusive);
  std::optional<Instant> due(uint8_t lifecycle, uint16_t timer) const;  // when this timer is due
  void run_timers(Instant limit, bool inclusive, const Sink&);
  void fold_into_measures(const Fact&, const expression::Cell* row);
  void set_archived(bool archived);
  void apply_properties(const Fact&);
  void apply_builtin(const Fact&, const Sink&);
  void apply_rules(const Fact&, const expression::Cell* row, const Sink&, Trace*);
  void apply(const Fact&, const Sink&, Trace*);
  void move(Transition, const Sink&);
  void run_effects(const std::vector<lifecycle::Effect>&, uint8_t lifecycle,
                   const expression::Cell* fact, Instant at, int64_t id, const Sink&);
  void set_property(uint16_t property, const expression::Cell&);
  void note_trace(Trace&, uint8_t lifecycle, uint16_t rule, Tried::Outcome,
                  const expression::Program*);

  const Definition& definition_;
  State state_, blank_;
  const expression::Cell* sources_[3] = {};
  std::vector<expression::Cell> fact_cells_;
  expression::Arena arena_;
};

struct Timeline {
  std::vector<Transition> transitions;
  std::vector<NoMove> stays;
  std::vector<EffectCall> effects;
  State state;
};
Timeline fold(const Definition&, std::span<const Fact> facts, Instant until);

// The earliest instant at which a timer will move this account if nothing else happens; nullopt = never.
std::optional<Instant> next_due(const Definition&, const State&);

// ---- per stage -----------------------------------------------------------------------------------
struct Spell {  // one account, one stage
  StageId stage;
  Instant first_entered, latest_entered;  // kAlways: it was always there
  std::optional<Instant> latest_left;
  int64_t times = 0;
  int64_t micros = 0;  // in all, up to `until` while it lasts; time before a known beginning is not counted
};
// Per stage in order of first entry. `began`: when the account came into being in `initial` (kAlways = not
// known). Transitions of one account and one lifecycle, in order; those after `until` are left out.
std::vector<Spell> spells(StageId initial, Instant began, std::span<const Transition> transitions,
                          Instant until);

// ---- what would move it ---------------------------------------------------------------------------
struct WayOut {
  uint8_t lifecycle = 0;
  Cause cause = Cause::rule;  // rule, timer or declaration
  uint16_t index = 0;
  StageId to = lifecycle::kNoStage;
  bool open = false;                  // nothing is missing but the fact, the user or the time
  std::vector<uint16_t> kinds;        // rule: the facts that would do it
  std::optional<Instant> due;         // timer: when it fires if nothing else happens
  // The parts of the condition that are not true now, with the values they see. For a rule they are
  // judged as if its fact came now; parts that ask about the fact itself are in `asks_fact`.
  std::vector<expression::Reason> missing, asks_fact;
  std::vector<std::string> needs;     // declaration: the requirements that are not met yet
};
// Open and closed ways in file order; none for an archived account.
std::vector<WayOut> outlook(const Definition&, const State&, Instant now);

}  // namespace tenure::engine
