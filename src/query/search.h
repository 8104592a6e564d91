#pragma once
// $search: words and "phrases", AND (also unwritten), OR, NOT, parentheses. A word is found where it stands in
// any searchable field, capital or small (Unicode simple case folding).
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tenure::query {

class Search {
 public:
  // Errors: "search-syntax" {expected} with position, "query-too-complex" {what, most}.
  static Result<Search> parse(std::string_view);
  // The fields of a row; null ones are empty.
  bool matches(std::span<const std::string_view> fields) const;
  // Its parts in prefix order, for who compares two searches.
  std::string canonical() const;

 private:
  struct Node {
    enum class Op : uint8_t { term, and_, or_, not_ } op = Op::term;
    std::string folded;
    uint16_t left = 0, right = 0;
  };
  friend class SearchParser;
  bool holds(uint16_t node, std::span<const std::string> folded) const;
  std::vector<Node> nodes_;
  uint16_t root_ = 0;
};

}  // namespace tenure::query
