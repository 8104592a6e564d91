// tenure explain: one account's timeline in words, and what would move it.
#include "cli/explain.h"

#include <algorithm>
#include <iostream>
#include <span>

#include "cli/output.h"
#include "cli/reasons.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

using engine::Cause;
using engine::WayOut;
using Step = service::Service::Story::Step;

// So many rules that wait for the same fact are told in one line.
constexpr size_t kManyRules = 4;

class Teller {
 public:
  Teller(Session& session, const service::ToldStory& told, Instant at)
      : session_(session), told_(told), story_(told.story), definition_(*told.story.definition), at_(at), style_(session.colour) {}

  void tell() {
    session_.out() << style_.bold(story_.name.empty() || story_.name == story_.account
                                      ? story_.account
                                      : story_.account + " · " + story_.name)
                   << '\n';
    line(0, "cli.explain.facts", {{"count", std::to_string(story_.facts)}});
    for (size_t l = 0; l < definition_.lifecycles.size(); ++l) lifecycle(l);
  }

 private:
  void line(int indent, std::string_view code, const Arguments& arguments = {}) {
    text(indent, session_.say(code, arguments));
  }
  void text(int indent, std::string_view words) {
    session_.out() << std::string(static_cast<size_t>(indent), ' ') << words << '\n';
  }
  const std::string& title(const lifecycle::Title& title) const { return title.in(session_.language); }

  void lifecycle(size_t l) {
    const lifecycle::Lifecycle& cycle = definition_.lifecycles[l];
    session_.out() << '\n' << style_.bold(title(cycle.title)) << '\n';
    bool moved = false;
    for (const Step& step : story_.steps) {
      if (step.row.lifecycle != cycle.name) continue;
      moved = true;
      told_step(cycle, step);
    }
    if (!moved) line(2, "cli.explain.never-moved");
    stays(l, cycle);
    standing(l, cycle);
    ways(l, cycle);
  }

  void told_step(const lifecycle::Lifecycle& cycle, const Step& step) {
    session_.out() << "  " << style_.bold(session_.show(step.row.at)) << "  "
                   << session_.say("cli.explain.move", {{"from", session_.stage_title(cycle.name, step.row.from)},
                                                        {"to", session_.stage_title(cycle.name, step.row.to)}})
                   << '\n';
    because(step);
    if (!step.row.note.empty()) line(6, "cli.explain.note", {{"note", step.row.note}});
    if (!step.row.reason.empty()) line(6, "cli.explain.reason", {{"reason", step.row.reason}});
    for (const auto& [rule, reason] : step.reasons) {
      if (rule != step.row.rule) continue;
      line(6, "cli.explain.condition", {{"condition", reason.text}});
      if (const std::string values = seen_text(session_, reason); !values.empty()) {
        line(6, "cli.explain.saw", {{"values", values}});
      }
    }
    if (!by(step).definition) line(6, "cli.explain.definition-gone", {{"version", by(step).version}});
    if (decided_in(step)) lost(*decided_in(step), step);
  }

  const service::Decided& by(const Step& step) const {
    return told_.decided[static_cast<size_t>(&step - story_.steps.data())];
  }
  // The lifecycle as it was when the move was decided; null where that can be read no more.
  const lifecycle::Lifecycle* decided_in(const Step& step) const {
    const lifecycle::DefinitionPtr& definition = by(step).definition;
    const auto l = definition ? definition->find_lifecycle(step.row.lifecycle) : std::nullopt;
    return l ? &definition->lifecycles[*l] : nullptr;
  }

  void because(const Step& step) {
    const lifecycle::Lifecycle* cycle = decided_in(step);
    if (step.row.cause == engine::to_string(Cause::timer)) return because_timer(cycle, step);
    std::string fields;
    for (const auto& [name, value] : step.fact_fields) {
      if (!value.is_null()) fields += (fields.empty() ? "" : ", ") + name + " " + value_text(session_, value);
    }
    const Arguments arguments{{"fact", kind_title(step.row.fact_kind)}, {"key", step.row.fact},
                              {"fields", fields},                      {"rule", step.row.rule},
                              {"actor", step.row.actor}};
    if (step.row.cause == engine::to_string(Cause::rule)) {
      line(6, fields.empty() ? "cli.explain.by-rule" : "cli.explain.by-rule-fields", arguments);
      if (!cycle) return;
      const auto rule = std::ranges::find(cycle->rules, step.row.rule, &lifecycle::Rule::id);
      if (rule != cycle->rules.end() && !title(rule->says).empty()) text(6, title(rule->says));
    } else {
      line(6, "cli.explain.by-" + step.row.cause, arguments);
    }
  }

