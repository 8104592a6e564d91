// tenure explain: one account's timeline in words, and what would move it.
#include "cli/explain.h"

#include <algorithm>
#include <iostream>
#include <span>

#include "cli/output.h"
#include "cli/reasons.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

// So many rules that wait for the same fact are told in one line.
constexpr size_t kManyRules = 4;

class Teller {
 public:
  Teller(Session& session, const Tale& tale) : session_(session), tale_(tale), style_(session.colour) {}

  void tell() {
    session_.out() << style_.bold(tale_.name.empty() || tale_.name == tale_.account ? tale_.account
                                                                                   : tale_.account + " · " + tale_.name)
                   << '\n';
    line(0, "cli.explain.facts", {{"count", std::to_string(tale_.facts)}});
    for (const Tale::Standing& standing : tale_.stands) lifecycle(standing);
  }

 private:
  void line(int indent, std::string_view code, const Arguments& arguments = {}) {
    text(indent, session_.say(code, arguments));
  }
  void text(int indent, std::string_view words) {
    session_.out() << std::string(static_cast<size_t>(indent), ' ') << words << '\n';
  }

  void lifecycle(const Tale::Standing& standing) {
    session_.out() << '\n' << style_.bold(standing.title) << '\n';
    bool moved = false;
    for (const Tale::Step& step : tale_.steps) {
      if (step.row.lifecycle != standing.lifecycle) continue;
      moved = true;
      told_step(step);
    }
    if (!moved) line(2, "cli.explain.never-moved");
    stays(standing.lifecycle);
    stands(standing);
    ways(standing.lifecycle);
  }

  void told_step(const Tale::Step& step) {
    const auto& row = step.row;
    session_.out() << "  " << style_.bold(session_.show(row.at)) << "  "
                   << session_.say("cli.explain.move", {{"from", session_.stage_title(row.lifecycle, row.from)},
                                                        {"to", session_.stage_title(row.lifecycle, row.to)}})
                   << '\n';
    because(step);
    if (!row.note.empty()) line(6, "cli.explain.note", {{"note", row.note}});
    if (!row.reason.empty()) line(6, "cli.explain.reason", {{"reason", row.reason}});
    if (step.why) {
      line(6, "cli.explain.condition", {{"condition", step.why->text}});
      if (const std::string values = seen_text(session_, *step.why); !values.empty()) {
        line(6, "cli.explain.saw", {{"values", values}});
      }
    }
    if (step.definition_gone) line(6, "cli.explain.definition-gone", {{"version", step.definition}});
    lost(step);
  }

  void because(const Tale::Step& step) {
    const auto& row = step.row;
    if (row.cause == "timer") {
      line(6, "cli.explain.by-timer", {{"timer", row.rule}, {"delay", step.delay ? delay_text(*step.delay) : ""}});
    } else if (row.cause == "rule") {
      by_rule(step);
    } else {
      line(6, "cli.explain.by-" + row.cause, {{"actor", row.actor}, {"rule", row.rule}});
      return;
    }
    if (!step.says.empty()) text(6, step.says);
  }

  void by_rule(const Tale::Step& step) {
    if (step.row.fact_kind.empty()) return line(6, "cli.explain.by-rule-alone", {{"rule", step.row.rule}});
    std::string fields;
    for (const auto& [name, value] : step.fields) {
      if (!value.is_null()) fields += (fields.empty() ? "" : ", ") + name + " " + value_text(session_, value);
    }
    line(6, fields.empty() ? "cli.explain.by-rule" : "cli.explain.by-rule-fields",
         {{"fact", kind_title(step.row.fact_kind)}, {"key", step.row.fact}, {"fields", fields}, {"rule", step.row.rule}});
  }

  // The rules that were tried before the one that won, and what was false in them.
  void lost(const Tale::Step& step) {
    bool headed = false;
    for (const Tale::Tried& tried : step.tried) {
      if (tried.outcome == "fits") continue;
      if (!headed) line(6, "cli.explain.tried");
      headed = true;
      if (tried.outcome == "wrong_stage") {
        line(8, "cli.explain.wrong-stage", {{"rule", tried.rule}});
        continue;
      }
      std::string parts = tried.why ? "" : tried.when;
      if (tried.why) {
        for (const expression::Reason* part : false_parts(*tried.why)) {
          parts += (parts.empty() ? "" : "; ") + reason_text(session_, *part);
        }
      }
      line(8, "cli.explain.was-false", {{"rule", tried.rule}, {"parts", parts}});
    }
  }

  // Each rule once, in the order in which they first kept the stage.
  void stays(const std::string& lifecycle) {
    std::vector<std::pair<const Tale::Stay*, int64_t>> rules;  // with its last time
    for (const Tale::Stay& stay : tale_.stays) {
      if (stay.lifecycle != lifecycle) continue;
      const auto known = std::ranges::find_if(rules, [&](const auto& one) { return one.first->rule == stay.rule; });
      if (known == rules.end()) {
        rules.emplace_back(&stay, 1);
      } else {
        ++known->second;
        if (known->first->at < stay.at) known->first = &stay;
      }
    }
    for (const auto& [stay, count] : rules) {
      line(2, stay->says.empty() ? "cli.explain.stayed" : "cli.explain.stayed-because",
           {{"count", std::to_string(count)}, {"rule", stay->rule}, {"says", stay->says}, {"at", session_.show(stay->at)}});
    }
  }

