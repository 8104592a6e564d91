#include "service/recorder.h"

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"

namespace tenure::service {

using engine::Decision;
using engine::Refusal;
using engine::State;
using expression::Cell;
using lifecycle::kNone;

Recorder::Recorder(const Realm& realm, store::Transaction& transaction, Instant now,
                   const RecordOptions& options, const Service::Merge* merge)
    : realm_(realm),
      definition_(*realm.definition),
      transaction_(transaction),
      reads_(transaction.reads()),
      now_(now),
      options_(options),
      merge_(merge),
      facts_(realm) {}

void Recorder::begin(std::string_view account) {
  account_key_ = account;
  account_ = {};
  const std::optional<store::AccountId> id = reads_.find_account(realm_.id, account);
  is_new_ = !id;
  if (is_new_) {
    state_ = State(definition_);
    account_.first_at = kMaxInstant;
  } else {
    TENURE_ASSERT(reads_.load_account(realm_.id, *id, account_));
    state_ = decode_state(realm_, account_, account_key_);
  }
  stood_.clear();
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l)
    stood_.push_back(state_.standing(l).stage);
  present_.reset();
  before_.reset();
  count_ = 0;
  twins_.clear();
  duplicates_ = false;
  fresh_.clear();
  gone_.clear();
  effects_.clear();
  changed_.clear();
  due_.reset();
}

void Recorder::record(std::string_view account, std::span<const NewFact> facts,
                      std::span<service::Verdict> verdicts) {
  verdicts_ = verdicts;
  begin(account);
  const bool made_here = std::ranges::any_of(facts, [&](const NewFact& fact) {
    return fact.create_account || (fact.kind == realm_.created && !fact.retract);
  });
  for (const NewFact& fact : facts) {
    if (is_new_ && !made_here && !fact.retract) {
      refuse(fact.input, "unknown-account",
             {{"account", account_key_},
              {"nearest", nearest(account_key_, reads_.keys_near(realm_.id, account_key_, 40))}});
    } else {
      classify(fact);
    }
  }
  if (count_ > 0) {
    consider_creation();
    if (in_order()) {
      decide_in_order();
    } else {
      refold();
    }
    if (count_ > 0) write();
  }
  for (const auto& [input, first] : twins_) {
    if (verdicts_[first].outcome != Outcome::refused) continue;
    verdicts_[input].outcome = Outcome::refused;
    verdicts_[input].refusals = verdicts_[first].refusals;
  }
}

bool Recorder::settle(store::AccountId id) {
  verdicts_ = {};
  begin(reads_.account_key(realm_.id, id));
  TENURE_ASSERT(!is_new_);
  settle_now();
  write();
  return !fresh_.empty();
}

// ---- what each fact is
// -----------------------------------------------------------------------------

void Recorder::refuse(uint32_t input, Refusal refusal) {
  verdicts_[input].outcome = Outcome::refused;
  verdicts_[input].refusals.push_back(std::move(refusal));
}

void Recorder::refuse(uint32_t input, std::string code, Arguments arguments) {
  const std::string id = code;
  refuse(input, Refusal{.code = std::move(code), .id = id, .arguments = std::move(arguments)});
}

// Nothing of this input is written.
void Recorder::drop_input(uint32_t input) {
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].input == input) candidates_[i].refused = true;
  }
}

Recorder::Candidate& Recorder::add_candidate(const NewFact& fact, uint16_t kind,
                                             std::string_view key, Instant at,
                                             const std::vector<Value>& body,
                                             const Properties& properties) {
  if (count_ == candidates_.size()) candidates_.emplace_back();
  Candidate& candidate = candidates_[count_++];
  candidate.input = fact.input;
  candidate.kind = kind;
  candidate.role.assign(fact.role);
  candidate.outcome = Outcome::recorded;
  candidate.prelude = candidate.refused = false;
  candidate.lines.reset();
  candidate.key.assign(key);
  candidate.body.clear();
  encode_body(candidate.body, realm_, kind, body, properties);
  candidate.row = {.sequence = -static_cast<int64_t>(count_),
                   .account = account_.id,
                   .at = at,
                   .recorded_at = now_,
                   .kind = realm_.kinds[kind],
                   .actor = transaction_.intern(realm_.id, fact.actor),
                   .key = candidate.key,
                   .body = candidate.body};
  return candidate;
}

const Recorder::Candidate* Recorder::earlier_here(const Candidate& candidate) const {
  for (size_t i = count_ - 1; i-- > 0;) {
    if (candidates_[i].kind == candidate.kind && candidates_[i].key == candidate.key) {
      return &candidates_[i];
    }
  }
  return nullptr;
}

