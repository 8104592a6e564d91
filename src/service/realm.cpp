#include "service/realm_then.h"

#include <algorithm>

#include "base/assert.h"
#include "records/fact_kinds.h"
#include "records/projection.h"
#include "records/schema.h"

namespace tenure::service {

using lifecycle::Definition;
using lifecycle::FactKind;
using lifecycle::kNone;
using lifecycle::kNoStage;
using lifecycle::Lifecycle;
using lifecycle::StageId;

namespace {

constexpr std::string_view kByDefinition = "definition";

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
    realm.properties.push_back(name_of(property.since.empty() ? property.name : property.name + "#" + property.since));
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
  realm.projectors = make_projectors(definition);
  realm.about.resize(definition.kinds.size());
  for (size_t kind = 0; kind < definition.kinds.size(); ++kind) {
    const FactKind& about = definition.kinds[kind];
    if (about.builtin == lifecycle::Builtin::account_created)
      realm.created = static_cast<uint16_t>(kind);
    if (about.builtin == lifecycle::Builtin::account_changed)
      realm.changed = static_cast<uint16_t>(kind);
    if (about.name == "task.opened") realm.task_opened = static_cast<uint16_t>(kind);
    if (about.name == "contact.created") realm.contact_created = static_cast<uint16_t>(kind);
    if (about.name == "account.merged") realm.merged = static_cast<uint16_t>(kind);
    // What somebody said of the account itself, or made of it, stays its own.
    realm.about[kind].goes_along = about.builtin == lifecycle::Builtin::none &&
                                   about.name != "account.merged" && about.name != "rfm.scored" &&
                                   about.name != "lead.allocated";
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
    if (definition.properties[i].name == "external_key") realm.external_key = index;
    if (definition.properties[i].name == "archived") realm.archived = index;
    if (definition.properties[i].name == "created_at") realm.created_at = index;
    if (definition.properties[i].name == "merged_into") realm.merged_into = index;
  }
}

}  // namespace

int64_t projection_number() {
  constexpr int64_t kHow = 2;  // to be counted up when facts become other rows for any other reason
  uint64_t hash = 0xcbf29ce484222325ull + kHow;
  const auto feed = [&](std::string_view text) {
    for (char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3ull;
    hash = (hash ^ 0xff) * 0x100000001b3ull;
  };
  const auto feed_field = [&](std::string_view name, expression::Kind type) {
    feed(name);
    feed(std::to_string(static_cast<int>(type)));
  };
  for (const records::FactKind& kind : records::fact_kinds()) {
    feed(kind.name);
    for (const records::FactField& field : kind.fields) feed_field(field.name, field.type);
  }
  for (const records::Record& record : records::schema()) {
    if (record.sort == records::RecordSort::house || record.sort == records::RecordSort::log)
      continue;
    feed(record.name);
    for (const records::Field& field : record.fields) feed_field(field.name, field.type);
  }
  for (const records::Projection& projection : records::projections()) {
    for (std::string_view text : {projection.kind, projection.at_field, projection.which})
      feed(text);
    for (const auto& constant : projection.constants) feed(constant.value);
  }
  feed(records::measures_yaml());
  return static_cast<int64_t>(hash >> 1);
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
  transaction.intern(workspace, kByDefinition);
}

bool has_names(store::Reader& reader, store::WorkspaceId workspace, const Definition& definition) {
  Realm scratch;
  bool all = true;
  name_everything(definition, scratch, [&](std::string_view text) {
    const store::Name name = reader.find_name(workspace, text);
    all = all && name != 0;
    return name;
  });
  return all;
}

std::shared_ptr<Realm> make_realm(store::Reader& reader, const store::Workspace& workspace,
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
  realm->definition_name = reader.find_name(workspace.id, kByDefinition);  // 0 until one has followed another
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
