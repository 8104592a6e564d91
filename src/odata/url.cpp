#include "odata/url.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "expression/expression.h"

namespace tenure::odata {

namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 512 || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::ranges::all_of(text, is_name_character);
}

namespace {

bool is_qualified(std::string_view text) {
  while (true) {
    const size_t dot = text.find('.');
    if (!is_identifier(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::unexpected<Error> syntax(std::string expected, std::string_view text, size_t position) {
  std::string found = position < text.size() ? std::string(excerpt(text.substr(position), 40)) : "";
  return refuse("odata-syntax", {{"expected", std::move(expected)}, {"found", std::move(found)}},
                static_cast<int64_t>(position));
}

// Where the quoted text or plain word that begins here ends: at a comma or the last parenthesis.
size_t end_of_value(std::string_view text, size_t begin) {
  bool quoted = false;
  for (size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (!quoted && (text[i] == ',' || text[i] == ')')) return i;
  }
  return text.size();
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Result<UrlValue> parse_value(std::string_view whole, size_t begin, size_t end) {
  const std::string_view text = trim(whole.substr(begin, end - begin));
  if (text.starts_with('@')) {
    if (!is_identifier(text.substr(1))) return syntax("alias", whole, begin);
    return UrlValue{{}, std::string(text.substr(1))};
  }
  Result<Value> value = parse_literal(text);
  const bool read = !value && (value.error().code == "not-supported" || value.error().code == "invalid-literal");
  if (read) return std::unexpected(value.error());  // a literal, but none that we have
  if (!value) return syntax("literal", whole, begin);
  return UrlValue{std::move(*value), ""};
}

// (…): a single value, or name=value pairs.
Result<void> parse_arguments(Segment& segment, size_t open) {
  const std::string_view text = segment.text;
  segment.has_parentheses = true;
  size_t at = open + 1;
  if (trim(text.substr(at)) == ")") return {};
  if (const std::string_view rest = trim(text.substr(at)); rest.starts_with(")(") && rest.ends_with(')')) {
    segment.behind = rest.substr(1);
    return {};
  }
  while (true) {
    const size_t end = end_of_value(text, at);
    if (end >= text.size()) return syntax(")", text, end);
    const std::string_view part = text.substr(at, end - at);
    const size_t equals = part.find('=');
    const std::string_view name = trim(part.substr(0, std::min(equals, part.size())));
    const bool named = equals != std::string_view::npos && is_identifier(name);
    TENURE_TRY(UrlValue value, parse_value(text, named ? at + equals + 1 : at, end));
    segment.arguments.emplace_back(named ? std::string(name) : "", std::move(value));
    if (text[end] == ')') {
      segment.behind = text.substr(end + 1);
      const bool another = segment.behind.empty() || (segment.behind.starts_with('(') && segment.behind.ends_with(')'));
      if (!another) return syntax("/", text, end + 1);
      break;
    }
    at = end + 1;
  }
  // ('a','b') is no key and no list of parameters.
  const bool unnamed =
      std::ranges::any_of(segment.arguments, [](const auto& it) { return it.first.empty(); });
  if (unnamed && segment.arguments.size() > 1) return syntax("name=value", text, open + 1);
  for (size_t i = 1; i < segment.arguments.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (segment.arguments[i].first == segment.arguments[j].first)
        return refuse("duplicate-name", {{"name", segment.arguments[i].first}});
    }
  }
  return {};
}

// Walks over an expression: texts in quotes are passed over, parentheses are counted.
class Nesting {
 public:
  void pass(char c) {
    if (quote_ != 0) {
      const bool escaped = std::exchange(escape_, quote_ == '"' && c == '\\' && !escape_);
      if (c == quote_ && !escaped) quote_ = 0;
      return;
    }
    if (c == '\'' || c == '"') quote_ = c;
    if (c == '(') ++depth_;
    if (c == ')') --depth_;
  }
  bool outside() const { return quote_ == 0 && depth_ <= 0; }

 private:
  char quote_ = 0;
  bool escape_ = false;
  int depth_ = 0;
};

// Where the parenthesis that opens here closes. npos: nowhere.
size_t closing(std::string_view text, size_t open) {
  Nesting nesting;
  for (size_t i = open; i < text.size(); ++i) {
    nesting.pass(text[i]);
    if (nesting.outside()) return i;
  }
  return std::string_view::npos;
}

Result<Segment> parse_segment(std::string_view raw) {
  Segment segment;
  TENURE_TRY(segment.text, percent_decode(raw));
  if (segment.text.starts_with('$')) {  // $count, $filter(…): read by whoever knows them
    const size_t open = segment.text.find('(');
    segment.name = segment.text.substr(0, open);
    segment.has_parentheses = open != std::string::npos;
    if (!segment.has_parentheses) return segment;
    const size_t close = closing(segment.text, open);
    if (close == std::string::npos) return syntax(")", segment.text, segment.text.size());
    const std::string_view more = std::string_view(segment.text).substr(close + 1);
    if (more.starts_with('(') && more.ends_with(')')) return refuse("not-supported", {{"what", excerpt(more, 40)}});
    if (!more.empty()) return syntax("/", segment.text, close + 1);
    return segment;
  }
  const size_t open = segment.text.find('(');
  segment.name = segment.text.substr(0, open);
  if (open == std::string::npos) return segment;
  if (!is_qualified(segment.name)) return syntax("identifier", segment.text, 0);
  TENURE_CHECK_OK(parse_arguments(segment, open));
  return segment;
}

constexpr std::array<std::string_view, 15> kSystem{
    "apply", "compute", "count", "deltatoken", "expand", "filter", "format", "id", "index", "orderby",
    "schemaversion", "search", "select", "skip", "skiptoken"};

bool is_system(std::string_view name) {
  return name == "top" || std::ranges::find(kSystem, name) != kSystem.end();
}

std::vector<std::string> system_names() {
  std::vector<std::string> names{"$top"};
  for (const std::string_view name : kSystem) names.push_back("$" + std::string(name));
  return names;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex(text[i + 2]) : -1;
    if (high < 0 || low < 0) return refuse("invalid-address", {{"reason", "percent-encoding"}});
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!valid_utf8(out) || out.find('\0') != std::string::npos)
    return refuse("invalid-address", {{"reason", "address-not-text"}});
  return out;
}

std::string percent_encode(std::string_view text, std::string_view keep) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain || keep.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

namespace {

// Where a segment ends: at the next slash, but for those inside $filter(…).
size_t end_of_segment(std::string_view raw) {
  const bool filters = raw.starts_with("$filter(") || raw.starts_with("$filter%28");
  Nesting nesting;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '/' && (!filters || nesting.outside())) return i;
    const int high = raw[i] == '%' && i + 2 < raw.size() ? hex(raw[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex(raw[i + 2]);
    nesting.pass(low < 0 ? raw[i] : static_cast<char>(high * 16 + low));
    if (low >= 0) i += 2;
  }
  return std::string_view::npos;
}

}  // namespace

Result<Path> parse_path(std::string_view raw) {
  Path path;
  if (raw.starts_with('/')) raw.remove_prefix(1);
  if (raw.ends_with('/')) raw.remove_suffix(1);
  while (!raw.empty()) {
    const size_t slash = end_of_segment(raw);
    const std::string_view part = raw.substr(0, slash);
    if (part.empty()) return refuse("invalid-address", {{"reason", "empty-segment"}});
    TENURE_TRY(Segment segment, parse_segment(part));
    path.segments.push_back(std::move(segment));
    if (slash == std::string_view::npos) break;
    raw.remove_prefix(slash + 1);
    if (raw.empty()) return refuse("invalid-address", {{"reason", "empty-segment"}});
  }
  return path;
}

Result<Options> parse_options(std::string_view raw) {
  Options options;
  while (!raw.empty()) {
    const size_t ampersand = raw.find('&');
    const std::string_view part = raw.substr(0, ampersand);
    raw.remove_prefix(ampersand == std::string_view::npos ? raw.size() : ampersand + 1);
    if (part.empty()) continue;
    const size_t equals = part.find('=');
    TENURE_TRY(std::string name, percent_decode(part.substr(0, equals)));
    TENURE_TRY(std::string value, percent_decode(equals == std::string_view::npos
                                                     ? std::string_view{}
                                                     : part.substr(equals + 1)));
    auto* into = &options.custom;
    const std::string plain = lower_ascii(name.starts_with('$') ? name.substr(1) : name);
    if (name.empty()) return syntax("name", part, 0);
    if (name.starts_with('@')) {
      into = &options.aliases;
      name.erase(0, 1);
      if (!is_identifier(name)) return syntax("alias", part, 1);
      if (value.empty()) return syntax("=", part, part.size());
    } else if (is_system(plain)) {
      into = &options.system;
      name = plain;
    } else if (name.starts_with('$')) {
      return refuse("unknown-query-option",
                    {{"option", name}, {"nearest", nearest(name, system_names())}});
    }
    const auto same = [&](const auto& it) { return it.first == name; };
    if (std::ranges::any_of(*into, same))
      return refuse("duplicate-query-option", {{"option", excerpt(name, 40)}});
    into->emplace_back(std::move(name), std::move(value));
  }
  for (const std::string_view unserved : {"index", "schemaversion"}) {
    const std::string* value = options.find(unserved);
    if (!value || (unserved == "schemaversion" && *value == "*")) continue;
    return refuse("not-supported", {{"what", "$" + std::string(unserved)}});
  }
  return options;
}

namespace {

const std::string* find_in(const std::vector<std::pair<std::string, std::string>>& list,
                           std::string_view name) {
  for (const auto& [known, value] : list) {
    if (known == name) return &value;
  }
  return nullptr;
}

}  // namespace

const std::string* Options::find(std::string_view name) const { return find_in(system, name); }
const std::string* Options::find_custom(std::string_view name) const {
  return find_in(custom, name);
}
const std::string* Options::find_alias(std::string_view alias) const {
  return find_in(aliases, alias);
}

Result<Value> parse_literal(std::string_view text) {
  Result<expression::AstPtr> ast = expression::parse(text);
  if (!ast) return std::unexpected(ast.error());
  const expression::Ast* node = ast->get();
  bool negative = false;
  if (node->op == expression::Op::negate) {
    negative = true;
    node = node->arguments[0].get();
  }
  if (node->op != expression::Op::literal || text.empty() || text[0] == ' ' || text[0] == '(')
    return refuse("odata-syntax", {{"expected", "literal"}, {"found", excerpt(text, 40)}}, 0);
  const double* real = node->literal.get<double>();
  if (real != nullptr && *real == 0) return Value(0.0);  // there is no zero below zero: it would not come back as it is written
  if (!negative) return node->literal;
  if (const int64_t* whole = node->literal.get<int64_t>()) return Value(-*whole);
  if (const Decimal* decimal = node->literal.get<Decimal>())
    return Value(Decimal::from_parts(-decimal->coefficient(), decimal->scale()));
  if (const double* number = node->literal.get<double>())
    return Value(-*number);
  return refuse("odata-syntax", {{"expected", "literal"}, {"found", excerpt(text, 40)}}, 0);
}

std::string to_literal(const Value& value) {
  if (value.is_null()) return "null";
  if (const std::string* text = value.get<std::string>()) {
    std::string out = "'";
    for (const char c : *text) {
      if (c == '\'') out += '\'';
      out += c;
    }
    return out + "'";
  }
  if (value.get<Duration>()) return "duration'" + to_text(value) + "'";
  if (const bool* b = value.get<bool>()) return *b ? "true" : "false";
  return to_text(value);
}

}  // namespace tenure::odata
