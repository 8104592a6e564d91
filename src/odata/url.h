#pragma once
// An address below …/odata/, taken apart as the OASIS grammar (odata-abnf-construction-rules) has it: names
// and literals, nothing resolved. Percent-encoding is undone per segment and per option, after splitting; a
// plus sign is a plus sign.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace tenure::odata {

// A value in an address: a literal, or the parameter alias that stands for one.
struct UrlValue {
  Value value;
  std::string alias;  // without '@'; "" = the literal
};

// One segment: "orders", "orders('SO-1')", "accounts(external_key='E1')", "$count", "tenure.explain(at=…)".
struct Segment {
  std::string name;
  bool has_parentheses = false;
  // ('SO-1') has one without a name.
  std::vector<std::pair<std::string, UrlValue>> arguments;
  std::string text;  // decoded, whole: for messages and for $filter(…)
  std::string behind;  // "(…)" behind the parentheses: a row of what a function answers
};

struct Path {
  std::vector<Segment> segments;  // none: the service document
};
// Errors: "odata-syntax" {expected, found} with position in the decoded text of the segment;
// "invalid-address" {reason} for percent-encoding that is none, and for text that is not UTF-8.
Result<Path> parse_path(std::string_view raw);

// System query options by their name without "$", in lower case (4.01: "$" and case do not matter);
// aliases with their "@"; custom options as they stand.
struct Options {
  std::vector<std::pair<std::string, std::string>> system, aliases, custom;
  const std::string* find(std::string_view name) const;         // system
  const std::string* find_custom(std::string_view name) const;  // custom
  const std::string* find_alias(std::string_view alias) const;  // without '@'
};
// Errors: "duplicate-query-option" {option}, "unknown-query-option" {option, nearest} for one that
// begins with "$" and is none, "not-supported" {what} for one that is and is not served,
// "invalid-address" {reason}.
Result<Options> parse_options(std::string_view raw);

// A name of the grammar: not empty, no digit first, at most 512 bytes.
bool is_identifier(std::string_view);

// %41 → A. Errors: "invalid-address".
Result<std::string> percent_decode(std::string_view);
// For links: everything but unreserved characters and `keep`.
std::string percent_encode(std::string_view text, std::string_view keep = "");

// A primitive literal as addresses write it: 'it''s', 12, 1.5, true, null, 2026-01-01, 2026-01-01T00:00:00Z,
// duration'P1D', a guid. Errors: "odata-syntax".
Result<Value> parse_literal(std::string_view);
std::string to_literal(const Value&);  // back; text in quotes

}  // namespace tenure::odata
