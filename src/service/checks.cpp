// What the recorder asks beyond the rules: versions, whose a document is, alternate keys, and the gates
// of the present beside those of the fact's instant.
#include <algorithm>

#include "service/recorder.h"

namespace tenure::service {

using engine::Decision;
using engine::Refusal;
using lifecycle::kNone;

// Somebody has changed it since the caller looked.
bool Recorder::is_stale(const NewFact& fact) {
  if (!fact.expected_version || *fact.expected_version == seen_version_) return false;
  refuse(fact.input, "stale-version",
         {{"record", "account"},
          {"key", account_key_},
          {"expected", std::to_string(*fact.expected_version)},
          {"version", std::to_string(seen_version_)}});
  return true;
}

// A document is one account's, and what it is known by in another program is one contact's. False: it
// was refused.
bool Recorder::check_document(const Candidate& candidate, const std::vector<Value>& body,
                              const NewFact& fact) {
  const Projector& projector = realm_.projectors[candidate.kind];
  if (!projector.record) return true;
  const std::string record(projector.record->name);
  const std::string* said =
      projector.key_field < body.size() ? body[projector.key_field].get<std::string>() : nullptr;
  const std::string& key = said && !said->empty() ? *said : candidate.key;
  const Document& document = documents_.find(*projector.record, key);
  const store::AccountId whose = document.was_there ? document.row.account : 0;
  if (whose != 0 && !is_here(whose)) {
    refuse(candidate.input, "document-of-another-account",
           {{"record", record}, {"key", key}, {"account", reads_.account_key(realm_.id, whose)}});
    return false;
  }
  const int64_t version = document.was_there ? document.row.version : 0;
  if (fact.expected_document_version && *fact.expected_document_version != version) {
    refuse(candidate.input, "stale-version",
           {{"record", record},
            {"key", key},
            {"expected", std::to_string(*fact.expected_document_version)},
            {"version", std::to_string(version)}});
    return false;
  }
  const uint16_t external = place_of(*projector.record, "external_key");
  for (const Projector::Copy& copy : projector.copies) {
    if (copy.place != external || external == kNone || copy.field >= body.size()) continue;
    const std::string* known_by = body[copy.field].get<std::string>();
    if (!known_by || known_by->empty()) continue;
    const std::string holder = reads_.find_external(realm_.id, *projector.record, *known_by);
    if (holder.empty() || holder == key) continue;
    refuse(candidate.input, "external-key-taken",
           {{"record", record}, {"external_key", *known_by}, {"key", holder}});
    return false;
  }
  return true;
}

bool Recorder::check_external(const NewFact& fact, const Properties& properties) {
  for (const auto& [property, value] : properties) {
    const std::string* known_by = value.get<std::string>();
    if (property != realm_.external_key || !known_by || known_by->empty()) continue;
    const std::string holder =
        reads_.find_external(realm_.id, *records::find_record("account"), *known_by);
    if (holder.empty() || holder == account_key_) continue;
    refuse(fact.input, "external-key-taken",
           {{"record", "account"}, {"external_key", *known_by}, {"key", holder}});
    return false;
  }
  return true;
}

// A fact must pass the gate of the stage that the account is in now, not only of the one at its
// instant.
void Recorder::ask_present(Candidate& candidate) {
  if (options_.history || !realm_.about[candidate.kind].gated ||
      candidate.outcome != Outcome::recorded || is_new_ ||
      (candidate.row.at >= now_ && candidate.row.at > state_.position().at)) {
    return;
  }
  if (!present_) {
    engine::Fold fold(definition_, decode_state(realm_, reads_, account_, account_key_));
    fold.settle(now_);
    present_ = fold.take();
  }
  const bool excepted = !candidate.exception.empty();
  candidate.gates = engine::ask_gates(definition_, *present_, candidate.kind);
  for (const engine::GateAnswer& answer : candidate.gates) {
    if (answer.verdict != lifecycle::Verdict::no) continue;
    auto& answers = excepted ? candidate.warnings : verdicts_[candidate.input].refusals;
    answers.push_back(engine::to_refusal(definition_, answer, excepted));
  }
}

// It was let in: keeps what the gates said, and warns of each once.
void Recorder::note_gates(Candidate& candidate, Decision& decision,
                          std::vector<Refusal>& warnings) {
  std::ranges::move(decision.gates, std::back_inserter(candidate.gates));
  for (std::vector<Refusal>* found : {&candidate.warnings, &decision.warnings}) {
    for (Refusal& warning : *found) {
      const auto same = [&](const Refusal& r) {
        return r.code == warning.code && r.id == warning.id && r.lifecycle == warning.lifecycle;
      };
      if (std::ranges::none_of(warnings, same)) warnings.push_back(std::move(warning));
    }
  }
}

}  // namespace tenure::service
