#include "lifecycle/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/assert.h"
#include "base/limits.h"

namespace tenure::lifecycle::yaml {
namespace {

class Events {  // owns libyaml's parser and its current event
 public:
  explicit Events(std::string_view text) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~Events() {
    drop();
    if (ready_) yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  bool next() {
    drop();
    if (!ready_ || yaml_parser_parse(&parser_, &event_) == 0) return false;
    held_ = true;
    return true;
  }
  const yaml_event_t& event() const { return event_; }
  Mark mark() const { return to_mark(event_.start_mark); }
  std::string problem() const {
    std::string out = parser_.problem != nullptr ? parser_.problem : "out of memory";
    if (parser_.context != nullptr) out = std::string(parser_.context) + ": " + out;
    return out;
  }
  Mark problem_mark() const {
    if (parser_.error == YAML_READER_ERROR) return to_mark(parser_.mark);
    return to_mark(parser_.problem_mark);
  }

 private:
  static Mark to_mark(const yaml_mark_t& m) {
    return {static_cast<int>(m.line) + 1, static_cast<int>(m.column) + 1};
  }
  void drop() {
    if (held_) yaml_event_delete(&event_);
    held_ = false;
  }
  yaml_parser_t parser_;
  yaml_event_t event_;
  bool ready_ = false, held_ = false;
};

std::string at(Mark mark) {
  return std::to_string(mark.line) + ":" + std::to_string(mark.column);
}

Style to_style(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return Style::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return Style::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE: return Style::literal;
    case YAML_FOLDED_SCALAR_STYLE: return Style::folded;
    default: return Style::plain;
  }
}

// Builds the tree from events with a stack of its own: no recursion, whatever the input.
class Builder {
 public:
  explicit Builder(Faults& faults) : faults_(faults) {}

  // False: the text cannot be read on.
  bool take(const yaml_event_t& event, Mark mark) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (documents_++ == 0) return true;
        faults_.add("yaml-document", {}, mark);
        return false;
      case YAML_ALIAS_EVENT: {
        faults_.add("yaml-alias", {}, mark);
        Node hole;
        hole.mark = mark;
        put(std::move(hole));
        return true;
      }
      case YAML_SCALAR_EVENT: {
        const auto& s = event.data.scalar;
        properties(s.anchor, s.tag, mark);
        Node node;
        node.mark = mark;
        node.style = to_style(s.style);
        node.text.assign(reinterpret_cast<const char*>(s.value), s.length);
        bool nothing = node.style == Style::plain && node.text.empty();
        node.kind = nothing ? Node::Kind::empty : Node::Kind::scalar;
        scalar(std::move(node));
        return true;
      }
      case YAML_SEQUENCE_START_EVENT:
        properties(event.data.sequence_start.anchor, event.data.sequence_start.tag, mark);
        return open(Node::Kind::sequence, mark);
      case YAML_MAPPING_START_EVENT:
        properties(event.data.mapping_start.anchor, event.data.mapping_start.tag, mark);
        return open(Node::Kind::mapping, mark);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        close();
        return true;
      default: return true;
    }
  }
  Node root() { return std::move(root_); }

 private:
  struct Level {
    Node node;
    std::optional<Entry> key;  // a mapping's key that waits for its value
    bool drop = false;         // the key was refused: its value goes too
    bool is_key = false;       // this collection stands where a key should
    std::unordered_map<std::string, Mark> seen;
  };

  void properties(const yaml_char_t* anchor, const yaml_char_t* tag, Mark mark) {
    if (anchor != nullptr) faults_.add("yaml-anchor", {}, mark);
    if (tag != nullptr) faults_.add("yaml-tag", {}, mark);
  }
  bool open(Node::Kind kind, Mark mark) {
    if (levels_.size() >= static_cast<size_t>(limits::kYamlDepth)) {
      faults_.add("yaml-too-deep", {{"limit", std::to_string(limits::kYamlDepth)}}, mark);
      return false;
    }
    Level level;
    if (wants_key()) {
      faults_.add("yaml-key", {}, mark);
      levels_.back().key = Entry{"", mark, {}};  // its value must go somewhere
      levels_.back().drop = true;
      level.is_key = true;
    }
    level.node.kind = kind;
    level.node.mark = mark;
    levels_.push_back(std::move(level));
    return true;
  }
  void close() {
    TENURE_ASSERT(!levels_.empty());
    Level level = std::move(levels_.back());
    levels_.pop_back();
    if (!level.is_key) put(std::move(level.node));
  }
  bool wants_key() const {
    return !levels_.empty() && levels_.back().node.kind == Node::Kind::mapping &&
           !levels_.back().key;
  }
  void scalar(Node node) {
    if (!wants_key()) {
      put(std::move(node));
      return;
    }
    Level& level = levels_.back();
    auto [first, fresh] = level.seen.try_emplace(node.text, node.mark);
    if (!fresh) {
      faults_.add("yaml-duplicate-key", {{"key", node.text}, {"first", at(first->second)}}, node.mark);
      level.drop = true;
    }
    level.key = Entry{std::move(node.text), node.mark, {}};
  }
  void put(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::sequence) {
      level.node.items.push_back(std::move(node));
      return;
    }
    if (!level.key) {  // an alias as a key
      level.key = Entry{"", node.mark, {}};
      level.drop = true;
      return;
    }
    level.key->value = std::move(node);
    if (!level.drop) level.node.entries.push_back(std::move(*level.key));
    level.key.reset();
    level.drop = false;
  }

  Faults& faults_;
  std::vector<Level> levels_;
  Node root_;
  int documents_ = 0;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// How many bytes of the raw text an escape of a double-quoted scalar takes, and how many it makes.
