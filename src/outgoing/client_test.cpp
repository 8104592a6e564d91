#include "outgoing/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace tenure::outgoing {
namespace {

// Listens on this machine and answers everybody with the same bytes; counts who came.
class House {
 public:
  explicit House(std::string answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    socklen_t length = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~House() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  std::string url(std::string host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(port_) + "/x";
  }
  int port() const { return port_; }
  std::atomic<int> came = 0;
  std::string asked;

 private:
  void serve() {
    while (true) {
      const int peer = accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      ++came;
      asked = receive(peer);
      size_t sent = 0;
      while (sent < answer_.size()) {
        const ssize_t n = ::send(peer, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) break;
        sent += static_cast<size_t>(n);
      }
      close(peer);
    }
  }
  // A request; one whose body comes in chunks, to the last of them.
  static std::string receive(int peer) {
    std::string all, bytes(65'536, '\0');
    do {
      const ssize_t count = recv(peer, bytes.data(), bytes.size(), 0);
      if (count <= 0) break;
      all.append(bytes, 0, static_cast<size_t>(count));
    } while (all.contains("chunked") && !all.ends_with("\r\n0\r\n\r\n"));
    return all;
  }
  std::string answer_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

const ClientOptions kLocal{.rules = {.allow_private = true}};

TEST(Client, BringsTheAnswer) {
  House house("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: public, max-age=90\r\n"
              "Content-Length: 2\r\n\r\n{}");
  const Result<Response> answer =
      send({.method = "POST", .url = house.url(), .headers = {{"X-A", "b"}}, .body = "c=d"}, kLocal);
  ASSERT_TRUE(answer.has_value()) << say(Language::english, answer.error());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "{}");
  EXPECT_EQ(answer->content_type, "application/json");
  EXPECT_EQ(answer->max_age_seconds, 90);
  EXPECT_TRUE(house.asked.starts_with("POST /x HTTP/1.1\r\n"));
  EXPECT_NE(house.asked.find("X-A: b\r\n"), std::string::npos);
  EXPECT_TRUE(house.asked.ends_with("\r\n\r\nc=d"));
}

TEST(Client, W4_FollowsNobodyElsewhere) {
  House metadata("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
  House house("HTTP/1.1 302 Found\r\nLocation: " + metadata.url() + "\r\nContent-Length: 0\r\n\r\n");
  const Result<Response> answer = send({.url = house.url()}, kLocal);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(metadata.came, 0);
}

// The spelling does not matter: no packet reaches the listener.
TEST(Client, W2_W3_NoSpellingOfThisMachineIsConnectedTo) {
  House house("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  for (const std::string host :
       {"127.0.0.1", "localhost", "localhost.", "2130706433", "0x7f.1", "0177.1", "127.1", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "%31%32%37.0.0.1"}) {
    const std::string url = "https://" + host + ":" + std::to_string(house.port()) + "/";
    const Result<Response> answer = send({.url = url}, {.seconds = 5});
    ASSERT_FALSE(answer.has_value()) << host;
    EXPECT_TRUE(answer.error().code == "address-forbidden" || answer.error().code == "no-answer")
        << host;
  }
  EXPECT_EQ(send({.url = "https://127.0.0.1:" + std::to_string(house.port())}, {}).error().code,
            "address-forbidden");
  EXPECT_EQ(house.came, 0);
}

TEST(Client, W7_AnAnswerWithoutEndIsCutOff) {
  House house("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + std::string(1'000'000, 'x'));
  const Result<Response> answer = send({.url = house.url()}, kLocal);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "no-answer");
  EXPECT_EQ(answer.error().arguments.back().second, "reply-too-long");
  EXPECT_TRUE(send({.url = house.url()},
                   {.rules = {.allow_private = true}, .body_bytes = 2'000'000}));
}

// What is too long to be held comes from its source, piece by piece.
TEST(Client, ABodyMayComeInPieces) {
  House house("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
  std::vector<std::string> pieces{"one,", "two"};
  const auto source = [&](std::span<char> out) -> std::optional<size_t> {
    if (pieces.empty()) return 0;
    const std::string piece = pieces.front();
    pieces.erase(pieces.begin());
    EXPECT_GE(out.size(), piece.size());
    std::ranges::copy(piece, out.begin());
    return piece.size();
  };
  const Result<Response> answer = send({.method = "POST", .url = house.url(), .source = source}, kLocal);
  ASSERT_TRUE(answer.has_value()) << say(Language::english, answer.error());
  EXPECT_EQ(answer->status, 201);
  EXPECT_TRUE(house.asked.starts_with("POST /x HTTP/1.1\r\n")) << house.asked;
  EXPECT_TRUE(house.asked.ends_with("\r\n\r\n4\r\none,\r\n3\r\ntwo\r\n0\r\n\r\n")) << house.asked;
  EXPECT_FALSE(house.asked.contains("Expect")) << house.asked;
}

TEST(Client, ASourceThatGivesUpEndsTheRequest) {
  House house("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
  const auto none = [](std::span<char>) { return std::optional<size_t>(); };
  const Result<Response> answer =
      send({.method = "POST", .url = house.url(), .source = none, .source_bytes = 5}, kLocal);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "no-answer");
}

// An answer of success goes by, however long; a refusal is kept, and is as short as ever.
TEST(Client, ASinkHearsSuccessAndNothingElse) {
  std::string heard;
  const ClientOptions into{.rules = {.allow_private = true},
                           .stall_seconds = 5,
                           .sink = [&](std::string_view bytes) {
                             heard += bytes;
                             return true;
                           }};
  House house("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n" + std::string(1'000'000, 'x'));
  const Result<Response> answer = send({.url = house.url()}, into);
  ASSERT_TRUE(answer.has_value()) << say(Language::english, answer.error());
  EXPECT_EQ(heard.size(), 1'000'000u);
  EXPECT_EQ(answer->body, "");
  heard.clear();
  House refusing("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
  const Result<Response> no = send({.url = refusing.url()}, into);
  ASSERT_TRUE(no.has_value());
  EXPECT_EQ(no->body, "no");
  EXPECT_EQ(heard, "");
}

TEST(Client, NobodyThere) {
  int port = 0;
  {
    House house("");
    port = house.port();
  }
  const Result<Response> answer =
      send({.url = "http://127.0.0.1:" + std::to_string(port) + "/"}, kLocal);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "no-answer");
}

}  // namespace
}  // namespace tenure::outgoing
