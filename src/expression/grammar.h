#pragma once
// The grammar behind recognise(): the rules of OData 4.01 that have to do with queries, in the
// notation of RFC 5234 and condensed (names that only a model could tell apart are one rule), and
// their productions.
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenure::expression {

extern const std::string_view kGrammarText;

// What a symbol of a production stands for.
struct Symbol {
  enum class Kind : uint8_t { rule, text, run, blanks, lone_percent, function } kind;
  uint16_t index = 0;  // of the rule, the text or the run
};

// The longest run of bytes of a class, from `least` to `most` of them.
struct Run {
  std::bitset<256> bytes;
  uint16_t least, most;
};
struct Text {
  std::string bytes;
  bool exact;  // %s"…": letter case counts
};

struct Production {
  uint16_t rule;
  std::vector<Symbol> symbols;
};

class Grammar {
 public:
  // Reads kGrammarText; a mistake in it is our bug and asserts.
  static const Grammar& get();

  // -1 when there is none.
  int find(std::string_view rule) const;
  std::vector<std::string> names() const;

  struct Rule {
    std::string name;
    std::vector<uint16_t> productions;
    bool nullable = false;
  };
  std::vector<Rule> rules;
  std::vector<Production> productions;
  std::vector<Text> texts;
  std::vector<Run> runs;

 private:
  friend class GrammarReader;
  std::unordered_map<std::string, uint16_t> by_name_;
};

}  // namespace tenure::expression
