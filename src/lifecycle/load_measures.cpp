// Measures: numbers and instants folded from an account's facts.
#include "base/assert.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"
#include "records/fact_kinds.h"

namespace tenure::lifecycle {

using expression::Kind;
using expression::Type;

namespace {

struct FormKey {
  std::string_view key;
  Form form;
};
constexpr FormKey kForms[] = {{"count", Form::count}, {"sum", Form::sum}, {"first", Form::first},
                              {"last", Form::last},   {"min", Form::min}, {"max", Form::max},
                              {"open", Form::open}};

bool is_number(Kind kind) {
  return kind == Kind::int64 || kind == Kind::decimal || kind == Kind::double_;
}

}  // namespace

void Loader::read_measures(const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) read_measure(entry, file);
}

void Loader::read_measure(const yaml::Entry& entry, File& file) {
  Measure measure;
  measure.name = entry.key;
  measure.place = file.faults.place(entry.mark);
  bool named = file.builtin ? account_names_.try_emplace(entry.key, Place{}).second
                            : good_account_name(entry.key, entry.mark, file);
  yaml::Map map(entry.value, shapes::measure, file.faults);
  if (!map.ok()) return;
  if (map.get("title") != nullptr) measure.title = read_title(map, "title", file);

  const FormKey* form = nullptr;
  int forms = 0;
  for (const FormKey& candidate : kForms) {
    if (map.get(candidate.key) == nullptr) continue;
    form = &candidate;
    ++forms;
  }
  if (forms != 1) {
    file.faults.add("measure-form", {}, entry.value.mark);
    return;
  }
  measure.form = form->form;
  const yaml::Node* main = map.get(form->key);
  Type type{Kind::int64};
  auto need = [&](const char* key) {
    const yaml::Node* value = map.get(key);
    if (value == nullptr) file.faults.add("missing-key", {{"key", key}}, entry.value.mark);
    return value;
  };
  auto refuse = [&](std::initializer_list<const char*> keys) {
    for (const char* key : keys)
      if (const yaml::Node* value = map.get(key))
        file.faults.add("measure-key", {{"key", key}, {"form", std::string(form->key)}},
                        value->mark);
  };
  switch (measure.form) {
    case Form::count:
      refuse({"on", "close", "by"});
      add_inputs(measure, main, false, file);
      break;
    case Form::open: {
      refuse({"on"});
      add_inputs(measure, main, false, file);
      add_inputs(measure, need("close"), true, file);
      if (const yaml::Node* by = need("by")) bind_field(measure, *by, false, file);
      measure.open_set = d_.open_sets++;
      break;
    }
    default:
      refuse({"close", "by"});
      add_inputs(measure, need("on"), false, file);
      type = bind_field(measure, *main, measure.form == Form::sum, file);
      if (measure.form == Form::sum && type.kind != Kind::int64) type = Type{Kind::decimal};
  }
  if (!named) return;
  d_.measures.push_back(std::move(measure));
  measure_types_.push_back(type);
  measure_sources_.push_back({map.get("where"), &file});
}

void Loader::add_inputs(Measure& measure, const yaml::Node* kinds, bool closes, File& file) {
  for (uint16_t kind : read_kinds(kinds, file)) {
    Measure::Input input;
    input.kind = kind;
    input.closes = closes;
    measure.inputs.push_back(std::move(input));
  }
}

// Finds the field in every kind the measure reads; its type, which is one and the same.
Type Loader::bind_field(Measure& measure, const yaml::Node& node, bool numeric, File& file) {
  Type type{Kind::instant};
  if (!node.is_scalar()) {
    file.faults.add("not-text", {}, node.mark);
    return type;
  }
  if (node.text == "at" && (measure.form == Form::first || measure.form == Form::last)) return type;
  bool found = false;
  for (Measure::Input& input : measure.inputs) {
    const FactKind& kind = d_.kinds[input.kind];
    int field = kind.fields.find(node.text);
    if (field < 0 || field >= kind.body_fields) {
      std::vector<std::string> names;
      for (size_t i = 0; i < kind.body_fields; ++i) names.push_back(kind.fields.fields[i].name);
      file.faults.add("unknown-fact-field",
                      yaml::with_nearest({{"field", node.text}, {"kind", kind.name}}, node.text, names),
                      node.mark);
      continue;
    }
    input.field = static_cast<uint16_t>(field);
    const Type& here = kind.fields.fields[static_cast<size_t>(field)].type;
    if (numeric && !is_number(here.kind))
      file.faults.add("field-not-a-number", {{"field", node.text}, {"kind", kind.name}}, node.mark);
    if (found && !(here == type) && !numeric)
      file.faults.add("field-types-differ", {{"field", node.text}, {"kind", kind.name}}, node.mark);
    type = here;
    found = true;
  }
  return type;
}

// Conditions of measures see the fact, the parameters and the account's properties, but no measure or
// stage: those are being folded just then. With `open`, the condition says which facts open.
void Loader::compile_measures() {
  for (size_t i = 0; i < d_.measures.size(); ++i) {
    auto [where, file] = measure_sources_[i];
    if (where == nullptr) continue;
    for (Measure::Input& input : d_.measures[i].inputs) {
      if (input.closes) continue;
      ConditionScope scope(&d_.account, &d_.kinds[input.kind].fields, &d_.parameter_type,
                           d_.properties.size());
      input.where = compile(where, scope, true, *file);
    }
  }
}

}  // namespace tenure::lifecycle
