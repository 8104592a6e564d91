#include "http/target.h"

#include "base/text.h"

namespace tenure::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::unexpected<Error> malformed(std::string reason, size_t position) {
  return refuse("malformed-target", {{"reason", std::move(reason)}}, static_cast<int64_t>(position));
}

// Appends the decoded text. The position of a percent sign without its two digits, or npos.
size_t decode(std::string_view text, std::string& out, bool plus_is_space = false) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      int low = high < 0 ? -1 : hex_digit(text[i + 2]);
      if (low < 0) return i;
      out += static_cast<char>(high << 4 | low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return std::string_view::npos;
}

bool is_dots(std::string_view piece) { return piece == "." || piece == ".."; }

// Does any piece of the decoded segment lead elsewhere on some file system?
bool climbs(std::string_view segment) {
  if (segment.find('.') == std::string_view::npos) return false;
  for (;;) {
    size_t end = segment.find_first_of("/\\");
    if (is_dots(segment.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    segment.remove_prefix(end + 1);
  }
}

bool has_control(std::string_view text) {
  for (unsigned char c : text)
    if (c < 0x20 || c == 0x7f) return true;
  return false;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t bad = decode(text, out);
  if (bad != std::string_view::npos) return malformed("target-percent", bad);
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        (c != 0 && std::string_view("-._~").find(static_cast<char>(c)) != std::string_view::npos)) {
      out += static_cast<char>(c);
    } else {
      out += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return out;
}

void Path::clear() {
  raw_.clear();
  decoded_.clear();
  segments_.clear();
  starts_.clear();
  trailing_slash_ = false;
}

Result<void> Path::assign(std::string_view raw) {
  clear();
  auto refused = [this](std::string reason, size_t position) {
    clear();
    return malformed(std::move(reason), position);
  };
  if (raw.empty() || raw.front() != '/') return refused("target-slash", 0);
  raw_ = raw;
  decoded_.reserve(raw.size());  // never more: views into it stay good
  for (size_t at = 1; at < raw.size();) {
    const size_t end = std::min(raw.find('/', at), raw.size());
    if (end == at) return refused("target-empty-segment", at);
    const size_t from = decoded_.size();
    const size_t bad = decode(raw.substr(at, end - at), decoded_);
    if (bad != std::string_view::npos) return refused("target-percent", at + bad);
    const std::string_view segment = std::string_view(decoded_).substr(from);
    if (has_control(segment)) return refused("target-control", at);
    if (!valid_utf8(segment)) return refused("target-utf8", at);
    if (climbs(segment)) return refused("target-dots", at);
    segments_.push_back(segment);
    starts_.push_back(static_cast<uint32_t>(at));
    at = end + 1;
  }
  trailing_slash_ = raw.size() > 1 && raw.back() == '/';
  return {};
}

std::string_view Path::raw_from(size_t i) const {
  return i < starts_.size() ? std::string_view(raw_).substr(starts_[i]) : std::string_view();
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view raw,
                                                                     bool plus_is_space) {
  std::vector<std::pair<std::string, std::string>> out;
  for (size_t at = 0; at < raw.size();) {
    const size_t end = std::min(raw.find('&', at), raw.size());
    const std::string_view pair = raw.substr(at, end - at);
    if (!pair.empty()) {
      const size_t equals = std::min(pair.find('='), pair.size());
      auto& [name, value] = out.emplace_back();
      size_t bad = decode(pair.substr(0, equals), name, plus_is_space);
      if (bad != std::string_view::npos) return malformed("target-percent", at + bad);
      const size_t value_at = std::min(equals + 1, pair.size());
      bad = decode(pair.substr(value_at), value, plus_is_space);
      if (bad != std::string_view::npos) return malformed("target-percent", at + value_at + bad);
    }
    at = end + 1;
  }
  return out;
}

}  // namespace tenure::http
