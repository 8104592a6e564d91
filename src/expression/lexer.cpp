#include "expression/lexer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/decimal.h"
#include "base/instant.h"
#include "base/text.h"
#include "expression/literals.h"

namespace tenure::expression {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// 8-4-4-4-12 hexadecimal digits and no letter behind them.
bool looks_like_guid(std::string_view text) {
  if (text.size() < 36) return false;
  for (size_t i = 0; i < 36; ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return text.size() == 36 || !is_name_part(static_cast<unsigned char>(text[36]));
}

}  // namespace

bool is_name_start(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}
bool is_name_part(unsigned char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

bool same_word(std::string_view word, std::string_view lower) {
  if (word.size() != lower.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c != lower[i]) return false;
  }
  return true;
}

std::string Lexer::found(size_t position) const {
  if (position >= text_.size()) return "";
  size_t end = position;
  while (end < text_.size() && end - position < 20 &&
         (end == position || is_name_part(static_cast<unsigned char>(text_[end])))) {
    ++end;
  }
  // Never half a character.
  while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
  return std::string(text_.substr(position, end - position));
}

Error Lexer::syntax_error(size_t position, std::string expected) const {
  std::string here = found(position);
  std::string reason = here.empty() ? "expression-ends" : "expression-goes-on";
  return {"expression-syntax",
          {{"expected", std::move(expected)}, {"found", std::move(here)}, {"reason", std::move(reason)}},
          static_cast<int64_t>(position)};
}

std::vector<std::pair<std::string, std::string>> unknown_word(
    std::string_view argument, std::string_view word, const std::vector<std::string>& candidates) {
  std::string near = nearest(word, candidates);
  std::string reason = near.empty() ? "check-spelling" : "did-you-mean";
  return {{std::string(argument), std::string(word)},
          {"nearest", std::move(near)},
          {"reason", std::move(reason)}};
}

std::unexpected<Error> Lexer::bad_literal(const Lexeme& lexeme, size_t end, std::string type) const {
  return refuse("invalid-literal",
                {{"text", std::string(text_.substr(lexeme.begin, end - lexeme.begin))},
                 {"type", std::move(type)}},
                static_cast<int64_t>(lexeme.begin));
}

size_t Lexer::digits(size_t from) const {
  while (is_digit(at(from))) ++from;
  return from;
}

Result<Lexeme> Lexer::finish(Lexeme lexeme, size_t end) {
  lexeme.end = end;
  lexeme.text = text_.substr(lexeme.begin, end - lexeme.begin);
  position_ = end;
  return lexeme;
}

bool Lexer::unsigned_ahead(size_t i) const {
  auto two_digits = [&](size_t k) { return is_digit(at(k)) && is_digit(at(k + 1)); };
  if (two_digits(i) && at(i + 2) == ':' && two_digits(i + 3)) {
    return !split_times_ || (at(i + 5) == ':' && two_digits(i + 6));
  }
  return looks_like_guid(text_.substr(std::min(i, text_.size())));
}

Result<Lexeme> Lexer::next() {
  Lexeme lexeme;
  while (is_blank(at(position_)) && position_ < text_.size()) {
    ++position_;
    lexeme.blank_before = true;
  }
  lexeme.begin = position_;
  if (position_ >= text_.size()) return finish(std::move(lexeme), position_);
  char c = text_[position_];
  auto punctuation = [&](Token token) {
    lexeme.token = token;
    return finish(std::move(lexeme), position_ + 1);
  };
  switch (c) {
    case '(': return punctuation(Token::open);
    case ')': return punctuation(Token::close);
    case ',': return punctuation(Token::comma);
    case ':': return punctuation(Token::colon);
    case ';': return punctuation(Token::semicolon);
    case '/': return punctuation(Token::slash);
    case '=': return punctuation(Token::equals);
    case '[': return punctuation(Token::open_array);
    case ']': return punctuation(Token::close_array);
    case '{': return punctuation(Token::open_object);
    case '}': return punctuation(Token::close_object);
    case '\'': return quoted(std::move(lexeme), position_, "");
    case '"': return json_string(std::move(lexeme));
    default: break;
  }
  std::string_view rest = text_.substr(position_);
  if (is_hex(c) && looks_like_guid(rest)) {
    lexeme.token = Token::literal;
    lexeme.type = {Kind::guid};
    auto guid = parse_guid(rest.substr(0, 36));
    if (!guid) return bad_literal(lexeme, position_ + 36, "Edm.Guid");
    lexeme.value = *guid;
    return finish(std::move(lexeme), position_ + 36);
  }
  bool number = is_digit(c) || ((c == '-' || c == '+') && is_digit(at(position_ + 1)));
  // Only numbers and years have a sign; the minus of -10:20 stands for itself.
  if (c == '-' && number) number = !unsigned_ahead(position_ + 1);
  if (number) {
    return number_or_time(std::move(lexeme));
  }
  if (c == '-') {
    if (rest.starts_with("-INF") &&
        (rest.size() == 4 || !is_name_part(static_cast<unsigned char>(rest[4])))) {
      lexeme.token = Token::literal;
      lexeme.type = {Kind::double_};
      lexeme.value = -INFINITY;
      return finish(std::move(lexeme), position_ + 4);
    }
    return punctuation(Token::minus);
  }
  if (c == '$' || c == '@') {
    size_t end = position_ + 1;
    if (!is_name_start(static_cast<unsigned char>(at(end)))) {
      return unexpected(end, c == '$' ? "$it, $count" : "@name");
    }
    while (is_name_part(static_cast<unsigned char>(at(end)))) ++end;
    if (c == '@' && at(end) == '.') {  // @Namespace.Term: an annotation
      return refuse("not-supported", {{"what", std::string(text_.substr(position_, end - position_))}},
                    static_cast<int64_t>(position_));
    }
    lexeme.token = c == '$' ? Token::dollar : Token::alias;
    auto result = finish(std::move(lexeme), end);
    if (c == '@') result->text.remove_prefix(1);
    return result;
  }
  if (is_name_start(static_cast<unsigned char>(c))) {
    size_t end = position_;
    for (;;) {
      while (is_name_part(static_cast<unsigned char>(at(end)))) ++end;
      if (at(end) != '.' || !is_name_start(static_cast<unsigned char>(at(end + 1)))) break;
      ++end;
    }
    if (at(end) == '\'') return quoted(std::move(lexeme), end, text_.substr(position_, end - position_));
    lexeme.token = Token::name;
    return finish(std::move(lexeme), end);
  }
  return unexpected(position_, "name, 'text', 1, (");
}

// 'text', duration'P1D', binary'AQ', Sales.Pattern'Yellow'. A quote in the text stands doubled.
Result<Lexeme> Lexer::quoted(Lexeme lexeme, size_t quote, std::string_view prefix) {
  std::string content;
  size_t i = quote + 1;
  for (;;) {
    size_t next = text_.find('\'', i);
    if (next == std::string_view::npos) return unexpected(text_.size(), "'");
    content.append(text_.substr(i, next - i));
    i = next;
    if (at(i + 1) != '\'') break;
    content.push_back('\'');
    i += 2;
  }
  size_t end = i + 1;
  if (is_name_part(static_cast<unsigned char>(at(end)))) return unexpected(end, "'', and, or, )");
  lexeme.token = Token::literal;
  if (prefix.empty()) {
    lexeme.type = {Kind::string};
    lexeme.value = std::move(content);
  } else if (same_word(prefix, "duration")) {
    auto duration = parse_duration(content);
    if (!duration) return bad_literal(lexeme, end, "Edm.Duration");
    lexeme.type = {Kind::duration};
    lexeme.value = *duration;
  } else if (same_word(prefix, "binary")) {
    auto bytes = decode_base64url(content);
    if (!bytes) return bad_literal(lexeme, end, "Edm.Binary");
    lexeme.type = {Kind::binary};
    lexeme.value = Binary{std::move(*bytes)};
  } else if (same_word(prefix, "geography") || same_word(prefix, "geometry")) {
    return refuse("not-supported", {{"what", std::string(prefix)}}, static_cast<int64_t>(lexeme.begin));
  } else {
    lexeme.type = {Kind::choice};
    lexeme.value = std::move(content);
    lexeme.qualifier = std::string(prefix);
  }
  return finish(std::move(lexeme), end);
}

Result<Lexeme> Lexer::json_string(Lexeme lexeme) {
  size_t i = position_ + 1;
  while (i < text_.size() && text_[i] != '"') i += text_[i] == '\\' ? 2 : 1;
  if (i >= text_.size()) return unexpected(text_.size(), "\"");
  auto value = decode_json_string(text_.substr(position_, i + 1 - position_));
  if (!value) return bad_literal(lexeme, i + 1, "Edm.String");
  lexeme.token = Token::json_string;
  lexeme.type = {Kind::string};
  lexeme.value = std::move(*value);
  return finish(std::move(lexeme), i + 1);
}

// Everything that begins with a digit: dates, instants, times, numbers.
Result<Lexeme> Lexer::number_or_time(Lexeme lexeme) {
  lexeme.token = Token::literal;
  size_t begin = position_;
  size_t start = is_digit(at(begin)) ? begin : begin + 1;
  size_t whole = digits(start);
  auto two_digits = [&](size_t i) { return is_digit(at(i)) && is_digit(at(i + 1)); };
  auto read_time = [&](size_t i) {  // hh:mm[:ss[.fff]]
    i += 5;
    if (at(i) == ':' && two_digits(i + 1)) {
      i += 3;
      if (at(i) == '.' && is_digit(at(i + 1))) i = digits(i + 1);
    }
    return i;
  };
  auto ends_here = [&](size_t end) { return !is_name_part(static_cast<unsigned char>(at(end))); };
  auto is_time = [&](size_t i) { return two_digits(i) && at(i + 2) == ':' && two_digits(i + 3); };

  if (whole - start >= 4 && at(whole) == '-' && two_digits(whole + 1) && at(whole + 3) == '-' &&
      two_digits(whole + 4)) {
    size_t end = whole + 6;
    if ((at(end) == 'T' || at(end) == 't') && is_time(end + 1)) {
      end = read_time(end + 1);
      if (at(end) == 'Z' || at(end) == 'z') {
        ++end;
      } else if ((at(end) == '+' || at(end) == '-') && is_time(end + 1)) {
        end += 6;
      } else {
        return unexpected(end, "Z, +00:00");
      }
      if (!ends_here(end)) return unexpected(end, "and, or, )");
      auto instant = parse_instant(text_.substr(begin, end - begin));
      if (!instant) return bad_literal(lexeme, end, "Edm.DateTimeOffset");
      lexeme.type = {Kind::instant};
      lexeme.value = *instant;
      return finish(std::move(lexeme), end);
    }
    if (!ends_here(end)) return unexpected(end, "and, or, )");
    auto date = parse_date(text_.substr(begin, end - begin));
    if (!date) return bad_literal(lexeme, end, "Edm.Date");
    lexeme.type = {Kind::date};
    lexeme.value = *date;
    return finish(std::move(lexeme), end);
  }
  if (start == begin && whole - start == 2 && is_time(start)) {
    size_t end = read_time(start);
    if (!(split_times_ && end == start + 5 && at(end) != ':')) {
      if (!ends_here(end)) return unexpected(end, "and, or, )");
      auto time = parse_time_of_day(text_.substr(begin, end - begin));
      if (!time) return bad_literal(lexeme, end, "Edm.TimeOfDay");
      lexeme.type = {Kind::time_of_day};
      lexeme.value = *time;
      return finish(std::move(lexeme), end);
    }
  }
  size_t end = whole;
  bool fraction = false, exponent = false;
  if (at(end) == '.') {
    if (!is_digit(at(end + 1))) return unexpected(end + 1, "0");
    end = digits(end + 1);
    fraction = true;
  }
  if (at(end) == 'e' || at(end) == 'E') {
    size_t e = end + 1;
    if (at(e) == '+' || at(e) == '-') ++e;
    if (!is_digit(at(e))) return unexpected(e, "0");
    end = digits(e);
    exponent = true;
  }
  if (!ends_here(end)) return unexpected(end, "and, or, )");
  std::string_view number = text_.substr(begin, end - begin);
  if (number.front() == '+') number.remove_prefix(1);
  if (!fraction && !exponent) {
    int64_t integer = 0;
    auto [rest, failure] = std::from_chars(number.data(), number.data() + number.size(), integer);
    if (failure == std::errc()) {
      lexeme.type = {Kind::int64};
      lexeme.value = integer;
      return finish(std::move(lexeme), end);
    }
  }
  if (!exponent) {
    if (auto decimal = Decimal::parse(number)) {
      lexeme.type = {Kind::decimal};
      lexeme.value = *decimal;
      return finish(std::move(lexeme), end);
    }
  }
  // An exponent makes a double; so do more digits than a decimal holds.
  double real = 0;
  auto [rest, failure] = std::from_chars(number.data(), number.data() + number.size(), real);
  // Too small is zero; too large is no number.
  bool tiny = number.find("e-") != std::string_view::npos || number.find("E-") != std::string_view::npos;
  if (failure != std::errc() && !tiny) return bad_literal(lexeme, end, "Edm.Double");
  lexeme.type = {Kind::double_};
  lexeme.value = real;
  return finish(std::move(lexeme), end);
}

}  // namespace tenure::expression
