// What every part of the loader needs: names, titles, types, conditions.
#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"

namespace tenure::lifecycle {

using expression::Binding;
using expression::Kind;
using expression::RecordType;
using expression::Type;

std::optional<Binding> ConditionScope::find(std::string_view first) const {
  if (fact_ != nullptr && first == "fact") {
    Type type;
    type.kind = Kind::record;
    type.record = fact_;
    return Binding{1, expression::kWholeSource, type};
  }
  int slot = account_->find(first);
  if (slot < 0 || static_cast<size_t>(slot) >= account_fields_) return std::nullopt;
  return Binding{0, static_cast<uint16_t>(slot), account_->fields[static_cast<size_t>(slot)].type};
}

std::optional<Binding> ConditionScope::find_parameter(std::string_view alias) const {
  int slot = parameters_->find(alias);
  if (slot < 0) return std::nullopt;
  return Binding{2, static_cast<uint16_t>(slot), parameters_->fields[static_cast<size_t>(slot)].type};
}

std::vector<std::string> ConditionScope::names() const {
  std::vector<std::string> out;
  for (size_t i = 0; i < std::min(account_->fields.size(), account_fields_); ++i)
    out.push_back(account_->fields[i].name);
  if (fact_ != nullptr)
    for (const auto& field : fact_->fields) out.push_back("fact/" + field.name);
  for (const auto& field : parameters_->fields) out.push_back("@" + field.name);
  return out;
}

namespace {
struct TypeName {
  std::string_view name;
  Kind kind;
};
constexpr TypeName kTypes[] = {{"bool", Kind::boolean},     {"int", Kind::int64},
                               {"decimal", Kind::decimal},  {"double", Kind::double_},
                               {"string", Kind::string},    {"date", Kind::date},
                               {"instant", Kind::instant},  {"time", Kind::time_of_day},
                               {"duration", Kind::duration}, {"choice", Kind::choice}};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace

const std::vector<std::string>& type_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const TypeName& type : kTypes) out.emplace_back(type.name);
    return out;
  }();
  return names;
}
std::optional<Kind> kind_of(std::string_view name) {
  for (const TypeName& type : kTypes)
    if (type.name == name) return type.kind;
  return std::nullopt;
}
std::string_view name_of(Kind kind) {
  for (const TypeName& type : kTypes)
    if (type.kind == kind) return type.name;
  return "?";
}

std::optional<Value> parse_value(std::string_view text, const Type& type) {
  auto lift = [](auto&& result) -> std::optional<Value> {
    if (!result) return std::nullopt;
    return Value(*result);
  };
  switch (type.kind) {
    case Kind::boolean:
      if (text == "true") return Value(true);
      if (text == "false") return Value(false);
      return std::nullopt;
    case Kind::int64: {
      int64_t number = 0;
      auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
      return Value(number);
    }
    case Kind::decimal: return lift(Decimal::parse(text));
    case Kind::double_: {
      auto decimal = Decimal::parse(text);
      if (!decimal) return std::nullopt;
      return Value(decimal->to_double());
    }
    case Kind::string: return Value(std::string(text));
    case Kind::date: return lift(parse_date(text));
    case Kind::instant: return lift(parse_instant(text));
    case Kind::time_of_day: return lift(parse_time_of_day(text));
    case Kind::duration: return lift(parse_duration(text));
    case Kind::choice:
      if (type.choices != nullptr &&
          std::find(type.choices->begin(), type.choices->end(), text) == type.choices->end())
        return std::nullopt;
      return Value(std::string(text));
    default: return std::nullopt;
  }
}

void Loader::Ids::add(const std::string& id, yaml::Mark mark, File& file) {
  auto [first, fresh] = first_.try_emplace(id, file.faults.place(mark));
  if (fresh) return;
  const Place& place = first->second;
  file.faults.add("duplicate-id",
                  {{"id", id},
                   {"first", place.file + ":" + std::to_string(place.line) + ":" +
                                 std::to_string(place.column)}},
                  mark);
}

