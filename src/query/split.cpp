#include "query/split.h"

#include "base/limits.h"
#include "base/text.h"

namespace tenure::query {

std::unexpected<Error> option_syntax(size_t offset, std::string expected) {
  return refuse("option-syntax", {{"expected", std::move(expected)}}, static_cast<int64_t>(offset));
}

Piece trimmed(Piece piece) {
  while (!piece.text.empty() && (piece.text.front() == ' ' || piece.text.front() == '\t')) {
    piece.text.remove_prefix(1);
    ++piece.offset;
  }
  while (!piece.text.empty() && (piece.text.back() == ' ' || piece.text.back() == '\t')) {
    piece.text.remove_suffix(1);
  }
  return piece;
}

std::string option_name(std::string_view text) {
  std::string_view name = trimmed({text, 0}).text;
  if (name.starts_with('@')) return "@";
  if (name.starts_with('$')) name.remove_prefix(1);
  return lower_ascii(name);
}

bool has_namespace(std::string_view name) { return name.starts_with('@') || name.find('.') != std::string_view::npos; }

namespace {

// Walks over the text and calls `at_top(i)` for every byte outside quotes and parentheses; the walk ends where
// that says false. A quote in a quoted text is doubled, which reads as two texts side by side.
template <typename AtTop>
Result<void> walk(const Piece& piece, AtTop at_top) {
  int depth = 0;
  char quote = 0;
  size_t opened = 0;
  for (size_t i = 0; i < piece.text.size(); ++i) {
    const char c = piece.text[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') {
      quote = c;
      opened = i;
    } else if (c == ')' && --depth < 0) {
      return option_syntax(piece.offset + i, ",");
    } else if (depth == 0 && c != ')' && !at_top(i)) {
      return {};
    }
    if (c == '(' && quote == 0) {
      if (depth++ == 0) opened = i;
      if (depth > limits::kExpressionDepth) {
        return refuse("query-too-complex",
                      {{"what", "("}, {"most", std::to_string(limits::kExpressionDepth)}},
                      static_cast<int64_t>(piece.offset + i));
      }
    }
  }
  if (quote != 0) return option_syntax(piece.offset + opened, std::string(1, quote));
  if (depth != 0) return option_syntax(piece.offset + piece.text.size(), ")");
  return {};
}

Piece part(const Piece& piece, size_t begin, size_t end) {
  return trimmed({piece.text.substr(begin, end - begin), piece.offset + begin});
}

}  // namespace

Result<std::vector<Piece>> split(Piece piece, char separator) {
  std::vector<Piece> pieces;
  size_t begin = 0;
  TENURE_CHECK_OK(walk(piece, [&](size_t i) {
    if (piece.text[i] == separator) {
      pieces.push_back(part(piece, begin, i));
      begin = i + 1;
    }
    return true;
  }));
  pieces.push_back(part(piece, begin, piece.text.size()));
  for (const Piece& found : pieces) {
    if (found.text.empty()) return option_syntax(found.offset, "name");
  }
  return pieces;
}

Result<Call> split_call(Piece piece) {
  size_t open = std::string_view::npos;
  TENURE_CHECK_OK(walk(piece, [&](size_t i) {
    if (piece.text[i] == '(' && open == std::string_view::npos) open = i;
    return true;
  }));
  if (open == std::string_view::npos) return Call{piece, std::nullopt};
  if (piece.text.back() != ')') return option_syntax(piece.offset + piece.text.size(), ")");
  Piece inside{piece.text.substr(open + 1, piece.text.size() - open - 2), piece.offset + open + 1};
  TENURE_CHECK_OK(walk(inside, [](size_t) { return true; }));  // one pair of parentheses, not two
  return Call{part(piece, 0, open), trimmed(inside)};
}

std::optional<std::pair<Piece, Piece>> split_last_word(Piece piece, std::string_view word) {
  std::optional<size_t> found;
  const auto walked = walk(piece, [&](size_t i) {
    const bool blanks = piece.text[i] == ' ' && piece.text.substr(i + 1).starts_with(word) &&
                        i + 1 + word.size() < piece.text.size() &&
                        piece.text[i + 1 + word.size()] == ' ';
    if (blanks) found = i;
    return true;
  });
  if (!walked || !found) return std::nullopt;
  return std::pair{part(piece, 0, *found),
                   part(piece, *found + 1 + word.size(), piece.text.size())};
}

}  // namespace tenure::query
