#include "cli/fact_stay.h"

#include <algorithm>

#include "cli/answers.h"

namespace tenure::cli {

namespace {

std::vector<std::string> texts(const Value& object, std::string_view name) {
  std::vector<std::string> texts;
  for (const Value& one : items(object, name)) texts.push_back(to_text(one));
  return texts;
}

bool has(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

bool hears(const std::vector<Hearer>& hearers, const std::string& lifecycle, const std::string& rule) {
  return std::ranges::any_of(hearers, [&](const Hearer& one) { return one.lifecycle == lifecycle && one.rule == rule; });
}

// True when a rule that hears the kind kept the stage on purpose: the latest, where several did.
bool tell_kept(Session& session, const Tale& tale, const Tale::Standing& standing, const std::vector<Hearer>& hearers,
               const Arguments& where, std::optional<Instant> at) {
  constexpr int64_t kMinute = 60 * kMicrosPerSecond;
  const Instant begin = at.value_or(Instant{tale.at.micros - kMinute}), end = at.value_or(Instant{tale.at.micros + kMinute});
  const Tale::Stay* kept = nullptr;
  for (const Tale::Stay& stay : tale.stays) {
    if (stay.lifecycle != standing.lifecycle || stay.at < begin || stay.at > end) continue;
    if (hears(hearers, stay.lifecycle, stay.rule) && (!kept || stay.at >= kept->at)) kept = &stay;
  }
  if (!kept) return false;
  Arguments arguments = where;
  arguments.emplace_back("rule", kept->rule);
  arguments.emplace_back("says", kept->says);
  session.tell(kept->says.empty() ? "cli.fact.stays" : "cli.fact.stays-because", arguments);
  return true;
}

}  // namespace

std::vector<Hearer> hearers_here(const lifecycle::Definition& definition, const std::string& kind) {
  std::vector<Hearer> hearers;
  const auto number = definition.find_kind(kind);
  if (!number) return hearers;
  for (const lifecycle::Lifecycle& cycle : definition.lifecycles) {
    for (const lifecycle::Rule& rule : cycle.rules) {
      if (std::ranges::find(rule.kinds, *number) == rule.kinds.end()) continue;
      Hearer hearer{cycle.name, rule.id, rule.when_text, {}};
      for (size_t s = 0; s < cycle.stages.size(); ++s) {
        if (rule.from & lifecycle::bit(static_cast<lifecycle::StageId>(s))) hearer.from.push_back(cycle.stages[s].id);
      }
      if (rule.from & lifecycle::bit(lifecycle::kNoStage)) hearer.from.emplace_back("none");
      hearers.push_back(std::move(hearer));
    }
  }
  return hearers;
}

std::vector<Hearer> hearers_there(const Value& definition, const std::string& kind) {
  std::vector<Hearer> hearers;
  for (const Value& cycle : items(definition, "lifecycles")) {
    for (const Value& rule : items(cycle, "rules")) {
      if (!has(texts(rule, "on"), kind)) continue;
      hearers.push_back({text(cycle, "name"), text(rule, "name"), text(rule, "when"), texts(rule, "from")});
    }
  }
  return hearers;
}

void tell_stay(Session& session, const Tale& tale, const std::vector<Hearer>& hearers, const std::string& kind,
               std::optional<Instant> at) {
  if (hearers.empty()) session.tell("cli.fact.nobody-hears", {{"kind", kind}});
  for (const Tale::Standing& standing : tale.stands) {
    if (std::ranges::find(hearers, standing.lifecycle, &Hearer::lifecycle) == hearers.end()) continue;
    const std::string here = session.stage_title(standing.lifecycle, standing.stage);
    const Arguments where{{"lifecycle", standing.title}, {"stage", here}};
    if (tell_kept(session, tale, standing, hearers, where, at)) continue;
    session.tell("cli.fact.no-move", where);
    for (const Hearer& hearer : hearers) {
      if (hearer.lifecycle != standing.lifecycle) continue;
      const bool from_here = has(hearer.from, standing.stage.empty() ? "none" : standing.stage);
      if (from_here && hearer.when.empty()) continue;
      session.out() << "  "
                    << session.say(from_here ? "cli.fact.did-not-hold" : "cli.fact.not-from-here",
                                   {{"rule", hearer.rule}, {"stage", here}, {"when", hearer.when}})
                    << '\n';
    }
  }
}

}  // namespace tenure::cli
