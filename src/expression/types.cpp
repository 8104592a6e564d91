// Names of types, and what a record's fields are.
#include <array>
#include <utility>

#include "base/text.h"
#include "expression/lexer.h"
#include "expression/type.h"

namespace tenure::expression {
namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 33> kNames = {{
    {"edm.boolean", Kind::boolean},
    {"edm.int64", Kind::int64},
    {"edm.decimal", Kind::decimal},
    {"edm.double", Kind::double_},
    {"edm.string", Kind::string},
    {"edm.guid", Kind::guid},
    {"edm.date", Kind::date},
    {"edm.datetimeoffset", Kind::instant},
    {"edm.timeofday", Kind::time_of_day},
    {"edm.duration", Kind::duration},
    {"edm.binary", Kind::binary},
    {"edm.sbyte", Kind::int64},
    {"edm.byte", Kind::int64},
    {"edm.int16", Kind::int64},
    {"edm.int32", Kind::int64},
    {"edm.single", Kind::double_},
    {"edm.untyped", Kind::unknown},
    {"bool", Kind::boolean},
    {"boolean", Kind::boolean},
    {"int", Kind::int64},
    {"int64", Kind::int64},
    {"decimal", Kind::decimal},
    {"double", Kind::double_},
    {"string", Kind::string},
    {"text", Kind::string},
    {"guid", Kind::guid},
    {"date", Kind::date},
    {"instant", Kind::instant},
    {"time_of_day", Kind::time_of_day},
    {"duration", Kind::duration},
    {"binary", Kind::binary},
    {"choice", Kind::choice},
    {"unknown", Kind::unknown},
}};

std::string_view name_of(const Type& type) {
  switch (type.kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "Edm.Boolean";
    case Kind::int64: return "Edm.Int64";
    case Kind::decimal: return "Edm.Decimal";
    case Kind::double_: return "Edm.Double";
    case Kind::string: return "Edm.String";
    case Kind::guid: return "Edm.Guid";
    case Kind::date: return "Edm.Date";
    case Kind::instant: return "Edm.DateTimeOffset";
    case Kind::time_of_day: return "Edm.TimeOfDay";
    case Kind::duration: return "Edm.Duration";
    case Kind::binary: return "Edm.Binary";
    case Kind::choice: return "choice";
    case Kind::record: return type.record != nullptr ? std::string_view(type.record->name) : "record";
    case Kind::unknown: return "Edm.Untyped";
  }
  return "";
}

}  // namespace

std::string to_string(const Type& type) {
  std::string name(name_of(type));
  return type.collection ? "Collection(" + name + ")" : name;
}

Result<Type> parse_type(std::string_view text) {
  std::string word = lower_ascii(text);
  std::string_view inner = word;
  bool collection = false;
  if (inner.starts_with("collection(") && inner.ends_with(")")) {
    inner = inner.substr(11, inner.size() - 12);
    collection = true;
  }
  for (const auto& [name, kind] : kNames) {
    if (name == inner) return Type{.kind = kind, .collection = collection};
  }
  std::vector<std::string> candidates;
  for (const auto& [name, kind] : kNames) candidates.emplace_back(name);
  return refuse("unknown-type", unknown_word("type", text, candidates));
}

int RecordType::find(std::string_view field) const {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == field) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace tenure::expression
