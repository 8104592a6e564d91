#include "outgoing/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/text.h"

namespace tenure::outgoing {
namespace {

struct Block {
  std::array<uint8_t, 16> bytes;
  int bits;
};

// RFC 6890 and its successors: what is not for everybody to reach.
constexpr Block kV4[] = {
    {{0}, 8},             // this network
    {{10}, 8},            // private
    {{100, 64}, 10},      // carrier's
    {{127}, 8},           // this machine
    {{169, 254}, 16},     // link, and clouds' metadata
    {{172, 16}, 12},      // private
    {{192, 0, 0}, 24},    // protocols
    {{192, 0, 2}, 24},    // documentation
    {{192, 88, 99}, 24},  // 6to4 relays
    {{192, 168}, 16},     // private
    {{198, 18}, 15},      // benchmarks
    {{198, 51, 100}, 24}, // documentation
    {{203, 0, 113}, 24},  // documentation
    {{224}, 4},           // multicast
    {{240}, 4},           // reserved, broadcast
};
// Of IPv6 only 2000::/3 is given out; and of that not these.
constexpr Block kV6[] = {
    {{0x20, 0x01, 0, 0}, 32},        // Teredo
    {{0x20, 0x01, 0, 0x02}, 48},     // benchmarks
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x01, 0, 0x10}, 28},     // ORCHID
    {{0x20, 0x01, 0, 0x20}, 28},     // ORCHIDv2
    {{0x20, 0x02}, 16},              // 6to4
    {{0x3f, 0xff}, 20},              // documentation
};
constexpr Block kGivenOut{{0x20}, 3};

bool lies_in(const uint8_t* address, const Block& block) {
  const int whole = block.bits / 8, rest = block.bits % 8;
  if (std::memcmp(address, block.bytes.data(), static_cast<size_t>(whole)) != 0) return false;
  if (rest == 0) return true;
  const auto mask = static_cast<uint8_t>(0xff << (8 - rest));
  return (address[whole] & mask) == (block.bytes[static_cast<size_t>(whole)] & mask);
}

bool is_public_v4(const uint8_t* address) {
  return std::ranges::none_of(kV4, [&](const Block& block) { return lies_in(address, block); });
}

bool is_public_v6(const uint8_t* address) {
  return lies_in(address, kGivenOut) &&
         std::ranges::none_of(kV6, [&](const Block& block) { return lies_in(address, block); });
}

std::unexpected<Error> forbidden(std::string_view url) {
  // What stands before an "@" may be somebody's password.
  const size_t at = url.rfind('@');
  const std::string_view shown = at == std::string_view::npos ? url : url.substr(at + 1);
  return refuse("address-forbidden", {{"address", excerpt(shown)}});
}

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return is_public_v4(reinterpret_cast<const uint8_t*>(&v4.sin_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    return is_public_v6(v6.sin6_addr.s6_addr);
  }
  return false;
}

bool is_public(std::string_view text) {
  const std::string whole(text);
  std::array<uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, whole.c_str(), bytes.data()) == 1) return is_public_v4(bytes.data());
  if (inet_pton(AF_INET6, whole.c_str(), bytes.data()) == 1) return is_public_v6(bytes.data());
  return false;
}

Result<Url> check_url(std::string_view text, const Rules& rules) {
  const bool clean = text.size() <= 2'000 && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>' && c != '#';
  });
  if (!clean) return forbidden(text);
  Url url;
  const size_t mark = text.find("://");
  if (mark == std::string_view::npos) return forbidden(text);
  url.scheme = lower_ascii(text.substr(0, mark));
  if (url.scheme != "https" && !(url.scheme == "http" && rules.allow_private)) {
    return forbidden(text);
  }
  const std::string_view rest = text.substr(mark + 3);
  const size_t slash = rest.find_first_of("/?");
  std::string_view host = rest.substr(0, slash);
  url.rest = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
  if (host.contains('@')) return forbidden(text);
  url.port = url.scheme == "https" ? 443 : 80;
  const size_t bracket = host.rfind(']'), colon = host.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    const std::string_view port = host.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc() || end != port.data() + port.size()) return forbidden(text);
    host = host.substr(0, colon);
  }
  if (host.empty() || host == "[]") return forbidden(text);
  if (url.port != 443 && url.port != 80 && url.port < 1'024) return forbidden(text);
  url.host = lower_ascii(host);
  return url;
}

}  // namespace tenure::outgoing
