#pragma once
// A client for tests: says exactly the bytes that it is told, and reads what comes. Blocking, with a time
// limit that is only there so that a failed test ends.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace tenure::http {

struct TestResponse {
  int status = 0;  // 0: the connection ended before a whole answer came
  Headers headers;
  std::string body;
  std::string raw_head;
  std::string header(std::string_view name) const { return std::string(headers.get(name)); }
};

class TestClient {
 public:
  explicit TestClient(uint16_t port, int patience_ms = 20'000, int receive_buffer = 0)
      : patience_ms_(patience_ms) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~TestClient() { close(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  bool connected() const { return connected_; }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  void reset() {  // closes so that the other side is told "reset"
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }
  void close_sending() { ::shutdown(socket_, SHUT_WR); }
  // False when the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }
  // GET and the like, with Host; more fields as "Name: value\r\n…".
  TestResponse request(std::string_view method, std::string_view target, std::string_view fields = {},
                       std::string_view body = {}) {
    std::string out = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    out += fields;
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
      out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    out += "\r\n";
    out += body;
    send(out);
    return read(method == "HEAD");
  }
  TestResponse get(std::string_view target, std::string_view fields = {}) {
    return request("GET", target, fields);
  }

  // The next answer, chunks put together.
  TestResponse read(bool head_only = false) {
    TestResponse out;
    size_t end;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return out;
    out.raw_head = in_.substr(0, end + 4);
    in_.erase(0, end + 4);
    parse_head(out);
    const int status = std::atoi(out.raw_head.c_str() + 9);
    if (status == 100) return read(head_only);
    if (!head_only && !read_body(out, status)) return out;
    out.status = status;
    return out;
  }
  // All that comes until the other side closes; nullopt when it does not.
  std::optional<std::string> read_to_end() {
    while (receive()) {
    }
    if (!ended_) return {};
    return std::exchange(in_, {});
  }
  // Does the other side close, sooner or later?
  bool is_closed() { return read_to_end().has_value(); }
  // What has come by now, without waiting for more.
  std::string take() {
    const int patience = std::exchange(patience_ms_, 0);
    while (receive()) {
    }
    patience_ms_ = patience;
    return std::exchange(in_, {});
  }
  // Raw bytes until this text has come; what was read up to and with it, or all there was.
  std::string read_until(std::string_view text) {
    size_t at;
    while ((at = in_.find(text)) == std::string::npos)
      if (!receive()) return std::exchange(in_, {});
    std::string out = in_.substr(0, at + text.size());
    in_.erase(0, out.size());
    return out;
  }

 private:
  bool receive() {
    if (ended_) return false;
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, patience_ms_) <= 0) return false;
    char buffer[16 * 1024];
    const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
    if (n <= 0) {
      ended_ = true;
      return false;
    }
    in_.append(buffer, static_cast<size_t>(n));
    return true;
  }
  static void parse_head(TestResponse& out) {
    const std::string_view head = out.raw_head;
    for (size_t at = head.find("\r\n") + 2; at < head.size();) {
      const size_t line_end = head.find("\r\n", at);
      const std::string_view line = head.substr(at, line_end - at);
      if (const size_t colon = line.find(':'); colon != std::string_view::npos)
        out.headers.add(line.substr(0, colon), line.substr(std::min(colon + 2, line.size())));
      at = line_end + 2;
    }
  }
  bool read_body(TestResponse& out, int status) {
    if (out.headers.get("Transfer-Encoding") == "chunked") return read_chunks(out.body);
    if (const auto length = out.headers.find("Content-Length")) {
      const size_t bytes = std::strtoull(std::string(*length).c_str(), nullptr, 10);
      while (in_.size() < bytes)
        if (!receive()) return false;
      out.body = in_.substr(0, bytes);
      in_.erase(0, bytes);
    } else if (status != 204 && status != 304) {
      while (receive()) {
      }
      out.body = std::exchange(in_, {});
    }
    return true;
  }
  bool read_chunks(std::string& body) {
    for (;;) {
      const std::string line = read_until("\r\n");
      if (!line.ends_with("\r\n")) return false;
      const size_t bytes = std::strtoull(line.c_str(), nullptr, 16);
      while (in_.size() < bytes + 2)
        if (!receive()) return false;
      body.append(in_, 0, bytes);
      in_.erase(0, bytes + 2);
      if (bytes == 0) return true;
    }
  }

  int socket_ = -1;
  int patience_ms_;
  bool connected_ = false, ended_ = false;
  std::string in_;
};

}  // namespace tenure::http