Title Loader::read_title(const yaml::Map& map, std::string_view key, File& file) {
  const yaml::Node* node = map.get(key);
  return node == nullptr ? Title{} : read_title(*node, file);
}

Title Loader::read_title(const yaml::Node& node, File& file) {
  Title title;
  if (node.kind != yaml::Node::Kind::mapping) {
    file.faults.add("not-a-title", {}, node.mark);
    return title;
  }
  for (const yaml::Entry& entry : node.entries) {
    if (entry.key != "en" && entry.key != "he") {
      file.faults.add("pack-language", {{"language", entry.key}}, entry.mark);
    } else if (!entry.value.is_scalar()) {
      if (entry.value.kind != yaml::Node::Kind::empty)
        file.faults.add("not-text", {}, entry.value.mark);
    } else {
      (entry.key == "en" ? title.english : title.hebrew) = entry.value.text;
    }
  }
  for (const std::string& language : d_.languages)
    if ((language == "en" ? title.english : title.hebrew).empty())
      file.faults.add("missing-title", {{"language", language}}, node.mark);
  return title;
}

bool Loader::good_name(const std::string& name, yaml::Mark mark, File& file) {
  bool good = !name.empty() && name.size() <= 64 && is_lower(name[0]);
  for (char c : name) good = good && (is_lower(c) || is_digit(c) || c == '_');
  if (!good) file.faults.add("bad-name", {{"name", name}}, mark);
  return good;
}

bool Loader::good_id(const std::string& id, yaml::Mark mark, File& file) {
  bool good = !id.empty() && id.size() <= 64 && (is_lower(id[0]) || is_digit(id[0]));
  for (char c : id) good = good && (is_lower(c) || is_digit(c) || c == '_' || c == '-');
  if (!good) file.faults.add("bad-id", {{"id", id}}, mark);
  return good;
}

bool Loader::good_account_name(const std::string& name, yaml::Mark mark, File& file) {
  static const std::set<std::string> reserved{"fact", "null", "true", "false", "and", "or",  "not",
                                              "eq",   "ne",   "gt",   "ge",    "lt",  "le",  "in",
                                              "has",  "add",  "sub",  "mul",   "div", "mod", "divby",
                                              "any",  "all",  "now",  "case"};
  if (!good_name(name, mark, file)) return false;
  if (reserved.contains(name)) {
    file.faults.add("reserved-name", {{"name", name}}, mark);
    return false;
  }
  auto [first, fresh] = account_names_.try_emplace(name, file.faults.place(mark));
  if (fresh) return true;
  const Place& place = first->second;
  if (place.file.empty())
    file.faults.add("name-built-in", {{"name", name}}, mark);
  else
    file.faults.add("name-taken",
                    {{"name", name},
                     {"first", place.file + ":" + std::to_string(place.line) + ":" +
                                   std::to_string(place.column)}},
                    mark);
  return false;
}

std::string Loader::read_id(const yaml::Map& map, File& file) {
  auto id = map.text("id");
  if (!id) return "";
  good_id(*id, map.get("id")->mark, file);
  return *id;
}

uint16_t Loader::kind_index(const std::string& name, yaml::Mark mark, File& file) {
  if (auto kind = d_.find_kind(name)) return *kind;
  std::vector<std::string> names;
  for (const FactKind& kind : d_.kinds) names.push_back(kind.name);
  file.faults.add("unknown-fact-kind", yaml::with_nearest({{"kind", name}}, name, names), mark);
  return kNone;
}

std::vector<uint16_t> Loader::read_kinds(const yaml::Node* node, File& file) {
  std::vector<uint16_t> out;
  for (const yaml::Word& word : yaml::words(node, file.faults)) {
    uint16_t kind = kind_index(word.text, word.mark, file);
    if (kind == kNone) continue;
    if (std::find(out.begin(), out.end(), kind) != out.end())
      file.faults.add("listed-twice", {{"name", word.text}}, word.mark);
    else
      out.push_back(kind);
  }
  return out;
}