// Other lines may make the same fact; what comes next must know them all the same.
void Recorder::keep_lines(const Candidate& candidate) {
  for (size_t i = count_ - 1; i-- > 0;) {
    Candidate& twin = candidates_[i];
    if (twin.kind != candidate.kind || twin.key != candidate.key) continue;
    twin.lines = candidate.lines;
    return;
  }
  transaction_.put_document(realm_.id, candidate.row.kind, candidate.key, *candidate.lines);
}

// The same instant, fields and properties, by value. A fact that was retracted is compared with
// what it said before: to send it once more does not bring it back.
bool Recorder::same_content(const Candidate& candidate, const store::Fact& known) {
  if (candidate.row.at != known.at) return false;
  std::string before;
  std::string_view body = known.body;
  if (known.flags & store::kRetracted) {
    int64_t latest = 0;
    reads_.facts(realm_.id, known.account, [&](const store::Fact& row) {
      if (row.kind != known.kind || row.key != known.key || (row.flags & store::kRetracted)) return;
      if (row.revision <= latest) return;
      latest = row.revision;
      before = row.body;
    });
    body = before;
  }
  if (candidate.body == body) return true;
  cells_.clear();
  cell_properties_.clear();
  other_cells_.clear();
  other_properties_.clear();
  decode_body(candidate.body, realm_, candidate.kind, cells_, cell_properties_);
  decode_body(body, realm_, candidate.kind, other_cells_, other_properties_);
  const auto by_property = [](const auto& a, const auto& b) { return a.property < b.property; };
  std::ranges::sort(cell_properties_, by_property);
  std::ranges::sort(other_properties_, by_property);
  return std::ranges::equal(cells_, other_cells_, expression::same) &&
         std::ranges::equal(cell_properties_, other_properties_, [](const auto& a, const auto& b) {
           return a.property == b.property && expression::same(a.value, b.value);
         });
}

// New, known or a correction? False: it is not to be written (known, or refused).
bool Recorder::place(Candidate& candidate, const NewFact& fact, bool always_correct) {
  store::Fact known;
  bool is_known = false;
  if (const Candidate* twin = earlier_here(candidate)) {
    known = twin->row;
    is_known = duplicates_ = true;
    if (fact.at == std::nullopt) candidate.row.at = known.at;
    if (same_content(candidate, known)) {
      verdicts_[candidate.input].outcome = Outcome::known;
      twins_.emplace_back(candidate.input, twin->input);
      return false;
    }
  } else if (!fact.key.empty() || candidate.prelude) {
    is_known = reads_.find_fact(realm_.id, candidate.row.kind, candidate.key, known);
  }
  if (!is_known) return true;
  const lifecycle::FactKind& kind = definition_.kinds[candidate.kind];
  if (known.account != account_.id) {
    refuse(candidate.input, "fact-key-of-another-account",
           {{"kind", kind.name},
            {"key", candidate.key},
            {"account", reads_.account_key(realm_.id, known.account)}});
    return false;
  }
  candidate.row.revision = known.revision + 1;
  if (known.flags & store::kImplicit) return true;  // now it is said: as new
  if (fact.at == std::nullopt) candidate.row.at = known.at;
  if (same_content(candidate, known)) {
    verdicts_[candidate.input].outcome = Outcome::known;
    return false;
  }
  if (options_.keep_known && !always_correct) {
    refuse(candidate.input, "fact-known", {{"kind", kind.name}, {"key", candidate.key}});
    return false;
  }
  candidate.outcome = Outcome::corrected;
  return true;
}

