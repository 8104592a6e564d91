// pack.yaml: what the pack adds to the vocabulary.
#include "base/assert.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"
#include "records/fact_kinds.h"
#include "records/projection.h"
#include "records/schema.h"

namespace tenure::lifecycle {

using expression::Kind;
using expression::Type;

namespace {

Title title_of(std::string_view english, std::string_view hebrew) {
  return {std::string(english), std::string(hebrew)};
}

Builtin builtin_of(std::string_view name) {
  if (name == "account.created") return Builtin::account_created;
  if (name == "account.changed") return Builtin::account_changed;
  if (name == "account.archived") return Builtin::account_archived;
  if (name == "account.restored") return Builtin::account_restored;
  if (name == "stage.set") return Builtin::stage_set;
  if (name == "stage.declared") return Builtin::stage_declared;
  if (name == "stage.scripted") return Builtin::stage_scripted;
  return Builtin::none;
}

// What every fact has of itself, behind its body.
void add_header(FactKind& kind) {
  kind.body_fields = static_cast<uint16_t>(kind.fields.fields.size());
  kind.fields.fields.push_back({"at", {Kind::instant}});
  kind.fields.fields.push_back({"key", {Kind::string}});
  kind.fields.fields.push_back({"actor", {Kind::string}});
}

bool is_kind_name(const std::string& name) {
  bool dot = false;
  char before = '.';
  for (char c : name) {
    bool letter = c >= 'a' && c <= 'z';
    bool other = (c >= '0' && c <= '9') || c == '_';
    if (before == '.' ? !letter : !letter && !other && c != '.') return false;
    dot |= c == '.';
    before = c;
  }
  return dot && before != '.' && name.size() <= 64;
}

}  // namespace

void Loader::read_builtin_vocabulary() {
  for (const records::FactKind& from : records::fact_kinds()) {
    FactKind kind;
    kind.name = from.name;
    kind.title = title_of(from.english, from.hebrew);
    kind.builtin = builtin_of(from.name);
    kind.record = from.record;
    if (const records::Projection* projection = records::find_projection(from.name)) {
      kind.creates = projection->creates;
      kind.at_field = projection->at_field;
    }
    kind.fields.name = kind.name;
    for (const records::FactField& field : from.fields)
      kind.fields.fields.push_back({std::string(field.name), {field.type}});
    d_.kinds.push_back(std::move(kind));
  }
  for (const records::Field& field : records::row_fields())
    account_names_.try_emplace(std::string(field.name), Place{});
  const records::Record* account = records::find_record("account");
  TENURE_ASSERT(account != nullptr);
  for (const records::Field& field : account->fields) {
    Property property;
    property.name = field.name;
    property.title = title_of(field.english, field.hebrew);
    property.type.kind = field.type;
    if ((field.flags & records::kReadOnly) != 0)
      read_only_.insert(static_cast<uint16_t>(d_.properties.size()));
    account_names_.try_emplace(property.name, Place{});
    d_.properties.push_back(std::move(property));
  }
}

void Loader::read_languages(const yaml::Map& pack, File& file) {
  for (const yaml::Word& word : yaml::words(pack.get("languages"), file.faults)) {
    if (word.text != "en" && word.text != "he")
      file.faults.add("pack-language", {{"language", word.text}}, word.mark);
    else if (std::find(d_.languages.begin(), d_.languages.end(), word.text) != d_.languages.end())
      file.faults.add("listed-twice", {{"name", word.text}}, word.mark);
    else
      d_.languages.push_back(word.text);
  }
}

void Loader::read_lists(const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) {
    good_name(entry.key, entry.mark, file);
    ChoiceList list;
    list.name = entry.key;
    for (const yaml::Entry& item : names(&entry.value, file)) {
      good_id(item.key, item.mark, file);
      list.ids.push_back(item.key);
      list.titles.push_back(read_title(item.value, file));
    }
    d_.lists.push_back(std::move(list));
  }
}

void Loader::read_properties(const yaml::Node* node, File& file, bool administrators) {
  for (const yaml::Entry& entry : names(node, file)) {
    yaml::Map map(entry.value, shapes::property, file.faults);
    auto type = read_type(map.get("type"), map.get("list"), file);
    if (!type) type = Type{Kind::string};
    Title title = read_title(map, "title", file);
    std::string list = type->choices != nullptr ? map.get("list")->text : "";
    if (auto known = d_.find_property(entry.key); known && !administrators) {
      // A built-in property: the pack may name it in its own words and give its choices.
      Property& property = d_.properties[*known];
      if (property.type.kind != type->kind) {
        file.faults.add("property-type-differs",
                        {{"name", entry.key}, {"expected", std::string(name_of(property.type.kind))}},
                        entry.value.mark);
        continue;
      }
      property.type = *type;
      property.list = std::move(list);
      property.title = std::move(title);
      continue;
    }
    if (!good_account_name(entry.key, entry.mark, file)) continue;
    Property property;
    property.name = entry.key;
    property.title = std::move(title);
    property.type = *type;
    property.list = std::move(list);
    property.extra = true;
    property.administrators = administrators;
    if (administrators) property.since = map.text("since").value_or("");
    d_.properties.push_back(std::move(property));
  }
}

