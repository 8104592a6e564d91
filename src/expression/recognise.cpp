// Does a text follow a rule of the grammar? Earley's method: every way to read the text is followed
// at once, so that the answer is exact, the position of an error is the longest beginning that any
// text of the rule can have, and nothing recurses.
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "expression/expression.h"
#include "expression/grammar.h"
#include "expression/lexer.h"

namespace tenure::expression {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

class Recogniser {
 public:
  explicit Recogniser(std::string_view input) : grammar_(Grammar::get()), input_(input) {
    uint32_t states = 0;
    for (const Production& production : grammar_.productions) {
      first_state_.push_back(states);
      states += static_cast<uint32_t>(production.symbols.size()) + 1;
    }
    production_of_.resize(states);
    for (size_t i = 0; i < first_state_.size(); ++i) {
      uint32_t last = first_state_[i] + static_cast<uint32_t>(grammar_.productions[i].symbols.size());
      for (uint32_t state = first_state_[i]; state <= last; ++state) {
        production_of_[state] = static_cast<uint16_t>(i);
      }
    }
    sets_.resize(input.size() + 1);
    predicted_.resize(grammar_.rules.size(), 0);
    seen_.resize(1 << 10);
  }

  // npos when the input follows the rule, else where it stops doing so.
  size_t run(int rule) {
    start_ = static_cast<uint16_t>(rule);
    predict(start_, 0, sets_[0].pending);
    for (size_t at = 0; at <= input_.size(); ++at) process(static_cast<uint32_t>(at));
    return accepted_ ? std::string_view::npos : furthest_;
  }

 private:
  struct Item {
    uint32_t state, origin;
  };
  struct Waiting {
    uint16_t rule;
    Item item;
  };
  struct Set {
    std::vector<Item> pending;     // to be looked at
    std::vector<Waiting> waiting;  // by rule, once the set is complete
  };

  void predict(uint16_t rule, uint32_t at, std::vector<Item>& out) {
    if (predicted_[rule] == at + 1) return;
    predicted_[rule] = at + 1;
    for (uint16_t production : grammar_.rules[rule].productions) {
      out.push_back({first_state_[production], at});
    }
  }

  // Whether the item is new in the set that is being processed.
  bool insert(Item item, uint32_t at) {
    if (count_ * 2 >= seen_.size()) grow(at);
    size_t mask = seen_.size() - 1;
    for (size_t i = hash(item) & mask;; i = (i + 1) & mask) {
      Seen& entry = seen_[i];
      if (entry.stamp != at + 1) {
        entry = {item, at + 1};
        ++count_;
        return true;
      }
      if (entry.item.state == item.state && entry.item.origin == item.origin) return false;
    }
  }
  static size_t hash(Item item) {
    return (static_cast<size_t>(item.state) << 32 | item.origin) * 0x9E3779B97F4A7C15ULL >> 20;
  }
  void grow(uint32_t at) {
    std::vector<Seen> old(seen_.size() * 2);
    old.swap(seen_);
    count_ = 0;
    for (const Seen& entry : old) {
      if (entry.stamp == at + 1) insert(entry.item, at);
    }
  }