namespace {

std::string made_key(store::Sequence sequence) {
  std::string digits = std::to_string(sequence);
  return "~" + std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

const std::vector<Value> kNoBody;
const Properties kNoProperties;

}  // namespace

// Time-ordered, and nobody else's.
std::string Recorder::new_key(uint16_t kind) {
  made_ = std::max(made_ + 1, transaction_.next_fact(realm_.id));
  store::Fact taken;
  while (reads_.find_fact(realm_.id, realm_.kinds[kind], made_key(made_), taken)) ++made_;
  return made_key(made_);
}

void Recorder::classify(const NewFact& fact) {
  verdicts_[fact.input].outcome = Outcome::recorded;
  if (fact.retract) return classify_retraction(fact);
  if (fact.fill && !is_new_) return classify_fill(fact);
  std::string key(fact.key);
  if (key.empty()) key = new_key(fact.kind);
  const std::vector<Value>& body = fact.body ? *fact.body : kNoBody;
  const Instant at = fact.at.value_or(now_);
  bool prelude_is_known = false;
  if (fact.on_the_account && !fact.on_the_account->empty()) {
    Candidate& prelude =
        add_candidate(fact, realm_.changed, key + "#1", at, kNoBody, *fact.on_the_account);
    prelude.prelude = true;
    if (!place(prelude, fact, false)) {
      --count_;
      if (verdicts_[fact.input].outcome == Outcome::refused) return;
      verdicts_[fact.input].outcome = Outcome::recorded;
      prelude_is_known = true;
    }
  }
  const bool has_prelude =
      count_ > 0 && candidates_[count_ - 1].prelude && candidates_[count_ - 1].input == fact.input;
  Candidate& candidate = add_candidate(fact, fact.kind, key, at, body,
                                       fact.properties ? *fact.properties : kNoProperties);
  std::string kept;
  if (!fact.lines.empty()) {
    // A document that comes in parts: what is kept of it, perhaps by this very transaction, and the
    // new lines make the fact.
    TENURE_ASSERT(merge_ && *merge_ && fact.bulk);
    if (const Candidate* twin = earlier_here(candidate); twin && twin->lines) {
      kept = *twin->lines;
    } else {
      kept = reads_.document(realm_.id, candidate.row.kind, candidate.key).value_or("");
    }
    Service::Document document = (*merge_)(*fact.bulk, kept);
    candidate.row.at = document.at;
    candidate.body.clear();
    encode_body(candidate.body, realm_, fact.kind, document.body,
                fact.properties ? *fact.properties : kNoProperties);
    candidate.row.body = candidate.body;
    candidate.lines = std::move(document.lines);
  }
  if (place(candidate, fact, !fact.lines.empty())) {
    if (prelude_is_known && candidate.outcome == Outcome::recorded)
      candidate.outcome = Outcome::corrected;
    return;
  }
  const bool is_known = verdicts_[fact.input].outcome == Outcome::known;
  if (is_known && candidate.lines && *candidate.lines != kept) keep_lines(candidate);
  --count_;
  if (verdicts_[fact.input].outcome == Outcome::refused) {
    if (has_prelude) --count_;
  } else if (has_prelude) {
    candidates_[count_ - 1].prelude = false;  // only what came with it has changed
    candidates_[count_ - 1].outcome = Outcome::corrected;
  }
}

// account.created for an account that is there: fills what is empty today.
void Recorder::classify_fill(const NewFact& fact) {
  Properties empty;
  std::string names;
  for (const auto& [property, value] : fact.properties ? *fact.properties : kNoProperties) {
    if (value.is_null() || !state_.row()[definition_.properties[property].slot].is_null()) continue;
    const auto same = [&](size_t i) {  // already filled by this call
      return candidates_[i].input != fact.input && candidates_[i].kind == realm_.changed;
    };
    bool filled = false;
    for (size_t i = 0; i < count_ && !filled; ++i) {
      if (!same(i)) continue;
      cells_.clear();
      cell_properties_.clear();
      decode_body(candidates_[i].body, realm_, candidates_[i].kind, cells_, cell_properties_);
      for (const auto& entry : cell_properties_) filled |= entry.property == property;
    }
    if (filled) continue;
    empty.emplace_back(property, value);
    names += (names.empty() ? "" : ",") + definition_.properties[property].name;
  }
  verdicts_[fact.input].outcome = Outcome::known;
  if (empty.empty()) return;
  NewFact change = fact;
  change.fill = false;
  change.properties = &empty;
  change.body = nullptr;
  change.at = std::max(account_.first_at, kMinInstant);
  const std::string key = "fill:" + account_key_ + ":" + names;
  change.key = key;
  Candidate& candidate =
      add_candidate(change, realm_.changed, key, *change.at, kNoBody, *change.properties);
  verdicts_[fact.input].outcome = Outcome::recorded;
  if (!place(candidate, change, true)) --count_;
}

void Recorder::classify_retraction(const NewFact& fact) {
  store::Fact known;
  const lifecycle::FactKind& kind = definition_.kinds[fact.kind];
  if (!reads_.find_fact(realm_.id, realm_.kinds[fact.kind], fact.key, known)) {
    return refuse(fact.input, "unknown-fact",
                  {{"kind", kind.name}, {"key", std::string(fact.key)}});
  }
  if (known.account != account_.id) {
    return refuse(fact.input, "fact-key-of-another-account",
                  {{"kind", kind.name},
                   {"key", std::string(fact.key)},
                   {"account", reads_.account_key(realm_.id, known.account)}});
  }
  if (known.flags & store::kRetracted) {
    verdicts_[fact.input].outcome = Outcome::known;
    return;
  }
  Candidate& candidate = add_candidate(fact, fact.kind, fact.key, known.at, kNoBody, kNoProperties);
  candidate.row.revision = known.revision + 1;
  candidate.row.flags = store::kRetracted;
  candidate.outcome = Outcome::retracted;
  if (const Candidate* twin = earlier_here(candidate)) {
    candidate.row.revision = twin->row.revision + 1;
    candidate.row.at = twin->row.at;
    duplicates_ = true;
  }
}

// An account that nobody created begins with the earliest fact that speaks of it, whatever the
// order in which they come: an implicit account.created, moved when an earlier fact is learned, and
// gone when somebody says when it really began.
void Recorder::consider_creation() {
  Instant earliest = kMaxInstant;
  bool is_said = false;
  for (size_t i = 0; i < count_; ++i) {
    const Candidate& candidate = candidates_[i];
    if (candidate.row.flags & store::kRetracted) continue;
    earliest = std::min(earliest, candidate.row.at);
    is_said |= candidate.kind == realm_.created;
  }
  if (is_new_ && is_said) return;
  if (!is_new_ && !is_said && earliest >= account_.first_at) return;
  store::Fact implicit;
  const bool is_known =
      !is_new_ &&
      reads_.find_fact(realm_.id, realm_.kinds[realm_.created], account_key_, implicit) &&
      implicit.account == account_.id;
  if (!is_new_ &&
      (!is_known || !(implicit.flags & store::kImplicit) || (implicit.flags & store::kRetracted))) {
    return;
  }
  if (is_said) {
    for (size_t i = 0; i < count_; ++i) {  // the same key: it is replaced already
      if (candidates_[i].kind == realm_.created && candidates_[i].key == account_key_) return;
    }
  }
  if (is_new_ && earliest == kMaxInstant) return;
  NewFact creation;
  creation.input = kNoInput;
  creation.actor = "tenure";
  Candidate& candidate = add_candidate(creation, realm_.created, account_key_,
                                       is_said ? implicit.at : earliest, kNoBody, kNoProperties);
  candidate.row.flags = store::kImplicit;
  candidate.row.revision = is_known ? implicit.revision + 1 : 1;
  if (is_said) candidate.row.flags |= store::kRetracted;
}

// ---- in order
// --------------------------------------------------------------------------------------

engine::Fact Recorder::fact_of(const Candidate& candidate) {
  cells_.clear();
  cell_properties_.clear();
  decode_body(candidate.body, realm_, candidate.kind, cells_, cell_properties_);
  return {.at = candidate.row.at,
          .kind = candidate.kind,
          .key = candidate.key,
          .actor = reads_.text(realm_.id, candidate.row.actor),
          .body = cells_,
          .properties = cell_properties_,
          .id = candidate.row.sequence};
}

// Are all of them new, behind everything that is known, and nobody's void? Then they are put in
// order.
bool Recorder::in_order() {
  if (duplicates_) return false;
  store::Fact other;
  for (size_t i = 0; i < count_; ++i) {
    const Candidate& candidate = candidates_[i];
    if (candidate.row.revision > 1 || candidate.row.flags & store::kRetracted) return false;
    const uint16_t voids = definition_.kinds[candidate.kind].voids;
    if (voids != kNone) {
      if (count_ > 1 || reads_.find_fact(realm_.id, realm_.kinds[voids], candidate.key, other))
        return false;
    }
    for (uint16_t by : realm_.about[candidate.kind].voided_by) {
      if (reads_.find_fact(realm_.id, realm_.kinds[by], candidate.key, other)) return false;
    }
  }
  const auto before = [](const Candidate& a, const Candidate& b) {
    if (a.row.at != b.row.at) return a.row.at < b.row.at;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.key < b.key;
  };
  order_.resize(count_);
  for (size_t i = 0; i < count_; ++i) order_[i] = static_cast<uint32_t>(i);
  std::ranges::stable_sort(
      order_, [&](uint32_t a, uint32_t b) { return before(candidates_[a], candidates_[b]); });
  // What stands or falls together must stand together.
  for (size_t i = 0; i < count_; ++i) {
    if (!candidates_[order_[i]].prelude) continue;
    if (i + 1 == count_ || candidates_[order_[i + 1]].input != candidates_[order_[i]].input)
      return false;
  }
  const Candidate& first = candidates_[order_[0]];
  const engine::Fact probe{.at = first.row.at, .kind = first.kind, .key = first.key};
  return is_new_ || after_position(probe, state_.position());
}

// A fact must pass the gate of the stage that the account is in now, not only of the one at its
// instant.
void Recorder::ask_present(const Candidate& candidate) {
  if (options_.history || !realm_.about[candidate.kind].gated ||
      candidate.outcome != Outcome::recorded || is_new_ || candidate.row.at >= now_) {
    return;
  }
  if (!present_) {
    engine::Fold fold(definition_, decode_state(realm_, account_, account_key_));
    fold.settle(now_);
    present_ = fold.take();
  }
  std::vector<Refusal>& refusals = verdicts_[candidate.input].refusals;
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    const lifecycle::Lifecycle& cycle = definition_.lifecycles[l];
    const lifecycle::StageId stage = present_->standing(l).stage;
    for (const lifecycle::Gate& gate : cycle.gates) {
      if (std::ranges::find(gate.kinds, candidate.kind) == gate.kinds.end()) continue;
      if (stage >= gate.verdicts.size() || gate.verdicts[stage] != lifecycle::Verdict::no) continue;
      refusals.push_back(
          {"gate-closed",
           gate.id,
           static_cast<uint8_t>(l),
           {{"gate", gate.id}, {"lifecycle", cycle.name}, {"stage", cycle.stages[stage].id}},
           gate.says[stage]});
    }
  }
}

