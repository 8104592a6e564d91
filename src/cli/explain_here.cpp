// The story of an account, as the file tells it.
#include <algorithm>

#include "cli/explain.h"
#include "service/story.h"

namespace tenure::cli {

namespace {

using engine::Cause;
using service::Service;

Tale::Delay delay_of(const lifecycle::Definition& definition, const lifecycle::Timer& timer) {
  std::string amount = std::to_string(timer.amount);
  if (timer.parameter != lifecycle::kNone) {
    for (const lifecycle::Parameter& parameter : definition.parameters) {
      if (parameter.slot == timer.parameter) amount = to_text(parameter.value);
    }
  }
  const char* unit = timer.unit == lifecycle::DelayUnit::days         ? "days"
                     : timer.unit_micros == 3600 * kMicrosPerSecond ? "hours"
                     : timer.unit_micros == 60 * kMicrosPerSecond   ? "minutes"
                                                                    : "seconds";
  return {amount, unit, definition.account.fields[timer.since_slot].name};
}

const char* word(engine::Tried::Outcome outcome) {
  switch (outcome) {
    case engine::Tried::Outcome::fits: return "fits";
    case engine::Tried::Outcome::wrong_stage: return "wrong_stage";
    case engine::Tried::Outcome::condition_false: return "condition_false";
  }
  return "";
}

class Reader {
 public:
  Reader(Language language, const service::ToldStory& told)
      : language_(language), told_(told), story_(told.story), definition_(*told.story.definition) {}

  Tale read() const {
    Tale tale{.account = story_.account, .name = story_.name, .at = {}, .facts = story_.facts, .archived = story_.state.archived()};
    for (size_t l = 0; l < definition_.lifecycles.size(); ++l) tale.stands.push_back(standing(l));
    for (size_t i = 0; i < story_.steps.size(); ++i) tale.steps.push_back(step(story_.steps[i], told_.decided[i]));
    for (const engine::NoMove& stay : story_.stays) {
      const lifecycle::Lifecycle& cycle = definition_.lifecycles[stay.lifecycle];
      tale.stays.push_back({cycle.name, cycle.rules[stay.rule].id, title(cycle.rules[stay.rule].says), stay.at});
    }
    for (const engine::WayOut& one : story_.outlook) tale.ways.push_back(way(one));
    for (const lifecycle::FactKind& kind : definition_.kinds) tale.kinds.emplace(kind.name, title(kind.title));
    return tale;
  }

 private:
  std::string title(const lifecycle::Title& title) const { return title.in(language_); }

  Tale::Standing standing(size_t l) const {
    const lifecycle::Lifecycle& cycle = definition_.lifecycles[l];
    const engine::Standing& now = story_.state.standing(l);
    Tale::Standing standing{cycle.name, title(cycle.title), "", {}};
    if (now.stage != lifecycle::kNoStage) standing.stage = cycle.stage_id(now.stage);
    if (now.since > kMinInstant) standing.since = now.since;
    return standing;
  }

  Tale::Step step(const Service::Story::Step& told, const service::Decided& by) const {
    Tale::Step step{.row = told.row, .fields = told.fact_fields};
    step.definition = by.version;
    step.definition_gone = by.definition == nullptr;
    step.why = reason(told, told.row.rule);
    if (by.definition) decided(step, told, *by.definition);
    return step;
  }

  static std::optional<Tale::Reason> reason(const Service::Story::Step& told, const std::string& rule) {
    const auto found = std::ranges::find(told.reasons, rule, &std::pair<std::string, Tale::Reason>::first);
    return found == told.reasons.end() ? std::nullopt : std::optional(found->second);
  }

  // In the words of the definition as it was when the move was decided.
  void decided(Tale::Step& step, const Service::Story::Step& told, const lifecycle::Definition& with) const {
    for (const engine::TraceInput& input : told.trace.inputs)
      step.saw.emplace_back(with.account.fields[input.slot].name, input.value);
    const auto l = with.find_lifecycle(told.row.lifecycle);
    if (!l) return;
    const lifecycle::Lifecycle& cycle = with.lifecycles[*l];
    for (const engine::Tried& tried : told.trace.tried) {
      if (tried.lifecycle != *l) continue;
      const lifecycle::Rule& rule = cycle.rules[tried.rule];
      step.tried.push_back({rule.id, word(tried.outcome), rule.when_text, reason(told, rule.id)});
    }
    if (told.row.cause == engine::to_string(Cause::rule)) {
      const auto rule = std::ranges::find(cycle.rules, told.row.rule, &lifecycle::Rule::id);
      if (rule != cycle.rules.end()) step.says = title(rule->says);
    } else if (told.row.cause == engine::to_string(Cause::timer)) {
      const auto timer = std::ranges::find(cycle.timers, told.row.rule, &lifecycle::Timer::id);
      if (timer == cycle.timers.end()) return;
      step.says = title(timer->says);
      step.delay = delay_of(with, *timer);
    }
  }

  Tale::Way way(const engine::WayOut& told) const {
    const lifecycle::Lifecycle& cycle = definition_.lifecycles[told.lifecycle];
    Tale::Way way{.lifecycle = cycle.name,
                  .cause = std::string(engine::to_string(told.cause)),
                  .to = std::string(cycle.stage_id(told.to)),
                  .open = told.open,
                  .due = told.due,
                  .missing = told.missing};
    for (const uint16_t kind : told.kinds) way.kinds.push_back(definition_.kinds[kind].name);
    for (const expression::Reason& part : told.asks_fact) way.asks_fact.push_back(part.text);
    if (told.cause == Cause::rule) {
      way.id = cycle.rules[told.index].id;
    } else if (told.cause == Cause::timer) {
      way.id = cycle.timers[told.index].id;
      way.delay = delay_of(definition_, cycle.timers[told.index]);
    } else {
      const lifecycle::Declaration& declaration = cycle.declarations[told.index];
      way.id = declaration.id;
      way.title = title(declaration.title);
      for (const std::string& need : told.needs) {
        const auto required = std::ranges::find(declaration.requires_, need, &lifecycle::Requirement::id);
        way.needs.emplace_back(need, required == declaration.requires_.end() ? "" : title(required->says));
      }
    }
    return way;
  }

  const Language language_;
  const service::ToldStory& told_;
  const Service::Story& story_;
  const lifecycle::Definition& definition_;
};

}  // namespace

Result<Tale> tale_here(Session& session, const std::string& account, const Service::When& when) {
  TENURE_TRY(const service::ToldStory told, service::explain(session.service(), session.workspace, account, when));
  Tale tale = Reader(session.language, told).read();
  tale.at = when.at.value_or(session.clock().now());
  return tale;
}

}  // namespace tenure::cli
