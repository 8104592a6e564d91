#include "base/json.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>
#include <unordered_set>

#include "base/limits.h"
#include "base/text.h"

namespace tenure::json {
namespace {

namespace ondemand = simdjson::ondemand;

// What a thread keeps between documents. simdjson reads past the end, so the text is copied into a
// buffer with room for that.
struct Workspace {
  ondemand::parser parser;
  std::string buffer;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view token) {
  size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// RFC 8259: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?  Anything with a '.' or an 'e' is no
// integer.
bool well_formed_number(std::string_view token, bool& integer) {
  const char* at = token.data();
  const char* end = at + token.size();
  auto digits = [&] {
    const char* begin = at;
    while (at != end && is_digit(*at)) ++at;
    return at != begin;
  };
  integer = true;
  if (at != end && *at == '-') ++at;
  if (at != end && *at == '0') {
    ++at;
  } else if (!digits()) {
    return false;
  }
  if (at != end && *at == '.') {
    integer = false;
    ++at;
    if (!digits()) return false;
  }
  if (at != end && (*at == 'e' || *at == 'E')) {
    integer = false;
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    if (!digits()) return false;
  }
  return at == end;
}

// Reads into a Value in place; where it answers false, error() says why.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  const Error& error() const { return error_; }

  bool document(Workspace& work, Value& out) {
    if (text_.size() > limits::kJsonBytes) {
      return fail("json-too-large", text_.data() + limits::kJsonBytes);
    }
    work.buffer.reserve(text_.size() + simdjson::SIMDJSON_PADDING);
    work.buffer.assign(text_);
    text_ = work.buffer;
    ondemand::document document;
    if (auto code = work.parser.iterate(text_, work.buffer.capacity()).get(document)) {
      return fail(code, nullptr);
    }
    std::string_view token;
    if (auto code = document.raw_json_token().get(token)) return fail(code, nullptr);
    const char* at = token.data();
    if (*at != '{' && *at != '[') {
      // A lone scalar must be all there is.
      const char* end = at + token.size();
      if (end != text_.data() + text_.size()) return fail("json-syntax", end);
      if (*at != '"') return scalar(token, out);
      std::string_view string;
      if (auto code = document.get_string().get(string)) return fail(code, at);
      out.emplace<std::string>(string);
      return sound(string, at);
    }
    ondemand::value root;
    if (auto code = document.get_value().get(root)) return fail(code, at);
    if (!value(root, 0, out)) return false;
    const char* left_over;
    if (document.current_location().get(left_over) == simdjson::SUCCESS) {
      return fail("json-syntax", left_over);
    }
    return true;
  }

 private:
  bool value(ondemand::value v, int depth, Value& out) {
    std::string_view token = v.raw_json_token();
    const char* at = token.data();
    if (*at == '"') {
      std::string_view string;
      if (auto code = v.get_string().get(string)) return fail(code, at);
      out.emplace<std::string>(string);
      return sound(string, at);
    }
    if (*at != '{' && *at != '[') return scalar(token, out);
    if (depth == limits::kJsonDepth) return fail("json-depth", at);
    return *at == '{' ? object(v, depth, out) : array(v, depth, out);
  }

  bool array(ondemand::value v, int depth, Value& out) {
    const char* at = v.raw_json_token().data();
    ondemand::array elements;
    if (auto code = v.get_array().get(elements)) return fail(code, at);
    auto list = std::make_shared<List>();
    for (auto element : elements) {
      ondemand::value item;
      if (auto code = std::move(element).get(item)) return fail(code, at);
      at = item.raw_json_token().data();
      if (!value(item, depth + 1, list->items.emplace_back())) return false;
    }
    out.emplace<std::shared_ptr<const List>>(std::move(list));
    return true;
  }

  bool object(ondemand::value v, int depth, Value& out) {
    // Few names are compared one by one; many go through a set.
    constexpr size_t kFew = 16;
    const char* at = v.raw_json_token().data();
    ondemand::object fields;
    if (auto code = v.get_object().get(fields)) return fail(code, at);
    auto object = std::make_shared<Object>();
    auto& members = object->members;
    std::unordered_set<std::string_view> names;  // views into the parser's buffer, which stays
    std::string_view few[kFew];
    for (auto each : fields) {
      ondemand::field field;
      if (auto code = std::move(each).get(field)) return fail(code, at);
      at = field.key().raw() - 1;
      std::string_view name;
      if (auto code = field.unescaped_key().get(name)) return fail(code, at);
      if (!sound(name, at)) return false;
      size_t count = members.size();
      bool fresh;
      if (count < kFew) {
        fresh = std::find(few, few + count, name) == few + count;
        few[count] = name;
      } else {
        if (count == kFew) names.insert(few, few + kFew);
        fresh = names.insert(name).second;
      }
      if (!fresh) {
        fail("json-duplicate-key", at);
        error_.arguments.emplace_back("key", excerpt(name));
        return false;
      }
      if (count == 0) members.reserve(kFew / 2);
      Value& member = members.emplace_back(name, Null{}).second;
      if (!value(field.value(), depth + 1, member)) return false;
    }
    out.emplace<std::shared_ptr<const Object>>(std::move(object));
    return true;
  }

  bool scalar(std::string_view token, Value& out) {
    const char* at = token.data();
    token = trimmed(token);
    if (token == "true" || token == "false") {
      out.emplace<bool>(*at == 't');
      return true;
    }
    if (token == "null") {
      out.emplace<Null>();
      return true;
    }
    if (token.size() > limits::kJsonNumberBytes) return fail("json-number", at);
    bool integer;
    if (!well_formed_number(token, integer)) return fail("json-syntax", at);
    const char* end = at + token.size();
    if (integer) {
      int64_t whole;
      if (std::from_chars(at, end, whole).ec == std::errc()) {
        out.emplace<int64_t>(whole);
        return true;
      }
    }
    if (auto decimal = Decimal::parse(token)) {
      out.emplace<Decimal>(*decimal);
      return true;
    }
    double number;
    if (std::from_chars(at, end, number).ec != std::errc()) return fail("json-number", at);
    out.emplace<double>(number);
    return true;
  }

  // What simdjson lets through: a lone surrogate, which comes out as bytes that are not UTF-8, and
  // U+0000. Only escapes can make either, and the first of them stands no later in the text than
  // what it became, so a string without a backslash that far needs no look.
  bool sound(std::string_view string, const char* at) {
    if (std::memchr(at + 1, '\\', string.size() + 1) == nullptr) return true;
    if (!valid_utf8(string)) return fail("json-surrogate", at);
    if (string.find('\0') != std::string_view::npos) return fail("json-nul", at);
    return true;
  }

  bool fail(const char* reason, const char* at) {
    error_ = {.code = "invalid-json", .arguments = {{"reason", reason}}};
    if (at != nullptr && at >= text_.data() && at <= text_.data() + text_.size()) {
      error_.position = at - text_.data();
    }
    return false;
  }

  // `at`: the last token before the error.
  bool fail(simdjson::error_code code, const char* at) {
    switch (code) {
      case simdjson::UTF8_ERROR:
        return fail("json-utf8", text_.data() + invalid_utf8_at(text_));
      case simdjson::EMPTY:
        return fail("json-empty", text_.data());
      case simdjson::STRING_ERROR:
        return fail("json-string", at);
      case simdjson::UNESCAPED_CHARS:
        return fail("json-control", at);
      case simdjson::UNCLOSED_STRING:
        return fail("json-unclosed-string", text_.data() + text_.size());
      default:
        return fail("json-syntax", at);
    }
  }

  std::string_view text_;
  Error error_;
};

}  // namespace

Result<Value> parse(std::string_view text) {
  constexpr size_t kKeepBytes = 1024 * 1024;  // a thread does not sit on more than it needs daily
  thread_local Workspace work;
  Reader reader(text);
  Value value;
  bool good = reader.document(work, value);
  if (work.buffer.capacity() > kKeepBytes) work = Workspace();
  if (!good) return std::unexpected(reader.error());
  return value;
}

}  // namespace tenure::json
