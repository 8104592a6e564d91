// Who may, what fails, and what the log and the numbers say of it.
#include <regex>

#include "base/environment.h"
#include "http/server_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class GateTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    router.add(
        Method::get, "/mine",
        [this](Request& request) {
          ++executed;
          return Response(200, "text/plain", request.principal->log_name);
        },
        {.name = "mine", .scope = "read"});
  }
  void throwing(std::string pattern, std::function<void()> what) {
    router.add(
        Method::get, pattern,
        [what](Request&) {
          what();
          return Response(200);
        },
        anyone("throws"));
  }
};

TEST_F(GateTest, nobody_is_not_somebody_whatever_the_gate_forgets) {
  start();
  EXPECT_EQ(TestClient(port()).get("/mine").status, 401);
  EXPECT_EQ(TestClient(port()).get("/hello").status, 200);
  TearDown();
  router = Router();
  SetUp();
  router.set_gate([](const Route&, Request&) -> std::optional<Response> { return {}; });
  start();
  EXPECT_EQ(TestClient(port()).get("/mine").status, 401);
  EXPECT_EQ(executed, 0);
}

TEST_F(GateTest, X2_without_its_store_the_server_lives_and_is_not_ready) {
  router = Router();
  std::atomic<bool> away = true;
  add_health_routes(router, metrics, [&away] {
    Readiness part{.name = "store"};
    if (away) part.fault = Error{"storage-failed", {}};
    return std::vector{part};
  });
  throwing("/rows", [] { throw EnvironmentError("storage-failed", {}); });
  start();
  TestClient client(port());
  EXPECT_EQ(client.get("/livez").status, 200);
  const TestResponse unready = client.get("/readyz");
  EXPECT_EQ(unready.status, 503);
  EXPECT_THAT(unready.body, HasSubstr("storage-failed"));
  EXPECT_EQ(client.get("/rows").status, 503);
  away = false;
  EXPECT_EQ(client.get("/readyz").status, 200);
}

TEST_F(GateTest, the_gate_sees_the_traits_and_says_who_or_no) {
  router.set_gate([](const Route& route, Request& request) -> std::optional<Response> {
    if (route.traits.who == Who::anyone) return {};
    if (request.headers.get("Authorization") != "Bearer right") return problem(401, {"not-signed-in", {}});
    if (route.traits.scope != "read") return problem(403, {"not-signed-in", {}});
    auto principal = std::make_shared<Principal>();
    principal->log_name = "user 7";
    request.principal = principal;
    return {};
  });
  start();
  TestClient client(port());
  EXPECT_EQ(client.get("/mine").status, 401);
  EXPECT_EQ(client.get("/mine", "Authorization: Bearer right\r\n").body, "user 7");
  EXPECT_EQ(client.get("/mine").status, 401);  // nobody is left over from the request before
  EXPECT_THAT(logged(), HasSubstr("\"who\":\"user 7\""));
}

TEST_F(GateTest, what_goes_wrong_is_said_without_saying_how_we_are_made) {
  throwing("/full", [] { throw EnvironmentError("storage-full", {}); });
  throwing("/disk", [] { throw EnvironmentError("unreadable-folder", {{"path", "/srv/secret"}, {"reason", "EIO"}}); });
  throwing("/bug", [] { throw std::runtime_error("vector at 0x7f"); });
  throwing("/memory", [] { throw std::bad_alloc(); });
  throwing("/odd", [] { throw 7; });
  start();
  TestClient client(port());
  const TestResponse full = client.get("/full");
  EXPECT_EQ(full.status, 503);
  EXPECT_THAT(full.body, HasSubstr("\"code\":\"storage-full\""));
  EXPECT_EQ(full.header("Retry-After"), "1");
  const TestResponse disk = client.get("/disk");
  EXPECT_EQ(disk.status, 503);
  EXPECT_THAT(disk.body, HasSubstr("service-unavailable"));
  EXPECT_THAT(disk.body, Not(HasSubstr("/srv/secret")));
  const TestResponse bug = client.get("/bug");
  EXPECT_EQ(bug.status, 500);
  EXPECT_THAT(bug.body, HasSubstr("internal-error"));
  EXPECT_THAT(bug.body, Not(HasSubstr("0x7f")));
  EXPECT_EQ(client.get("/memory").status, 503);
  EXPECT_EQ(client.get("/odd").status, 500);
  const std::string log_lines = logged();
  EXPECT_THAT(log_lines, HasSubstr("/srv/secret"));
  EXPECT_THAT(log_lines, HasSubstr("vector at 0x7f"));
  EXPECT_THAT(log_lines, HasSubstr(bug.header("X-Request-Id")));
}

