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
#include "service/documents.h"
#include "service/history.h"
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
  std::string_view exception;                  // why it may pass a closed gate; "": it may not
  std::optional<int64_t> expected_version, expected_document_version;
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
  // Everything that is kept of this account beside its facts and its log is made from them anew: state,
  // row, documents, spells; what the log says otherwise is corrected. For a file whose rows were made in
  // another way (kProjection), and after the definition has changed. Asks for no effects; timers that
  // are due since the log's last wait for the next tick.
  void remake(store::AccountId);
  // The account goes on under the realm's definition (Realm::leaving): its history is folded by the definitions
  // that decide it, and what the log says otherwise is corrected. Nothing where it is there already.
  void bring_over(store::AccountId);

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
    std::string exception;
    // What the gates of the present stage say, then those of the stage at its instant.
    std::vector<engine::GateAnswer> gates;
    std::vector<engine::Refusal> warnings;
  };
  struct Move {
    HistoryMove said;
    std::string trace;
  };
  struct Stood {
    store::Name stage = 0;
    bool counted = false;  // among those that stand somewhere
  };

  // recorder.cpp: the account at hand
  void record_here(std::span<const NewFact>, std::span<Verdict> verdicts);
  void refuse_with_others(std::span<const NewFact>);
  void begin(std::string_view account);
  void open(std::string_view account);
  // merges: facts stay with the account that they were told of
  std::string_view merged_into() const;  // of the account at hand; "" = it stands by itself
  std::string survivor(std::string_view account);
  bool is_here(store::AccountId);
  bool has_merged();
  store::AccountId home_of(const Candidate&);

  // candidates.cpp: what each fact is
  Instant present_at(std::span<const NewFact>);
  void classify(const NewFact&);
  void classify_fill(const NewFact&);
  const std::vector<Value>& with_surname(const NewFact&, const std::vector<Value>& body);
  void classify_retraction(const NewFact&);
  void consider_creation();
  bool is_parted() const;       // from what it was merged with, by these facts
  Instant first_told() const;   // of the account itself, ever
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

  // checks.cpp
  bool is_stale(const NewFact&);
  bool check_document(const Candidate&, const std::vector<Value>& body, const NewFact&);
  bool check_external(const NewFact&, const Properties&);
  void ask_present(Candidate&);
  void note_gates(Candidate&, engine::Decision&, std::vector<engine::Refusal>& warnings);

  // in_order.cpp
  bool in_order();
  void decide_in_order();
  engine::Fact fact_of(const Candidate&);
  bool anything_left();
  void keep(const engine::Transition&, std::string trace = {});
  void settle_now();

  // refold.cpp
  struct Timeline : History::Folded {
    std::map<store::Sequence, std::string> traces;  // of the new facts
  };
  bool decide_again(Timeline&, const AccountFacts::Row&, const History::Part&, const engine::Fact&, engine::Fold&,
                    const History::Sinks&, bool& again);
  void load_history();
  void take_carried(History::Folded);
  void fold_over();
  void refold();
  bool fold_once(Timeline&);
  bool candidate_is_single(const Candidate&) const;
  void compare_beliefs(const Timeline&);
  void keep_present_effects(const Timeline&);
  void keep_new_tasks(const Timeline&);
  void make_documents_again();
  void make_all_documents_again();

  // tasks.cpp
  void open_tasks();
  void open_task(const engine::EffectCall&);
  std::string task_key(const engine::EffectCall&);

  // write.cpp
  void write();
  void write_facts();
  void write_documents();
  std::vector<Value> receipt_of(const Candidate&) const;
  void write_moves();
  void write_effects();
  void write_stages();
  void write_spells();
  void find_beginning();
  std::span<const store::ColumnValue> account_columns();
  void write_account();
  void put_outbox(store::OutboxType, store::Sequence transition);
  store::Sequence real(store::Sequence) const;

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
  std::optional<bool> surname_required_;  // the workspace's setting
  std::optional<bool> has_merged_;  // is any account merged into it?
  store::AccountId told_of_ = 0;  // another account, merged into this one; 0 = this one
  bool is_new_ = false;
  Instant present_at_;                     // the instant of what is told without one
  engine::State state_;                    // before, then after
  std::vector<Stood> stood_;  // per lifecycle, before
  std::optional<engine::State> present_;   // before, settled until now
  std::span<Verdict> verdicts_;
  std::deque<Candidate> candidates_;
  size_t count_ = 0;                                  // of candidates in use
  std::vector<std::pair<uint32_t, uint32_t>> twins_;  // input → the input it repeats
  bool duplicates_ = false;
  std::vector<Move> fresh_;              // new in the log
  std::vector<store::Transition> gone_;  // believed no more
  std::vector<engine::EffectCall> effects_;
  std::vector<uint16_t> changed_;         // slots
  std::vector<HistoryMove> believed_;  // refolded: all moves of its history
  Instant began_;                             // its first_at, before
  int64_t seen_version_ = 0;                  // its version, before
  bool was_archived_ = false;
  std::optional<engine::State> before_;   // refolded: any property may differ from this
  std::optional<Instant> settle_at_;      // refolded: timers until then; nullopt: until now
  bool whole_ = false;                    // every column is written
  std::optional<Instant> due_;            // of the next timer
  std::vector<store::Sequence> numbers_;  // of candidates, as written
  std::vector<uint32_t> order_;           // candidates in fold order
  store::Sequence made_ = 0;              // the last key made here

  Documents documents_;

  // Scratch.
  History history_;
  AccountFacts& facts_;  // of the history, as the definition in force sees them
  std::vector<expression::Cell> cells_, other_cells_;
  std::vector<engine::Fact::PropertyValue> cell_properties_, other_properties_;
  std::vector<store::ColumnValue> columns_;
  std::vector<Value> document_body_, named_body_;
};

}  // namespace tenure::service
