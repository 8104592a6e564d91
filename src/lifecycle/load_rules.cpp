// What moves an account: rules, timers, declarations.
#include "base/assert.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"

namespace tenure::lifecycle {

using expression::Kind;
using expression::RecordType;

StageSet Loader::read_from(const Lifecycle& lifecycle, const yaml::Node* node, File& file) {
  if (node == nullptr) return ~StageSet{0};
  StageSet set = 0;
  bool faulty = false;
  auto stages = [&](auto&& pick) {
    StageSet out = 0;
    for (size_t i = 0; i < lifecycle.stages.size(); ++i)
      if (pick(i)) out |= bit(static_cast<StageId>(i));
    return out;
  };
  for (const yaml::Word& word : yaml::words(node, file.faults)) {
    bool below = word.text.starts_with("below ");
    bool above = word.text.starts_with("above ");
    if (word.text == "any") {
      set |= ~StageSet{0};
    } else if (word.text == "none") {
      set |= bit(kNoStage);
    } else if ((word.text == "active" || word.text == "inactive") &&
               !lifecycle.find_stage(word.text)) {  // a stage of that name comes first
      bool active = word.text == "active";
      set |= stages([&](size_t i) { return lifecycle.stages[i].active == active; });
    } else {
      std::string id = word.text.substr(below || above ? 6 : 0);
      id.erase(0, id.find_first_not_of(' ') == std::string::npos ? 0 : id.find_first_not_of(' '));
      auto stage = lifecycle.find_stage(id);
      if (!stage) {
        unknown_stage(lifecycle, id, word.mark, file);
        faulty = true;
      } else if (below) {
        set |= stages([&](size_t i) { return i < *stage; });
      } else if (above) {
        set |= stages([&](size_t i) { return i > *stage; });
      } else {
        set |= bit(*stage);
      }
    }
  }
  bool listed = node->kind != yaml::Node::Kind::sequence || !node->items.empty();
  if (set == 0 && !faulty && listed) file.faults.add("empty-from", {}, node->mark);
  return set;
}

Target Loader::read_target(const Lifecycle& lifecycle, const yaml::Map& map, File& file) {
  Target target;
  auto to = map.text("to");
  if (!to) return target;
  if (*to == "stay") {
    target.to = To::stay;
  } else if (*to == "former") {
    target.to = To::former;
  } else if (auto stage = lifecycle.find_stage(*to)) {
    target.stage = *stage;
  } else {
    unknown_stage(lifecycle, *to, map.get("to")->mark, file);
  }
  return target;
}

void Loader::need_reason(const yaml::Map& map, const Target& target, File& file) {
  if (target.to == To::stay && map.get("says") == nullptr)
    file.faults.add("stay-without-says", {}, map.get("to")->mark);
}

void Loader::read_rule(Lifecycle& lifecycle, const yaml::Node& node, Ids& ids, File& file) {
  yaml::Map map(node, shapes::rule, file.faults);
  if (!map.ok()) return;
  Rule rule;
  rule.id = read_id(map, file);
  if (!rule.id.empty()) ids.add(rule.id, map.get("id")->mark, file);
  rule.place = file.faults.place(node.mark);
  rule.kinds = read_kinds(map.get("on"), file);
  rule.from = read_from(lifecycle, map.get("from"), file);
  rule.when_text = map.text("when").value_or("");
  rule.target = read_target(lifecycle, map, file);
  rule.says = read_title(map, "says", file);
  need_reason(map, rule.target, file);
  for (uint16_t kind : rule.kinds) {
    const RecordType* fact = &d_.kinds[kind].fields;
    rule.when.push_back(condition(map.get("when"), fact, file));
    rule.effects.push_back(read_effects(map.get("effects"), fact, file));
  }
  lifecycle.rules.push_back(std::move(rule));
}

void Loader::read_timer(Lifecycle& lifecycle, const yaml::Node& node, Ids& ids, File& file) {
  yaml::Map map(node, shapes::timer, file.faults);
  if (!map.ok()) return;
  Timer timer;
  timer.id = read_id(map, file);
  if (!timer.id.empty()) ids.add(timer.id, map.get("id")->mark, file);
  timer.place = file.faults.place(node.mark);
  timer.from = read_from(lifecycle, map.get("from"), file);
  if (const yaml::Node* at = map.get("at")) read_timer_at(timer, *at, file);
  timer.when = condition(map.get("when"), nullptr, file);
  timer.when_text = map.text("when").value_or("");
  timer.target = read_target(lifecycle, map, file);
  timer.says = read_title(map, "says", file);
  need_reason(map, timer.target, file);
  timer.effects = read_effects(map.get("effects"), nullptr, file);
  lifecycle.timers.push_back(std::move(timer));
}

void Loader::read_timer_at(Timer& timer, const yaml::Node& node, File& file) {
  yaml::Map map(node, shapes::timer_at, file.faults);
  if (!map.ok()) return;
  if (auto since = map.text("since")) {
    yaml::Mark mark = map.get("since")->mark;
    if (auto slot = d_.find_slot(*since)) {
      Kind kind = d_.account.fields[*slot].type.kind;
      if (kind != Kind::instant && kind != Kind::date)
        file.faults.add("since-not-a-time", {{"name", *since}}, mark);
      timer.since_slot = *slot;
    } else {
      std::vector<std::string> names;
      for (const auto& field : d_.account.fields) names.push_back(field.name);
      file.faults.add("unknown-account-property", yaml::with_nearest({{"name", *since}}, *since, names),
                      mark);
    }
  }
  struct Unit {
    const char* key;
    DelayUnit unit;
    int64_t micros;
  };
  constexpr Unit units[] = {{"days", DelayUnit::days, 0},
                            {"hours", DelayUnit::micros, 3600 * kMicrosPerSecond},
                            {"minutes", DelayUnit::micros, 60 * kMicrosPerSecond},
                            {"seconds", DelayUnit::micros, kMicrosPerSecond}};
  int found = 0;
  for (const Unit& unit : units) {
    const yaml::Node* amount = map.get(unit.key);
    if (amount == nullptr) continue;
    ++found;
    timer.unit = unit.unit;
    timer.unit_micros = unit.micros;
    read_timer_amount(timer, *amount, file);
  }
  if (found != 1) file.faults.add("timer-unit", {}, node.mark);
}

void Loader::read_timer_amount(Timer& timer, const yaml::Node& amount, File& file) {
  if (!amount.is_scalar() || !amount.text.starts_with('@')) {
    auto number = yaml::as_int(amount);
    // More than the calendar holds is no delay but a slip of the pen.
    constexpr int64_t kMost = int64_t{366} * 10'000 * 86'400;
    if (!number || *number < 1 || *number > kMost)
      file.faults.add("timer-amount", {}, amount.mark);
    timer.amount = number.value_or(1);
    return;
  }
  std::string name = amount.text.substr(1);
  int slot = d_.parameter_type.find(name);
  if (slot < 0) {
    std::vector<std::string> names;
    for (const Parameter& parameter : d_.parameters) names.push_back(parameter.name);
    file.faults.add("unknown-parameter", yaml::with_nearest({{"name", name}}, name, names),
                    amount.mark);
    return;
  }
  const Parameter& parameter = d_.parameters[static_cast<size_t>(slot)];
  timer.parameter = static_cast<uint16_t>(slot);
  const int64_t* least =
      parameter.min && parameter.type.kind == Kind::int64 ? parameter.min->get<int64_t>() : nullptr;
  if (parameter.type.kind != Kind::int64 || least == nullptr || *least < 1)
    file.faults.add("timer-parameter", {{"name", name}}, amount.mark);
}

void Loader::read_declaration(Lifecycle& lifecycle, const yaml::Entry& entry, File& file) {
  good_id(entry.key, entry.mark, file);
  declaration_ids_.add(entry.key, entry.mark, file);
  yaml::Map map(entry.value, shapes::declaration, file.faults);
  if (!map.ok()) return;
  Declaration declaration;
  declaration.id = entry.key;
  declaration.place = file.faults.place(entry.mark);
  declaration.title = read_title(map, "title", file);
  declaration.from = read_from(lifecycle, map.get("from"), file);
  declaration.target = read_target(lifecycle, map, file);
  declaration.roles = read_roles(map.get("roles"), file);
  const FactKind* kind = builtin_kind(Builtin::stage_declared);
  TENURE_ASSERT(kind != nullptr);
  for (const yaml::Node* item : yaml::items(map.get("requires"), file.faults))
    read_requirement(declaration, *item, &kind->fields, file);
  declaration.effects = read_effects(map.get("effects"), &kind->fields, file);
  lifecycle.declarations.push_back(std::move(declaration));
}

void Loader::read_requirement(Declaration& declaration, const yaml::Node& node,
                              const RecordType* fact, File& file) {
  yaml::Map map(node, shapes::requirement, file.faults);
  if (!map.ok()) return;
  Requirement requirement{};
  requirement.place = file.faults.place(node.mark);
  requirement.id = read_id(map, file);
  requirement.says = read_title(map, "says", file);
  const yaml::Node *note = map.get("note"), *field = map.get("field"), *when = map.get("when"),
                   *unless = map.get("unless");
  if ((note != nullptr) + (field != nullptr) + (when != nullptr) != 1) {
    file.faults.add("requirement-form", {}, node.mark);
    return;
  }
  if (note != nullptr) {
    requirement.form = Requirement::Form::note;
    if (yaml::as_bool(*note) != true) file.faults.add("only-true", {{"key", "note"}}, note->mark);
  } else if (field != nullptr) {
    requirement.form = Requirement::Form::field;
    requirement.property = property_index(*field, file);
  } else {
    requirement.form = Requirement::Form::when;
    requirement.when = condition(when, fact, file);
    if (unless != nullptr) file.faults.add("unless-with-when", {}, unless->mark);
  }
  if (unless != nullptr && when == nullptr) requirement.when = condition(unless, fact, file);
  declaration.requires_.push_back(std::move(requirement));
}

}  // namespace tenure::lifecycle
