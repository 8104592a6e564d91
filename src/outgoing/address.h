#pragma once
// Where the program may go when an administrator, or another house, names an address. What counts is the address
// that a name resolves to, in binary, at the moment of connecting.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

struct sockaddr;

namespace tenure::outgoing {

// Not this machine, not a private or local network, not one that stands for such an address (IPv4 in IPv6,
// translation, tunnels), not multicast, not reserved.
bool is_public(const sockaddr&);
// The same of an address in text, IPv4 or IPv6; false for what is not one.
bool is_public(std::string_view address);

struct Rules {
  // An operator's word, never a workspace's: for tests and for houses within the same network.
  bool allow_private = false;
};

struct Url {
  std::string scheme, host;
  uint16_t port = 0;
  std::string rest;  // path and query
};
// https, or http where private addresses are allowed; no user, no fragment; port 443, 80 or from 1024 on; no control
// characters, spaces, backslashes. Errors: "address-forbidden" {address}.
Result<Url> check_url(std::string_view url, const Rules&);

}  // namespace tenure::outgoing
