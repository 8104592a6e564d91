#include "base/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "base/json.h"
#include "base/text.h"

namespace tenure {
namespace {

using Members = std::vector<std::pair<std::string, Value>>;

std::vector<size_t> order_by_name(const Members& members) {
  std::vector<size_t> order(members.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return members[a].first < members[b].first; });
  return order;
}

template <typename T>
bool same_content(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a && b && *a == *b);
}

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

struct ToText {
  std::string operator()(Null) const { return {}; }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const { return double_text(v); }
  std::string operator()(const std::string& v) const { return v; }
  std::string operator()(const Binary& v) const { return base64url(v.bytes); }
  std::string operator()(const std::shared_ptr<const List>& v) const { return json::write(v); }
  std::string operator()(const std::shared_ptr<const Object>& v) const { return json::write(v); }
  template <typename T>
  std::string operator()(const T& v) const {
    return to_string(v);
  }
};

}  // namespace

bool operator==(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  if (auto list = a.get<std::shared_ptr<const List>>()) {
    return same_content(*list, *b.get<std::shared_ptr<const List>>());
  }
  if (auto object = a.get<std::shared_ptr<const Object>>()) {
    return same_content(*object, *b.get<std::shared_ptr<const Object>>());
  }
  return std::visit([&](const auto& v) { return v == *b.get<std::remove_cvref_t<decltype(v)>>(); },
                    static_cast<const Value::variant&>(a));
}

bool List::operator==(const List& other) const {
  return std::equal(items.begin(), items.end(), other.items.begin(), other.items.end(),
                    [](const Value& a, const Value& b) { return a == b; });
}

bool Object::operator==(const Object& other) const {
  if (members.size() != other.members.size()) return false;
  auto same = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second == b.second;
  };
  bool same_order = std::equal(members.begin(), members.end(), other.members.begin(),
                               [](const auto& a, const auto& b) { return a.first == b.first; });
  if (same_order) return std::equal(members.begin(), members.end(), other.members.begin(), same);
  std::vector<size_t> ours = order_by_name(members), theirs = order_by_name(other.members);
  for (size_t i = 0; i < ours.size(); ++i) {
    if (!same(members[ours[i]], other.members[theirs[i]])) return false;
  }
  return true;
}

std::string to_text(const Value& value) {
  return std::visit(ToText{}, static_cast<const Value::variant&>(value));
}

std::string base64url(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  uint32_t bits = 0;
  int held = 0;
  for (char c : bytes) {
    bits = bits << 8 | static_cast<uint8_t>(c);
    for (held += 8; held >= 6; held -= 6) out += kAlphabet[bits >> (held - 6) & 63];
  }
  if (held > 0) out += kAlphabet[bits << (6 - held) & 63];
  return out;
}

Result<Guid> parse_guid(std::string_view text) {
  Guid guid;
  size_t at = 0;
  bool good = text.size() == 36;
  for (size_t i = 0; good && i < guid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) good = text[at++] == '-';
    int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
    at += 2;
    good = good && high >= 0 && low >= 0;
    if (good) guid.bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  if (!good) return refuse("invalid-guid", {{"text", excerpt(text)}});
  return guid;
}

std::string to_string(const Guid& guid) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (size_t i = 0; i < guid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[guid.bytes[i] >> 4];
    out += kHex[guid.bytes[i] & 15];
  }
  return out;
}

}  // namespace tenure
