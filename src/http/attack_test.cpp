// What hostile and broken clients send, and the answer that each must get.
#include "base/limits.h"
#include "http/server_test_support.h"

namespace tenure::http {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kInner = "GET /count HTTP/1.1\r\nHost: localhost\r\n\r\n";

class AttackTest : public ServerTest {
 protected:
  // The answer is this refusal, the connection closes behind it, and no handler has run.
  void expect_refused(const std::string& bytes, int status, std::string_view code) {
    SCOPED_TRACE(bytes.substr(0, 200));
    TestClient client(port());
    client.send(bytes);
    const TestResponse response = client.read();
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
    EXPECT_THAT(response.body, HasSubstr("\"code\":\"" + std::string(code) + "\""));
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_EQ(client.read_to_end(), "");  // nothing behind the answer
    EXPECT_EQ(executed, 0);
  }
  // A POST to /echo with these fields and what follows them.
  static std::string post(std::string_view fields, std::string_view body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n" + std::string(body);
  }
};

TEST_F(AttackTest, H1_length_and_coding_together) {
  start();
  const std::string chunks = "0\r\n\r\n" + std::string(kInner);
  expect_refused(post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", chunks), 400, "malformed-request");
  expect_refused(post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunks), 400, "malformed-request");
  // … and every other spelling by which two parsers might see two bodies.
  for (std::string_view coding : {"xchunked", "gzip, chunked", "chunked, identity", "identity", "chunked;q=1",
                                  "\"chunked\"", "chunked, chunked", "", "\x0b" "chunked"}) {
    expect_refused(post("Transfer-Encoding: " + std::string(coding) + "\r\n", chunks), 400, "malformed-request");
  }
  expect_refused(post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunks), 400, "malformed-request");
  expect_refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks), 400,
                 "malformed-request");
  expect_refused(post("Transfer-Encoding : chunked\r\n", chunks), 400, "malformed-request");
  expect_refused(post(" Transfer-Encoding: chunked\r\n", chunks), 400, "malformed-request");
  expect_refused(post("Transfer-Encoding:\r\n chunked\r\n", chunks), 400, "malformed-request");
  expect_refused("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 400, "malformed-request");
}

TEST_F(AttackTest, H2_two_lengths) {
  start();
  const std::string body = "abcd" + std::string(kInner);
  expect_refused(post("Content-Length: 4\r\nContent-Length: 5\r\n", body), 400, "malformed-request");
  expect_refused(post("Content-Length: 4\r\nContent-Length: 4\r\n", body), 400, "malformed-request");
  for (std::string_view length : {"4, 4", "4, 5", "+4", "-4", "0x4", "4 4", "", "4,", "99999999999999999999", "4;"})
    expect_refused(post("Content-Length: " + std::string(length) + "\r\n", body), 400, "malformed-request");
}

