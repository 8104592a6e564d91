#include "outgoing/address.h"

#include <gtest/gtest.h>

namespace tenure::outgoing {
namespace {

TEST(Address, W1_NothingLocalIsPublic) {
  for (const char* address :
       {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
        "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "203.0.113.9",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:53aa:64c:0:0:0:1", "2001:db8::1",
        "2002:7f00:1::", "2001:10::1", "2001:20::1", "fc00::1", "fd12:3456::1", "fe80::1",
        "feb0::1", "fec0::1", "ff02::1", "3fff::1", "", "localhost", "127.1", "2130706433"}) {
    EXPECT_FALSE(is_public(address)) << address;
  }
}

TEST(Address, W1_TheRestOfTheWorldIs) {
  for (const char* address : {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255",
                              "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1",
                              "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
                              "2001:4860:4860::8888", "2003::1"}) {
    EXPECT_TRUE(is_public(address)) << address;
  }
}

TEST(Address, W5_Urls) {
  const auto code = [](std::string_view url, bool allow_private = false) {
    const Result<Url> checked = check_url(url, {.allow_private = allow_private});
    return checked ? checked->scheme + " " + checked->host + " " + std::to_string(checked->port) +
                         " " + checked->rest
                   : checked.error().code;
  };
  EXPECT_EQ(code("https://idp.example.com"), "https idp.example.com 443 /");
  EXPECT_EQ(code("HTTPS://IDP.example.com:8443/a?b=c"), "https idp.example.com 8443 /a?b=c");
  EXPECT_EQ(code("https://[2606:4700::1111]:444/"), "address-forbidden");
  EXPECT_EQ(code("https://[2606:4700::1111]/"), "https [2606:4700::1111] 443 /");
  EXPECT_EQ(code("http://127.0.0.1:9000/x", true), "http 127.0.0.1 9000 /x");
  for (const char* url :
       {"", "https://", "https:///x", "https://:443/", "http://idp.example.com/", "file:///etc/passwd",
        "gopher://x/", "ftp://x/", "javascript:alert(1)", "https://user:secret@x/", "https://x@y/",
        "https://x:25/", "https://x:22/", "https://x:0/", "https://x:99999/", "https://x:44a/",
        "https://x/#f", "https://x/ y", "https://x/\r\nHost: y", "https://x\\@y/", "//x/y"}) {
    EXPECT_EQ(code(url), "address-forbidden") << url;
  }
  const Error error = check_url("https://user:secret@idp/", {}).error();
  EXPECT_EQ(error.arguments.front().second.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace tenure::outgoing
