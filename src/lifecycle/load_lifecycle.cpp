// A lifecycle file: its head (name, parameters, stages: names that others use), then its body.
#include "base/assert.h"
#include "base/limits.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"

namespace tenure::lifecycle {

using expression::RecordType;

void Loader::read_lifecycle_head(Lifecycle& lifecycle, const yaml::Map& map, File& file) {
  lifecycle.place = file.faults.place(map.mark());
  if (auto name = map.text("lifecycle")) {
    yaml::Mark mark = map.get("lifecycle")->mark;
    lifecycle.name = *name;
    lifecycle.place = file.faults.place(mark);
    if (good_account_name(*name, mark, file)) good_account_name(*name + "_since", mark, file);
  }
  lifecycle.title = read_title(map, "title", file);
  read_parameters(lifecycle, map.get("parameters"), file);
  read_stages(lifecycle, map.get("stages"), file);
}

void Loader::read_stages(Lifecycle& lifecycle, const yaml::Node* node, File& file) {
  static const std::set<std::string> reserved{"none", "any", "stay", "former"};
  const std::vector<yaml::Entry>& all = yaml::entries(node, file.faults);
  if (node != nullptr) too_many(all.size(), limits::kStages, "stages", node->mark, file);
  if (node != nullptr && node->kind == yaml::Node::Kind::mapping && all.empty())
    file.faults.add("no-stages", {}, node->mark);
  for (const yaml::Entry& entry : all) {
    if (lifecycle.stages.size() == static_cast<size_t>(limits::kStages)) break;
    good_name(entry.key, entry.mark, file);
    if (reserved.contains(entry.key))
      file.faults.add("reserved-name", {{"name", entry.key}}, entry.mark);
    Stage stage;
    stage.id = entry.key;
    stage.place = file.faults.place(entry.mark);
    yaml::Map map(entry.value, shapes::stage, file.faults);
    stage.title = read_title(map, "title", file);
    stage.icon = map.text("icon").value_or("");
    stage.colour = map.text("colour").value_or("");
    stage.code = map.integer("code");
    stage.active = map.boolean("active").value_or(true);
    stage.hidden = map.boolean("hidden").value_or(false);
    stage.final = map.boolean("final").value_or(false);
    if (stage.code)
      for (const Stage& other : lifecycle.stages)
        if (other.code == stage.code)
          file.faults.add("duplicate-stage-code",
                          {{"code", std::to_string(*stage.code)}, {"stage", other.id}},
                          map.get("code")->mark);
    lifecycle.stage_ids.push_back(stage.id);
    lifecycle.stages.push_back(std::move(stage));
  }
}

void Loader::read_lifecycle_body(Lifecycle& lifecycle, File& file) {
  yaml::Map map(*file.root, shapes::lifecycle, silent_);
  if (const yaml::Node* initial = map.get("initial")) {
    if (!initial->is_scalar()) {
      file.faults.add("not-text", {}, initial->mark);
    } else if (initial->text != "none") {
      auto stage = lifecycle.find_stage(initial->text);
      if (stage)
        lifecycle.initial = *stage;
      else
        unknown_stage(lifecycle, initial->text, initial->mark, file);
    }
  }
  read_by_hand(lifecycle, map.get("by_hand"), file);
  read_gates(lifecycle, map.get("gates"), file);
  const std::vector<yaml::Entry>& stages = yaml::entries(map.get("stages"), silent_);
  for (size_t i = 0; i < lifecycle.stages.size(); ++i)
    read_stage_body(lifecycle, stages[i].value, static_cast<StageId>(i), file);

  Ids ids;
  if (const yaml::Node* rules = map.get("rules")) {
    auto all = yaml::items(rules, file.faults);
    if (!too_many(all.size(), limits::kRules, "rules", rules->mark, file))
      for (const yaml::Node* rule : all) read_rule(lifecycle, *rule, ids, file);
  }
  if (const yaml::Node* timers = map.get("timers")) {
    auto all = yaml::items(timers, file.faults);
    if (!too_many(all.size(), limits::kRules, "timers", timers->mark, file))
      for (const yaml::Node* timer : all) read_timer(lifecycle, *timer, ids, file);
  }
  if (const yaml::Node* declarations = map.get("declarations")) {
    const auto& all = yaml::entries(declarations, file.faults);
    if (!too_many(all.size(), limits::kRules, "declarations", declarations->mark, file))
      for (const yaml::Entry& entry : all) {
        ids.add(entry.key, entry.mark, file);
        read_declaration(lifecycle, entry, file);
      }
  }
}

void Loader::read_by_hand(Lifecycle& lifecycle, const yaml::Node* node, File& file) {
  if (node == nullptr) return;
  if (node->kind == yaml::Node::Kind::mapping) {
    yaml::Map map(*node, shapes::by_hand, file.faults);
    lifecycle.by_hand = ByHand::roles;
    lifecycle.by_hand_roles = read_roles(map.get("roles"), file);
    return;
  }
  if (node->is_scalar()) {
    if (node->text == "anyone") return void(lifecycle.by_hand = ByHand::anyone);
    if (node->text == "declarations") return void(lifecycle.by_hand = ByHand::declarations);
    if (node->text == "script") return void(lifecycle.by_hand = ByHand::script);
  }
  file.faults.add("bad-by-hand", {}, node->mark);
}

void Loader::read_gates(Lifecycle& lifecycle, const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) {
    good_id(entry.key, entry.mark, file);
    gate_ids_.add(entry.key, entry.mark, file);
    yaml::Map map(entry.value, shapes::gate, file.faults);
    Gate gate;
    gate.id = entry.key;
    gate.place = file.faults.place(entry.mark);
    gate.title = read_title(map, "title", file);
    gate.kinds = read_kinds(map.get("on"), file);
    gate.verdicts.resize(lifecycle.stages.size(), Verdict::yes);
    gate.says.resize(lifecycle.stages.size());
    lifecycle.gates.push_back(std::move(gate));
  }
}

