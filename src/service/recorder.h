#pragma once
// Records facts, account by account, inside one transaction of the store. The only code that writes
// a stage, a log row or an outbox row.
//
// An account's facts take one of two ways. In order (all of them new and behind everything known):
// engine::decide, one after the other. Otherwise (late, corrected, retracted, voiding): the whole
// history is folded once more with the new facts in it, and what is believed since is compared with
// what was.
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "service/account_facts.h"
#include "service/service.h"

namespace tenure::service {

// A fact as the recorder takes it: names resolved, values typed. Views belong to the caller.
struct NewFact {
  uint32_t input = 0;  // its verdict
  uint16_t kind = 0;
  std::optional<Instant> at;  // nullopt: now; a known fact keeps its own
  std::string_view key;       // "": made here
  std::string_view actor, role = "admin";
  const std::vector<Value>* body = nullptr;
  const Properties* properties = nullptr;      // account.created, account.changed
  const Properties* on_the_account = nullptr;  // stored with the fact, or not at all
  bool retract = false, create_account = false, fill = false;
  std::string_view lines;                   // see Service::BulkFact
  const Service::BulkFact* bulk = nullptr;  // for Merge
};

inline constexpr uint32_t kNoInput = UINT32_MAX;  // made by the recorder itself

class Recorder {
 public:
  Recorder(const Realm&, store::Transaction&, Instant now, const RecordOptions&,
           const Service::Merge* merge = nullptr);

  // The facts of one account, each with its verdict (verdicts[fact.input]).
  void record(std::string_view account, std::span<const NewFact>, std::span<Verdict> verdicts);
  // Fires the timers of this account that are due by now; false: there were none.
  bool settle(store::AccountId);

  int64_t accounts_created() const { return accounts_created_; }
  int64_t moves() const { return moves_; }

 private:
  struct Candidate {  // a fact that will be written unless it is refused
    uint32_t input = 0;
    uint16_t kind = 0;
    store::Fact
        row;  // key and body show into the strings below; its number is -(place + 1) until written
    std::string key, body;
    std::string role;
    Outcome outcome = Outcome::recorded;
    bool prelude = false;  // stands or falls with the next candidate
    bool refused = false;
    std::optional<std::string> lines;
  };
  struct Move {
    engine::Transition transition;
    std::string trace;
  };

  // recorder.cpp: what each fact is
  void begin(std::string_view account);
  void classify(const NewFact&);
  void classify_fill(const NewFact&);
  void classify_retraction(const NewFact&);
  void consider_creation();
  Candidate& add_candidate(const NewFact&, uint16_t kind, std::string_view key, Instant at,
                           const std::vector<Value>& body, const Properties&);
  bool place(Candidate&, const NewFact&, bool always_correct);
  bool same_content(const Candidate&, const store::Fact&);
  void keep_lines(const Candidate&);
  const Candidate* earlier_here(const Candidate&) const;
  void refuse(uint32_t input, engine::Refusal);
  void refuse(uint32_t input, std::string code, Arguments arguments);
  void drop_input(uint32_t input);
  std::string new_key(uint16_t kind);

  // recorder.cpp: in order
  bool in_order();
  void decide_in_order();
  void ask_present(const Candidate&);
  engine::Fact fact_of(const Candidate&);
  bool anything_left();
  void settle_now();

  // refold.cpp
  struct Timeline {
    std::vector<engine::Transition> moves;
    std::vector<engine::EffectCall> effects;
    std::map<store::Sequence, std::string> traces;  // of the new facts
  };
  void load_history();
  void refold();
  bool fold_once(Timeline&);
  bool candidate_is_single(const Candidate&) const;
  void compare_beliefs(const Timeline&);
  void keep_present_effects(const Timeline&);

  // write.cpp
  void write();
  void write_facts();
  void write_moves();
  void write_effects();
  void write_stages();
  void write_properties();
  void write_account();
  void put_outbox(store::OutboxType, store::Sequence transition);
  store::Sequence real(store::Sequence) const;
  store::Name rule_name(const engine::Transition&) const;

  const Realm& realm_;
  const lifecycle::Definition& definition_;
  store::Transaction& transaction_;
  store::Reader& reads_;
  Instant now_;
  RecordOptions options_;
  const Service::Merge* merge_;
  int64_t accounts_created_ = 0, moves_ = 0;

  // The account at hand.
  std::string account_key_;
  store::Account account_;
  bool is_new_ = false;
  engine::State state_;                    // before, then after
  std::vector<lifecycle::StageId> stood_;  // per lifecycle, before
  std::optional<engine::State> present_;   // before, settled until now
  std::span<Verdict> verdicts_;
  std::deque<Candidate> candidates_;
  size_t count_ = 0;                                  // of candidates in use
  std::vector<std::pair<uint32_t, uint32_t>> twins_;  // input → the input it repeats
  bool duplicates_ = false;
  std::vector<Move> fresh_;              // new in the log
  std::vector<store::Transition> gone_;  // believed no more
  std::vector<engine::EffectCall> effects_;
  std::vector<uint16_t> changed_;         // properties
  std::optional<engine::State> before_;   // refolded: any property may differ from this
  std::optional<Instant> due_;            // of the next timer
  std::vector<store::Sequence> numbers_;  // of candidates, as written
  std::vector<uint32_t> order_;           // candidates in fold order
  store::Sequence made_ = 0;              // the last key made here

  // Scratch.
  AccountFacts facts_;
  std::vector<expression::Cell> cells_, other_cells_;
  std::vector<engine::Fact::PropertyValue> cell_properties_, other_properties_;
};

}  // namespace tenure::service