std::optional<Type> Loader::read_type(const yaml::Node* node, const yaml::Node* list, File& file) {
  if (node == nullptr) return std::nullopt;
  if (!node->is_scalar()) {
    file.faults.add("not-text", {}, node->mark);
    return std::nullopt;
  }
  auto kind = kind_of(node->text);
  if (!kind) {
    file.faults.add("unknown-property-type",
                    yaml::with_nearest({{"type", node->text}}, node->text, type_names()), node->mark);
    return std::nullopt;
  }
  Type type;
  type.kind = *kind;
  if (list == nullptr) return type;
  if (*kind != Kind::choice) {
    file.faults.add("list-without-choice", {}, list->mark);
  } else if (!list->is_scalar()) {
    file.faults.add("not-text", {}, list->mark);
  } else {
    std::vector<std::string> names;
    for (const ChoiceList& candidate : d_.lists) {
      names.push_back(candidate.name);
      if (candidate.name == list->text) type.choices = &candidate.ids;
    }
    if (type.choices == nullptr)
      file.faults.add("unknown-list", yaml::with_nearest({{"list", list->text}}, list->text, names),
                      list->mark);
  }
  return type;
}

std::optional<expression::Program> Loader::compile(const yaml::Node* node,
                                                   const expression::Scope& scope, bool condition,
                                                   File& file) {
  if (node == nullptr) return std::nullopt;
  if (!node->is_scalar()) {
    file.faults.add("not-text", {}, node->mark);
    return std::nullopt;
  }
  auto program = condition ? expression::compile_condition(node->text, scope)
                           : expression::compile(node->text, scope);
  if (program) return std::move(*program);
  Error error = program.error();
  if (error.code == "unknown-name" && !error.arguments.empty()) {
    // A name that exists, but not here: say why rather than that it is unknown.
    const std::string& name = error.arguments.front().second;
    if (name == "fact")
      error = {"no-fact-here", {}, error.position};
    else if (d_.find_slot(name))
      error = {"not-folded-yet", {{"name", name}}, error.position};
  }
  file.faults.add_inside(*node, error);
  return std::nullopt;
}

std::optional<expression::Program> Loader::condition(const yaml::Node* node, const RecordType* fact,
                                                     File& file) {
  return compile(node, ConditionScope(&d_.account, fact, &d_.parameter_type), true, file);
}

std::vector<std::string> Loader::read_roles(const yaml::Node* node, File& file) {
  std::vector<std::string> out;
  for (const yaml::Word& word : yaml::words(node, file.faults)) {
    static const std::vector<std::string> known = [] {
      std::vector<std::string> names;
      for (std::string_view role : roles()) names.emplace_back(role);
      return names;
    }();
    if (std::find(known.begin(), known.end(), word.text) == known.end())
      file.faults.add("unknown-role", yaml::with_nearest({{"role", word.text}}, word.text, known),
                      word.mark);
    else if (std::find(out.begin(), out.end(), word.text) != out.end())
      file.faults.add("listed-twice", {{"name", word.text}}, word.mark);
    else
      out.push_back(word.text);
  }
  return out;
}

const FactKind* Loader::builtin_kind(Builtin builtin) const {
  for (const FactKind& kind : d_.kinds)
    if (kind.builtin == builtin) return &kind;
  return nullptr;
}

const std::vector<yaml::Entry>& Loader::names(const yaml::Node* node, File& file) {
  static const std::vector<yaml::Entry> none;
  const std::vector<yaml::Entry>& all = yaml::entries(node, file.faults);
  if (node == nullptr || !too_many(all.size(), limits::kNames, "names", node->mark, file)) return all;
  return none;
}

bool Loader::too_many(size_t count, size_t limit, std::string_view what, yaml::Mark mark,
                      File& file) {
  if (count <= limit) return false;
  file.faults.add("too-many-" + std::string(what),
                  {{"count", std::to_string(count)}, {"limit", std::to_string(limit)}}, mark);
  return true;
}

}  // namespace tenure::lifecycle
