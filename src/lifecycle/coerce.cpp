#include "lifecycle/coerce.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace tenure::lifecycle {

using expression::Kind;
using expression::Type;

namespace {

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

Result<Value> int_from(std::string_view text) {
  int64_t number = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return refuse("not-a");
  return number;
}

Result<Value> bool_from(std::string_view text) {
  const std::string word = lower_ascii(text);
  if (word == "true" || word == "yes" || word == "1") return true;
  if (word == "false" || word == "no" || word == "0") return false;
  return refuse("not-a");
}

// A date alone, a local date and time, or an instant with its offset.
Result<Value> instant_from(std::string_view text, const TimeZone& zone) {
  if (const Result<Date> date = parse_date(text)) return zone.from_local(*date, TimeOfDay{});
  if (text.size() > 11 && (text[10] == ' ' || text[10] == 'T' || text[10] == 't')) {
    const Result<Date> date = parse_date(text.substr(0, 10));
    const Result<TimeOfDay> time = parse_time_of_day(text.substr(11));
    if (date && time) return zone.from_local(*date, *time);
  }
  Result<Instant> instant = parse_instant(text);
  if (!instant) return std::unexpected(instant.error());
  return *instant;
}

template <typename T>
Result<Value> lifted(Result<T> parsed) {
  if (!parsed) return std::unexpected(std::move(parsed).error());
  return Value(std::move(*parsed));
}

Result<Value> from_text(const Type& type, const std::string& raw, const TimeZone& zone) {
  if (type.kind == Kind::string) return Value(raw);
  const std::string_view text = trimmed(raw);
  if (text.empty()) return Value(Null{});
  switch (type.kind) {
    case Kind::boolean: return bool_from(text);
    case Kind::int64: return int_from(text);
    case Kind::decimal: return lifted(Decimal::parse(text));
    case Kind::double_: {
      double number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size()) return refuse("not-a");
      return number;
    }
    case Kind::date: return lifted(parse_date(text));
    case Kind::instant: return instant_from(text, zone);
    case Kind::time_of_day: return lifted(parse_time_of_day(text));
    case Kind::duration: return lifted(parse_duration(text));
    case Kind::guid: return lifted(parse_guid(text));
    case Kind::choice: {
      if (!type.choices || std::ranges::find(*type.choices, text) != type.choices->end()) return Value(text);
      return refuse("unknown-choice", {{"value", std::string(text)}, {"nearest", nearest(text, *type.choices)}});
    }
    default: return refuse("not-a");
  }
}

Result<Value> from_number(const Type& type, const Value& value) {
  const int64_t* whole = value.get<int64_t>();
  const Decimal* exact = value.get<Decimal>();
  const double* real = value.get<double>();
  switch (type.kind) {
    case Kind::int64:
      if (whole) return value;
      if (exact) {
        if (const std::optional<int64_t> narrow = exact->to_int64()) return *narrow;
      }
      return refuse("not-a");
    case Kind::decimal:
      if (whole) return Value(Decimal(*whole));
      if (exact) return value;
      if (const std::optional<Decimal> decimal = Decimal::from_double(*real)) return *decimal;
      return refuse("not-a");
    case Kind::double_:
      if (whole) return static_cast<double>(*whole);
      return exact ? exact->to_double() : *real;
    case Kind::string:
      return Value(to_text(value));
    default:
      return refuse("not-a");
  }
}

bool holds(const Type& type, const Value& value) {
  switch (type.kind) {
    case Kind::boolean: return value.get<bool>();
    case Kind::date: return value.get<Date>();
    case Kind::instant: return value.get<Instant>();
    case Kind::time_of_day: return value.get<TimeOfDay>();
    case Kind::duration: return value.get<Duration>();
    case Kind::guid: return value.get<Guid>();
    case Kind::binary: return value.get<Binary>();
    default: return false;
  }
}

Result<Value> coerced(const Type& type, const Value& value, const TimeZone& zone) {
  if (value.is_null() || type.kind == Kind::unknown || holds(type, value)) return value;
  if (const std::string* text = value.get<std::string>()) return from_text(type, *text, zone);
  if (value.get<int64_t>() || value.get<Decimal>() || value.get<double>()) return from_number(type, value);
  if (const Date* date = value.get<Date>(); date && type.kind == Kind::instant) {
    return Value(zone.from_local(*date, TimeOfDay{}));
  }
  if (const Instant* at = value.get<Instant>(); at && type.kind == Kind::date) return Value(zone.local_date(*at));
  if (type.kind == Kind::string) return Value(to_text(value));
  return refuse("not-a");
}

}  // namespace

Result<Value> coerce(const Type& type, const Value& value, const TimeZone& zone) {
  Result<Value> result = coerced(type, value, zone);
  if (result || result.error().code == "unknown-choice") return result;
  return refuse("not-a", {{"type", expression::to_string(type)}, {"text", to_text(value)}});
}

}  // namespace tenure::lifecycle