// What a stage says to the gates, and asks for when it is entered.
void Loader::read_stage_body(Lifecycle& lifecycle, const yaml::Node& node, StageId id, File& file) {
  yaml::Map map(node, shapes::stage, silent_);
  for (const yaml::Entry& entry : names(map.get("gates"), file)) {
    Verdict verdict = Verdict::yes;
    Title says;
    auto read_verdict = [&](const yaml::Node& from) {
      if (from.is_scalar() && from.text == "yes")
        verdict = Verdict::yes;
      else if (from.is_scalar() && from.text == "warn")
        verdict = Verdict::warn;
      else if (from.is_scalar() && from.text == "no")
        verdict = Verdict::no;
      else
        file.faults.add("bad-verdict", {}, from.mark);
    };
    if (entry.value.kind == yaml::Node::Kind::mapping) {
      yaml::Map gate(entry.value, shapes::stage_gate, file.faults);
      if (const yaml::Node* from = gate.get("verdict")) read_verdict(*from);
      says = read_title(gate, "says", file);
    } else {
      read_verdict(entry.value);
    }
    std::vector<std::string> names;
    bool found = false;
    for (Gate& gate : lifecycle.gates) {
      names.push_back(gate.id);
      if (gate.id != entry.key) continue;
      gate.verdicts[id] = verdict;
      gate.says[id] = says;
      found = true;
    }
    if (!found)
      file.faults.add("unknown-gate", yaml::with_nearest({{"gate", entry.key}}, entry.key, names),
                      entry.mark);
  }
  lifecycle.stages[id].on_enter = read_effects(map.get("on_enter"), nullptr, file);
}

void Loader::unknown_stage(const Lifecycle& lifecycle, const std::string& id, yaml::Mark mark,
                           File& file) {
  std::string known;
  for (const std::string& stage : lifecycle.stage_ids) known += (known.empty() ? "" : ", ") + stage;
  file.faults.add("unknown-stage",
                  yaml::with_nearest({{"lifecycle", lifecycle.name}, {"stage", id}, {"known", known}},
                                     id, lifecycle.stage_ids),
                  mark);
}

}  // namespace tenure::lifecycle
