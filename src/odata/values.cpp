#include "odata/values.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "base/text.h"

namespace tenure::odata {

using expression::Kind;

std::string JsonFormat::content_type() const {
  std::string out = "application/json;odata.metadata=";
  switch (metadata) {
    case Metadata::none: out += "none"; break;
    case Metadata::minimal: out += "minimal"; break;
    case Metadata::full: out += "full"; break;
  }
  if (streaming) out += ";odata.streaming=true";
  if (ieee754) out += ";IEEE754Compatible=true";
  return out;
}

namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// One media range: "application/json;odata.metadata=full;q=0.8".
struct Range {
  std::string type;
  JsonFormat json;
  double quality = 1;
  bool known = true;  // every format parameter is one that we serve
};

Range parse_range(std::string_view text) {
  Range range;
  size_t semicolon = text.find(';');
  range.type = lower_ascii(trim(text.substr(0, semicolon)));
  while (semicolon != std::string_view::npos) {
    text.remove_prefix(semicolon + 1);
    semicolon = text.find(';');
    const std::string_view part = trim(text.substr(0, semicolon));
    const size_t equals = part.find('=');
    const std::string name = lower_ascii(trim(part.substr(0, equals)));
    const std::string value =
        equals == std::string_view::npos ? "" : lower_ascii(trim(part.substr(equals + 1)));
    if (name == "q") {
      std::from_chars(value.data(), value.data() + value.size(), range.quality);
    } else if (name == "odata.metadata" || name == "metadata") {
      if (value == "none") range.json.metadata = JsonFormat::Metadata::none;
      else if (value == "minimal") range.json.metadata = JsonFormat::Metadata::minimal;
      else if (value == "full") range.json.metadata = JsonFormat::Metadata::full;
      else range.known = false;
    } else if (name == "ieee754compatible") {
      range.json.ieee754 = value == "true";
      range.known = range.known && (value == "true" || value == "false");
    } else if (name == "odata.streaming" || name == "streaming") {
      range.json.streaming = value == "true";
    }
    // Any other parameter (charset, exponentialdecimals …) asks for nothing that we do otherwise.
  }
  return range;
}

}  // namespace

Result<Accepted> accepted(std::string_view header, std::string_view format, bool xml) {
  if (!format.empty()) {
    const std::string word = lower_ascii(format.substr(0, format.find(';')));
    if (word == "xml" || word == "application/xml") {
      if (xml) return Accepted{true, {}};
      return refuse("unsupported-format", {{"format", excerpt(format, 40)}});
    }
    if (word != "json" && word != "application/json")
      return refuse("unsupported-format", {{"format", excerpt(format, 40)}});
    const Range range = parse_range(format);
    if (!range.known) return refuse("unsupported-format", {{"format", excerpt(format, 40)}});
    return Accepted{false, range.json};
  }
  if (trim(header).empty()) return Accepted{xml, {}};
  std::optional<Accepted> best;
  double quality = 0;
  const std::string_view whole = header;
  while (true) {
    const size_t comma = header.find(',');
    const Range range = parse_range(header.substr(0, comma));
    const bool any = range.type == "*/*" || range.type == "application/*";
    const bool is_xml = xml && (range.type == "application/xml" || any);
    const bool is_json = range.type == "application/json" || (any && !xml);
    if ((is_xml || is_json) && range.known && range.quality > quality) {
      best = Accepted{is_xml, is_json ? range.json : JsonFormat{}};
      quality = range.quality;
    }
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  if (!best) return refuse("not-acceptable", {{"accept", excerpt(whole, 60)}});
  return *best;
}

std::string_view edm_name(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "Edm.Boolean";
    case Kind::int64: return "Edm.Int64";
    case Kind::decimal: return "Edm.Decimal";
    case Kind::double_: return "Edm.Double";
    case Kind::guid: return "Edm.Guid";
    case Kind::date: return "Edm.Date";
    case Kind::instant: return "Edm.DateTimeOffset";
    case Kind::time_of_day: return "Edm.TimeOfDay";
    case Kind::duration: return "Edm.Duration";
    case Kind::binary: return "Edm.Binary";
    case Kind::string:
    case Kind::choice: return "Edm.String";
    case Kind::null:
    case Kind::record:
    case Kind::unknown: return "Edm.Untyped";
  }
  return "Edm.Untyped";
}

