#include <array>
#include <charconv>
#include <cmath>

#include "base/json.h"

namespace tenure::json {
namespace {

// For every byte: 0 = as it is, 'u' = \u00xx, else the letter behind the backslash.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (size_t i = 0; i < 0x20; ++i) escapes[i] = 'u';
  escapes[0x7f] = 'u';
  escapes['\b'] = 'b';
  escapes['\t'] = 't';
  escapes['\n'] = 'n';
  escapes['\f'] = 'f';
  escapes['\r'] = 'r';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}();

template <typename Number>
void write_number(std::string& out, Number number) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

void write_quoted(std::string& out, std::string_view plain) {
  out += '"';
  out += plain;
  out += '"';
}

struct ValueWriter {
  std::string& out;

  void operator()(Null) const { out += "null"; }
  void operator()(bool v) const { out += v ? "true" : "false"; }
  void operator()(int64_t v) const { write_number(out, v); }
  void operator()(const Decimal& v) const { out += to_string(v); }
  void operator()(double v) const {
    if (std::isfinite(v)) {
      write_number(out, v);
    } else {
      write_quoted(out, to_text(Value(v)));
    }
  }
  void operator()(const std::string& v) const { write_string(out, v); }
  void operator()(const Binary& v) const { write_quoted(out, base64url(v.bytes)); }
  void operator()(Instant v) const {
    out += '"';
    append(out, v);
    out += '"';
  }
  template <typename T>
  void operator()(const T& v) const {  // guid, date, time of day, duration: nothing to escape
    write_quoted(out, to_string(v));
  }
  void operator()(const std::shared_ptr<const List>& v) const {
    char separator = '[';
    for (const Value& item : v->items) {
      out += separator;
      write(out, item);
      separator = ',';
    }
    if (separator == '[') out += separator;
    out += ']';
  }
  void operator()(const std::shared_ptr<const Object>& v) const {
    char separator = '{';
    for (const auto& [name, member] : v->members) {
      out += separator;
      write_string(out, name);
      out += ':';
      write(out, member);
      separator = ',';
    }
    if (separator == '{') out += separator;
    out += '}';
  }
};

}  // namespace

void write_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    uint8_t byte = static_cast<uint8_t>(text[i]);
    char escape = kEscapes[byte];
    if (escape == 0) [[likely]]
      continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out += '\\';
    out += escape;
    if (escape == 'u') {
      out += "00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void write(std::string& out, const Value& value) {
  std::visit(ValueWriter{out}, static_cast<const Value::variant&>(value));
}

std::string write(const Value& value) {
  std::string out;
  write(out, value);
  return out;
}

void Writer::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  first_ = true;
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  first_ = false;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  first_ = true;
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  first_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  write_string(out_, name);
  out_ += ':';
  first_ = true;  // its value follows without a comma
  return *this;
}

Writer& Writer::value(const Value& v) {
  separate();
  write(out_, v);
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  write_string(out_, text);
  return *this;
}

Writer& Writer::value(int64_t number) {
  separate();
  write_number(out_, number);
  return *this;
}

Writer& Writer::value(uint64_t number) {
  separate();
  write_number(out_, number);
  return *this;
}

Writer& Writer::value(Instant t) {
  separate();
  out_ += '"';
  append(out_, t);
  out_ += '"';
  return *this;
}

Writer& Writer::value(bool truth) {
  separate();
  out_ += truth ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}

}  // namespace tenure::json
