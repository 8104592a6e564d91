// Properties that an administrator adds ("Client Extra Properties"): a field of the account for every reader, written
// into properties.yaml beside the pack and applied as a definition. One that is removed and added again is another:
// nothing that was said or granted of the first counts to it (definition.h, Property::since).
#include <algorithm>

#include "base/json.h"
#include "base/limits.h"
#include "records/schema.h"
#include "service/impl.h"
#include "service/plan.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using lifecycle::Property;

constexpr VerbParameter kAdd[] = {
    required(kName),
    {"type", string, true, false, "bool, int, decimal, string, date, instant, choice …", "bool, int, decimal, string, date, instant, choice …"},
    {"title", string, false, false, "Title in English", "כותרת באנגלית"},
    {"title_he", string, false, false, "Title in Hebrew", "כותרת בעברית"},
    {"choices", string, false, true, "Of the type choice, each id=title", "בסוג choice, כל אחת id=כותרת"}};
constexpr VerbParameter kRemove[] = {required(kName)};

std::string quoted(std::string_view text) {
  std::string out;
  json::write_string(out, text);  // every JSON string is one of YAML
  return out;
}

std::string title_of(std::string_view english, std::string_view hebrew) {
  return "{en: " + quoted(english) + ", he: " + quoted(hebrew.empty() ? english : hebrew) + "}";
}

// As definitions write it.
std::string_view type_of(const Property& property) {
  switch (property.type.kind) {
    case boolean: return "bool";
    case int64: return "int";
    case decimal: return "decimal";
    case double_: return "double";
    case date: return "date";
    case instant: return "instant";
    case time_of_day: return "time";
    case duration: return "duration";
    case choice: return "choice";
    default: return "string";
  }
}

struct Extra {  // what properties.yaml says
  std::string name, type, list, english, hebrew, since;
  std::vector<std::pair<std::string, lifecycle::Title>> choices;
};

std::vector<Extra> extras_of(const lifecycle::Definition& definition) {
  std::vector<Extra> extras;
  for (const Property& property : definition.properties) {
    if (!property.administrators) continue;
    Extra extra{.name = property.name,
                .type = std::string(type_of(property)),
                .list = property.list,
                .english = property.title.english,
                .hebrew = property.title.hebrew,
                .since = property.since,
                .choices = {}};
    const auto list = std::ranges::find(definition.lists, property.list, &lifecycle::ChoiceList::name);
    if (list != definition.lists.end() && property.list == property.name + "_choices") {
      for (size_t i = 0; i < list->ids.size(); ++i) extra.choices.emplace_back(list->ids[i], list->titles[i]);
    }
    extras.push_back(std::move(extra));
  }
  return extras;
}

// "" where there are none: then the file goes.
std::string file_of(const std::vector<Extra>& extras) {
  if (extras.empty()) return "";
  std::string lists, text = "# Written by the program: 'tenure property'.\nproperties:\n";
  for (const Extra& extra : extras) {
    text += "  " + extra.name + ": {type: " + extra.type;
    if (!extra.list.empty()) text += ", list: " + extra.list;
    text += ", title: " + title_of(extra.english, extra.hebrew);
    if (!extra.since.empty()) text += ", since: " + quoted(extra.since);
    text += "}\n";
    if (extra.choices.empty()) continue;
    lists += "  " + extra.list + ":\n";
    for (const auto& [id, title] : extra.choices) lists += "    " + id + ": " + title_of(title.english, title.hebrew) + "\n";
  }
  if (!lists.empty()) text += "lists:\n" + lists;
  return text;
}

Result<Done> define(Context& context, const std::vector<Extra>& extras, std::string_view name) {
  const store::Definition now = context.reads().definition(context.workspace(), context.realm().number);
  const std::string& first = now.files.front().first;
  DefinitionChange change;
  change.files.emplace_back(first.substr(0, first.rfind('/') + 1) + std::string(lifecycle::kExtraPropertiesFile),
                            file_of(extras));
  TENURE_TRY(const int64_t job, queue_define(context, change));
  return Done{.record = "job", .key = std::to_string(job), .version = 1, .created = true, .result = object({{"property", Value(name)}})};
}