TEST_F(AttackTest, H3_chunks_that_overflow_or_have_bare_line_feeds_or_endless_extensions) {
  start();
  const auto chunked = [](std::string_view body) { return post("Transfer-Encoding: chunked\r\n", body); };
  expect_refused(chunked("ffffffffffffffff1\r\na\r\n0\r\n\r\n"), 400, "malformed-request");
  expect_refused(chunked("-1\r\na\r\n0\r\n\r\n"), 400, "malformed-request");
  expect_refused(chunked("0x1\r\na\r\n0\r\n\r\n"), 400, "malformed-request");
  expect_refused(chunked("1\na\n0\n\n" + std::string(3'000, 'x')), 400, "malformed-request");
  expect_refused(chunked("1\r\nab\r\n0\r\n\r\n"), 400, "malformed-request");
  expect_refused(chunked("1;" + std::string(1'000'000, 'x') + "\r\na\r\n0\r\n\r\n"), 400, "malformed-request");
  expect_refused(chunked("1;x=\"\n\"\r\na\r\n0;y" + std::string(2'000, 'y')), 400, "malformed-request");
  std::string wrapped;  // a small body in a great many small chunks with long extensions
  for (int i = 0; i < 500; ++i) wrapped += "1;x=" + std::string(900, 'x') + "\r\na\r\n";
  expect_refused(chunked(wrapped), 400, "malformed-request");
  expect_refused("POST /echo HTTP/1.1\nHost: localhost\nContent-Length: 4\n\nabcd", 400, "malformed-request");
  expect_refused("POST /echo HTTP/1.1\r\nHost: localhost\r\nX: a\nContent-Length: 4\r\n\r\nabcd", 400,
                 "malformed-request");
  expect_refused("POST /echo HTTP/1.1\r\nHost: localhost\r\nX: a\rContent-Length: 4\r\n\r\nabcd", 400,
                 "malformed-request");
}

TEST_F(AttackTest, H4_a_body_of_a_GET_is_not_the_next_request) {
  start();
  TestClient client(port());
  client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(kInner.size()) +
              "\r\n\r\n" + std::string(kInner));
  EXPECT_EQ(client.read().body, "hello");
  EXPECT_EQ(client.get("/hello").body, "hello");  // the connection is where it should be
  EXPECT_EQ(executed, 0);
  const std::string big(limits::kHttpIgnoredBody + 1, 'x');
  EXPECT_EQ(client.request("GET", "/hello", "Content-Length: " + std::to_string(big.size()) + "\r\n").status, 413);
}

TEST_F(AttackTest, H5_too_many_or_too_long_fields) {
  start();
  std::string many, some;
  for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  for (int i = 0; i < 98; ++i) some += "X-" + std::to_string(i) + ": y\r\n";
  expect_refused(post(many, ""), 431, "header-too-large");
  expect_refused(post("X: " + std::string(16 * 1024, 'x') + "\r\n", ""), 431, "header-too-large");
  expect_refused(post("X: " + std::string(1'000'000, 'x'), ""), 431, "header-too-large");
  std::string long_ones;
  for (int i = 0; i < 20; ++i) long_ones += "X-" + std::to_string(i) + ": " + std::string(1'000, 'x') + "\r\n";
  expect_refused(post(long_ones, ""), 431, "header-too-large");
  EXPECT_EQ(say_raw("GET /hello HTTP/1.1\r\nHost: localhost\r\n" + some + "\r\n").status, 200);
}

TEST_F(AttackTest, H6_too_long_an_address) {
  start();
  expect_refused("GET /" + std::string(8 * 1024, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "uri-too-long");
  expect_refused("GET /" + std::string(1'000'000, 'x'), 414, "uri-too-long");
  EXPECT_EQ(say_raw("GET /hello?" + std::string(8'000, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
}

TEST_F(AttackTest, H7_a_body_without_end) {
  start();
  const std::string chunk = "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
  std::string body;
  for (int i = 0; i < 40; ++i) body += chunk;
  expect_refused(post("Transfer-Encoding: chunked\r\n", body), 413, "body-too-large");
  expect_refused(post("Content-Length: 100001\r\n", std::string(1'000, 'x')), 413, "body-too-large");
  expect_refused(post("Transfer-Encoding: chunked\r\n", "fffffff\r\nx"), 413, "body-too-large");
  EXPECT_EQ(server->port(), port());
}

TEST_F(AttackTest, H8_packed_bodies_are_not_taken) {
  start();
  for (std::string_view encoding : {"gzip", "deflate", "br", "identity, gzip", "x"})
    expect_refused(post("Content-Encoding: " + std::string(encoding) + "\r\nContent-Length: 4\r\n", "abcd"), 415,
                   "unsupported-encoding");
  TestClient client(port());
  EXPECT_EQ(client.request("POST", "/echo", "Content-Encoding: identity\r\n", "abcd").body, "abcd");
}

TEST_F(AttackTest, H9_slow_heads_and_bodies_are_given_up) {
  config.limits.head_ms = 300;
  config.limits.body_idle_ms = 300;
  start();
  TestClient silent(port()), slow_head(port()), slow_body(port());
  slow_head.send("GET /hello HTTP/1.1\r\nHost: loc");
  slow_body.send(post("Content-Length: 10\r\n", "abc"));
  EXPECT_EQ(slow_head.read().status, 408);
  EXPECT_TRUE(slow_head.is_closed());
  EXPECT_EQ(slow_body.read().status, 408);
  EXPECT_TRUE(slow_body.is_closed());
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_EQ(executed, 0);
}

TEST_F(AttackTest, H9_a_head_that_drips_is_given_up_however_steadily_it_drips) {
  config.limits.head_ms = 500;
  start();
  TestClient client(port());
  client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n");
  for (int i = 0; i < 100 && client.send("X: y\r\n"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_THAT(client.read().status, AnyOf(408, 0));  // 0: reset, as it went on sending
}

TEST_F(AttackTest, H9_the_next_head_on_a_kept_connection_has_no_more_time_than_the_first) {
  config.limits.head_ms = 300;
  config.limits.keep_alive_ms = 60'000;
  start();
  TestClient client(port());
  EXPECT_EQ(client.get("/hello").status, 200);
  client.send("GET /hello HTTP/1.1\r\nHost: loc");
  EXPECT_EQ(client.read().status, 408);
  EXPECT_TRUE(client.is_closed());
  TestClient breaks(port());
  EXPECT_EQ(breaks.get("/hello").status, 200);
  for (int i = 0; i < 200 && breaks.send("\r\n"); ++i)  // line breaks are allowed before a request, not for ever
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(breaks.is_closed());
  for (int i = 0; i < 200 && breaks.send("\r\n"); ++i)  // the other end says so a moment after the first
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(breaks.send("\r\n"));
}

TEST_F(AttackTest, H10_who_does_not_read_an_export_is_closed) {
  config.limits.write_idle_ms = 300;
  add_endless();
  start();
  TestClient client(port(), 20'000, 4'096);
  client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
  std::string text;  // the server's numbers, until it has given up
  do {
    text = TestClient(port()).get("/metrics").body;
  } while (text.find("tenure_http_timeouts_total 1") == std::string::npos);
  EXPECT_THAT(text, HasSubstr("status=\"200\""));
}

TEST_F(AttackTest, H11_a_foreign_host) {
  config.allowed_hosts = {"crm.example.com"};
  start();
  const auto host = [&](std::string_view name) {
    return say_raw("GET /hello HTTP/1.1\r\nHost: " + std::string(name) + "\r\n\r\n").status;
  };
  EXPECT_EQ(host("evil.example"), 421);
  EXPECT_EQ(host("localhost.evil.example"), 421);
  EXPECT_EQ(host("127.0.0.2"), 421);
  EXPECT_EQ(host("localhost"), 200);
  EXPECT_EQ(host("LocalHost:1234"), 200);
  EXPECT_EQ(host("crm.example.com"), 200);
  EXPECT_EQ(host("127.0.0.1:" + std::to_string(port())), 200);
  EXPECT_EQ(host("a b"), 400);
  EXPECT_EQ(host("localhost@evil.example"), 400);
  EXPECT_EQ(host(""), 400);
  EXPECT_EQ(say_raw("GET /hello HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(say_raw("GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n").status, 400);
  EXPECT_EQ(say_raw("GET http://evil.example/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 421);
  EXPECT_EQ(say_raw("GET http://localhost/hello HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 200);
  EXPECT_EQ(server->base_url(), "http://127.0.0.1:" + std::to_string(port()));
}

TEST_F(AttackTest, H12_forwarded_addresses_are_believed_only_of_trusted_proxies) {
  const auto who = [](Request& request) {
    return Response(200, "text/plain", request.peer + (request.is_tls ? " tls" : ""));
  };
  router.add(Method::get, "/who", who, anyone("who"));
  start();
  const std::string fields =
      "X-Forwarded-For: 198.51.100.9, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n";
  EXPECT_EQ(TestClient(port()).get("/who", fields).body, "127.0.0.1");
  EXPECT_EQ(TestClient(port()).get("/who", fields + "X-Forwarded-Host: evil.example\r\n").status, 200);
  TearDown();

  config.trusted_proxies = {"127.0.0.0/8", "203.0.113.7"};
  router = Router();
  router.add(Method::get, "/who", who, anyone("who"));
  start();
  EXPECT_EQ(TestClient(port()).get("/who", fields).body, "198.51.100.9 tls");
  EXPECT_EQ(TestClient(port()).get("/who").body, "127.0.0.1");
  EXPECT_EQ(TestClient(port()).get("/who", "X-Forwarded-For: nonsense, 198.51.100.1\r\n").body, "198.51.100.1");
  EXPECT_EQ(TestClient(port()).get("/who", "X-Forwarded-Host: evil.example\r\n").status, 421);
}

TEST_F(AttackTest, H13_methods) {
  start();
  TestClient client(port());
  const TestResponse trace = client.request("TRACE", "/hello");
  EXPECT_EQ(trace.status, 405);
  EXPECT_EQ(trace.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.request("DELETE", "/echo").header("Allow"), "POST, OPTIONS");
  const TestResponse options = client.request("OPTIONS", "/echo");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(options.headers.find("Access-Control-Allow-Origin"), std::nullopt);
  for (std::string_view method : {"BREW", "get", "PROPFIND", "CONNECT"})
    expect_refused(std::string(method) + " /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "method-not-implemented");
  expect_refused("GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n", 505, "version-not-supported");
  expect_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "version-not-supported");
  expect_refused("GET /hello\r\n\r\n", 400, "malformed-request");
  expect_refused("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, "malformed-request");
}

TEST_F(AttackTest, H14_paths_that_lead_elsewhere) {
  router.add(
      Method::get, "/files/{*rest}",
      [this](Request& request) {
        ++executed;
        return Response(200, "text/plain", std::string(request.rest().empty() ? "" : request.rest().back()));
      },
      anyone("files"));
  router.add(
      Method::get, "/w/{workspace}/x",
      [this](Request&) {
        ++executed;
        return Response(200);
      },
      anyone("x"));
  start();
  for (std::string_view path :
       {"/files/%2e%2e%2fetc", "/files/%2E%2E/etc", "/files/../etc", "/files/.", "/files/..", "/files/a%2f..",
        "/files/a%5c..%5cb", "/files/%00", "/files/a%0d%0ab", "/files/%c0%af", "/files/%c0%ae%c0%ae/", "/files//etc",
        "//etc", "/files/%", "/files/%4", "/files/%zz", "/files/%ff", "/files/%ed%a0%80", "/files/\xc3\xa9",
        "/files/a#b", "*", "files", "http:///files", "ftp://localhost/files", "http://a b/"})
    EXPECT_EQ(say_raw("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 400) << path;
  for (std::string_view path : {"/files;x=1/a", "/hello;x=1", "/hello/", "/hello%2f", "/w/a;x=1/x", "/w/a%2fb/x",
                                "/w/%3b/x", "/%68ello%20"})
    EXPECT_EQ(say_raw("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 404) << path;
  EXPECT_EQ(executed, 0);
  EXPECT_EQ(TestClient(port()).get("/files/a%20b").body, "a b");
  EXPECT_EQ(TestClient(port()).get("/files/accounts('a%2Fb;c')").body, "accounts('a/b;c')");
  EXPECT_EQ(TestClient(port()).get("/%68ello").body, "hello");
}

TEST_F(AttackTest, H15_line_breaks_are_never_reflected) {
  router.add(
      Method::get, "/say",
      [](Request& request) {
        const auto query = parse_query(request.query);
        return Response(200).header("X-Said", query->at(0).second)
            .header("Content-Disposition", attachment(query->at(0).second));
      },
      anyone("say"));
  start();
  const TestResponse response = TestClient(port()).get("/say?x=a%0d%0aSet-Cookie:%20b=c%22.csv");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.find("Set-Cookie"), std::nullopt);
  EXPECT_EQ(response.header("X-Said"), "a%0D%0ASet-Cookie: b=c\".csv");
  EXPECT_THAT(response.header("Content-Disposition"), HasSubstr("filename=\"a__Set-Cookie: b=c_.csv\""));
  // An id that could not stand in a log or a head is not taken over.
  EXPECT_EQ(TestClient(port()).get("/hello", "X-Request-Id: abc-1.2_Z\r\n").header("X-Request-Id"), "abc-1.2_Z");
  EXPECT_THAT(TestClient(port()).get("/hello", "X-Request-Id: a b\"<\r\n").header("X-Request-Id"),
              testing::MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(TestClient(port()).get("/hello", "X-Request-Id: " + std::string(200, 'a') + "\r\n").header("X-Request-Id"),
              testing::MatchesRegex("[0-9a-f]{16}"));
}

TEST_F(AttackTest, H17_no_other_origin_is_let_in) {
  router.add(
      Method::get, "/site",
      [](Request& request) { return Response(200, "text/plain", request.cross_site ? "other" : "ours"); },
      anyone("site"));
  start();
  const std::string own = "http://127.0.0.1:" + std::to_string(port());
  const auto from = [&](const std::string& fields) {
    const TestResponse response = TestClient(port()).get("/site", fields);
    EXPECT_EQ(response.headers.find("Access-Control-Allow-Origin"), std::nullopt);
    EXPECT_EQ(response.headers.find("Access-Control-Allow-Credentials"), std::nullopt);
    return response.body;
  };
  EXPECT_EQ(from(""), "ours");
  EXPECT_EQ(from("Origin: " + own + "\r\n"), "ours");
  EXPECT_EQ(from("Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n"), "ours");
  EXPECT_EQ(from("Origin: https://evil.example\r\n"), "other");
  EXPECT_EQ(from("Origin: null\r\n"), "other");
  EXPECT_EQ(from("Origin: " + own + ".evil.example\r\n"), "other");
  EXPECT_EQ(from("Origin: https://localhost\r\n"), "other");
  EXPECT_EQ(from("Sec-Fetch-Site: cross-site\r\n"), "other");
  EXPECT_EQ(from("Sec-Fetch-Site: same-site\r\n"), "other");
}

TEST_F(AttackTest, H20_a_body_of_another_type) {
  Traits traits = anyone("typed", 1'000);
  traits.takes = {"application/json"};
  router.add(
      Method::post, "/typed", [this](Request&) { return ++executed, Response(204); }, traits);
  start();
  const auto typed = [](std::string_view type) {
    return "POST /typed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n" + std::string(type) + "\r\n{}";
  };
  for (std::string_view type : {"Content-Type: multipart/form-data; boundary=x\r\n", "Content-Type: text/plain\r\n",
                                "", "Content-Type: application/jsonx\r\n", "Content-Type: ;application/json\r\n"})
    expect_refused(typed(type), 415, "unsupported-media-type");
  EXPECT_EQ(say_raw(typed("Content-Type: Application/JSON; charset=utf-8\r\n")).status, 204);
}

TEST_F(AttackTest, every_answer_tells_browsers_what_not_to_do) {
  start();
  for (const TestResponse& response :
       {TestClient(port()).get("/hello"), TestClient(port()).get("/nowhere"), say_raw("nonsense\r\n\r\n"),
        TestClient(port()).request("OPTIONS", "/hello"), TestClient(port()).get("/healthz")}) {
    EXPECT_THAT(response.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(response.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(response.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(response.header("Cache-Control"), "no-store");
    EXPECT_EQ(response.headers.find("Server"), std::nullopt);
    EXPECT_EQ(response.headers.find("Strict-Transport-Security"), std::nullopt);
    EXPECT_NE(response.header("X-Request-Id"), "");
  }
}

TEST_F(AttackTest, refusals_speak_the_language_that_is_asked_for) {
  start();
  const TestResponse hebrew = TestClient(port()).get("/nowhere", "Accept-Language: fr, he-IL;q=0.9, en;q=0.5\r\n");
  EXPECT_THAT(hebrew.body, HasSubstr("לא נמצא"));
  EXPECT_EQ(hebrew.header("Content-Language"), "he");
  EXPECT_THAT(say_raw("GET /a%00 HTTP/1.1\r\nHost: localhost\r\nAccept-Language: he\r\n\r\n").body,
              HasSubstr("תו בקרה"));
}

TEST_F(AttackTest, expectations) {
  start();
  TestClient client(port());
  client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-Continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abcd");
  EXPECT_EQ(client.read().body, "abcd");
  executed = 0;
  // What will be refused is refused before the body is sent.
  expect_refused("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\nExpect: 100-continue\r\n\r\n", 413,
                 "body-too-large");
  expect_refused(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: a-miracle\r\n\r\nabcd", 417,
      "expectation-failed");
}

}  // namespace
}  // namespace tenure::http
