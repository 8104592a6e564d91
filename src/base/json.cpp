#include "base/json.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cmath>
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

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Value> document(Workspace& work) {
    if (text_.size() > limits::kJsonBytes) {
      return refuse_json("json-too-large", text_.data() + limits::kJsonBytes);
    }
    work.buffer.reserve(text_.size() + simdjson::SIMDJSON_PADDING);
    work.buffer.assign(text_);
    text_ = work.buffer;
    ondemand::document document;
    if (auto error = work.parser.iterate(text_, work.buffer.capacity()).get(document)) {
      return refuse_error(error, nullptr);
    }
    std::string_view token;
    if (auto error = document.raw_json_token().get(token)) return refuse_error(error, nullptr);
    if (*token.data() != '{' && *token.data() != '[') {
      // A lone scalar must be all there is.
      if (token.data() + token.size() != text_.data() + text_.size()) {
        return refuse_json("json-syntax", token.data() + token.size());
      }
      if (*token.data() != '"') return scalar(token);
      std::string_view string;
      if (auto error = document.get_string().get(string)) return refuse_error(error, token.data());
      return checked_string(string, token.data());
    }
    ondemand::value root;
    if (auto error = document.get_value().get(root)) return refuse_error(error, token.data());
    TENURE_TRY(Value result, value(root, 0));
    const char* left_over;
    if (document.current_location().get(left_over) == simdjson::SUCCESS) {
      return refuse_json("json-syntax", left_over);
    }
    return result;
  }

 private:
  Result<Value> value(ondemand::value v, int depth) {
    std::string_view token = v.raw_json_token();
    const char* at = token.data();
    if (*at == '{')
      return depth == limits::kJsonDepth ? refuse_json("json-depth", at) : object(v, depth);
    if (*at == '[')
      return depth == limits::kJsonDepth ? refuse_json("json-depth", at) : array(v, depth);
    if (*at != '"') return scalar(token);
    std::string_view string;
    if (auto error = v.get_string().get(string)) return refuse_error(error, at);
    return checked_string(string, at);
  }

  Result<Value> array(ondemand::value v, int depth) {
    const char* at = v.raw_json_token().data();
    ondemand::array array;
    if (auto error = v.get_array().get(array)) return refuse_error(error, at);
    auto list = std::make_shared<List>();
    for (auto element : array) {
      ondemand::value item;
      if (auto error = std::move(element).get(item)) return refuse_error(error, at);
      at = item.raw_json_token().data();
      TENURE_TRY(Value read, value(item, depth + 1));
      list->items.push_back(std::move(read));
    }
    return std::shared_ptr<const List>(std::move(list));
  }

  Result<Value> object(ondemand::value v, int depth) {
    // Few names are compared one by one; many go through a set.
    constexpr size_t kFew = 16;
    const char* at = v.raw_json_token().data();
    ondemand::object members;
    if (auto error = v.get_object().get(members)) return refuse_error(error, at);
    auto object = std::make_shared<Object>();
    std::unordered_set<std::string_view> names;  // views into the parser's buffer, which stays
    std::string_view few[kFew];
    for (auto member : members) {
      ondemand::field field;
      if (auto error = std::move(member).get(field)) return refuse_error(error, at);
      at = field.key().raw() - 1;
      std::string_view name;
      if (auto error = field.unescaped_key().get(name)) return refuse_error(error, at);
      TENURE_CHECK_OK(checked(name, at));
      size_t count = object->members.size();
      bool fresh;
      if (count < kFew) {
        fresh = std::find(few, few + count, name) == few + count;
        few[count] = name;
      } else {
        if (count == kFew) names.insert(few, few + kFew);
        fresh = names.insert(name).second;
      }
      if (!fresh) return refuse_json("json-duplicate-key", at, {{"key", excerpt(name)}});
      TENURE_TRY(Value read, value(field.value(), depth + 1));
      object->members.emplace_back(std::string(name), std::move(read));
    }
    return std::shared_ptr<const Object>(std::move(object));
  }

  Result<Value> scalar(std::string_view token) {
    const char* at = token.data();
    token = trimmed(token);
    if (token == "true") return Value(true);
    if (token == "false") return Value(false);
    if (token == "null") return Value(Null{});
    if (token.empty() || (*at != '-' && !is_digit(*at))) return refuse_json("json-syntax", at);
    if (token.size() > limits::kJsonNumberBytes) return refuse_json("json-number", at);
    bool integer;
    if (!well_formed_number(token, integer)) return refuse_json("json-syntax", at);
    const char* end = at + token.size();
    if (integer) {
      int64_t whole;
      if (std::from_chars(at, end, whole).ec == std::errc()) return Value(whole);
    }
    if (auto decimal = Decimal::parse(token)) return Value(*decimal);
    double number;
    if (std::from_chars(at, end, number).ec != std::errc() || !std::isfinite(number)) {
      return refuse_json("json-number", at);
    }
    return Value(number);
  }

  // What simdjson lets through: a lone surrogate comes out as bytes that are not UTF-8.
  Result<void> checked(std::string_view string, const char* at) {
    if (invalid_utf8_at(string) != std::string_view::npos) return refuse_json("json-surrogate", at);
    if (string.find('\0') != std::string_view::npos) return refuse_json("json-nul", at);
    return {};
  }
  Result<Value> checked_string(std::string_view string, const char* at) {
    TENURE_CHECK_OK(checked(string, at));
    return Value(string);
  }

  std::unexpected<Error> refuse_json(const char* reason, const char* at,
                                     std::vector<std::pair<std::string, std::string>> more = {}) {
    int64_t position = -1;
    if (at != nullptr && at >= text_.data() && at <= text_.data() + text_.size()) {
      position = at - text_.data();
    }
    more.insert(more.begin(), {"reason", reason});
    return refuse("invalid-json", std::move(more), position);
  }

  // `at`: the last token before the error.
  std::unexpected<Error> refuse_error(simdjson::error_code error, const char* at) {
    switch (error) {
      case simdjson::UTF8_ERROR:
        return refuse_json("json-utf8", text_.data() + invalid_utf8_at(text_));
      case simdjson::EMPTY:
        return refuse_json("json-empty", text_.data());
      case simdjson::STRING_ERROR:
        return refuse_json("json-string", at);
      case simdjson::UNESCAPED_CHARS:
        return refuse_json("json-control", at);
      case simdjson::UNCLOSED_STRING:
        return refuse_json("json-unclosed-string", text_.data() + text_.size());
      case simdjson::DEPTH_ERROR:
        return refuse_json("json-depth", at);
      default:
        return refuse_json("json-syntax", at);
    }
  }

  std::string_view text_;
};

}  // namespace

Result<Value> parse(std::string_view text) {
  constexpr size_t kKeepBytes = 1024 * 1024;  // a thread does not sit on more than it needs daily
  thread_local Workspace work;
  Result<Value> result = Reader(text).document(work);
  if (work.buffer.capacity() > kKeepBytes) work = Workspace();
  return result;
}

}  // namespace tenure::json