void Loader::read_facts(const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) {
    if (!is_kind_name(entry.key)) {
      file.faults.add("bad-fact-kind", {{"kind", entry.key}}, entry.mark);
      continue;
    }
    yaml::Map map(entry.value, shapes::fact, file.faults);
    Title title = read_title(map, "title", file);
    auto known = d_.find_kind(entry.key);
    if (!known) {
      known = static_cast<uint16_t>(d_.kinds.size());
      FactKind kind;
      kind.name = kind.fields.name = entry.key;
      d_.kinds.push_back(std::move(kind));
    }
    FactKind& kind = d_.kinds[*known];  // a built-in one may get more fields
    kind.title = std::move(title);
    for (const yaml::Entry& field : names(map.get("fields"), file)) {
      good_name(field.key, field.mark, file);
      static const std::set<std::string> header{"at", "key", "actor", "account", "recorded_at"};
      if (header.contains(field.key)) {
        file.faults.add("reserved-field", {{"field", field.key}}, field.mark);
        continue;
      }
      auto type = read_type(&field.value, nullptr, file);
      if (!type) type = Type{Kind::string};
      int before = kind.fields.find(field.key);
      if (before < 0)
        kind.fields.fields.push_back({field.key, *type});
      else if (auto& had = kind.fields.fields[static_cast<size_t>(before)]; had.type != *type)
        file.faults.add("property-type-differs",
                        {{"name", field.key}, {"expected", std::string(name_of(had.type.kind))}},
                        field.value.mark);
    }
    read_record(kind, map, file);
  }
  for (FactKind& kind : d_.kinds) add_header(kind);
}

// A kind of the pack's own may tell of a document, as the built-in ones do (records/projection.h).
void Loader::read_record(FactKind& kind, const yaml::Map& map, File& file) {
  const yaml::Node* node = map.get("record");
  const std::optional<bool> creates = map.boolean("creates");
  if (node == nullptr) {
    for (std::string_view key : {"creates", "at"}) {
      if (const yaml::Node* extra = map.get(key))
        file.faults.add("no-record-here", {{"key", std::string(key)}}, extra->mark);
    }
    return;
  }
  const std::string name = map.text("record").value_or("");
  if (records::find_fact_kind(kind.name) != nullptr)
    return file.faults.add("record-built-in", {{"kind", kind.name}}, node->mark);
  const records::Record* record = records::find_record(name);
  if (record == nullptr || record->sort != records::RecordSort::document) {
    std::vector<std::string> documents;
    for (const records::Record& it : records::schema())
      if (it.sort == records::RecordSort::document) documents.emplace_back(it.name);
    return file.faults.add("no-such-document",
                           yaml::with_nearest({{"record", name}}, name, documents), node->mark);
  }
  kind.record = name;
  kind.creates = creates.value_or(false);
  const int key = kind.fields.find(name);
  if (key < 0) {
    kind.fields.fields.push_back({name, {Kind::string}});
  } else if (kind.fields.fields[static_cast<size_t>(key)].type.kind != Kind::string) {
    file.faults.add("property-type-differs", {{"name", name}, {"expected", "string"}}, node->mark);
  }
  const yaml::Node* at = map.get("at");
  if (at == nullptr) {  // a document begins where the built-in kinds let it begin
    for (const records::Projection& projection : records::projections()) {
      if (!kind.creates || projection.record != name || !projection.creates) continue;
      kind.at_field = projection.at_field;
      break;
    }
    return;
  }
  kind.at_field = map.text("at").value_or("");
  const records::Field* field = records::find_field(*record, kind.at_field);
  if (field != nullptr && field->type == Kind::instant) return;
  std::vector<std::string> instants;
  for (const records::Field& it : record->fields)
    if (it.type == Kind::instant) instants.emplace_back(it.name);
  file.faults.add("no-such-instant",
                  yaml::with_nearest({{"record", name}, {"field", kind.at_field}}, kind.at_field,
                                     instants),
                  at->mark);
}

void Loader::read_withdrawals(const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) {
    uint16_t kind = kind_index(entry.key, entry.mark, file);
    if (!entry.value.is_scalar()) {
      file.faults.add("not-text", {}, entry.value.mark);
      continue;
    }
    uint16_t voided = kind_index(entry.value.text, entry.value.mark, file);
    if (kind == kNone || voided == kNone) continue;
    if (kind == voided)
      file.faults.add("withdraws-itself", {{"kind", entry.key}}, entry.value.mark);
    else
      d_.kinds[kind].voids = voided;
  }
}