TEST_F(GateTest, refusals_have_the_shape_of_their_route) {
  Traits traits = anyone("shaped", 10);
  traits.takes = {"application/json"};
  traits.problem = [](int status, const Error& error, Language) {
    return Response(status, "application/json", R"({"error":{"code":")" + error.code + "\"}}");
  };
  router.add(Method::post, "/shaped/{*rest}", [](Request&) { return Response(204); }, traits);
  start();
  TestClient client(port());
  EXPECT_EQ(client.get("/shaped/x").body, R"({"error":{"code":"method-not-allowed"}})");
  EXPECT_EQ(client.request("POST", "/shaped", "Content-Type: text/plain\r\n", "x").body,
            R"({"error":{"code":"unsupported-media-type"}})");
}

TEST_F(GateTest, X4_G25_the_log_has_a_line_per_request_no_line_breaks_and_no_secrets) {
  Traits secret = anyone("invitation");
  secret.secret_path = true;
  router.add(Method::get, "/invitations/{token}", [](Request&) { return Response(200); }, secret);
  start();
  const std::string canary = "CANARY5";
  TestClient client(port());
  client.get("/hello?token=" + canary + "&$filter=" + canary + "&$top=5&" + canary + "x=1%0a%22",
             "Authorization: Bearer " + canary + "\r\nCookie: session=" + canary + "\r\nX-Api-Key: " + canary +
                 "\r\nX-Request-Id: id-1\r\nUser-Agent: " + canary + "\r\nReferer: " + canary + "\r\n");
  client.request("POST", "/echo", "", canary);
  client.get("/invitations/" + canary);
  TestClient(port()).get("/nowhere%0a%22" + std::string(1'000, 'y'));
  client.get("/nowhere%22%e2%80%a8{\"event\":\"forged\"}");
  say_raw("GET /" + canary + "\r\n\r\n");
  const std::string text = logged();
  size_t lines = 0;
  for (size_t at = 0; at < text.size(); ++lines) {
    const size_t end = text.find('\n', at);
    EXPECT_TRUE(json::parse(text.substr(at, end - at)).has_value()) << text.substr(at, end - at);
    at = end + 1;
  }
  EXPECT_EQ(lines, 8u);  // one for each, between "listening" and "stopped"
  EXPECT_THAT(text, HasSubstr("\"request_id\":\"id-1\",\"method\":\"GET\",\"path\":\"/hello\",\"query\":\"token&$filter&$top=5&"));
  EXPECT_THAT(text, HasSubstr("\"path\":\"/invitations/{token}\""));
  EXPECT_THAT(text, Not(HasSubstr("{\"event\":\"forged\"}")));
  EXPECT_THAT(text, HasSubstr("\"status\":404,\"code\":\"not-found\""));
  // The canary stands nowhere but as a name that the client itself gave to an option.
  EXPECT_EQ(std::regex_replace(text, std::regex(canary + "x"), "").find(canary), std::string::npos);
}

TEST_F(GateTest, numbers_are_kept_by_route_and_status) {
  start();
  TestClient client(port());
  client.get("/hello");
  client.get("/hello");
  client.request("POST", "/echo", "", std::string(200'000, 'x'));
  client.get("/nowhere");
  const std::string text = TestClient(port()).get("/metrics").body;
  EXPECT_THAT(text, HasSubstr("tenure_http_requests_total{route=\"hello\",status=\"200\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("tenure_http_requests_total{route=\"echo\",status=\"413\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("tenure_http_refusals_total{code=\"body-too-large\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("tenure_http_request_seconds_count{route=\"hello\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE tenure_http_request_seconds histogram"));
  EXPECT_THAT(text, HasSubstr("tenure_http_queue_depth 0\n"));
}

TEST_F(GateTest, readiness_is_asked_each_time) {
  router = Router();
  std::atomic<bool> away = false;
  add_health_routes(router, metrics, [&away] {
    std::vector<Readiness> parts = {{"store", {}}};
    if (away) parts[0].fault = Error{"service-unavailable", {}};
    return parts;
  });
  start();
  EXPECT_EQ(TestClient(port()).get("/readyz").status, 200);
  away = true;
  const TestResponse no = TestClient(port()).get("/readyz");
  EXPECT_EQ(no.status, 503);
  EXPECT_THAT(no.body, HasSubstr("\"store\":{\"status\":\"failed\",\"code\":\"service-unavailable\""));
  EXPECT_EQ(TestClient(port()).get("/livez").status, 200);
}

TEST_F(GateTest, a_wrong_configuration_is_refused_before_the_start) {
  const auto fault = [](Config wrong) {
    const Result<void> checked = Server::check(wrong);
    return checked ? "" : checked.error().code;
  };
  EXPECT_EQ(fault({}), "");
  EXPECT_EQ(fault({.address = "localhost"}), "invalid-listen-address");
  EXPECT_EQ(fault({.address = "::", .base_url = "https://crm.example.com/"}), "");
  for (std::string_view url : {"crm.example.com", "ftp://x", "https://", "https://a/b", "https://a:99999", "https://a b"})
    EXPECT_EQ(fault({.base_url = std::string(url)}), "invalid-base-url") << url;
  EXPECT_EQ(fault({.trusted_proxies = {"10.0.0.0/33"}}), "invalid-network");
  EXPECT_EQ(fault({.certificate_file = "x"}), "tls-needs-both");
  EXPECT_THROW(Server({.certificate_file = "/nowhere", .key_file = "/nowhere"}, Router(), log, metrics, clock),
               EnvironmentError);
}

TEST_F(GateTest, links_use_the_base_url) {
  config.base_url = "https://CRM.example.com:443/";
  start();
  EXPECT_EQ(server->base_url(), "https://crm.example.com");
  EXPECT_EQ(say_raw("GET /hello HTTP/1.1\r\nHost: crm.example.com\r\n\r\n").status, 200);
}

TEST_F(GateTest, the_log_never_waits) {
  std::atomic<bool> stuck = true;
  {
    Log slow([&](std::string_view) {
      while (stuck) std::this_thread::yield();
      return true;
    });
    slow.write(Level::info, "first");
    const std::string line(1'000, 'x');
    for (int i = 0; i < 10'000; ++i) slow.line(line);
    EXPECT_GT(slow.dropped(), 0u);
    stuck = false;
  }
  std::string kept;
  {
    Log quiet([&](std::string_view lines) { return kept += lines, true; }, Level::warning);
    quiet.write(Level::info, "nothing");
    quiet.write(Level::error, "bad\nnews", [](json::Writer& line) { line.field("name", "a\nb\"\x1b"); });
  }
  EXPECT_THAT(kept, testing::MatchesRegex(".*\"level\":\"error\",\"event\":\"bad\\\\nnews\",\"name\":\"a\\\\nb.*\n"));
  EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 1);
  Log broken([](std::string_view) { return false; });
  broken.write(Level::info, "lost");
  broken.flush();
  EXPECT_EQ(broken.dropped(), 1u);
}

}  // namespace
}  // namespace tenure::http
