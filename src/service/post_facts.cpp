#include "service/post_facts.h"

#include "service/impl.h"
#include "service/verb.h"

namespace tenure::service {

namespace {

engine::Refusal to_refusal(const Error& error) {
  return {.code = error.code, .id = error.code, .arguments = error.arguments};
}

// What a role may not write by a record it may not write by a fact about that record either.
std::vector<engine::Refusal> refusals(Context& context, const FactInput& input) {
  std::vector<engine::Refusal> out;
  const auto kind = context.definition().find_kind(input.kind);
  if (!kind) return out;  // the recorder says so
  const lifecycle::FactKind& about = context.definition().kinds[*kind];
  const std::string_view record = about.record.empty() ? "account" : std::string_view(about.record);
  const auto note = [&](const Result<void>& checked) {
    if (!checked) out.push_back(to_refusal(checked.error()));
  };
  note(context.access().check(kMayChange, record));
  for (const auto& [field, value] : input.values) {
    const bool of_kind = about.fields.find(field) >= 0;
    note(context.access().check_write(of_kind ? record : "account", field));
    // Nobody gives away, or takes, by a fact what they could not by the record.
    const bool of_account = !of_kind || record == "account";
    if (context.access().own_only() && of_account && field == "owner" && to_text(value) != context.caller().actor)
      note(refuse("outside-own-accounts", {{"account", input.account}}));
  }
  if (context.access().own_only() && !input.account.empty()) note(context.check_own(input.account));
  return out;
}

}  // namespace

Result<std::vector<Verdict>> post_facts(Service& service, const Caller& caller, std::string_view workspace,
                                        const std::vector<FactInput>& inputs, const RecordOptions& options) {
  std::vector<Verdict> verdicts(inputs.size());
  const Attempt attempt{.name = "facts", .record = "fact", .dry_run = options.dry_run};
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(context.access().check(kMayCreate, "fact"));
    std::vector<FactInput> sound;
    std::vector<size_t> places;
    for (size_t i = 0; i < inputs.size(); ++i) {
      verdicts[i].refusals = refusals(context, inputs[i]);
      if (!verdicts[i].refusals.empty()) continue;
      sound.push_back(inputs[i]);
      places.push_back(i);
    }
    std::vector<Verdict> recorded = context.record(std::move(sound), options);
    for (size_t i = 0; i < places.size(); ++i) verdicts[places[i]] = std::move(recorded[i]);
    Done done;
    for (const Verdict& verdict : verdicts) {
      for (const engine::Transition& move : verdict.moves) {
        const lifecycle::Lifecycle& cycle = context.definition().lifecycles[move.lifecycle];
        done.moves.push_back({.lifecycle = cycle.name,
                              .from = move.from == lifecycle::kNoStage ? "" : cycle.stages[move.from].id,
                              .to = move.to == lifecycle::kNoStage ? "" : cycle.stages[move.to].id,
                              .rule = std::string(engine::rule_id(context.definition(), move)),
                              .at = move.at});
      }
    }
    return done;
  };
  const Result<Done> done = service.impl().transact(caller, workspace, attempt, work);
  if (!done) return std::unexpected(done.error());
  return verdicts;
}

}  // namespace tenure::service
