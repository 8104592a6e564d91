#pragma once
// What stands in a request's target: path and query, decoded and checked.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tenure::http {

// %XX decoded; "+" stays. Errors: "malformed-target" {reason}, with position.
Result<std::string> percent_decode(std::string_view);
// Every byte but letters, digits and "-._~" as %XX.
std::string percent_encode(std::string_view);

// A path that may be looked up: "/" first, no empty segment but the last, percent signs that are
// followed by two digits, valid UTF-8 without control characters, and no segment "." or ".."
// however it was spelt ("%2e", "a%2f..", "a%5c..").
class Path {
 public:
  // Errors: "malformed-target" {reason}, with position; the path is then empty.
  Result<void> assign(std::string_view raw);
  std::string_view raw() const { return raw_; }
  const std::vector<std::string_view>& segments() const { return segments_; }  // without an empty last
  bool trailing_slash() const { return trailing_slash_; }
  // The raw text from segment i on, without the slash before it.
  std::string_view raw_from(size_t i) const;
  void clear();

 private:
  friend class Router;
  std::string raw_, decoded_;
  std::vector<std::string_view> segments_;  // into decoded_
  std::vector<uint32_t> starts_;            // of the segments in raw_
  bool trailing_slash_ = false;
};

// "a=1&b=2" decoded, in order, names as often as they come; "+" is a space when `plus_is_space`, as
// in forms. Errors: "malformed-target" {reason}.
Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view raw,
                                                                     bool plus_is_space = false);

}  // namespace tenure::http
