#include "expression/literals.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/json.h"

namespace tenure::expression {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int sextet(char c) {
  size_t i = kAlphabet.find(c);
  return i == std::string_view::npos ? -1 : static_cast<int>(i);
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) {
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  if (padding != 0 && text.size() % 4 != 0) return std::nullopt;
  text.remove_suffix(padding);
  if (text.size() % 4 == 1 || (padding != 0 && (text.size() + padding) % 4 != 0)) return std::nullopt;
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    int value = sextet(c);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>(bits >> count));
      bits &= (1U << count) - 1;
    }
  }
  if (bits != 0) return std::nullopt;  // bits that stand for no byte
  return bytes;
}

std::string encode_base64url(std::string_view bytes) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (unsigned char c : bytes) {
    bits = bits << 8 | c;
    count += 8;
    while (count >= 6) {
      count -= 6;
      text.push_back(kAlphabet[bits >> count & 63]);
    }
    bits &= (1U << count) - 1;
  }
  if (count > 0) text.push_back(kAlphabet[bits << (6 - count) & 63]);
  return text;
}

std::optional<std::string> decode_json_string(std::string_view text) {
  auto value = json::parse(text);
  if (!value) return std::nullopt;
  if (const auto* string = value->get<std::string>()) return *string;
  return std::nullopt;
}

std::string double_to_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
  std::array<char, 32> buffer;
  auto [end, failure] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

std::string literal_to_text(const Value& value, const Type& type, std::string_view qualifier) {
  auto quoted = [](std::string_view text) {
    std::string out = "'";
    for (char c : text) {
      out.push_back(c);
      if (c == '\'') out.push_back('\'');
    }
    out.push_back('\'');
    return out;
  };
  if (value.is_null()) return "null";
  if (const auto* text = value.get<std::string>()) {
    return type.kind == Kind::choice ? std::string(qualifier) + quoted(*text) : quoted(*text);
  }
  if (const auto* real = value.get<double>()) {
    // The exponent says that it is a double and not a decimal.
    std::string text = double_to_text(*real);
    return std::isfinite(*real) && text.find('e') == std::string::npos ? text + "e0" : text;
  }
  if (const auto* duration = value.get<Duration>()) return "duration'" + to_string(*duration) + "'";
  if (const auto* binary = value.get<Binary>()) {
    return "binary'" + encode_base64url(binary->bytes) + "'";
  }
  return to_text(value);
}

std::optional<Value> parse_as(std::string_view text, Kind kind) {
  auto optional = [](auto result) -> std::optional<Value> {
    if (!result) return std::nullopt;
    return Value(*std::move(result));
  };
  switch (kind) {
    case Kind::boolean:
      if (text == "true" || text == "false") return Value(text == "true");
      return std::nullopt;
    case Kind::int64: {
      std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
      int64_t value = 0;
      auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (digits.empty() || failure != std::errc() || end != digits.data() + digits.size()) {
        return std::nullopt;
      }
      if (text.starts_with('+') && digits.starts_with('-')) return std::nullopt;
      return Value(value);
    }
    case Kind::decimal: return optional(Decimal::parse(text));
    case Kind::double_: {
      if (text == "INF") return Value(static_cast<double>(INFINITY));
      if (text == "-INF") return Value(static_cast<double>(-INFINITY));
      if (text == "NaN") return Value(static_cast<double>(NAN));
      std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
      size_t first = digits.starts_with('-') && digits.size() == text.size() ? 1 : 0;
      // from_chars also takes "inf" and ".5", which the standard does not.
      if (digits.size() <= first || digits[first] < '0' || digits[first] > '9') return std::nullopt;
      double value = 0;
      auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
      return Value(value);
    }
    case Kind::string:
    case Kind::choice: return Value(text);
    case Kind::guid: return optional(parse_guid(text));
    case Kind::date: return optional(parse_date(text));
    case Kind::instant: return optional(parse_instant(text));
    case Kind::time_of_day: return optional(parse_time_of_day(text));
    case Kind::duration: return optional(parse_duration(text));
    case Kind::binary: {
      auto bytes = decode_base64url(text);
      if (!bytes) return std::nullopt;
      return Value(Binary{*std::move(bytes)});
    }
    default: return std::nullopt;
  }
}

}  // namespace tenure::expression