std::pair<size_t, size_t> escape(std::string_view raw) {
  if (raw.size() < 2) return {raw.size(), 1};
  size_t digits = raw[1] == 'x' ? 2 : raw[1] == 'u' ? 4 : raw[1] == 'U' ? 8 : 0;
  if (digits != 0) {
    uint32_t code = 0;
    std::string_view hex = raw.substr(2, digits);
    std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    return {2 + digits, code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4};
  }
  switch (raw[1]) {
    case 'N': case '_': return {2, 2};
    case 'L': case 'P': return {2, 3};
    case '\n': case '\r': {
      size_t n = 2;
      while (n < raw.size() && is_space(raw[n])) ++n;
      return {n, 0};
    }
    default: return {2, 1};
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

Faults::Faults(std::string file, std::string_view text, std::vector<Fault>& out)
    : file_(std::move(file)), text_(text), lines_{0}, out_(out) {
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') lines_.push_back(i + 1);
}

void Faults::add(std::string code, Arguments arguments, Mark mark) {
  Fault fault;
  fault.code = std::move(code);
  fault.arguments = std::move(arguments);
  fault.place = place(mark);
  std::string whole = at(mark) + " " + fault.code;
  for (const auto& [name, value] : fault.arguments)
    if (name != "nearest" && name != "reason") whole += "\n" + value;  // may differ by kind
  if (said_.insert(std::move(whole)).second) out_.push_back(std::move(fault));
}

void Faults::add_inside(const Node& scalar, const Error& error) {
  Arguments arguments;
  for (const auto& argument : error.arguments)
    if (argument.first != "nearest" || !argument.second.empty()) arguments.push_back(argument);
  add(error.code, std::move(arguments),
      error.position < 0 ? scalar.mark : mark_inside(scalar, static_cast<size_t>(error.position)));
}

Mark Faults::mark_inside(const Node& scalar, size_t offset) const {
  size_t line = static_cast<size_t>(scalar.mark.line) - 1;
  if (!scalar.is_scalar() || line >= lines_.size()) return scalar.mark;
  auto continues = [&](size_t at) { return at < text_.size() && (text_[at] & 0xc0) == 0x80; };
  size_t raw = lines_[line];
  for (int column = 1; column < scalar.mark.column && raw < text_.size(); ++column) {
    ++raw;
    while (continues(raw)) ++raw;
  }
  bool block = scalar.style == Style::literal || scalar.style == Style::folded;
  size_t indent = 0;
  if (block) {
    if (line + 1 >= lines_.size()) return scalar.mark;
    raw = lines_[line + 1];
    while (raw + indent < text_.size() && text_[raw + indent] == ' ') ++indent;
    raw += indent;
  } else if (scalar.style != Style::plain) {
    ++raw;
  }
  for (size_t made = 0; made < offset && raw < text_.size();) {
    std::string_view rest = text_.substr(raw);
    size_t spaces = 0, breaks = 0;
    while (spaces < rest.size() && is_space(rest[spaces])) breaks += rest[spaces++] == '\n';
    if (breaks != 0) {
      size_t produced = breaks == 1 ? 1 : breaks - 1;
      if (block) {  // spaces before the break and behind the indent are text
        size_t before = 0;
        while (rest[before] != '\n') ++before;
        spaces = before + 1;
        for (size_t i = 0; i < indent && spaces < rest.size() && rest[spaces] == ' '; ++i) ++spaces;
        produced = before + 1;
      }
      if (made + produced > offset) break;
      made += produced;
      raw += spaces;
    } else if (scalar.style == Style::double_quoted && rest[0] == '\\') {
      auto [taken, produced] = escape(rest);
      made += produced;
      raw += taken;
    } else {
      raw += scalar.style == Style::single_quoted && rest.starts_with("''") ? 2 : 1;
      ++made;
    }
  }
  raw = std::min(raw, text_.size());
  auto next = std::upper_bound(lines_.begin(), lines_.end(), raw);
  size_t begin = *(next - 1);
  Mark mark{static_cast<int>(next - lines_.begin()), 1};
  for (size_t i = begin; i < raw; ++i) mark.column += !continues(i);
  return mark;
}

std::optional<Node> parse(std::string_view text, Faults& faults) {
  if (text.size() > limits::kYamlBytes) {
    faults.add("yaml-too-large", {{"limit", std::to_string(limits::kYamlBytes)}}, {1, 1});
    return std::nullopt;
  }
  Events events(text);
  Builder builder(faults);
  while (true) {
    if (!events.next()) {
      faults.add("yaml-syntax", {{"reason", events.problem()}}, events.problem_mark());
      return std::nullopt;
    }
    if (events.event().type == YAML_STREAM_END_EVENT) break;
    if (!builder.take(events.event(), events.mark())) return std::nullopt;
  }
  Node root = builder.root();
  if (root.mark.line == 0) root.mark = {1, 1};
  return root;
}

// ---- typed reading ------------------------------------------------------------------------------
Arguments with_nearest(Arguments arguments, std::string_view word,
                       const std::vector<std::string>& candidates) {
  std::string near = nearest(word, candidates);
  if (!near.empty()) arguments.emplace_back("nearest", std::move(near));
  return arguments;
}

Map::Map(const Node& node, const Shape& shape, Faults& faults)
    : mark_(node.mark), shape_(shape), faults_(faults) {
  if (node.kind != Node::Kind::mapping) {
    faults.add("not-a-map", {}, node.mark);
    return;
  }
  node_ = &node;
  std::vector<std::string> known;
  for (const Key& key : shape.keys) {
    known.emplace_back(key.name);
    const Node* value = node.find(key.name);
    if (key.required && (value == nullptr || value->kind == Node::Kind::empty))
      faults.add("missing-key", {{"key", std::string(key.name)}}, node.mark);
  }
  for (const Entry& entry : node.entries)
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      faults.add("unknown-key", with_nearest({{"key", entry.key}}, entry.key, known), entry.mark);
}

const Node* Map::get(std::string_view key) const {
  bool known = false;
  for (const Key& k : shape_.keys) known |= k.name == key;
  TENURE_ASSERT(known);
  const Node* value = node_ == nullptr ? nullptr : node_->find(key);
  return value == nullptr || value->kind == Node::Kind::empty ? nullptr : value;
}

std::optional<std::string> Map::text(std::string_view key) const {
  const Node* value = get(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_scalar()) return value->text;
  faults_.add("not-text", {}, value->mark);
  return std::nullopt;
}

std::optional<bool> Map::boolean(std::string_view key) const {
  const Node* value = get(key);
  if (value == nullptr) return std::nullopt;
  auto result = as_bool(*value);
  if (!result) faults_.add("not-true-or-false", {}, value->mark);
  return result;
}

std::optional<int64_t> Map::integer(std::string_view key) const {
  const Node* value = get(key);
  if (value == nullptr) return std::nullopt;
  auto result = as_int(*value);
  if (!result) faults_.add("not-a-whole-number", {}, value->mark);
  return result;
}

std::optional<bool> as_bool(const Node& node) {
  if (!node.is_plain() || (node.text != "true" && node.text != "false")) return std::nullopt;
  return node.text == "true";
}

std::optional<int64_t> as_int(const Node& node) {
  if (!node.is_plain()) return std::nullopt;
  int64_t value = 0;
  const char* end = node.text.data() + node.text.size();
  auto [stop, error] = std::from_chars(node.text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

const std::vector<Entry>& entries(const Node* node, Faults& faults) {
  static const std::vector<Entry> none;
  if (node == nullptr) return none;
  if (node->kind == Node::Kind::mapping) return node->entries;
  faults.add("not-a-map", {}, node->mark);
  return none;
}

std::vector<const Node*> items(const Node* node, Faults& faults) {
  std::vector<const Node*> out;
  if (node == nullptr) return out;
  if (node->kind != Node::Kind::sequence) faults.add("not-a-list", {}, node->mark);
  for (const Node& item : node->items) out.push_back(&item);
  return out;
}

std::vector<Word> words(const Node* node, Faults& faults) {
  std::vector<Word> out;
  auto take = [&](const Node& item) {
    if (item.is_scalar())
      out.push_back({item.text, item.mark});
    else
      faults.add("not-text", {}, item.mark);
  };
  if (node == nullptr) return out;
  if (node->kind != Node::Kind::sequence) {
    take(*node);
    return out;
  }
  if (node->items.empty()) faults.add("empty-list", {}, node->mark);
  for (const Node& item : node->items) take(item);
  return out;
}

}  // namespace tenure::lifecycle::yaml