  void because_timer(const lifecycle::Lifecycle* cycle, const Step& step) {
    const lifecycle::Timer* timer = nullptr;
    for (size_t t = 0; cycle && t < cycle->timers.size(); ++t) {
      if (cycle->timers[t].id == step.row.rule) timer = &cycle->timers[t];
    }
    line(6, "cli.explain.by-timer",
         {{"timer", step.row.rule}, {"delay", timer ? delay_text(session_, *by(step).definition, *timer) : ""}});
    if (timer && !title(timer->says).empty()) text(6, title(timer->says));
  }

  // The rules that were tried before the one that won, and what was false in them.
  void lost(const lifecycle::Lifecycle& cycle, const Step& step) {
    bool headed = false;
    for (const engine::Tried& tried : step.trace.tried) {
      if (&by(step).definition->lifecycles[tried.lifecycle] != &cycle || tried.outcome == engine::Tried::Outcome::fits) {
        continue;
      }
      if (!headed) line(6, "cli.explain.tried");
      headed = true;
      const lifecycle::Rule& rule = cycle.rules[tried.rule];
      if (tried.outcome == engine::Tried::Outcome::wrong_stage) {
        line(8, "cli.explain.wrong-stage", {{"rule", rule.id}});
        continue;
      }
      const auto found = std::ranges::find(step.reasons, rule.id, &std::pair<std::string, expression::Reason>::first);
      std::string parts = rule.when_text;
      if (found != step.reasons.end()) {
        parts.clear();
        for (const expression::Reason* part : false_parts(found->second)) {
          parts += (parts.empty() ? "" : "; ") + reason_text(session_, *part);
        }
      }
      line(8, "cli.explain.was-false", {{"rule", rule.id}, {"parts", parts}});
    }
  }

  void stays(size_t l, const lifecycle::Lifecycle& cycle) {
    std::map<uint16_t, std::pair<int64_t, Instant>> counts;
    for (const engine::NoMove& stay : story_.stays) {
      if (stay.lifecycle != l) continue;
      auto& [count, last] = counts[stay.rule];
      ++count;
      last = std::max(last, stay.at);
    }
    for (const auto& [rule, found] : counts) {
      const std::string& says = title(cycle.rules[rule].says);
      line(2, says.empty() ? "cli.explain.stayed" : "cli.explain.stayed-because",
           {{"count", std::to_string(found.first)}, {"rule", cycle.rules[rule].id}, {"says", says},
            {"at", session_.show(found.second)}});
    }
  }

  void standing(size_t l, const lifecycle::Lifecycle& cycle) {
    const engine::Standing& now = story_.state.standing(l);
    const std::string stage = session_.stage_title(cycle.name, cycle.stage_id(now.stage));
    if (now.stage == lifecycle::kNoStage) {
      line(2, "cli.explain.stands-nowhere", {{"at", session_.show(at_)}});
    } else if (now.since <= kMinInstant) {
      line(2, "cli.explain.stands-always", {{"at", session_.show(at_)}, {"stage", style_.bold(stage)}});
    } else {
      line(2, "cli.explain.stands", {{"at", session_.show(at_)}, {"stage", style_.bold(stage)},
                                     {"since", session_.show(now.since)},
                                     {"days", std::to_string(definition_.zone.local_date(at_).days -
                                                             definition_.zone.local_date(now.since).days)}});
    }
    if (story_.state.archived() && l == 0) line(2, "cli.explain.archived");
  }

  void ways(size_t l, const lifecycle::Lifecycle& cycle) {
    std::vector<const WayOut*> ways;
    for (const WayOut& way : story_.outlook) {
      if (way.lifecycle == l) ways.push_back(&way);
    }
    line(2, ways.empty() ? "cli.explain.no-way" : "cli.explain.ways");
    // What lies open stands before what still needs something.
    std::ranges::stable_sort(ways, [](const WayOut* a, const WayOut* b) { return a->open > b->open; });
    for (size_t i = 0; i < ways.size();) {
      size_t end = i;
      while (end < ways.size() && alike(*ways[i], *ways[end])) ++end;
      if (!session_.verbose && end - i >= kManyRules) {
        told_rules(cycle, std::span(ways).subspan(i, end - i));
      } else {
        end = i + 1;
        told_way(cycle, *ways[i]);
      }
      i = end;
    }
  }

  // Open rules that wait for the same facts, and differ in what these say.
  static bool alike(const WayOut& a, const WayOut& b) {
    return a.cause == Cause::rule && b.cause == Cause::rule && a.open && b.open && a.kinds == b.kinds;
  }

  std::string kind_titles(const WayOut& way) const {
    std::string kinds;
    for (const uint16_t kind : way.kinds) kinds += (kinds.empty() ? "" : " / ") + title(definition_.kinds[kind].title);
    return kinds;
  }