bool is_plain(std::string_view name) {
  return !name.empty() && name.size() <= 60 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<Done> add_property(Context& context, const Call& call) {
  const std::string name = call.text("name");
  if (!is_plain(name)) return refuse("property-name", {{"name", excerpt(name)}});
  if (context.definition().find_slot(name) || records::find_field(*records::find_record("account"), name))
    return refuse("property-exists", {{"name", name}});
  // Whichever definition it comes with is a new one, so that its number tells this property from any before it.
  int64_t number = context.realm().number;
  for (const store::Era& era : context.reads().changes().eras(context.workspace())) number = std::max(number, era.number);
  Extra extra{.name = name,
              .type = call.text("type"),
              .list = "",
              .english = call.text("title"),
              .hebrew = call.text("title_he"),
              .since = std::to_string(number + 1),
              .choices = {}};
  if (!is_plain(extra.type)) return refuse("property-name", {{"name", excerpt(extra.type)}});
  if (extra.english.empty()) extra.english = name;
  if (const Value* choices = call.find("choices")) {
    const auto* list = choices->get<std::shared_ptr<const List>>();
    for (size_t i = 0; list && i < (*list)->items.size() && i < static_cast<size_t>(limits::kNames); ++i) {
      const std::string text = to_text((*list)->items[i]);
      const size_t equals = std::min(text.find('='), text.size());
      const std::string id = text.substr(0, equals), title = equals < text.size() ? text.substr(equals + 1) : id;
      if (!is_plain(id)) return refuse("property-name", {{"name", excerpt(id)}});
      extra.choices.emplace_back(id, lifecycle::Title{title, title});
    }
    if (!extra.choices.empty()) extra.list = name + "_choices";
  }
  std::vector<Extra> extras = extras_of(context.definition());
  extras.push_back(std::move(extra));
  return define(context, extras, name);
}

Result<Done> remove_property(Context& context, const Call& call) {
  const std::string name = call.text("name");
  std::vector<Extra> extras = extras_of(context.definition());
  if (std::erase_if(extras, [&](const Extra& extra) { return extra.name == name; }) == 0)
    return refuse("no-extra-property", {{"name", excerpt(name)}});
  return define(context, extras, name);
}

Result<Done> properties(Context& context, const Call&) {
  std::vector<Value> rows;
  for (const Extra& extra : extras_of(context.definition())) {
    std::vector<Value> choices;
    for (const auto& [id, title] : extra.choices)
      choices.push_back(object({{"id", id}, {"title", title.in(context.caller().language)}}));
    rows.push_back(object({{"name", extra.name},
                           {"type", extra.type},
                           {"title", extra.english},
                           {"title_he", extra.hebrew},
                           {"choices", list(std::move(choices))}}));
  }
  return Done{.record = "definition", .result = object({{"value", list(std::move(rows))}})};
}

constexpr Verb kVerbs[] = {
    {.name = "add_property", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .parameters = kAdd, .run = add_property,
     .english = "Adds a property to every customer, as a job", .hebrew = "הוספת מאפיין לכל לקוח, כעבודת רקע"},
    {.name = "remove_property", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .parameters = kRemove, .run = remove_property,
     .english = "Removes a property that was added, as a job", .hebrew = "הסרת מאפיין שנוסף, כעבודת רקע"},
    {.name = "properties", .record = "", .bound = Bound::nothing, .right = Right::administer, .changes = false,
     .run = properties, .english = "The properties that were added", .hebrew = "המאפיינים שנוספו"},
};

}  // namespace

std::span<const Verb> properties_added() { return kVerbs; }

}  // namespace tenure::service::acts
