#pragma once
// Words of the condition language. Reads decoded text (no percent-encoding: that is undone at the
// edge) and never looks back.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "expression/type.h"

namespace tenure::expression {

enum class Token : uint8_t {
  end,
  name,     // letters, digits, underscores; dots join parts: Sales.Pattern, geo.distance
  dollar,   // $it, $count …; text includes the $
  alias,    // @name; text excludes the @
  literal,  // value and type are set
  open, close, comma, colon, semicolon, slash, minus, equals,
  open_array, close_array, open_object, close_object,
  json_string,  // "…" as it stands in arrays and objects; value is set
};

struct Lexeme {
  Token token = Token::end;
  size_t begin = 0, end = 0;
  bool blank_before = false;
  std::string_view text;
  Value value;        // literal, json_string
  Type type;          // literal
  std::string qualifier;  // Sales.Pattern'Yellow': the type's name
};

class Lexer {
 public:
  // `split_times`: 10:20 is the number 10 before a colon (the branches of case()), not a time.
  Lexer(std::string_view text, bool split_times) : text_(text), split_times_(split_times) {}

  // The next word. Errors: "expression-syntax", "invalid-literal", with position.
  Result<Lexeme> next();

  std::string_view text() const { return text_; }
  // "expression-syntax": what was expected, and what stands there instead.
  Error syntax_error(size_t position, std::string expected) const;

 private:
  Result<Lexeme> quoted(Lexeme, size_t quote, std::string_view prefix);
  Result<Lexeme> json_string(Lexeme);
  Result<Lexeme> number_or_time(Lexeme);
  Result<Lexeme> finish(Lexeme, size_t end);
  std::unexpected<Error> unexpected(size_t position, std::string expected) const {
    return std::unexpected(syntax_error(position, std::move(expected)));
  }
  std::unexpected<Error> bad_literal(const Lexeme&, size_t end, std::string type) const;
  bool unsigned_ahead(size_t from) const;  // a time or a GUID
  size_t digits(size_t from) const;  // end of the run of digits
  std::string found(size_t position) const;  // short enough for a sentence; "" at the end
  char at(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  std::string_view text_;
  size_t position_ = 0;
  bool split_times_;
};

// The arguments of an error about a word that is not known: the nearest that is, if any, and the
// code of the sentence that offers it.
std::vector<std::pair<std::string, std::string>> unknown_word(
    std::string_view argument, std::string_view word, const std::vector<std::string>& candidates);

bool is_name_start(unsigned char);
bool is_name_part(unsigned char);
// Letters of either case are equal; for operators and functions (ASCII only).
bool same_word(std::string_view, std::string_view lower);

}  // namespace tenure::expression
