// What each fact is that an account is told: new, known, a correction or a retraction; what came with it or was
// never said goes with it.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "service/recorder.h"
#include "service/settings.h"

namespace tenure::service {

using engine::Refusal;
using expression::Cell;
using lifecycle::kNone;

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
  candidate.exception.assign(fact.exception);
  candidate.gates.clear();
  candidate.warnings.clear();
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
  if (realm_.about[kind].goes_along) candidate.row.account = home_of(candidate);
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
  if (!is_here(known.account)) {
    refuse(candidate.input, "fact-key-of-another-account",
           {{"kind", kind.name},
            {"key", candidate.key},
            {"account", reads_.account_key(realm_.id, known.account)}});
    return false;
  }
  candidate.row.account = known.account;
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

// What is told as happening now happens behind what is known of this instant, which another call of one
// transaction may have told, or a clock that has not moved on: not before it because of its kind.
Instant Recorder::present_at(std::span<const NewFact> facts) {
  const engine::Position& known = state_.position();
  if (is_new_ || known.at < now_ || known.at.micros - now_.micros > limits::kSameInstantMicros) return now_;
  const auto is_late = [&](const NewFact& fact) {
    if (fact.at || fact.retract || fact.fill) return false;
    const std::string_view key = fact.key.empty() ? "~~" : fact.key;  // behind those that are made here
    return !after_position({.at = now_, .kind = fact.kind, .key = key}, known);
  };
  return std::ranges::any_of(facts, is_late) ? Instant{known.at.micros + 1} : now_;
}

// Where the workspace requires a surname, a contact without one is called "?", by whatever door it comes.
const std::vector<Value>& Recorder::with_surname(const NewFact& fact, const std::vector<Value>& body) {
  if (fact.kind != realm_.contact_created) return body;
  const int field = definition_.kinds[fact.kind].fields.find("last_name");
  if (field < 0 || static_cast<size_t>(field) >= body.size()) return body;
  const std::string* said = body[static_cast<size_t>(field)].get<std::string>();
  if (said && !said->empty()) return body;
  if (!surname_required_) surname_required_ = Settings(reads_, realm_.id).flag("surname_required");
  if (!*surname_required_) return body;
  named_body_ = body;
  named_body_[static_cast<size_t>(field)] = Value("?");
  return named_body_;
}

void Recorder::classify(const NewFact& fact) {
  verdicts_[fact.input].outcome = Outcome::recorded;
  if (is_stale(fact)) return;
  if (fact.retract) return classify_retraction(fact);
  if (fact.fill && !is_new_) return classify_fill(fact);
  std::string key(fact.key);
  if (key.empty()) key = new_key(fact.kind);
  const std::vector<Value>& body = with_surname(fact, fact.body ? *fact.body : kNoBody);
  const Instant at = fact.at.value_or(present_at_);
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
    } else if (!check_external(fact, *fact.on_the_account)) {
      --count_;
      return;
    }
  }
  // Its own place is found after the prelude's: what is wrong with it takes both away.
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
    document_body_ = std::move(document.body);
  }
  if (place(candidate, fact, !fact.lines.empty())) {
    if (!check_document(candidate, fact.lines.empty() ? body : document_body_, fact) ||
        !check_external(fact, fact.properties ? *fact.properties : kNoProperties)) {
      count_ -= has_prelude ? 2 : 1;
      return;
    }
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
  if (empty.empty() || !check_external(fact, empty)) return;
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
  if (!is_here(known.account)) {
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
  candidate.row.account = known.account;
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
// gone when somebody says when it really began. While accounts are merged the history begins with the earlier of
// them; what each was told meanwhile counts for its own beginning when they are parted.
void Recorder::consider_creation() {
  Instant earliest = kMaxInstant;
  bool is_said = false;
  for (size_t i = 0; i < count_; ++i) {
    const Candidate& candidate = candidates_[i];
    if ((candidate.row.flags & store::kRetracted) || candidate.row.account != account_.id) continue;
    earliest = std::min(earliest, candidate.row.at);
    is_said |= candidate.kind == realm_.created;
  }
  if (is_new_ && is_said) return;
  const bool parted = !is_new_ && is_parted();
  if (parted) earliest = first_told();
  if (!is_new_ && !is_said && !parted && earliest >= account_.first_at) return;
  store::Fact implicit;
  const bool is_known =
      !is_new_ &&
      reads_.find_fact(realm_.id, realm_.kinds[realm_.created], account_key_, implicit) &&
      implicit.account == account_.id;
  if (!is_new_ &&
      (!is_known || !(implicit.flags & store::kImplicit) || (implicit.flags & store::kRetracted))) {
    return;
  }
  if (parted && earliest >= implicit.at) return;
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

bool Recorder::is_parted() const {
  const auto parts = [&](const Candidate& candidate) {
    return candidate.kind == realm_.merged || (candidate.kind == realm_.changed && candidate.key.ends_with(kInto));
  };
  for (size_t i = 0; i < count_; ++i) {
    if ((candidates_[i].row.flags & store::kRetracted) && parts(candidates_[i])) return true;
  }
  return false;
}

Instant Recorder::first_told() const {
  Instant first = kMaxInstant;
  reads_.facts(realm_.id, account_.id, [&](const store::Fact& fact) { first = std::min(first, fact.at); });
  return first;
}

}  // namespace tenure::service
