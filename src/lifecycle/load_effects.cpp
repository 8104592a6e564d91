// Effects: what a move asks for.
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"

namespace tenure::lifecycle {

using expression::Kind;
using expression::RecordType;
using expression::Type;

namespace {

// May a value of this type be kept in a property of that one?
bool fits(const Type& value, const Type& property) {
  if (value.kind == Kind::null) return true;
  if (value.collection || value.kind == Kind::record) return false;
  if (value.kind == property.kind) return true;
  if (property.kind == Kind::decimal) return value.kind == Kind::int64;
  if (property.kind == Kind::double_) return value.kind == Kind::int64 || value.kind == Kind::decimal;
  if (property.kind == Kind::choice) return value.kind == Kind::string;
  if (property.kind == Kind::string) return value.kind == Kind::choice;
  return false;
}

// The texts an expression can only answer with: a literal, and the answers of a case.
void check_choices(const expression::Ast& ast, const Type& property, const yaml::Node& node,
                   yaml::Faults& faults) {
  if (ast.op == expression::Op::literal && ast.literal.get<std::string>() != nullptr) {
    const std::string& id = *ast.literal.get<std::string>();
    const auto& ids = *property.choices;
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return;
    Error error{"unknown-choice-set", yaml::with_nearest({{"value", id}}, id, ids),
                static_cast<int64_t>(ast.position)};
    faults.add_inside(node, error);
  }
  if (ast.op == expression::Op::call && ast.name == "case")
    for (size_t i = 1; i < ast.arguments.size(); i += 2)
      check_choices(*ast.arguments[i], property, node, faults);
}

}  // namespace

uint16_t Loader::property_index(const yaml::Node& node, File& file) {
  if (!node.is_scalar()) {
    file.faults.add("not-text", {}, node.mark);
    return kNone;
  }
  return property_index(node.text, node.mark, file);
}

uint16_t Loader::property_index(const std::string& name, yaml::Mark mark, File& file) {
  auto property = d_.find_property(name);
  if (!property) {
    if (d_.find_slot(name)) {  // a measure, a stage: folded, never written
      file.faults.add("not-a-property", {{"name", name}}, mark);
      return kNone;
    }
    std::vector<std::string> names;
    for (const Property& p : d_.properties) names.push_back(p.name);
    file.faults.add("unknown-account-property", yaml::with_nearest({{"name", name}}, name, names), mark);
    return kNone;
  }
  if (read_only_.contains(*property)) {
    file.faults.add("read-only-property", {{"name", name}}, mark);
    return kNone;
  }
  return *property;
}

std::vector<Effect> Loader::read_effects(const yaml::Node* node, const RecordType* fact, File& file) {
  std::vector<Effect> out;
  for (const yaml::Node* item : yaml::items(node, file.faults))
    if (auto effect = read_effect(*item, fact, file)) out.push_back(std::move(*effect));
  return out;
}

std::optional<Effect> Loader::read_effect(const yaml::Node& node, const RecordType* fact,
                                          File& file) {
  yaml::Map map(node, shapes::effect, file.faults);
  if (!map.ok()) return std::nullopt;
  struct Form {
    const char* key;
    EffectKind kind;
  };
  constexpr Form forms[] = {{"set", EffectKind::set},
                            {"notify", EffectKind::notify},
                            {"task", EffectKind::task},
                            {"archive", EffectKind::archive},
                            {"restore", EffectKind::restore}};
  const Form* form = nullptr;
  int found = 0;
  for (const Form& candidate : forms) {
    if (map.get(candidate.key) == nullptr) continue;
    form = &candidate;
    ++found;
  }
  if (found != 1) {
    file.faults.add("effect-form", {}, node.mark);
    return std::nullopt;
  }
  const yaml::Node& body = *map.get(form->key);
  Effect effect;
  effect.kind = form->kind;
  effect.place = file.faults.place(node.mark);
  effect.when = condition(map.get("when"), fact, file);
  switch (form->kind) {
    case EffectKind::set: read_assignments(effect, &body, fact, file); break;
    case EffectKind::notify: {
      effect.id = map.text("notify").value_or("");
      if (!body.is_scalar() || d_.find_notice(effect.id)) break;
      std::vector<std::string> names;
      for (const Notice& notice : d_.notices) names.push_back(notice.id);
      file.faults.add("unknown-notice", yaml::with_nearest({{"notice", effect.id}}, effect.id, names),
                      body.mark);
      break;
    }
    case EffectKind::task: {
      yaml::Map task(body, shapes::task, file.faults);
      effect.id = read_id(task, file);
      effect.title = read_title(task, "title", file);
      break;
    }
    case EffectKind::archive:
    case EffectKind::restore:
      if (yaml::as_bool(body) != true)
        file.faults.add("only-true", {{"key", form->key}}, body.mark);
  }
  return effect;
}

void Loader::read_assignments(Effect& effect, const yaml::Node* node, const RecordType* fact,
                              File& file) {
  ConditionScope scope(&d_.account, fact, &d_.parameter_type);
  for (const yaml::Entry& entry : names(node, file)) {
    uint16_t property = property_index(entry.key, entry.mark, file);
    if (entry.value.kind == yaml::Node::Kind::empty) {
      file.faults.add("missing-key", {{"key", entry.key}}, entry.mark);
      continue;
    }
    auto program = compile(&entry.value, scope, false, file);
    if (property == kNone || !program) continue;
    const Type& type = d_.properties[property].type;
    if (!fits(program->type(), type)) {
      file.faults.add("set-type",
                      {{"name", entry.key},
                       {"expected", std::string(name_of(type.kind))},
                       {"found", std::string(name_of(program->type().kind))}},
                      entry.value.mark);
      continue;
    }
    if (type.kind == Kind::choice && type.choices != nullptr)
      check_choices(program->ast(), type, entry.value, file.faults);
    effect.set.push_back({property, std::move(*program)});
  }
}

}  // namespace tenure::lifecycle
