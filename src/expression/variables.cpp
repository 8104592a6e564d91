#include "expression/variables.h"

#include <algorithm>

#include "expression/literals.h"

namespace tenure::expression {
namespace {

constexpr std::string_view kTypeSuffix = "@odata.type";

// "#Date", "#Collection(Edm.Date)", "Edm.Date", "date".
Result<Type> annotated_type(std::string_view text) {
  if (!text.starts_with('#')) return parse_type(text);
  text.remove_prefix(1);
  std::string name(text);
  bool collection = name.starts_with("Collection(");
  if (name.find('.') == std::string::npos) name.insert(collection ? 11 : 0, "Edm.");
  return parse_type(name);
}

bool is_number(Kind kind) {
  return kind == Kind::int64 || kind == Kind::decimal || kind == Kind::double_;
}

// What a value is by itself. A text may be a date, a GUID …: that is decided where it is used.
Kind natural_kind(const Value& value) {
  if (value.is_null()) return Kind::null;
  if (value.get<bool>() != nullptr) return Kind::boolean;
  if (value.get<int64_t>() != nullptr) return Kind::int64;
  if (value.get<Decimal>() != nullptr) return Kind::decimal;
  return value.get<double>() != nullptr ? Kind::double_ : Kind::unknown;
}

// The type that members of two types share; unknown when there is none. What was only null so far
// fits any.
Type shared(const Type& a, const Type& b) {
  if (a == b || b.kind == Kind::null) return a;
  if (a.kind == Kind::null) return b;
  if (is_number(a.kind) && is_number(b.kind)) {
    return {a.kind == Kind::double_ || b.kind == Kind::double_ ? Kind::double_ : Kind::decimal};
  }
  return {Kind::unknown};
}

std::string below(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "/" + std::string(name);
}

Value make(List list) { return std::shared_ptr<const List>(new List(std::move(list))); }
Value make(Object object) { return std::shared_ptr<const Object>(new Object(std::move(object))); }

// A value as the declared type; nullopt when it is not one.
std::optional<Value> as_declared(const Value& value, Kind kind) {
  if (value.is_null() || kind == Kind::unknown) return value;
  if (const auto* text = value.get<std::string>()) return parse_as(*text, kind);
  if (kind == Kind::boolean && value.get<bool>() != nullptr) return value;
  if (!expression::is_number(kind)) return std::nullopt;
  Arena arena;
  bool number = value.get<int64_t>() != nullptr || value.get<Decimal>() != nullptr ||
                value.get<double>() != nullptr;
  if (!number) return std::nullopt;
  Cell cell = to_cell(value, {kind}, arena);
  if (cell.is_null()) return std::nullopt;
  return to_value(cell, {kind});
}

}  // namespace

RecordType& Variables::known(const RecordType* record) {
  return *std::find_if(records_.begin(), records_.end(),
                       [&](const RecordType& candidate) { return &candidate == record; });
}

Result<Value> Variables::typed(const Value& value, const std::string& path, const Types& types,
                               Type& type) {
  auto declared = types.find(path);
  const auto* array = value.get<std::shared_ptr<const List>>();
  if (array != nullptr && *array) {
    if (declared != types.end() && !declared->second.collection) {
      return refuse("invalid-value", {{"name", path}, {"type", to_string(declared->second)}});
    }
    return list(**array, path, types, type);
  }
  if (declared != types.end()) {
    type = declared->second;
    auto converted = type.collection ? std::nullopt : as_declared(value, type.kind);
    if (value.is_null()) converted = value;
    if (!converted) return refuse("invalid-value", {{"name", path}, {"type", to_string(type)}});
    return *std::move(converted);
  }
  if (const auto* members = value.get<std::shared_ptr<const Object>>(); members && *members) {
    bool again = type.kind == Kind::record && !type.collection;
    RecordType& record = again ? known(type.record) : records_.emplace_back();
    type = {.kind = Kind::record, .record = &record};
    return object(**members, path, types, record);
  }
  type = {natural_kind(value)};
  return value;
}

Result<Value> Variables::object(const Object& object, const std::string& path, const Types& types,
                                RecordType& record) {
  Types known = types;
  for (const auto& [name, value] : object.members) {
    const auto* text = value.get<std::string>();
    if (text == nullptr || !name.ends_with(kTypeSuffix) || name.size() == kTypeSuffix.size()) continue;
    TENURE_TRY(Type type, annotated_type(*text));
    known[below(path, name.substr(0, name.size() - kTypeSuffix.size()))] = type;
  }
  Object out;
  record.name = "object";
  for (const auto& [name, value] : object.members) {
    if (name.find('@') != std::string::npos && name.find('@') != 0) continue;
    if (name.starts_with("@odata.")) continue;
    // In a list the objects before this one have said what their fields are.
    int slot = record.find(name);
    Type before = slot < 0 ? Type{.kind = Kind::null} : record.fields[static_cast<size_t>(slot)].type;
    Type type = before;
    TENURE_TRY(Value converted, typed(value, below(path, name), known, type));
    if (slot < 0) {
      record.fields.push_back({name, type});
    } else if (!value.is_null()) {
      record.fields[static_cast<size_t>(slot)].type = shared(before, type);
    }
    out.members.emplace_back(name, std::move(converted));
  }
  return make(std::move(out));
}

Result<Value> Variables::list(const List& list, const std::string& path, const Types& types,
                              Type& type) {
  Types elements = types;
  if (auto declared = elements.find(path); declared != elements.end()) {
    declared->second.collection = false;
  }
  List out;
  RecordType* record = type.kind == Kind::record && type.collection ? &known(type.record) : nullptr;
  Type element{.kind = Kind::null};
  bool objects = !list.items.empty(), nested = false;
  for (const Value& item : list.items) {
    const auto* members = item.get<std::shared_ptr<const Object>>();
    objects = objects && members != nullptr;
    nested = nested || item.get<std::shared_ptr<const List>>() != nullptr;
  }
  if (nested) return refuse("not-supported", {{"what", "[[]]"}});
  if (objects && record == nullptr) record = &records_.emplace_back();
  for (const Value& item : list.items) {
    if (objects) {
      const auto& members = **item.get<std::shared_ptr<const Object>>();
      TENURE_TRY(Value converted, object(members, path, elements, *record));
      out.items.push_back(std::move(converted));
      continue;
    }
    Type one;
    TENURE_TRY(Value converted, typed(item, path, elements, one));
    if (!item.is_null()) element = shared(element, one);
    out.items.push_back(std::move(converted));
  }
  if (objects) element = {.kind = Kind::record, .record = record};
  if (element.kind == Kind::null) element.kind = Kind::unknown;
  type = element;
  type.collection = true;
  return make(std::move(out));
}

Result<Variables> Variables::read(const Object& vars, const Object& types) {
  Types declared;
  for (const auto& [name, value] : types.members) {
    const auto* text = value.get<std::string>();
    if (text == nullptr) return refuse("invalid-value", {{"name", name}, {"type", "Edm.String"}});
    TENURE_TRY(Type type, annotated_type(*text));
    declared[name] = type;
  }
  Variables variables;
  RecordType record;
  TENURE_TRY(Value value, variables.object(vars, "", declared, record));
  const auto& members = (*value.get<std::shared_ptr<const Object>>())->members;
  for (size_t i = 0; i < members.size(); ++i) {
    variables.names_.push_back(members[i].first);
    variables.values_.push_back(members[i].second);
    variables.types_.push_back(record.fields[i].type);
  }
  return variables;
}

std::optional<Binding> Variables::find(std::string_view first) const {
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == first) return Binding{0, static_cast<uint16_t>(i), types_[i]};
  }
  return std::nullopt;
}

std::optional<Binding> Variables::find_parameter(std::string_view alias) const {
  return find("@" + std::string(alias));
}

std::vector<std::string> Variables::names() const { return names_; }

std::vector<Cell> Variables::cells(Arena& arena) const {
  std::vector<Cell> cells;
  for (size_t i = 0; i < values_.size(); ++i) cells.push_back(to_cell(values_[i], types_[i], arena));
  return cells;
}

}  // namespace tenure::expression