  void stands(const Tale::Standing& now) {
    const std::string at = session_.show(tale_.at), stage = session_.stage_title(now.lifecycle, now.stage);
    if (now.stage.empty()) {
      line(2, "cli.explain.stands-nowhere", {{"at", at}});
    } else if (!now.since) {
      line(2, "cli.explain.stands-always", {{"at", at}, {"stage", style_.bold(stage)}});
    } else {
      line(2, "cli.explain.stands",
           {{"at", at}, {"stage", style_.bold(stage)}, {"since", session_.show(*now.since)},
            {"days", std::to_string(session_.date(tale_.at).days - session_.date(*now.since).days)}});
    }
    if (tale_.archived && &now == &tale_.stands.front()) line(2, "cli.explain.archived");
  }

  void ways(const std::string& lifecycle) {
    std::vector<const Tale::Way*> ways;
    for (const Tale::Way& way : tale_.ways) {
      if (way.lifecycle == lifecycle) ways.push_back(&way);
    }
    line(2, ways.empty() ? "cli.explain.no-way" : "cli.explain.ways");
    // What lies open stands before what still needs something.
    std::ranges::stable_sort(ways, [](const Tale::Way* a, const Tale::Way* b) { return a->open > b->open; });
    for (size_t i = 0; i < ways.size();) {
      size_t end = i;
      while (end < ways.size() && alike(*ways[i], *ways[end])) ++end;
      if (!session_.verbose && end - i >= kManyRules) {
        told_rules(std::span(ways).subspan(i, end - i));
      } else {
        end = i + 1;
        told_way(*ways[i]);
      }
      i = end;
    }
  }

  // Open rules that wait for the same facts, and differ in what these say.
  static bool alike(const Tale::Way& a, const Tale::Way& b) {
    return a.cause == "rule" && b.cause == "rule" && a.open && b.open && a.kinds == b.kinds;
  }

  std::string kind_titles(const Tale::Way& way) const {
    std::string kinds;
    for (const std::string& kind : way.kinds) kinds += (kinds.empty() ? "" : " / ") + kind_title(kind);
    return kinds;
  }

  void told_rules(std::span<const Tale::Way* const> ways) {
    std::vector<std::string> stages;
    for (const Tale::Way* way : ways) {
      const std::string stage = session_.stage_title(way->lifecycle, way->to);
      if (std::ranges::find(stages, stage) == stages.end()) stages.push_back(stage);
    }
    std::string to;
    for (const std::string& stage : stages) to += (to.empty() ? "" : ", ") + stage;
    line(4, "cli.explain.way-rules",
         {{"kinds", kind_titles(*ways.front())}, {"to", to}, {"count", std::to_string(ways.size())}});
  }

  void told_way(const Tale::Way& way) {
    const std::string to = session_.stage_title(way.lifecycle, way.to);
    std::string missing, asks;
    for (const expression::Reason& part : way.missing) missing += (missing.empty() ? "" : "; ") + reason_text(session_, part);
    for (const std::string& part : way.asks_fact) asks += (asks.empty() ? "" : " and ") + part;
    if (way.cause == "rule") {
      line(4, "cli.explain.way-rule", {{"to", to}, {"kinds", kind_titles(way)}, {"rule", way.id}});
      if (!asks.empty()) line(8, "cli.explain.if-fact", {{"condition", asks}});
      if (!missing.empty()) line(8, "cli.explain.missing-after", {{"parts", missing}});
    } else if (way.cause == "timer") {
      const std::string delay = way.delay ? delay_text(*way.delay) : "";
      if (way.due && way.missing.empty()) {
        line(4, "cli.explain.way-timer", {{"to", to}, {"due", session_.show(*way.due)}, {"timer", way.id}, {"delay", delay}});
      } else {
        line(4, "cli.explain.way-timer-waits", {{"to", to}, {"timer", way.id}, {"delay", delay}});
      }
      if (!missing.empty()) line(8, "cli.explain.missing", {{"parts", missing}});
    } else {
      line(4, "cli.explain.way-declaration", {{"to", to}, {"declaration", way.id}, {"title", way.title}});
      for (const auto& [need, says] : way.needs) line(8, "cli.explain.needs", {{"id", need}, {"says", says.empty() ? need : says}});
    }
  }

  std::string kind_title(const std::string& name) const {
    const auto found = tale_.kinds.find(name);
    return found == tale_.kinds.end() || found->second.empty() ? name : found->second;
  }

  // "365 days after last_order_at"
  std::string delay_text(const Tale::Delay& delay) const {
    return session_.say("cli.explain.delay", {{"amount", session_.say("cli.unit." + delay.unit, {{"count", delay.amount}})},
                                              {"since", delay.since}});
  }

  Session& session_;
  const Tale& tale_;
  Style style_;
};

int explain(Session& session, const Given& given) {
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  const auto tale = (session.by_server() ? tale_there : tale_here)(session, given.text("ACCOUNT"), *when);
  if (!tale) return session.fail(tale.error());
  if (session.format == Format::table) {
    Teller(session, *tale).tell();
  } else {
    session.out() << explain_json(session, *tale) << '\n';
  }
  return kDone;
}

}  // namespace

Command explain_command() {
  return {.name = "explain",
          .shared = kWhen | kJson,
          .options = {{.name = "ACCOUNT", .required = true}},
          .examples = {"tenure explain C-1042", "tenure explain C-1042 --at 2026-03-31 --lang he", "tenure explain C-1042 -o json"},
          .run = explain,
          .by_server = explain};
}

}  // namespace tenure::cli
