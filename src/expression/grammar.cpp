// Reads the grammar's text into productions: groups, options and repetitions become rules of their
// own, repetitions left-recursive so that the recogniser takes linear time over them.
#include "expression/grammar.h"

#include <algorithm>

#include "base/assert.h"
#include "base/text.h"

namespace tenure::expression {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHex = "0123456789ABCDEFabcdef";

using Bytes = std::bitset<256>;

Bytes of(std::initializer_list<std::string_view> parts) {
  Bytes bytes;
  for (std::string_view part : parts) {
    for (char c : part) bytes.set(static_cast<unsigned char>(c));
  }
  return bytes;
}
Bytes without(Bytes bytes, std::string_view some) { return bytes & ~of({some}); }
// Printable, and every byte of a character beyond ASCII, but for some.
Bytes all_but(std::string_view some) {
  Bytes bytes;
  for (size_t i = 0x20; i < 256; ++i) bytes.set(i, i != 0x7f);
  return without(bytes, some);
}
Bytes beyond_ascii() {
  Bytes bytes;
  for (size_t i = 0x80; i < 256; ++i) bytes.set(i);
  return bytes;
}

Bytes class_named(std::string_view name) {
  const Bytes unreserved = of({kLetters, kDigits, "-._~"}) | beyond_ascii();
  const Bytes others = of({"!()*+,;"});
  const Bytes query = unreserved | others | of({":@/?$'="});
  if (name == "digit") return of({kDigits});
  if (name == "hex") return of({kHex});
  if (name == "hexNot2") return without(of({kHex}), "2");
  if (name == "hexNot7") return without(of({kHex}), "7");
  if (name == "hexNotC") return without(of({kHex}), "Cc");
  if (name == "hexNot25") return without(of({kHex}), "25");
  if (name == "letter") return of({kLetters, "_"}) | beyond_ascii();
  if (name == "name") return of({kLetters, kDigits, "_"}) | beyond_ascii();
  if (name == "base64") return of({kLetters, kDigits, "-_"});
  if (name == "base64b16") return of({"AEIMQUYcgkosw048"});
  if (name == "base64b8") return of({"AQgw"});
  if (name == "oneToNine") return of({"123456789"});
  if (name == "oneOrTwo") return of({"12"});
  if (name == "zeroOrOne") return of({"01"});
  if (name == "zeroToTwo") return of({"012"});
  if (name == "zeroToThree") return of({"0123"});
  if (name == "zeroToFive") return of({"012345"});
  if (name == "string") return all_but("'%");
  if (name == "json") return all_but("\"\\%");
  if (name == "unreserved") return unreserved;
  if (name == "pchar") return unreserved | others | of({"$&'=:@"});
  if (name == "pathChar") return unreserved | others | of({"$&'=:@"});
  if (name == "query") return query;
  if (name == "customFirst") return unreserved | others | of({":/?'"});
  if (name == "customName") return unreserved | others | of({":@/?$'"});
  if (name == "phrase") return query | of({" "});
  if (name == "host") return of({kLetters, kDigits, "-._~:[]"}) | beyond_ascii();
  if (name == "search") return unreserved | of({"!*+,:@/?$="});
  TENURE_ASSERT(name == "incomplete");
  return without(query, "'") | of({"\" "});
}

}  // namespace

class GrammarReader {
 public:
  explicit GrammarReader(Grammar& grammar) : grammar_(grammar) {}

  void read(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> definitions;
    while (!text.empty()) {
      size_t end = text.find('\n');
      std::string line(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.empty() || line[0] == ';') continue;
      if (line[0] == ' ') {
        definitions.back().second += line;
        continue;
      }
      size_t equals = line.find(" = ");
      TENURE_ASSERT(equals != std::string::npos);
      definitions.emplace_back(line.substr(0, equals), line.substr(equals + 3));
    }
    for (const auto& [name, definition] : definitions) {
      uint16_t rule = add_rule(name);
      TENURE_ASSERT(grammar_.by_name_.emplace(lower_ascii(name), rule).second);
    }
    for (const auto& [name, definition] : definitions) {
      rest_ = definition;
      alternatives(grammar_.by_name_.at(lower_ascii(name)));
      TENURE_ASSERT(rest_.empty());
    }
    find_nullable();
  }

 private:
  uint16_t add_rule(std::string name) {
    grammar_.rules.push_back({std::move(name), {}, false});
    return static_cast<uint16_t>(grammar_.rules.size() - 1);
  }
  void add_production(uint16_t rule, std::vector<Symbol> symbols) {
    grammar_.rules[rule].productions.push_back(static_cast<uint16_t>(grammar_.productions.size()));
    grammar_.productions.push_back({rule, std::move(symbols)});
  }

  void skip_blanks() {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  }
  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void alternatives(uint16_t rule) {
    do {
      std::vector<Symbol> symbols;
      for (skip_blanks(); !rest_.empty() && rest_[0] != '/' && rest_[0] != ')' && rest_[0] != ']';
           skip_blanks()) {
        symbols.push_back(element());
      }
      add_production(rule, std::move(symbols));
    } while (take('/'));
  }

