#pragma once
// Addresses and networks as values. Internal to the room.
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace tenure::http {

struct Address {  // IPv4 as ::ffff:a.b.c.d
  std::array<uint8_t, 16> bytes{};
  auto operator<=>(const Address&) const = default;
  bool is_v4() const;
  bool is_loopback() const;
  Address site() const;  // whom one host can pose as: an IPv6 address with its last 64 bits zero
};
// "127.0.0.1", "::1"; with a port ("1.2.3.4:80", "[::1]:80") too when `with_port`. Nullopt: no address.
std::optional<Address> parse_address(std::string_view, bool with_port = false);
std::string to_string(const Address&);

class Networks {
 public:
  // Addresses and networks: "10.0.0.0/8", "::1". Errors: "invalid-network" {network}.
  static Result<Networks> parse(const std::vector<std::string>&);
  bool contains(const Address&) const;
  bool empty() const { return list_.empty(); }

 private:
  struct Network {
    Address address;
    int bits;
  };
  std::vector<Network> list_;
};

// Whose request it is: the peer, or when the peer is trusted the last address in X-Forwarded-For that is not.
Address forwarded_for(const Address& peer, const Headers&, const Networks& trusted);

// The parts of "https://host:port/path"; host in lower case, brackets kept. Errors: "invalid-base-url" {url}.
struct BaseUrl {
  std::string text;  // without "/" at the end
  std::string host;
  std::string authority;  // with the port where it is not the scheme's own
  bool is_https = false;
};
Result<BaseUrl> parse_base_url(std::string_view);

// The host of "host:port", in lower case.
std::string host_of(std::string_view authority);

}  // namespace tenure::http
