#pragma once
// YAML, strictly: libyaml's events into a tree that knows where everything stands. No aliases,
// anchors, tags, second documents or duplicate keys; bounded in size and depth (base/limits.h).
// For definitions and for every other file that people write by hand (import mappings).
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lifecycle/definition.h"

namespace tenure::lifecycle::yaml {

struct Mark {  // from 1; columns count characters
  int line = 0, column = 0;
  auto operator<=>(const Mark&) const = default;
};

enum class Style : uint8_t { plain, single_quoted, double_quoted, literal, folded };

struct Entry;
struct Node {
  enum class Kind : uint8_t { empty, scalar, sequence, mapping } kind = Kind::empty;
  Style style = Style::plain;
  Mark mark;
  std::string text;            // scalar
  std::vector<Node> items;     // sequence
  std::vector<Entry> entries;  // mapping, in file order, keys unique

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_plain() const { return is_scalar() && style == Style::plain; }
  const Node* find(std::string_view key) const;  // null when absent or not a mapping
};
struct Entry {
  std::string key;
  Mark mark;
  Node value;
};

// What is wrong with one file, gathered: every fault carries its place.
class Faults {
 public:
  Faults(std::string file, std::string_view text, std::vector<Fault>& out);
  const std::string& file() const { return file_; }
  Place place(Mark mark) const { return {file_, mark.line, mark.column}; }
  void add(std::string code, Arguments arguments, Mark mark);
  // A fault inside the text of a scalar: `error.position` is a byte of its text, and the place is
  // that byte's in the file, whatever the scalar's quotes, escapes and line breaks.
  void add_inside(const Node& scalar, const Error& error);
  Mark mark_inside(const Node& scalar, size_t offset) const;

 private:
  std::string file_;
  std::string_view text_;
  std::vector<size_t> lines_;  // where each begins
  std::vector<Fault>& out_;
  std::set<std::string> said_;  // one condition is compiled for several kinds of fact: say it once
};

// The tree, or nullopt when the text is no YAML at all; other faults ("yaml-alias",
// "yaml-duplicate-key" …) leave a tree that can be read further. Codes: yaml-syntax {reason},
// yaml-too-large, yaml-too-deep, yaml-alias, yaml-anchor, yaml-tag, yaml-document, yaml-key,
// yaml-duplicate-key {key, first}.
std::optional<Node> parse(std::string_view text, Faults& faults);

// ---- typed reading ------------------------------------------------------------------------------
struct Key {
  std::string_view name;
  bool required = false;
};
// The keys that a mapping may have. `name` says what it is, and is also its name in the JSON Schema.
struct Shape {
  std::string_view name;
  std::vector<Key> keys;
};

// A mapping with known keys. Construction reports: not a mapping (not-a-map), unknown keys
// (unknown-key {key, nearest}), missing ones (missing-key {key}). Then everything reads as absent
// that was not there; no reader fails. The shape must outlive it.
class Map {
 public:
  Map(const Node& node, const Shape& shape, Faults& faults);
  bool ok() const { return node_ != nullptr; }  // it is a mapping
  Mark mark() const { return mark_; }
  const Node* get(std::string_view key) const;  // null when absent or left empty
  // Each reports where the value is there and is something else: not-text, not-true-or-false,
  // not-a-whole-number.
  std::optional<std::string> text(std::string_view key) const;  // any scalar
  std::optional<bool> boolean(std::string_view key) const;      // plain true or false
  std::optional<int64_t> integer(std::string_view key) const;   // plain, and fits

 private:
  const Node* node_ = nullptr;
  Mark mark_;
  const Shape& shape_;
  Faults& faults_;
};

// The entries of a mapping whose keys are names the author chose; reports what is no mapping.
const std::vector<Entry>& entries(const Node*, Faults&);
// A sequence's items; reports what is no sequence (not-a-list).
std::vector<const Node*> items(const Node*, Faults&);
// The texts of a sequence, or of the one text that stands for a sequence of one; reports what is
// neither, and an empty sequence (empty-list).
struct Word {
  std::string text;
  Mark mark;
};
std::vector<Word> words(const Node*, Faults&);

std::optional<bool> as_bool(const Node&);
std::optional<int64_t> as_int(const Node&);
// {"nearest", …} when one of the candidates is near enough to be meant.
Arguments with_nearest(Arguments, std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tenure::lifecycle::yaml
