#pragma once
// Taking the text of an option apart at the top level: quotes and parentheses stay whole.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tenure::query {

struct Piece {
  std::string_view text;  // without blanks around it
  size_t offset = 0;      // in the option's text
};

// "a,b(c,d)" at ',' → "a", "b(c,d)". Errors: "option-syntax" {expected} where quotes or parentheses do not
// close, or a piece is empty.
Result<std::vector<Piece>> split(Piece, char separator);
// "orders($top=5)" → name "orders", inside "$top=5"; without parentheses there is no inside. Errors as above,
// also for what follows the parentheses.
struct Call {
  Piece name;
  std::optional<Piece> inside;
};
Result<Call> split_call(Piece);
// "amount with sum as total" at the last " as ": nothing where the word does not stand at the top level.
std::optional<std::pair<Piece, Piece>> split_last_word(Piece, std::string_view word);
Piece trimmed(Piece);
// The name of a nested option without its "$", in lower case; of an alias "@".
std::string option_name(std::string_view);
// tenure.archive, tenure.account/orders, @tenure.term: names that are not of the row's own fields and links.
bool has_namespace(std::string_view name);

std::unexpected<Error> option_syntax(size_t offset, std::string expected);

}  // namespace tenure::query
