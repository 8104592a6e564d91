#include "http/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace tenure::http {
namespace {

constexpr std::array<uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<int> parse_int(std::string_view text, int most) {
  int value = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < 0 || value > most) return {};
  return value;
}

bool same_bits(const Address& a, const Address& b, int bits) {
  for (int i = 0; i < 16 && bits > 0; ++i, bits -= 8) {
    const auto mask = static_cast<uint8_t>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    if (((a.bytes[static_cast<size_t>(i)] ^ b.bytes[static_cast<size_t>(i)]) & mask) != 0) return false;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool Address::is_v4() const { return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin()); }

bool Address::is_loopback() const {
  if (is_v4()) return bytes[12] == 127;
  Address one;
  one.bytes[15] = 1;
  return *this == one;
}

Address Address::site() const {
  if (is_v4()) return *this;
  Address out = *this;
  std::fill(out.bytes.begin() + 8, out.bytes.end(), uint8_t{0});
  return out;
}

std::optional<Address> parse_address(std::string_view text, bool with_port) {
  if (with_port) {
    if (text.starts_with('[')) {
      text = text.substr(1, text.find(']') - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
      text = text.substr(0, text.find(':'));
    }
  }
  Address out;
  const std::string copy(text);
  if (text.find(':') != std::string_view::npos) {
    if (inet_pton(AF_INET6, copy.c_str(), out.bytes.data()) != 1) return {};
  } else {
    std::copy(kV4Prefix.begin(), kV4Prefix.end(), out.bytes.begin());
    if (inet_pton(AF_INET, copy.c_str(), out.bytes.data() + 12) != 1) return {};
  }
  return out;
}

std::string to_string(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.is_v4()) {
    inet_ntop(AF_INET, address.bytes.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
  }
  return text;
}

Result<Networks> Networks::parse(const std::vector<std::string>& texts) {
  Networks out;
  for (const std::string& text : texts) {
    const size_t slash = std::min(text.find('/'), text.size());
    const auto address = parse_address(std::string_view(text).substr(0, slash));
    if (!address) return refuse("invalid-network", {{"network", text}});
    const int width = address->is_v4() ? 32 : 128;
    int bits = width;
    if (slash < text.size()) {
      const auto given = parse_int(std::string_view(text).substr(slash + 1), width);
      if (!given) return refuse("invalid-network", {{"network", text}});
      bits = *given;
    }
    out.list_.push_back({*address, bits + 128 - width});
  }
  return out;
}

bool Networks::contains(const Address& address) const {
  return std::any_of(list_.begin(), list_.end(), [&](const Network& network) {
    return same_bits(address, network.address, network.bits);
  });
}

Address forwarded_for(const Address& peer, const Headers& headers, const Networks& trusted) {
  if (trusted.empty() || !trusted.contains(peer)) return peer;
  Address client = peer;
  const auto lines = headers.all("X-Forwarded-For");
  for (size_t i = lines.size(); i-- > 0;) {
    std::string_view rest = lines[i];
    while (!rest.empty()) {
      const size_t comma = rest.rfind(',');
      const std::string_view last = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
      const auto address = parse_address(last, true);
      if (!address) return client;
      client = *address;
      if (!trusted.contains(client)) return client;
    }
  }
  return client;
}

std::string host_of(std::string_view authority) {
  if (authority.starts_with('[')) return lower_ascii(authority.substr(0, authority.find(']') + 1));
  return lower_ascii(authority.substr(0, authority.find(':')));
}

Result<BaseUrl> parse_base_url(std::string_view url) {
  const auto refused = [url] { return refuse("invalid-base-url", {{"url", std::string(url)}}); };
  BaseUrl out;
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    out.is_https = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return refused();
  }
  if (rest.ends_with('/')) rest.remove_suffix(1);
  // No path: routes stand at the root, and so do cookies and the page.
  const size_t plain = rest.find_first_not_of(
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._:[]");
  if (rest.empty() || plain != std::string_view::npos) return refused();
  out.host = host_of(rest);
  if (out.host.empty()) return refused();
  std::string_view port = rest.substr(out.host.size());
  if (!port.empty() && (port.front() != ':' || !parse_int(port.substr(1), 65'535))) return refused();
  if (port == (out.is_https ? ":443" : ":80")) port = {};
  out.authority = out.host + std::string(port);
  out.text = (out.is_https ? "https://" : "http://") + out.authority;
  return out;
}

}  // namespace tenure::http
