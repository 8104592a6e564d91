// What would move this account: every way out of where it stands, and what is still missing.
#include <algorithm>

#include "engine/engine.h"

namespace tenure::engine {

using expression::Ast;
using expression::Cell;
using expression::Op;
using expression::Program;
using expression::Reason;
using lifecycle::Declaration;
using lifecycle::Lifecycle;
using lifecycle::Rule;
using lifecycle::Target;
using lifecycle::Timer;
using lifecycle::To;

namespace {

constexpr Cell kNoFact[64] = {};

StageId goal(const Target& target, const Standing& standing) {
  if (target.to == To::stage) return target.stage;
  return target.to == To::former ? standing.former : standing.stage;
}

bool asks_fact(const Ast& ast) {
  if (ast.op == Op::path && (ast.name == "fact" || ast.name.starts_with("fact/"))) return true;
  return std::ranges::any_of(ast.arguments, [](const expression::AstPtr& part) { return asks_fact(*part); });
}

// The conjuncts of a condition that do not hold. `a and (b or c)` that fails on b and c is one part.
void collect(const Ast& ast, const Reason& reason, WayOut& way) {
  const bool* holds = reason.value.get<bool>();
  if (reason.evaluated && holds && *holds) return;
  if (ast.op == Op::and_ && reason.parts.size() == ast.arguments.size()) {
    for (size_t i = 0; i < ast.arguments.size(); ++i) collect(*ast.arguments[i], reason.parts[i], way);
    return;
  }
  (asks_fact(ast) ? way.asks_fact : way.missing).push_back(reason);
}

}  // namespace

std::vector<WayOut> outlook(const Definition& definition, const State& state, Instant now) {
  std::vector<WayOut> ways;
  if (state.archived()) return ways;
  for (size_t l = 0; l < definition.lifecycles.size(); ++l) {
    const Lifecycle& cycle = definition.lifecycles[l];
    const Standing& standing = state.standing(l);
    const auto leads = [&](lifecycle::StageSet from, const Target& target) {
      return (from & lifecycle::bit(standing.stage)) && goal(target, standing) != standing.stage;
    };
    const auto way_to = [&](Cause cause, size_t index, const Target& target) {
      return WayOut{.lifecycle = static_cast<uint8_t>(l), .cause = cause, .index = static_cast<uint16_t>(index),
                    .to = goal(target, standing)};
    };
    for (size_t r = 0; r < cycle.rules.size(); ++r) {
      const Rule& rule = cycle.rules[r];
      if (!leads(rule.from, rule.target)) continue;
      WayOut way = way_to(Cause::rule, r, rule.target);
      way.kinds = rule.kinds;
      if (rule.when[0]) {  // as if its first kind of fact came now: it counts itself
        Fold probe(definition, state);
        const std::vector<Cell> body(definition.kinds[rule.kinds[0]].body_fields);
        const Fact fact{.at = std::max(now, state.position().at), .kind = rule.kinds[0], .key = "", .body = body};
        const Cell* row = probe.fact_row(fact);
        probe.fold_into_measures(fact, row);
        collect(rule.when[0]->ast(), rule.when[0]->explain(probe.frame(row, fact.at), true), way);
      }
      way.open = way.missing.empty();
      ways.push_back(std::move(way));
    }
    Fold probe(definition, state);
    const Fold::DueTimer next = probe.first_timer(kMaxInstant, true);
    for (size_t t = 0; t < cycle.timers.size(); ++t) {
      const Timer& timer = cycle.timers[t];
      if (!leads(timer.from, timer.target)) continue;
      WayOut way = way_to(Cause::timer, t, timer.target);
      way.due = probe.due(static_cast<uint8_t>(l), static_cast<uint16_t>(t));
      if (timer.when) collect(timer.when->ast(), timer.when->explain(probe.frame(kNoFact, now), true), way);
      way.open = way.due && way.missing.empty() &&
                 (next.timer == lifecycle::kNone || next.at <= *way.due);
      ways.push_back(std::move(way));
    }
    for (size_t d = 0; d < cycle.declarations.size(); ++d) {
      const Declaration& declaration = cycle.declarations[d];
      if (!leads(declaration.from, declaration.target)) continue;
      WayOut way = way_to(Cause::declaration, d, declaration.target);
      for (const lifecycle::Requirement& requirement : declaration.requires_) {
        const bool excused = requirement.when && requirement.when->holds(probe.frame(kNoFact, now));
        const bool filled =
            requirement.form == lifecycle::Requirement::Form::field &&
            !state.row()[definition.properties[requirement.property].slot].is_null();
        if (!excused && !filled) way.needs.push_back(requirement.id);
      }
      way.open = way.needs.empty();
      ways.push_back(std::move(way));
    }
  }
  return ways;
}

}  // namespace tenure::engine