  Symbol element() {
    // n*m, n* , *m, *
    std::string digits = number();
    if (!take('*')) {
      TENURE_ASSERT(digits.empty());
      return primary();
    }
    uint16_t least = digits.empty() ? 0 : static_cast<uint16_t>(std::stoi(digits));
    digits = number();
    uint16_t most = digits.empty() ? UINT16_MAX : static_cast<uint16_t>(std::stoi(digits));
    skip_blanks();
    if (rest_[0] == '<') {
      rest_.remove_prefix(1);
      return run(least, most);
    }
    TENURE_ASSERT(most == UINT16_MAX && least <= 1);
    Symbol repeated = primary();
    uint16_t rule = add_rule("");
    add_production(rule, least == 0 ? std::vector<Symbol>{} : std::vector<Symbol>{repeated});
    add_production(rule, {{Symbol::Kind::rule, rule}, repeated});
    return {Symbol::Kind::rule, rule};
  }

  std::string number() {
    skip_blanks();
    std::string digits;
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
      digits += rest_[0];
      rest_.remove_prefix(1);
    }
    return digits;
  }

  std::string until(char c) {
    size_t end = rest_.find(c);
    TENURE_ASSERT(end != std::string_view::npos);
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return text;
  }

  Symbol run(uint16_t least, uint16_t most) {
    grammar_.runs.push_back({class_named(until('>')), least, most});
    return {Symbol::Kind::run, static_cast<uint16_t>(grammar_.runs.size() - 1)};
  }

  Symbol text(std::string bytes, bool exact) {
    if (!exact) bytes = lower_ascii(bytes);
    grammar_.texts.push_back({std::move(bytes), exact});
    return {Symbol::Kind::text, static_cast<uint16_t>(grammar_.texts.size() - 1)};
  }

  Symbol primary() {
    skip_blanks();
    if (take('"')) return text(until('"'), false);
    if (rest_.starts_with("%s\"")) {
      rest_.remove_prefix(3);
      return text(until('"'), true);
    }
    if (rest_.starts_with("%x")) {
      rest_.remove_prefix(2);
      std::string hex(rest_.substr(0, 2));
      rest_.remove_prefix(2);
      return text(std::string(1, static_cast<char>(std::stoi(hex, nullptr, 16))), true);
    }
    if (take('<')) {
      std::string name = until('>');
      if (name == "percent") return {Symbol::Kind::lone_percent, 0};
      if (name == "function") return {Symbol::Kind::function, 0};
      TENURE_ASSERT(name == "blanks" || name == "blanks?");
      return {Symbol::Kind::blanks, static_cast<uint16_t>(name == "blanks" ? 1 : 0)};
    }
    if (take('(')) {
      uint16_t rule = add_rule("");
      alternatives(rule);
      TENURE_ASSERT(take(')'));
      return {Symbol::Kind::rule, rule};
    }
    if (take('[')) {
      uint16_t rule = add_rule("");
      alternatives(rule);
      TENURE_ASSERT(take(']'));
      add_production(rule, {});
      return {Symbol::Kind::rule, rule};
    }
    size_t end = 0;
    while (end < rest_.size() && std::string_view(" )]/").find(rest_[end]) == std::string_view::npos) {
      ++end;
    }
    auto found = grammar_.by_name_.find(lower_ascii(rest_.substr(0, end)));
    TENURE_ASSERT(found != grammar_.by_name_.end());
    rest_.remove_prefix(end);
    return {Symbol::Kind::rule, found->second};
  }

  // What can match nothing. (Runs and blanks that can are stepped over where they are met.)
  void find_nullable() {
    auto empty = [&](const Symbol& symbol) {
      switch (symbol.kind) {
        case Symbol::Kind::rule: return grammar_.rules[symbol.index].nullable;
        case Symbol::Kind::run: return grammar_.runs[symbol.index].least == 0;
        case Symbol::Kind::blanks: return symbol.index == 0;
        default: return false;
      }
    };
    for (bool changed = true; changed;) {
      changed = false;
      for (const Production& production : grammar_.productions) {
        auto& rule = grammar_.rules[production.rule];
        if (rule.nullable) continue;
        rule.nullable = std::all_of(production.symbols.begin(), production.symbols.end(), empty);
        changed = changed || rule.nullable;
      }
    }
  }

  Grammar& grammar_;
  std::string_view rest_;
};

const Grammar& Grammar::get() {
  static const Grammar grammar = [] {
    Grammar read;
    GrammarReader(read).read(kGrammarText);
    return read;
  }();
  return grammar;
}

int Grammar::find(std::string_view rule) const {
  auto found = by_name_.find(lower_ascii(rule));
  return found == by_name_.end() ? -1 : found->second;
}

std::vector<std::string> Grammar::names() const {
  std::vector<std::string> names;
  for (const Rule& rule : rules) {
    if (!rule.name.empty()) names.push_back(rule.name);
  }
  return names;
}

}  // namespace tenure::expression
