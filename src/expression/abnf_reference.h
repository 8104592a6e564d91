#pragma once
// For tests: an interpreter of RFC 5234 grammars that has nothing in common with recognise(): it
// reads the published rules, finds for a rule and a position all the ends it can have, and makes
// random sentences.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenure::expression::testing_support {

class AbnfReference {
 public:
  struct Element;
  using ElementPtr = std::unique_ptr<Element>;
  struct Element {
    enum class Kind { alternatives, sequence, repetition, rule, text, range } kind;
    std::vector<ElementPtr> parts;
    std::string text;    // rule name in lower case; or literal, in lower case unless exact
    size_t id = 0;       // of the rule, for remembering
    bool exact = false;  // the literal's case counts
    size_t least = 0, most = 0;          // repetition
    unsigned char from = 0, to = 0;      // range
  };

  explicit AbnfReference(std::string_view text) { extend(text); }

  void define(const std::string& rule, std::string_view definition) {
    heights_.clear();
    rest_ = definition;
    blanks();
    const bool more = rest_.starts_with('/');  // rule =/ one more alternative
    if (more) rest_.remove_prefix(1);
    ElementPtr defined = alternatives();
    ElementPtr& known = rules_[lower(rule)];
    if (more && known) {
      for (ElementPtr& part : defined->parts) known->parts.push_back(std::move(part));
    } else {
      known = std::move(defined);
    }
  }
  // Rules of another grammar on top of these.
  void extend(std::string_view text) {
    std::string rule, definition;
    auto finish = [&] {
      if (!rule.empty()) define(rule, definition);
    };
    while (!text.empty()) {
      size_t end = text.find('\n');
      std::string line(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      line = without_comment(line);
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      if (line[0] != ' ' && line[0] != '\t') {
        finish();
        size_t equals = line.find('=');
        rule = trimmed(line.substr(0, equals));
        definition = line.substr(equals + 1);
      } else {
        definition += ' ' + line;
      }
    }
    finish();
  }
  bool has(const std::string& rule) const { return rules_.contains(lower(rule)); }

  size_t long_enough = 60;  // sentences end soon behind that

  // Rules whose matches a caller may refuse, as names that a model does not have.
  std::function<bool(const std::string& rule, std::string_view match)> allowed;

  bool matches(const std::string& rule, std::string_view input) {
    input_ = input;
    memo_.clear();
    return contains(ends(*named(rule), 0), input.size());
  }

  // A random sentence of the rule; `below(n)` draws. Rules in `avoid` are not used.
  std::string sentence(const std::string& rule, int depth, const std::function<uint32_t(uint32_t)>& below,
                       const std::set<std::string>& avoid) {
    std::string out;
    sentence_of(*rules_.at(lower(rule)), depth, below, avoid, out);
    return out;
  }

 private:
  using Ends = std::vector<size_t>;  // sorted, each once

  static bool contains(const Ends& ends, size_t end) {
    return std::binary_search(ends.begin(), ends.end(), end);
  }
  static void merge(Ends& into, const Ends& more) {
    Ends both;
    std::set_union(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(both));
    into = std::move(both);
  }
  size_t id_of(const std::string& rule) { return ids_.try_emplace(rule, ids_.size()).first->second; }
  ElementPtr named(const std::string& rule) {
    ElementPtr element = make(Element::Kind::rule);
    element->text = lower(rule);
    element->id = id_of(element->text);
    return element;
  }

  static std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
  }
  static std::string trimmed(const std::string& text) {
    size_t begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t\r");
    return text.substr(begin, end - begin + 1);
  }
  static std::string without_comment(const std::string& line) {
    bool quoted = false;
    for (size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '"') quoted = !quoted;
      if (line[i] == ';' && !quoted) return line.substr(0, i);
    }
    return line;
  }

  // ---- reading rules
  void blanks() {
    while (!rest_.empty() && std::string_view(" \t\r").find(rest_[0]) != std::string_view::npos) {
      rest_.remove_prefix(1);
    }
  }
  static ElementPtr make(Element::Kind kind) {
    auto element = std::make_unique<Element>();
    element->kind = kind;
    return element;
  }
  ElementPtr alternatives() {
    ElementPtr all = make(Element::Kind::alternatives);
    for (;;) {
      ElementPtr one = make(Element::Kind::sequence);
      for (blanks(); !rest_.empty() && rest_[0] != '/' && rest_[0] != ')' && rest_[0] != ']'; blanks()) {
        one->parts.push_back(repetition());
      }
      all->parts.push_back(std::move(one));
      if (rest_.empty() || rest_[0] != '/') return all;
      rest_.remove_prefix(1);
    }
  }
  size_t number(size_t otherwise) {
    size_t n = 0, digits = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; ++digits) {
      n = n * 10 + static_cast<size_t>(rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return digits == 0 ? otherwise : n;
  }
  ElementPtr repetition() {
    constexpr size_t kNone = SIZE_MAX;
    size_t least = number(kNone), most = least;
    if (!rest_.empty() && rest_[0] == '*') {
      rest_.remove_prefix(1);
      most = number(10'000);
      if (least == kNone) least = 0;
    }
    ElementPtr one = primary();
    if (least == kNone) return one;
    ElementPtr repeated = make(Element::Kind::repetition);
    repeated->least = least;
    repeated->most = most;
    repeated->parts.push_back(std::move(one));
    return repeated;
  }
  ElementPtr primary() {
    if (rest_[0] == '(' || rest_[0] == '[') {
      bool optional = rest_[0] == '[';
      rest_.remove_prefix(1);
      ElementPtr group = alternatives();
      rest_.remove_prefix(1);
      if (!optional) return group;
      ElementPtr maybe = make(Element::Kind::repetition);
      maybe->least = 0;
      maybe->most = 1;
      maybe->parts.push_back(std::move(group));
      return maybe;
    }
    bool exact = rest_.starts_with("%s\"");
    if (exact) rest_.remove_prefix(2);
    if (rest_[0] == '"') {
      size_t end = rest_.find('"', 1);
      ElementPtr text = make(Element::Kind::text);
      text->exact = exact;
      text->text = exact ? std::string(rest_.substr(1, end - 1)) : lower(rest_.substr(1, end - 1));
      rest_.remove_prefix(end + 1);
      return text;
    }
    if (rest_.starts_with("%x")) {
      rest_.remove_prefix(2);
      ElementPtr range = make(Element::Kind::range);
      range->from = range->to = hex();
      if (!rest_.empty() && rest_[0] == '-') {
        rest_.remove_prefix(1);
        range->to = hex();
      }
      return range;
    }
    size_t end = 0;
    while (end < rest_.size() && std::string_view(" \t\r)]/").find(rest_[end]) == std::string_view::npos) {
      ++end;
    }
    ElementPtr rule = named(std::string(rest_.substr(0, end)));
    rest_.remove_prefix(end);
    return rule;
  }
  unsigned char hex() {
    int value = std::stoi(std::string(rest_.substr(0, 2)), nullptr, 16);
    rest_.remove_prefix(2);
    return static_cast<unsigned char>(value);
  }

  // ---- matching
  const Ends& ends(const Element& rule, size_t at) {
    auto [found, fresh] = memo_.try_emplace(rule.id << 32 | at);
    if (!fresh) return found->second;
    Ends result = ends_of(*rules_.at(rule.text), at);
    if (allowed) {
      std::erase_if(result,
                    [&](size_t end) { return !allowed(rule.text, input_.substr(at, end - at)); });
    }
    return memo_[rule.id << 32 | at] = std::move(result);
  }
  bool literal_at(const Element& element, size_t at) const {
    if (input_.size() - at < element.text.size()) return false;
    for (size_t i = 0; i < element.text.size(); ++i) {
      char c = input_[at + i];
      if (!element.exact && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      if (c != element.text[i]) return false;
    }
    return true;
  }
  Ends ends_of(const Element& element, size_t at) {
    switch (element.kind) {
      case Element::Kind::rule: return ends(element, at);
      case Element::Kind::text:
        return literal_at(element, at) ? Ends{at + element.text.size()} : Ends{};
      case Element::Kind::range: {
        if (at >= input_.size()) return {};
        auto c = static_cast<unsigned char>(input_[at]);
        return c >= element.from && c <= element.to ? Ends{at + 1} : Ends{};
      }
      case Element::Kind::alternatives: {
        Ends all;
        for (const ElementPtr& part : element.parts) merge(all, ends_of(*part, at));
        return all;
      }
      case Element::Kind::sequence: {
        Ends here{at};
        for (const ElementPtr& part : element.parts) {
          Ends next;
          for (size_t from : here) merge(next, ends_of(*part, from));
          here = std::move(next);
          if (here.empty()) break;
        }
        return here;
      }
      default: {
        Ends all, here{at};
        for (size_t count = 0; !here.empty(); ++count) {
          if (count >= element.least) merge(all, here);
          if (count == element.most) break;
          Ends next;
          for (size_t from : here) merge(next, ends_of(*element.parts[0], from));
          if (count >= element.least) std::erase_if(next, [&](size_t end) { return contains(all, end); });
          here = std::move(next);
        }
        return all;
      }
    }
  }

  // ---- making
  // How many rules deep the shallowest sentence is.
  int height(const Element& element) {
    switch (element.kind) {
      case Element::Kind::text:
      case Element::Kind::range: return 0;
      case Element::Kind::rule: return heights().at(element.text);
      case Element::Kind::repetition: return element.least == 0 ? 0 : height(*element.parts[0]);
      case Element::Kind::alternatives: {
        int least = kEndless;
        for (const ElementPtr& part : element.parts) least = std::min(least, height(*part));
        return least;
      }
      default: {
        int most = 0;
        for (const ElementPtr& part : element.parts) most = std::max(most, height(*part));
        return most;
      }
    }
  }
  const std::map<std::string, int>& heights() {
    if (!heights_.empty()) return heights_;
    for (const auto& [rule, element] : rules_) heights_[rule] = kEndless;
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [rule, element] : rules_) {
        int now = std::min(kEndless, height(*element) + 1);
        changed = changed || now != heights_[rule];
        heights_[rule] = now;
      }
    }
    return heights_;
  }

  bool avoided(const Element& element, const std::set<std::string>& avoid) const {
    if (element.kind == Element::Kind::rule) return avoid.contains(element.text);
    if (element.kind == Element::Kind::repetition && element.least == 0) return false;
    if (element.kind == Element::Kind::alternatives) {
      for (const ElementPtr& part : element.parts) {
        if (!avoided(*part, avoid)) return false;
      }
      return true;
    }
    for (const ElementPtr& part : element.parts) {
      if (avoided(*part, avoid)) return true;
    }
    return false;
  }
  void sentence_of(const Element& element, int depth, const std::function<uint32_t(uint32_t)>& below,
                   const std::set<std::string>& avoid, std::string& out) {
    if (out.size() > long_enough) depth = 0;
    switch (element.kind) {
      case Element::Kind::rule:
        if (element.text == "odataidentifier") {
          static const char* const kNames[] = {"a", "Name", "x_1", "deadbeef", "order_count", "eqx"};
          out += kNames[below(6)];
          return;
        }
        return sentence_of(*rules_.at(element.text), depth - 1, below, avoid, out);
      case Element::Kind::text: out += element.text; return;
      case Element::Kind::range:
        out += static_cast<char>(element.from + below(element.to - element.from + 1U));
        return;
      case Element::Kind::sequence:
        for (const ElementPtr& part : element.parts) sentence_of(*part, depth, below, avoid, out);
        return;
      case Element::Kind::alternatives: {
        std::vector<const Element*> choices;
        for (const ElementPtr& part : element.parts) {
          if (!avoided(*part, avoid)) choices.push_back(part.get());
        }
        if (choices.empty()) return;
        // When it has grown deep enough, only what ends soonest.
        if (depth <= 0) {
          auto soonest = std::min_element(choices.begin(), choices.end(), [&](auto* a, auto* b) {
            return height(*a) < height(*b);
          });
          return sentence_of(**soonest, depth, below, avoid, out);
        }
        uint32_t choice = below(static_cast<uint32_t>(choices.size()));
        return sentence_of(*choices[choice], depth, below, avoid, out);
      }
      default: {
        size_t count = element.least;
        bool skip = avoided(*element.parts[0], avoid) || depth <= 0;
        if (!skip && element.most > element.least) {
          count += below(static_cast<uint32_t>(std::min<size_t>(element.most - element.least, 2)) + 1);
        }
        for (size_t i = 0; i < count; ++i) sentence_of(*element.parts[0], depth, below, avoid, out);
      }
    }
  }

  static constexpr int kEndless = 1'000;
  std::map<std::string, ElementPtr> rules_;
  std::map<std::string, int> heights_;
  std::string_view rest_;
  std::string_view input_;
  std::map<std::string, size_t> ids_;
  std::unordered_map<size_t, Ends> memo_;  // by rule and position
};

}  // namespace tenure::expression::testing_support