void write_value(json::Writer& out, const Value& value, const JsonFormat& format) {
  const bool as_text = format.ieee754 && (value.get<int64_t>() || value.get<Decimal>());
  if (as_text) out.value(to_text(value));
  else out.value(value);
}

namespace {

template <typename T>
Result<Value> parsed(Result<T> result) {
  if (!result) return std::unexpected(std::move(result).error());
  return Value(std::move(*result));
}

Result<Value> from_text(const expression::Type& type, const std::string& text) {
  switch (type.kind) {
    case Kind::string: return Value(text);
    case Kind::choice:
      if (!type.choices || std::ranges::find(*type.choices, text) != type.choices->end())
        return Value(text);
      return refuse("unknown-choice",
                    {{"value", excerpt(text, 40)}, {"nearest", nearest(text, *type.choices)}});
    case Kind::int64: {
      int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size()) break;
      return Value(number);
    }
    case Kind::decimal: return parsed(Decimal::parse(text));
    case Kind::double_: {
      if (text == "INF") return Value(std::numeric_limits<double>::infinity());
      if (text == "-INF") return Value(-std::numeric_limits<double>::infinity());
      if (text == "NaN") return Value(std::numeric_limits<double>::quiet_NaN());
      break;
    }
    case Kind::guid: return parsed(parse_guid(text));
    case Kind::date: return parsed(parse_date(text));
    case Kind::instant: return parsed(parse_instant(text));
    case Kind::time_of_day: return parsed(parse_time_of_day(text));
    case Kind::duration: return parsed(parse_duration(text));
    default: break;
  }
  return refuse("not-a");
}

Result<Value> typed(const expression::Type& type, const Value& json) {
  if (const std::string* text = json.get<std::string>()) return from_text(type, *text);
  if (json.get<bool>() && type.kind == Kind::boolean) return json;
  if (const int64_t* whole = json.get<int64_t>()) {
    if (type.kind == Kind::int64) return json;
    if (type.kind == Kind::decimal) return Value(Decimal(*whole));
    if (type.kind == Kind::double_) return Value(static_cast<double>(*whole));
  }
  if (const Decimal* decimal = json.get<Decimal>()) {
    if (type.kind == Kind::decimal) return json;
    if (type.kind == Kind::double_) return Value(decimal->to_double());
  }
  if (json.get<double>() && type.kind == Kind::double_) return json;
  return refuse("not-a");
}

}  // namespace

Result<Value> read_value(const expression::Type& type, const Value& json) {
  if (json.is_null()) return Value(Null{});
  if (type.collection) {
    const auto* list = json.get<std::shared_ptr<const List>>();
    if (!list) return refuse("not-a", {{"type", expression::to_string(type)}, {"text", ""}});
    List out;
    expression::Type item = type;
    item.collection = false;
    for (const Value& one : (*list)->items) {
      TENURE_TRY(Value value, read_value(item, one));
      out.items.push_back(std::move(value));
    }
    return Value(std::make_shared<const List>(std::move(out)));
  }
  if (type.kind == Kind::unknown) return json;
  Result<Value> value = typed(type, json);
  if (value || value.error().code == "unknown-choice") return value;
  const bool plain = !json.get<std::shared_ptr<const List>>() && !json.get<std::shared_ptr<const Object>>();
  return refuse("not-a", {{"type", std::string(edm_name(type.kind))},
                          {"text", plain ? excerpt(to_text(json), 40) : "…"}});
}

}  // namespace tenure::odata