  void process(uint32_t at) {
    std::vector<Item> work = std::move(sets_[at].pending);
    count_ = 0;
    while (!work.empty()) {
      Item item = work.back();
      work.pop_back();
      if (!insert(item, at)) continue;
      const Production& production = grammar_.productions[production_of_[item.state]];
      size_t dot = item.state - first_state_[production_of_[item.state]];
      if (dot == production.symbols.size()) {
        complete(production.rule, item.origin, at, work);
        continue;
      }
      const Symbol& symbol = production.symbols[dot];
      Item next{item.state + 1, item.origin};
      if (symbol.kind == Symbol::Kind::rule) {
        predict(symbol.index, at, work);
        sets_[at].waiting.push_back({symbol.index, item});
        if (grammar_.rules[symbol.index].nullable) work.push_back(next);
      } else {
        size_t end = scan(symbol, at);
        if (end == at) {
          work.push_back(next);
        } else if (end != std::string_view::npos) {
          sets_[end].pending.push_back(next);
        }
      }
    }
    auto& waiting = sets_[at].waiting;
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const Waiting& a, const Waiting& b) { return a.rule < b.rule; });
  }

  void complete(uint16_t rule, uint32_t origin, uint32_t at, std::vector<Item>& work) {
    if (rule == start_ && origin == 0 && at == input_.size()) accepted_ = true;
    if (origin == at) return;  // it matched nothing: stepped over where it was predicted
    const auto& waiting = sets_[origin].waiting;
    auto first = std::lower_bound(waiting.begin(), waiting.end(), rule,
                                  [](const Waiting& w, uint16_t wanted) { return w.rule < wanted; });
    for (; first != waiting.end() && first->rule == rule; ++first) {
      work.push_back({first->item.state + 1, first->item.origin});
    }
  }

  // Where the symbol ends that begins here; npos when it does not.
  size_t scan(const Symbol& symbol, size_t at) {
    size_t end = at;
    bool matched = false;
    switch (symbol.kind) {
      case Symbol::Kind::text: {
        const Text& text = grammar_.texts[symbol.index];
        std::string_view here = input_.substr(at, text.bytes.size());
        matched = text.exact ? here == text.bytes : same_word(here, text.bytes);
        if (matched) end += text.bytes.size();
        break;
      }
      case Symbol::Kind::run: {
        const Run& run = grammar_.runs[symbol.index];
        while (end < input_.size() && end - at < run.most &&
               run.bytes.test(static_cast<unsigned char>(input_[end]))) {
          ++end;
        }
        matched = end - at >= run.least;
        break;
      }
      case Symbol::Kind::blanks:
        for (;;) {
          if (end < input_.size() && (input_[end] == ' ' || input_[end] == '\t')) {
            ++end;
          } else if (input_.substr(end, 3) == "%20" || input_.substr(end, 3) == "%09") {
            end += 3;
          } else {
            break;
          }
        }
        matched = end - at >= symbol.index;
        break;
      case Symbol::Kind::function: {
        if (at < input_.size() && is_name_start(static_cast<unsigned char>(input_[at]))) ++end;
        while (end > at && end < input_.size() &&
               is_name_part(static_cast<unsigned char>(input_[end]))) {
          ++end;
        }
        std::string_view name = input_.substr(at, end - at);
        matched = end > at && end - at <= 128 && !same_word(name, "any") && !same_word(name, "all");
        break;
      }
      default: {  // a "%" that encodes nothing
        std::string_view here = input_.substr(at, 3);
        matched = here.starts_with('%') && !(here.size() == 3 && is_hex(here[1]) && is_hex(here[2]));
        if (matched) ++end;
        break;
      }
    }
    furthest_ = std::max(furthest_, end);
    return matched ? end : std::string_view::npos;
  }

  struct Seen {
    Item item;
    uint32_t stamp = 0;  // position + 1
  };

  const Grammar& grammar_;
  std::string_view input_;
  std::vector<uint32_t> first_state_;     // of each production
  std::vector<uint16_t> production_of_;   // each state
  std::vector<Set> sets_;
  std::vector<uint32_t> predicted_;       // rule -> position + 1 of its last prediction
  std::vector<Seen> seen_;
  size_t count_ = 0, furthest_ = 0;
  uint16_t start_ = 0;
  bool accepted_ = false;
};

// The position at which a text goes beyond what is taken: nesting, and the words and signs that
// every expression is made of, counted without understanding them. npos when it does not.
size_t beyond_limits(std::string_view input) {
  if (input.size() > limits::kExpressionBytes) return limits::kExpressionBytes;
  int depth = 0, parts = 0;
  bool quoted = false, word = false;
  for (size_t i = 0; i < input.size(); ++i) {
    char c = input[i];
    if (c == '\'') quoted = !quoted;
    bool name = is_name_part(static_cast<unsigned char>(c)) || c == '%' || c == '.';
    if (quoted) continue;
    if (!name || !word) parts += c == ' ' ? 0 : 1;
    word = name;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (depth > limits::kExpressionDepth || parts > limits::kExpressionNodes) return i;
  }
  return std::string_view::npos;
}

}  // namespace

Result<void> recognise(std::string_view rule, std::string_view input) {
  const Grammar& grammar = Grammar::get();
  int start = grammar.find(rule);
  if (start < 0) return refuse("unknown-rule", unknown_word("rule", rule, grammar.names()));
  size_t beyond = beyond_limits(input);
  if (beyond != std::string_view::npos) {
    return refuse("expression-too-complex",
                  {{"depth", std::to_string(limits::kExpressionDepth)},
                   {"nodes", std::to_string(limits::kExpressionNodes)}},
                  static_cast<int64_t>(beyond));
  }
  size_t bad = std::min(invalid_utf8_at(input), input.find('\0'));
  if (bad != std::string_view::npos) return refuse("invalid-text", {}, static_cast<int64_t>(bad));
  size_t stopped = Recogniser(input).run(start);
  if (stopped == std::string_view::npos) return {};
  return std::unexpected(Lexer(input, false).syntax_error(stopped, std::string(rule)));
}

}  // namespace tenure::expression
