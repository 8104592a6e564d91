// matchesPattern: the regular expressions of ECMAScript on an engine whose time is linear in the
// text whatever the pattern. What needs backtracking (look-around, back-references) is refused.
#include <re2/re2.h>

#include "expression/program.h"

namespace tenure::expression {
namespace {

bool four_hex(std::string_view text) {
  return text.size() >= 4 && text.substr(0, 4).find_first_not_of("0123456789abcdefABCDEF") ==
                                 std::string_view::npos;
}

// The same pattern in RE2's dialect.
std::string translated(std::string_view ecma) {
  std::string out;
  bool in_class = false;
  for (size_t i = 0; i < ecma.size(); ++i) {
    char c = ecma[i];
    std::string_view rest = ecma.substr(i);
    if (c == '\\' && i + 1 < ecma.size()) {
      char next = ecma[i + 1];
      if (next == 'u' && four_hex(rest.substr(2))) {
        out += "\\x{" + std::string(rest.substr(2, 4)) + "}";
        i += 5;
        continue;
      }
      constexpr std::string_view kBlanks = "\\s\\x0b\\pZ\\x{feff}";
      if (next == 's' || (next == 'S' && !in_class)) {
        if (in_class) {
          out += kBlanks;
        } else {
          out += next == 's' ? "[" : "[^";
          out += kBlanks;
          out += ']';
        }
        ++i;
        continue;
      }
      out += c;
      out += next;
      ++i;
      continue;
    }
    if (!in_class && rest.starts_with("(?<") && rest.size() > 3 && rest[3] != '=' && rest[3] != '!') {
      out += "(?P<";
      i += 2;
      continue;
    }
    if (c == '[' && !in_class) {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '[') {
      out += '\\';  // "[[:" begins nothing special in ECMAScript
    }
    out += c;
  }
  return out;
}

}  // namespace

Result<std::shared_ptr<const re2::RE2>> compile_pattern(std::string_view ecma) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto pattern = std::make_shared<re2::RE2>(translated(ecma), options);
  if (!pattern->ok()) return refuse("invalid-pattern", {{"pattern", std::string(ecma)}});
  return std::shared_ptr<const re2::RE2>(std::move(pattern));
}

bool matches(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace tenure::expression