void Loader::read_notices(const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) {
    good_id(entry.key, entry.mark, file);
    yaml::Map map(entry.value, shapes::notice, file.faults);
    Notice notice;
    notice.id = entry.key;
    notice.title = read_title(map, "title", file);
    auto roles = read_roles(map.get("role"), file);
    if (roles.size() > 1)
      file.faults.add("not-text", {}, map.get("role")->mark);
    else if (!roles.empty())
      notice.role = roles[0];
    d_.notices.push_back(std::move(notice));
  }
}

// The account row: properties, measures, then every lifecycle's stage and since.
void Loader::build_account() {
  d_.account.name = "account";
  auto add = [&](const std::string& name, Type type, SlotRole role, size_t index) {
    auto slot = static_cast<uint16_t>(d_.slots.size());
    d_.account.fields.push_back({name, type});
    d_.slots.push_back({role, static_cast<uint16_t>(index)});
    return slot;
  };
  for (size_t i = 0; i < d_.properties.size(); ++i)
    d_.properties[i].slot = add(d_.properties[i].name, d_.properties[i].type, SlotRole::property, i);
  for (size_t i = 0; i < d_.measures.size(); ++i)
    d_.measures[i].slot = add(d_.measures[i].name, measure_types_[i], SlotRole::measure, i);
  for (size_t i = 0; i < d_.lifecycles.size(); ++i) {
    Lifecycle& lifecycle = d_.lifecycles[i];
    Type stage{Kind::choice};
    stage.choices = &lifecycle.stage_ids;
    lifecycle.stage_slot = add(lifecycle.name, stage, SlotRole::stage, i);
    lifecycle.since_slot =
        add(lifecycle.name + "_since", Type{Kind::instant}, SlotRole::since, i);
  }
  d_.parameter_type.name = "parameters";
}

// Everything that a page, filter or report may show: the row, and what the log says of each stage.
expression::RecordType Loader::shown_account() const {
  expression::RecordType shown = d_.account;
  for (const Lifecycle& lifecycle : d_.lifecycles) {
    for (const std::string& stage : lifecycle.stage_ids) {
      std::string prefix = lifecycle.name + "_" + stage;
      shown.fields.push_back({prefix + "_first_entered_at", {Kind::instant}});
      shown.fields.push_back({prefix + "_entered_at", {Kind::instant}});
      shown.fields.push_back({prefix + "_left_at", {Kind::instant}});
      shown.fields.push_back({prefix + "_times", {Kind::int64}});
      shown.fields.push_back({prefix + "_seconds", {Kind::int64}});
    }
  }
  return shown;
}

void Loader::read_page(const yaml::Node* node, File& file) {
  if (node == nullptr) return;
  yaml::Map page(*node, shapes::page, file.faults);
  expression::RecordType shown = shown_account();
  std::vector<std::string> names;
  for (const auto& field : shown.fields) names.push_back(field.name);
  Ids ids;
  for (const yaml::Node* item : yaml::items(page.get("sections"), file.faults)) {
    yaml::Map map(*item, shapes::section, file.faults);
    if (!map.ok()) continue;
    Section section;
    section.id = read_id(map, file);
    if (!section.id.empty()) ids.add(section.id, map.get("id")->mark, file);
    section.title = read_title(map, "title", file);
    for (const yaml::Word& word : yaml::words(map.get("fields"), file.faults)) {
      if (shown.find(word.text) < 0)
        file.faults.add("unknown-account-property",
                        yaml::with_nearest({{"name", word.text}}, word.text, names), word.mark);
      section.fields.push_back(word.text);
    }
    section.visible_when = condition(map.get("visible_when"), nullptr, file);
    d_.sections.push_back(std::move(section));
  }
}

ListView Loader::read_list_view(const yaml::Node* node, File& file) {
  ListView view;
  if (node == nullptr) return view;
  yaml::Map map(*node, shapes::list_view, file.faults);
  if (auto text = map.text("where")) view.where_text = *text;
  view.where = condition(map.get("where"), nullptr, file);
  const yaml::Node* order = map.get("order_by");
  auto text = map.text("order_by");
  if (!text) return view;
  view.order_by = *text;
  auto items = expression::parse_orderby(*text);
  if (!items) {
    file.faults.add_inside(*order, items.error());
    return view;
  }
  expression::RecordType shown = shown_account();
  ConditionScope scope(&shown, nullptr, &d_.parameter_type);
  for (expression::OrderItem& item : *items) {
    auto program = expression::compile(std::move(item.expression), scope, *text);
    if (!program) file.faults.add_inside(*order, program.error());
  }
  return view;
}

}  // namespace tenure::lifecycle
