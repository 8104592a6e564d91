#include "query/search.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "expression/unicode.h"

namespace tenure::query {

// expression  = term *( OR term ) ; term = factor *( [AND] factor ) ; factor = [NOT] ( "(" … ")" / phrase / word )
class SearchParser {
 public:
  explicit SearchParser(std::string_view text, Search& search) : text_(text), search_(search) {}

  Result<void> run() {
    TENURE_TRY(search_.root_, either(0));
    skip_blanks();
    if (at_ < text_.size()) return expected("AND, OR");
    return {};
  }

 private:
  using Node = Search::Node;

  std::unexpected<Error> expected(std::string what) const {
    return refuse("search-syntax", {{"expected", std::move(what)}}, static_cast<int64_t>(at_));
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  static bool is_blank(char c) { return c == ' ' || c == '\t'; }
  // A word in capitals is an operator where a blank and something more follow it: else it is a word as others are.
  bool operator_ahead(std::string_view word) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(word)) return false;
    if (word != "NOT" && (at_ == 0 || !is_blank(text_[at_ - 1]))) return false;
    size_t end = at_ + word.size();
    if (end == text_.size() || !is_blank(text_[end])) return false;
    while (end < text_.size() && is_blank(text_[end])) ++end;
    return end < text_.size() && text_[end] != ')';
  }
  bool take(std::string_view word) {
    if (!operator_ahead(word)) return false;
    at_ += word.size();
    return true;
  }
  std::unexpected<Error> too_complex() const {
    return refuse("query-too-complex",
                  {{"what", "$search"}, {"most", std::to_string(limits::kSearchParts)}},
                  static_cast<int64_t>(at_));
  }
  Result<uint16_t> add(Node node) {
    if (search_.nodes_.size() >= static_cast<size_t>(limits::kSearchParts)) return too_complex();
    search_.nodes_.push_back(std::move(node));
    return static_cast<uint16_t>(search_.nodes_.size() - 1);
  }

  Result<uint16_t> either(int depth) {
    TENURE_TRY(uint16_t left, both(depth));
    while (take("OR")) {
      TENURE_TRY(const uint16_t right, both(depth));
      TENURE_TRY(left, add({Node::Op::or_, {}, left, right}));
    }
    return left;
  }
  Result<uint16_t> both(int depth) {
    TENURE_TRY(uint16_t left, factor(depth));
    for (;;) {
      const size_t behind = at_;
      const bool spoken = take("AND");
      if (!spoken && operator_ahead("OR")) return left;
      skip_blanks();
      const bool ends = at_ == text_.size() || text_[at_] == ')';
      if (ends && !spoken) return left;
      if (at_ == behind) return expected("AND, OR");  // between two of them stands a blank
      TENURE_TRY(const uint16_t right, factor(depth));
      TENURE_TRY(left, add({Node::Op::and_, {}, left, right}));
    }
  }
  Result<uint16_t> factor(int depth) {
    if (take("NOT")) {
      if (depth > limits::kSearchParts) return too_complex();
      TENURE_TRY(const uint16_t inner, factor(depth + 1));
      return add({Node::Op::not_, {}, inner, 0});
    }
    skip_blanks();
    if (at_ == text_.size()) return expected("word, \"phrase\", (");
    if (at_ == 0 && quoted()) return apostrophes();
    if (text_[at_] == '(') {
      if (depth > limits::kSearchParts) return too_complex();
      ++at_;
      TENURE_TRY(const uint16_t inner, either(depth + 1));
      skip_blanks();
      if (at_ == text_.size() || text_[at_] != ')') return expected(")");
      ++at_;
      return inner;
    }
    return text_[at_] == '"' ? phrase() : word();
  }
  // 'as a text': the whole option, as some clients write it.
  bool quoted() const {
    if (text_.size() < 3 || text_.front() != '\'' || text_.back() != '\'') return false;
    for (size_t i = 1; i + 1 < text_.size(); ++i) {  // those inside stand doubled
      if (text_[i] == '\'' && (i + 2 >= text_.size() || text_[++i] != '\'')) return false;
    }
    return true;
  }
  Result<uint16_t> apostrophes() {
    std::string phrase;
    for (size_t i = 1; i + 1 < text_.size(); ++i) {
      phrase += text_[i];
      if (text_[i] == '\'') ++i;
    }
    at_ = text_.size();
    return add({Node::Op::term, expression::folded(phrase), 0, 0});
  }
  Result<uint16_t> phrase() {
    std::string phrase;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      // A backslash before the last quote of all is one: or the phrase would not end.
      const bool ends = text_.find('"', at_ + 2) == std::string_view::npos;
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && ((text_[at_ + 1] == '"' && !ends) || text_[at_ + 1] == '\\')) {
        ++at_;
      }
      phrase += text_[at_];
    }
    if (at_ == text_.size()) return expected("\"");
    ++at_;
    if (phrase.empty()) return expected("word");
    return add({Node::Op::term, expression::folded(phrase), 0, 0});
  }
  Result<uint16_t> word() {
    const size_t begin = at_;
    while (at_ < text_.size() && std::string_view(" \t()\"").find(text_[at_]) == std::string_view::npos) {
      ++at_;
    }
    if (at_ == begin) return expected("word, \"phrase\", (");
    return add({Node::Op::term, expression::folded(text_.substr(begin, at_ - begin)), 0, 0});
  }

  std::string_view text_;
  Search& search_;
  size_t at_ = 0;
};

Result<Search> Search::parse(std::string_view text) {
  if (text.size() > limits::kExpressionBytes) {
    return refuse("query-too-complex",
                  {{"what", "$search"}, {"most", std::to_string(limits::kExpressionBytes)}}, 0);
  }
  const size_t bad = std::min(invalid_utf8_at(text), text.find('\0'));
  if (bad != std::string_view::npos) return refuse("invalid-text", {}, static_cast<int64_t>(bad));
  Search search;
  TENURE_CHECK_OK(SearchParser(text, search).run());
  return search;
}

bool Search::holds(uint16_t node, std::span<const std::string> fields) const {
  const Node& at = nodes_[node];
  switch (at.op) {
    case Node::Op::term:
      return std::ranges::any_of(fields, [&](const std::string& field) {
        return field.find(at.folded) != std::string::npos;
      });
    case Node::Op::and_: return holds(at.left, fields) && holds(at.right, fields);
    case Node::Op::or_: return holds(at.left, fields) || holds(at.right, fields);
    case Node::Op::not_: return !holds(at.left, fields);
  }
  return false;
}

bool Search::matches(std::span<const std::string_view> fields) const {
  thread_local std::vector<std::string> texts;  // keeps its memory from row to row
  texts.resize(std::max(texts.size(), fields.size()));
  for (size_t i = 0; i < fields.size(); ++i) expression::fold(fields[i], texts[i]);
  return holds(root_, {texts.data(), fields.size()});
}

std::string Search::canonical() const {
  const auto write = [&](const auto& self, uint16_t node) -> std::string {
    const Node& at = nodes_[node];
    switch (at.op) {
      case Node::Op::term: return "\"" + at.folded + "\"";
      case Node::Op::and_: return "(AND " + self(self, at.left) + " " + self(self, at.right) + ")";
      case Node::Op::or_: return "(OR " + self(self, at.left) + " " + self(self, at.right) + ")";
      case Node::Op::not_: return "(NOT " + self(self, at.left) + ")";
    }
    return {};
  };
  return write(write, root_);
}

}  // namespace tenure::query