  void told_rules(const lifecycle::Lifecycle& cycle, std::span<const WayOut* const> ways) {
    std::vector<std::string> stages;
    for (const WayOut* way : ways) {
      const std::string stage = session_.stage_title(cycle.name, cycle.stage_id(way->to));
      if (std::ranges::find(stages, stage) == stages.end()) stages.push_back(stage);
    }
    std::string to;
    for (const std::string& stage : stages) to += (to.empty() ? "" : ", ") + stage;
    line(4, "cli.explain.way-rules",
         {{"kinds", kind_titles(*ways.front())}, {"to", to}, {"count", std::to_string(ways.size())}});
  }

  void told_way(const lifecycle::Lifecycle& cycle, const WayOut& way) {
    const std::string to = session_.stage_title(cycle.name, cycle.stage_id(way.to));
    std::string missing, asks;
    for (const expression::Reason& part : way.missing) missing += (missing.empty() ? "" : "; ") + reason_text(session_, part);
    for (const expression::Reason& part : way.asks_fact) asks += (asks.empty() ? "" : " and ") + part.text;
    if (way.cause == Cause::rule) {
      line(4, "cli.explain.way-rule",
           {{"to", to}, {"kinds", kind_titles(way)}, {"rule", cycle.rules[way.index].id}});
      if (!asks.empty()) line(8, "cli.explain.if-fact", {{"condition", asks}});
      if (!missing.empty()) line(8, "cli.explain.missing-after", {{"parts", missing}});
    } else if (way.cause == Cause::timer) {
      const lifecycle::Timer& timer = cycle.timers[way.index];
      if (way.due && way.missing.empty()) {
        line(4, "cli.explain.way-timer", {{"to", to}, {"due", session_.show(*way.due)}, {"timer", timer.id}, {"delay", delay(timer)}});
      } else {
        line(4, "cli.explain.way-timer-waits", {{"to", to}, {"timer", timer.id}, {"delay", delay(timer)}});
      }
      if (!missing.empty()) line(8, "cli.explain.missing", {{"parts", missing}});
    } else {
      const lifecycle::Declaration& declaration = cycle.declarations[way.index];
      line(4, "cli.explain.way-declaration", {{"to", to}, {"declaration", declaration.id}, {"title", title(declaration.title)}});
      for (const std::string& need : way.needs) {
        const auto required = std::ranges::find(declaration.requires_, need, &lifecycle::Requirement::id);
        const std::string says = required == declaration.requires_.end() ? "" : title(required->says);
        line(8, "cli.explain.needs", {{"id", need}, {"says", says.empty() ? need : says}});
      }
    }
  }

  std::string kind_title(std::string_view name) const {
    const auto kind = definition_.find_kind(name);
    return kind ? title(definition_.kinds[*kind].title) : std::string(name);
  }

  std::string delay(const lifecycle::Timer& timer) const { return delay_text(session_, definition_, timer); }

  Session& session_;
  const service::ToldStory& told_;
  const service::Service::Story& story_;
  const lifecycle::Definition& definition_;
  Instant at_;
  Style style_;
};

int explain(Session& session, const Given& given) {
  const auto definition = session.definition();
  if (!definition) return session.fail(definition.error());
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  const auto story = service::explain(session.service(), session.workspace, given.text("ACCOUNT"), *when);
  if (!story) return session.fail(story.error());
  if (session.format == Format::table) {
    Teller(session, *story, when->at.value_or(session.clock().now())).tell();
  } else {
    session.out() << explain_json(session, *story) << '\n';
  }
  return kDone;
}

}  // namespace

std::string delay_text(const Session& session, const lifecycle::Definition& definition, const lifecycle::Timer& timer) {
  std::string amount = std::to_string(timer.amount);
  if (timer.parameter != lifecycle::kNone) {
    for (const lifecycle::Parameter& parameter : definition.parameters) {
      if (parameter.slot == timer.parameter) amount = to_text(parameter.value);
    }
  }
  const char* unit = timer.unit == lifecycle::DelayUnit::days              ? "cli.unit.days"
                     : timer.unit_micros == 3600 * kMicrosPerSecond ? "cli.unit.hours"
                     : timer.unit_micros == 60 * kMicrosPerSecond   ? "cli.unit.minutes"
                                                                    : "cli.unit.seconds";
  return session.say("cli.explain.delay", {{"amount", session.say(unit, {{"count", amount}})},
                                           {"since", definition.account.fields[timer.since_slot].name}});
}

Command explain_command() {
  return {.name = "explain",
          .shared = kWhen | kJson,
          .options = {{.name = "ACCOUNT", .required = true}},
          .examples = {"tenure explain C-1042", "tenure explain C-1042 --at 2026-03-31 --lang he", "tenure explain C-1042 -o json"},
          .run = explain,
          .by_server = explain_by_server};
}

}  // namespace tenure::cli
