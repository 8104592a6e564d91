// G25: what is secret goes through every route, in every place that a request has, and is found nowhere else.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "http/house_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class Canary : public HouseTest {
 protected:
  void expect_nowhere(const std::string& secret, const std::string& what) {
    SCOPED_TRACE(what);
    EXPECT_THAT(logged(), Not(HasSubstr(secret)));
    EXPECT_THAT(metrics_.render(), Not(HasSubstr(secret)));
    store_->read([&](store::Reader& reads) {
      for (const store::WorkspaceId workspace : {1, 2}) {
        reads.directory().audit_events(workspace, 0, 100'000, [&](const store::AuditEvent& event) {
          for (const std::string* text : {&event.actor, &event.address, &event.verb, &event.record, &event.key,
                                          &event.account, &event.outcome, &event.detail})
            EXPECT_THAT(*text, Not(HasSubstr(secret)));
        });
      }
    });
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      if (!file.is_regular_file()) continue;
      std::ostringstream bytes;
      bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
      EXPECT_EQ(bytes.str().find(secret), std::string::npos) << file.path();
    }
    for (const char* set : {"users", "audit_events", "facts", "accounts", "transitions"}) {
      EXPECT_THAT(ask("owner", "GET", "/w/default/odata/" + std::string(set)).body, Not(HasSubstr(secret))) << set;
    }
  }
};

TEST_F(Canary, G25_secrets_of_people_are_nowhere) {
  const std::string password = "CANARYpass word 77 x", next = "CANARYnext word 77 y";
  Answer made = ask("admin", "POST", "/w/default/users", R"({"key":"dana","role":"admin"})");
  const std::string invitation = made.at("invitation/token");
  ASSERT_EQ(status("", "POST", "/invitation", R"({"token":")" + invitation + R"(","password":")" + password + "\"}"), "200");
  const Answer in = ask("", "POST", "/signin", R"({"user":"dana","password":")" + password + "\"}");
  const std::string cookie = cookie_of(in, "tenure_session"), csrf = in.at("csrf");
  const std::string fields = "Cookie: tenure_session=" + cookie + "\r\nX-CSRF-Token: " + csrf + "\r\n";
  made = ask("", "POST", "/w/default/tokens", R"({"name":"t","scopes":["read","write","facts","admin"]})", fields);
  const std::string token = made.at("secret");
  ASSERT_EQ(status("", "PUT", "/me/password", R"({"password":"CANARYwrong 1","new_password":")" + next + "\"}", fields),
            "401 sign-in-failed");
  ASSERT_EQ(ask("", "PUT", "/w/default/providers/idp",
                R"({"issuer":"https://idp.example","client_id":"c","client_secret":"CANARYclient"})", fields).status,
            201);
  ASSERT_FALSE(invitation.empty() || cookie.empty() || token.empty());

  // Through every route, by every way in which somebody might bring them along.
  size_t asked = 0;
  for (const RouteRow& route : routes_) {
    std::string path = route.pattern;
    for (size_t at; (at = path.find('{')) != std::string::npos;) {
      const size_t end = path.find('}', at);
      const bool workspace = path.substr(at, end - at) == "{workspace";
      path.replace(at, end - at + 1, workspace ? "default" : "x");
    }
    if (route.traits.name == "live" || route.traits.name == "sign_out") continue;  // no end; ends what we need
    for (const std::string& secret : {password, next, cookie, token, invitation}) {
      std::string plain = secret;
      std::ranges::replace(plain, ' ', '+');
      const Answer answer =
          ask("token:" + token, to_string(route.method), path + "?token=" + plain + "&password=" + plain,
              R"({"token":")" + secret + R"(","password":")" + secret + R"(","user":")" + secret + R"("})",
              "X-Api-Key: " + plain + "\r\nX-Request-Id: r1\r\nUser-Agent: " + plain + "\r\nIdempotency-Key: k" +
                  std::to_string(asked) + "\r\n");
      // An error may say back a name that was given, and only that.
      if (answer.status >= 400) {
        EXPECT_EQ(cookie_of(answer, "tenure_session"), "") << path;
      }
      for (const std::string& other : {cookie, token, invitation}) {
        if (other == secret) continue;
        EXPECT_THAT(answer.body, Not(HasSubstr(other))) << path;
      }
      ++asked;
    }
  }
  EXPECT_GT(asked, 100u);
  for (int i = 0; i < 3; ++i) ask("", "POST", "/signin", R"({"user":"CANARYuser )" + password + R"(","password":"x"})");
  for (const std::string& secret :
       {password, next, std::string("CANARYwrong"), std::string("CANARYclient"), cookie, csrf, token, invitation})
    expect_nowhere(secret, secret);
  for (const char* path : {"/w/default/providers", "/signin/providers", "/w/default/settings", "/w/default/jobs",
                           "/w/default/exports/accounts.csv", "/w/default/definition"})
    EXPECT_THAT(ask("owner", "GET", path).body, Not(HasSubstr("CANARYclient"))) << path;
}

}  // namespace
}  // namespace tenure::http
