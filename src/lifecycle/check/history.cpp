#include "lifecycle/check/history.h"

#include <algorithm>

#include "base/assert.h"

namespace tenure::lifecycle::check_detail {

namespace {

constexpr int kMostFacts = 12;  // a history is to be read

std::string written(const Value& value) {
  std::string text = to_text(value);
  bool plain = !text.empty();
  for (char c : text) plain = plain && c != ' ' && c != ',' && c != ':' && c != '"' && c != '#';
  return plain ? text : "\"" + text + "\"";
}

std::string joined(const std::vector<std::pair<std::string, Value>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out += (out.empty() ? "  " : ", ") + name + ": " + written(value);
  return out;
}

}  // namespace

History::History(Solver& solver, uint16_t lifecycle)
    : solver_(solver), d_(solver.definition()), l_(lifecycle), day_{days_from_civil(2026, 1, 5)},
      stage_(d_.lifecycles[lifecycle].initial), facts_(d_.kinds.size(), 0) {}

void History::setting(const std::string& name, const Value& value) {
  if (!settings_.emplace(name, value).second) return;
  const auto where = static_cast<std::ptrdiff_t>(std::min(settings_.size() - 1, lines_.size()));
  lines_.insert(lines_.begin() + where, "  set " + name + " = " + to_text(value));
}

std::vector<Question::Chosen> History::moment_of(uint16_t kind,
                                                 const std::function<void(Question&)>& put,
                                                 std::unique_ptr<Question>* kept) {
  std::vector<Question::Chosen> moment;
  for (bool as_set : {true, false}) {
    auto question = std::make_unique<Question>(solver_, l_, kind);
    put(*question);
    if (as_set) question->parameters_as_set();
    bool found = question->ask() == Answer::yes;
    if (found) moment = question->moment();
    if (kept != nullptr) *kept = std::move(question);
    if (found) break;
  }
  for (const Question::Chosen& chosen : moment)
    if (chosen.source == 2 && !(chosen.value == d_.parameters[chosen.slot].value))
      setting(d_.parameters[chosen.slot].name, chosen.value);
  return moment;
}

void History::line(const std::string& text) {
  lines_.push_back("  " + to_string(day_) + "  " + text);
  ++day_.days;
}

void History::says(const std::string& expectation) { lines_.push_back("    " + expectation); }

// The account itself, with what it is from the beginning.
void History::begin() {
  if (begun_) return;
  begun_ = true;
  line("account.created" + joined(first_properties_));
}

std::string History::fields(uint16_t kind, std::vector<std::pair<std::string, Value>> given) {
  const FactKind& of = d_.kinds[kind];
  bool has_id = of.record.empty();
  for (const auto& [name, value] : given) has_id |= name == of.record;
  if (!has_id && of.fields.find(of.record) >= 0)
    given.insert(given.begin(), {of.record, "X" + std::to_string(++ids_)});
  return joined(given);
}

// One fact more for a measure, such that it is taken.
void History::earlier_fact(const Measure& measure, const Value* field) {
  for (const Measure::Input& input : measure.inputs) {
    if (input.closes) continue;
    Question question(solver_, l_, input.kind);
    question.holds(input.where);
    if (question.ask() != Answer::yes) continue;
    std::vector<std::pair<std::string, Value>> given;
    const auto& of = d_.kinds[input.kind].fields.fields;
    for (const Question::Chosen& chosen : question.moment())
      if (chosen.source == 1 && chosen.slot < d_.kinds[input.kind].body_fields &&
          !chosen.value.is_null() && !(chosen.slot == input.field && field != nullptr))
        given.emplace_back(of[chosen.slot].name, chosen.value);
    if (field != nullptr && input.field != kNone)
      given.emplace_back(of[input.field].name, *field);
    begin();
    line(d_.kinds[input.kind].name + fields(input.kind, std::move(given)));
    ++facts_[input.kind];
    return;
  }
}

void History::prepare_measure(const Measure& measure, uint16_t kind, const Value& value) {
  int have = 0;
  for (const Measure::Input& input : measure.inputs) {
    if (input.closes) continue;
    have += facts_[input.kind] + (input.kind == kind ? 1 : 0);
  }
  switch (measure.form) {
    case Form::count:
    case Form::open: {
      const int64_t* wanted = value.get<int64_t>();
      if (wanted == nullptr || *wanted > kMostFacts) {
        lines_.push_back("  # with " + measure.name + " = " + to_text(value));
        return;
      }
      for (; have < *wanted; ++have) earlier_fact(measure, nullptr);
      return;
    }
    case Form::sum:
      if (value != Value(Decimal(0)) && have == 0) earlier_fact(measure, &value);
      return;
    default: {
      if (value.is_null() || have != 0) return;
      bool of_field = std::any_of(measure.inputs.begin(), measure.inputs.end(),
                                  [](const auto& input) { return input.field != kNone; });
      earlier_fact(measure, of_field ? &value : nullptr);
    }
  }
}

void History::prepare(uint16_t kind, const std::vector<Question::Chosen>& moment) {
  std::vector<std::pair<std::string, Value>> properties;
  for (const Question::Chosen& chosen : moment)
    if (chosen.source == 0 && d_.slots[chosen.slot].role == SlotRole::property &&
        !chosen.value.is_null())
      properties.emplace_back(d_.account.fields[chosen.slot].name, chosen.value);
  if (!begun_) {
    first_properties_ = properties;
    begin();
  } else if (!properties.empty()) {
    line("account.changed" + joined(properties));
  }
  const std::vector<int> before = facts_;
  for (const Question::Chosen& chosen : moment) {
    if (chosen.source != 0) continue;
    const Slot& slot = d_.slots[chosen.slot];
    if (slot.role == SlotRole::measure) prepare_measure(d_.measures[slot.index], kind, chosen.value);
    if (slot.role == SlotRole::stage && slot.index != l_ && !chosen.value.is_null())
      lines_.push_back("  # while " + d_.lifecycles[slot.index].name + " is " + to_text(chosen.value));
  }
  back_to_stage(before);
}

// What was told to get the numbers right may have moved the account: then it is set back.
void History::back_to_stage(const std::vector<int>& before) {
  if (stage_ == kNoStage) return;
  for (size_t kind = 0; kind < facts_.size(); ++kind) {
    if (facts_[kind] == before[kind]) continue;
    for (const Lifecycle::Candidate& candidate : d_.lifecycles[l_].by_kind[kind])
      if ((d_.lifecycles[l_].rules[candidate.rule].from & bit(stage_)) != 0) return set_stage(stage_);
  }
}

void History::set_stage(StageId stage) {
  const Lifecycle& cycle = d_.lifecycles[l_];
  std::string move = cycle.name + " to " + cycle.stages[stage].id;
  if (cycle.by_hand == ByHand::anyone)
    line("set " + move);
  else if (cycle.by_hand == ByHand::roles)
    line(role_for(cycle.by_hand_roles) + "set " + move);
  else
    line("script " + move + " reason: \"to show it\"");
}

void History::fact(uint16_t kind, const std::vector<Question::Chosen>& moment) {
  prepare(kind, moment);
  std::vector<std::pair<std::string, Value>> given;
  for (const Question::Chosen& chosen : moment)
    if (chosen.source == 1 && chosen.slot < d_.kinds[kind].body_fields && !chosen.value.is_null())
      given.emplace_back(d_.kinds[kind].fields.fields[chosen.slot].name, chosen.value);
  if (d_.kinds[kind].builtin == Builtin::account_created) {
    lines_.pop_back();  // it has just been told
    --day_.days;
  }
  line(d_.kinds[kind].name + fields(kind, std::move(given)));
  ++facts_[kind];
}

void History::pass(const Timer& timer, const std::vector<Question::Chosen>& moment) {
  auto without_since = moment;
  std::erase_if(without_since,
                [&](const auto& chosen) { return chosen.source == 0 && chosen.slot == timer.since_slot; });
  prepare(kNone, without_since);
  const Slot& since = d_.slots[timer.since_slot];
  if (since.role == SlotRole::property) {
    line("account.changed  " + d_.account.fields[timer.since_slot].name + ": " + to_string(day_));
  } else if (since.role == SlotRole::measure && !told(d_.measures[since.index])) {
    const Measure& measure = d_.measures[since.index];
    Value today = d_.account.fields[timer.since_slot].type.kind == expression::Kind::date
                      ? Value(day_)
                      : Value(Instant{day_.days * kMicrosPerDay});
    earlier_fact(measure, &today);
  }
  int64_t amount = timer.amount;
  if (timer.parameter != kNone)
    if (const int64_t* value = d_.parameters[timer.parameter].value.get<int64_t>()) amount = *value;
  int64_t days = timer.unit == DelayUnit::days
                     ? amount
                     : static_cast<int64_t>(static_cast<__int128>(amount) * timer.unit_micros /
                                            kMicrosPerDay);
  int64_t last = days_from_civil(9999, 12, 30);
  day_.days = static_cast<int32_t>(std::min(last, day_.days + std::min(last, days) + 1));
  line("(nothing)");
}

bool History::told(const Measure& measure) const {
  return std::any_of(measure.inputs.begin(), measure.inputs.end(),
                     [&](const auto& input) { return !input.closes && facts_[input.kind] > 0; });
}

std::string History::role_for(const std::vector<std::string>& roles) const {
  if (roles.empty() || std::find(roles.begin(), roles.end(), "admin") != roles.end()) return "";
  return "as " + roles.front() + " ";
}

void History::declare(const Declaration& declaration, const std::vector<Question::Chosen>& moment) {
  auto kind = kind_of(d_, Builtin::stage_declared);
  prepare(*kind, moment);
  std::vector<std::pair<std::string, Value>> given;
  for (const Requirement& requirement : declaration.requires_) {
    if (requirement.form == Requirement::Form::note) given.emplace_back("note", Value("so it is"));
    if (requirement.form != Requirement::Form::field) continue;
    const Property& property = d_.properties[requirement.property];
    switch (property.type.kind) {
      case expression::Kind::choice:
      case expression::Kind::string:
        given.emplace_back(property.name, property.type.choices != nullptr && !property.type.choices->empty()
                                              ? Value(property.type.choices->front())
                                              : Value("something"));
        break;
      case expression::Kind::boolean: given.emplace_back(property.name, Value(true)); break;
      case expression::Kind::date: given.emplace_back(property.name, Value(day_)); break;
      case expression::Kind::instant:
        given.emplace_back(property.name, Value(Instant{day_.days * kMicrosPerDay}));
        break;
      default: given.emplace_back(property.name, Value(1));
    }
  }
  std::string text = joined(given);
  line(role_for(declaration.roles) + "declare " + declaration.id + (text.empty() ? "" : text.substr(1)));
}

void History::step(const Step& taken) {
  const Lifecycle& cycle = d_.lifecycles[l_];
  switch (taken.cause) {
    case Step::Cause::rule: {
      const Rule& rule = cycle.rules[taken.index];
      uint16_t kind = rule.kinds[taken.position];
      fact(kind, moment_of(kind, [&](Question& question) {
             question.stage_in(bit(taken.from));
             question.holds(rule.when[taken.position]);
             pass_earlier_rules(question, d_, l_, taken.index, kind, bit(taken.from));
           }));
      return;
    }
    case Step::Cause::timer: {
      const Timer& timer = cycle.timers[taken.index];
      pass(timer, moment_of(kNone, [&](Question& question) {
             question.stage_in(bit(taken.from));
             question.not_null(timer.since_slot);
             question.holds(timer.when);
           }));
      return;
    }
    case Step::Cause::declaration: {
      const Declaration& declaration = cycle.declarations[taken.index];
      declare(declaration, moment_of(*kind_of(d_, Builtin::stage_declared), [&](Question& question) {
                question.stage_in(bit(taken.from));
                for (const Requirement& requirement : declaration.requires_)
                  if (requirement.form == Requirement::Form::when) question.holds(requirement.when);
              }));
      return;
    }
    case Step::Cause::hand:
      begin();
      set_stage(taken.to);
  }
}

void History::walk(const std::vector<Step>& way) {
  const Lifecycle& cycle = d_.lifecycles[l_];
  if (way.empty()) return;
  for (const Step& taken : way) {
    step(taken);
    stage_ = taken.to;
  }
  says("expect " + cycle.name + " " + std::string(cycle.stage_id(way.back().to)));
}

}  // namespace tenure::lifecycle::check_detail