void Recorder::decide_in_order() {
  std::optional<State> snapshot;
  size_t moves_before = 0, effects_before = 0, changed_before = 0;
  for (uint32_t index : order_) {
    Candidate& candidate = candidates_[index];
    if (candidate.refused) continue;  // its prelude was
    if (candidate.prelude) {
      snapshot = state_;
      moves_before = fresh_.size();
      effects_before = effects_.size();
      changed_before = changed_.size();
    }
    const bool is_said = candidate.input != kNoInput;
    service::Verdict unsaid;
    service::Verdict& verdict = is_said ? verdicts_[candidate.input] : unsaid;
    if (is_said) ask_present(candidate);
    std::vector<Refusal> asked = std::move(verdict.refusals);
    verdict.refusals.clear();
    const engine::Fact fact = fact_of(candidate);
    std::optional<State> untouched;
    if (!asked.empty()) untouched = state_;  // decide all the same: a refusal is complete
    Decision decision =
        engine::decide(definition_, state_, fact, {.gates = is_said, .role = candidate.role});
    for (Refusal& refusal : decision.refusals) {
      const auto same = [&](const Refusal& r) {
        return r.code == refusal.code && r.id == refusal.id;
      };
      if (std::ranges::none_of(asked, same)) asked.push_back(std::move(refusal));
    }
    if (!asked.empty()) {
      if (untouched) state_ = std::move(*untouched);
      if (snapshot && !candidate.prelude) {
        state_ = std::move(*snapshot);
        fresh_.resize(moves_before);
        effects_.resize(effects_before);
        changed_.resize(changed_before);
      }
      snapshot.reset();
      verdict.refusals = std::move(asked);
      verdict.outcome = Outcome::refused;
      drop_input(candidate.input);
      continue;
    }
    if (!candidate.prelude) snapshot.reset();
    for (const engine::Transition& move : decision.moves) {
      fresh_.push_back({move, move.cause == engine::Cause::rule && move.fact == fact.id
                                  ? encode_trace(decision.trace)
                                  : std::string()});
    }
    for (engine::EffectCall& effect : decision.effects) effects_.push_back(std::move(effect));
    for (const auto& entry : fact.properties) changed_.push_back(entry.property);
    std::ranges::move(decision.warnings, std::back_inserter(verdict.warnings));
    verdict.outcome = candidate.outcome;
  }
  if (!anything_left()) return;
  settle_now();
}

// Was anything accepted that somebody said? What was only made for it is not reason enough to
// write.
bool Recorder::anything_left() {
  for (size_t i = 0; i < count_; ++i) {
    if (!candidates_[i].refused && candidates_[i].input != kNoInput) return true;
  }
  count_ = 0;
  return false;
}

void Recorder::settle_now() {
  due_ = engine::next_due(definition_, state_);
  if (!due_ || *due_ > now_) return;
  engine::Fold fold(definition_, std::move(state_));
  std::vector<engine::Transition> moves;
  fold.settle(now_, {&moves, nullptr, &effects_});
  state_ = fold.take();
  for (const engine::Transition& move : moves) fresh_.push_back({move, {}});
  due_ = engine::next_due(definition_, state_);
  // Timers that feed each other without end stop until the next fact: none waits.
  if (due_ && *due_ <= now_) due_.reset();
}

}  // namespace tenure::service
