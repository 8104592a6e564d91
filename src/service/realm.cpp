#include "service/realm.h"

#include <algorithm>

#include "base/assert.h"
#include "base/environment.h"
#include "records/schema.h"

namespace tenure::service {

using lifecycle::Definition;
using lifecycle::FactKind;
using lifecycle::kNone;
using lifecycle::kNoStage;
using lifecycle::Lifecycle;
using lifecycle::StageId;

namespace {

// "order.placed(order,ledger,amount)": the kind and its fields in order.
std::string shape_text(const FactKind& kind) {
  std::string text = kind.name;
  text += '(';
  for (size_t i = 0; i < kind.body_fields; ++i) {
    if (i) text += ',';
    text += kind.fields.fields[i].name;
  }
  text += ')';
  return text;
}

Shape parse_shape(const Definition& definition, std::string_view text) {
  Shape shape;
  const size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') return shape;
  const std::optional<uint16_t> kind = definition.find_kind(text.substr(0, open));
  if (!kind) return shape;
  shape.kind = *kind;
  const FactKind& now = definition.kinds[*kind];
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    const int field = now.fields.find(rest.substr(0, comma));
    const bool known = field >= 0 && field < now.body_fields;
    shape.fields.push_back(known ? static_cast<uint16_t>(field) : kNone);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  shape.same = shape.fields.size() == now.body_fields;
  for (size_t i = 0; i < shape.fields.size(); ++i) shape.same = shape.same && shape.fields[i] == i;
  return shape;
}

// Calls name_of(text) for everything in the definition that the store knows by a number.
template <typename NameOf>
void name_everything(const Definition& definition, Realm& realm, const NameOf& name_of) {
  for (const FactKind& kind : definition.kinds) {
    realm.kinds.push_back(name_of(kind.name));
    realm.shapes.push_back(name_of(shape_text(kind)));
  }
  for (const auto& property : definition.properties)
    realm.properties.push_back(name_of(property.name));
  for (const Lifecycle& cycle : definition.lifecycles) {
    Realm::CycleNames names;
    names.name = name_of(cycle.name);
    for (const auto& stage : cycle.stages) names.stages.push_back(name_of(stage.id));
    for (const auto& rule : cycle.rules) names.rules.push_back(name_of(rule.id));
    for (const auto& timer : cycle.timers) names.timers.push_back(name_of(timer.id));
    for (const auto& it : cycle.declarations) names.declarations.push_back(name_of(it.id));
    realm.lifecycles.push_back(std::move(names));
  }
  realm.by_hand = name_of("by-hand");
  realm.script = name_of("script");
}

void invert(const std::vector<store::Name>& names, std::vector<uint16_t>& back) {
  for (size_t i = 0; i < names.size(); ++i) {
    const size_t name = static_cast<size_t>(names[i]);
    if (name >= back.size()) back.resize(name + 1, kNone);
    back[name] = static_cast<uint16_t>(i);
  }
}

void describe_kinds(const Definition& definition, Realm& realm) {
  realm.about.resize(definition.kinds.size());
  for (size_t kind = 0; kind < definition.kinds.size(); ++kind) {
    const FactKind& about = definition.kinds[kind];
    if (about.builtin == lifecycle::Builtin::account_created)
      realm.created = static_cast<uint16_t>(kind);
    if (about.builtin == lifecycle::Builtin::account_changed)
      realm.changed = static_cast<uint16_t>(kind);
    if (about.voids != kNone)
      realm.about[about.voids].voided_by.push_back(static_cast<uint16_t>(kind));
  }
  for (const Lifecycle& cycle : definition.lifecycles) {
    for (const auto& gate : cycle.gates) {
      for (uint16_t kind : gate.kinds) realm.about[kind].gated = true;
    }
  }
}

void describe_properties(const Definition& definition, Realm& realm) {
  const records::Record* account = records::find_record("account");
  for (size_t i = 0; i < definition.properties.size(); ++i) {
    const records::Field* field = records::find_field(*account, definition.properties[i].name);
    realm.read_only.push_back(field && (field->flags & (records::kReadOnly | records::kKey)));
    const auto index = static_cast<uint16_t>(i);
    if (definition.properties[i].name == "key") realm.key = index;
    if (definition.properties[i].name == "archived") realm.archived = index;
    if (definition.properties[i].name == "created_at") realm.created_at = index;
  }
}

}  // namespace

engine::State decode_state(const Realm& realm, const store::Account& account,
                           std::string_view key) {
  Result<engine::State> state = engine::State::decode(*realm.definition, account.state);
  if (!state) throw EnvironmentError("account-state-unreadable", {{"account", std::string(key)}});
  return std::move(*state);
}

uint16_t Realm::find_lifecycle(store::Name name) const {
  for (size_t i = 0; i < lifecycles.size(); ++i) {
    if (lifecycles[i].name == name) return static_cast<uint16_t>(i);
  }
  return kNone;
}

StageId Realm::find_stage(size_t cycle, store::Name name) const {
  const auto& stages = lifecycles[cycle].stages;
  const auto found = std::ranges::find(stages, name);
  return found == stages.end() ? kNoStage : static_cast<StageId>(found - stages.begin());
}

void intern_names(store::Transaction& transaction, store::WorkspaceId workspace,
                  const Definition& definition) {
  Realm scratch;
  name_everything(definition, scratch,
                  [&](std::string_view text) { return transaction.intern(workspace, text); });
}

std::vector<std::string> property_columns(const Definition& definition) {
  std::vector<std::string> columns;
  for (const auto& property : definition.properties) {
    if (property.name != "key") columns.push_back(property.name);  // that one is always there
  }
  return columns;
}

RealmPtr make_realm(store::Reader& reader, const store::Workspace& workspace,
                    lifecycle::DefinitionPtr definition) {
  auto realm = std::make_shared<Realm>();
  realm->id = workspace.id;
  realm->name = workspace.name;
  realm->number = workspace.definition;
  realm->definition = definition;
  name_everything(*definition, *realm, [&](std::string_view text) {
    const store::Name name = reader.find_name(workspace.id, text);
    TENURE_ASSERT(name != 0);
    return name;
  });
  invert(realm->kinds, realm->kind_of);
  invert(realm->properties, realm->property_of);
  reader.names(workspace.id, [&](store::Name name, std::string_view text) {
    if (text.empty() || text.back() != ')') return;
    const size_t index = static_cast<size_t>(name);
    if (index >= realm->shape_of.size()) realm->shape_of.resize(index + 1);
    realm->shape_of[index] = parse_shape(*definition, text);
  });
  describe_kinds(*definition, *realm);
  describe_properties(*definition, *realm);
  return realm;
}

}  // namespace tenure::service
