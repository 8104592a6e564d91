// Signing in by a provider, from this side of the door: what begins it, and what does not end in a session. The whole
// walk, with a provider that others wrote, is in tests/clients/oidc.test.ts.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "http/house_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class OidcTest : public HouseTest {
 protected:
  void SetUp() override {
    HouseTest::SetUp();
    ASSERT_EQ(status("admin", "PUT", "/w/default/providers/idp",
                     R"({"title":"Work","issuer":"https://idp.example","client_id":"tenure","client_secret":"CANARY"})"),
              "201");
  }
  identity::Options identity_options() override {
    identity::Options options = HouseTest::identity_options();
    options.providers = {{.key = "oidc", .title = "House", .issuer = "https://house.example", .client_id = "t"}};
    return options;
  }
  Result<outgoing::Response> send(const outgoing::Request& request) override {
    for (++held_; silent_;) std::this_thread::yield();
    if (held_ > 1) return outgoing::Response{.status = 500};
    --held_;
    asked_.push_back(request.method + " " + request.url);
    const std::string issuer = request.url.substr(0, request.url.find('/', 8));
    if (request.url.ends_with("/.well-known/openid-configuration")) {
      return outgoing::Response{.status = 200,
                                .body = R"({"issuer":")" + issuer + R"(","authorization_endpoint":")" + issuer +
                                        R"(/auth","token_endpoint":")" + issuer + R"(/token","jwks_uri":")" + issuer +
                                        R"(/jwks"})"};
    }
    if (request.url.ends_with("/jwks")) return outgoing::Response{.status = 200, .body = R"({"keys":[]})"};
    return outgoing::Response{.status = token_status_, .body = token_answer_};
  }
  // Begins, and gives the cookie and the state that the provider would send back.
  std::pair<std::string, std::string> begin(std::string_view query = "") {
    const Answer begun = ask("", "GET", "/signin/oidc/idp" + std::string(query));
    EXPECT_EQ(begun.status, 303) << begun.body;
    const std::string url(begun.headers.get("Location"));
    const size_t at = url.find("&state=") + 7;
    return {"Cookie: tenure_oidc=" + cookie_of(begun, "tenure_oidc") + "\r\n", url.substr(at, url.find('&', at) - at)};
  }

  std::atomic<bool> silent_ = false;
  std::atomic<int> held_ = 0;
  std::vector<std::string> asked_;
  int token_status_ = 200;
  std::string token_answer_ = R"({"id_token":"eyJhbGciOiJub25lIn0.e30."})";
};

TEST_F(OidcTest, the_providers_are_named_and_their_secrets_never) {
  const Answer open = ask("", "GET", "/signin/providers");
  EXPECT_EQ(open.body, R"({"providers":[{"provider":"oidc","title":"House"},{"provider":"idp","title":"Work"}]})");
  EXPECT_EQ(ask("", "GET", "/signin/providers?workspace=nowhere").at("providers/1/provider"), "");
  const Answer listed = ask("admin", "GET", "/w/default/providers");
  EXPECT_EQ(listed.at("providers/0/issuer"), "https://idp.example");
  EXPECT_THAT(listed.body, Not(HasSubstr("CANARY")));
  EXPECT_EQ(status("manager", "GET", "/w/default/providers"), "403 not-allowed");
  EXPECT_EQ(status("manager", "DELETE", "/w/default/providers/idp"), "403 not-allowed");
  EXPECT_EQ(status("admin", "PUT", "/w/default/providers/idp", R"({"issuer":"https://evil.example","client_id":"t"})"),
            "400 provider-invalid");
  EXPECT_EQ(status("admin", "PUT", "/w/default/providers/x", R"({"issuer":"https://x.example","client_id":"t","create_role":"owner"})"),
            "400 provider-invalid");
  EXPECT_EQ(status("admin", "DELETE", "/w/default/providers/idp"), "204");
  EXPECT_EQ(status("", "GET", "/signin/oidc/idp"), "404 unknown-provider");
}

TEST_F(OidcTest, it_begins_with_pkce_state_and_nonce) {
  const Answer begun = ask("", "GET", "/signin/oidc/idp?next=/app/default/board");
  EXPECT_EQ(begun.status, 303);
  const std::string url(begun.headers.get("Location"));
  EXPECT_THAT(url, testing::StartsWith("https://idp.example/auth?response_type=code&client_id=tenure&redirect_uri=http%3A%2F%2F"));
  EXPECT_THAT(url, HasSubstr("%2Fsignin%2Fcallback&scope=openid%20email%20profile&state="));
  EXPECT_THAT(url, HasSubstr("&nonce="));
  EXPECT_THAT(url, HasSubstr("&code_challenge_method=S256"));
  EXPECT_THAT(url, Not(HasSubstr("CANARY")));
  const std::string cookie(begun.headers.get("Set-Cookie"));
  EXPECT_THAT(cookie, HasSubstr("HttpOnly; SameSite=Lax; Max-Age=600"));
  EXPECT_NE(ask("", "GET", "/signin/oidc/idp").headers.get("Location"), url);
  const Answer page = ask("", "POST", "/signin/oidc/oidc", R"({"next":"/app"})");
  EXPECT_THAT(page.at("url"), testing::StartsWith("https://house.example/auth?"));
  EXPECT_NE(cookie_of(page, "tenure_oidc"), "");
}

TEST_F(OidcTest, L7_an_answer_that_is_not_ours_ends_nowhere) {
  const auto [cookie, state] = begin();
  const auto come = [&](const std::string& query, const std::string& fields) {
    return status("", "GET", "/signin/callback?" + query, "", fields);
  };
  EXPECT_EQ(come("code=c&state=" + state, ""), "401 oidc-invalid");
  EXPECT_EQ(come("code=c&state=other", cookie), "401 oidc-invalid");
  EXPECT_EQ(come("code=c", cookie), "401 oidc-invalid");
  EXPECT_EQ(come("code=c&state=" + state + "&state=" + state, cookie), "400 duplicate-query-option");
  EXPECT_EQ(come("code=c&state=" + state + "&iss=https://evil.example", cookie), "401 oidc-invalid");
  EXPECT_EQ(come("error=access_denied&state=" + state, cookie), "401 oidc-refused");
  EXPECT_EQ(come("code=c&state=" + state, "Cookie: tenure_oidc=forged\r\n"), "401 oidc-invalid");
  asked_.clear();
  EXPECT_EQ(come("code=c&state=" + state, cookie), "401 oidc-invalid");  // alg none
  EXPECT_EQ(asked_.front(), "POST https://idp.example/token");
  token_status_ = 400;
  token_answer_ = R"({"error":"invalid_grant"})";
  EXPECT_EQ(come("code=c&state=" + state, cookie), "401 oidc-refused");
  clock_.set({clock_.now().micros + 601 * kMicrosPerSecond});
  EXPECT_EQ(come("code=c&state=" + state, cookie), "401 oidc-invalid");
  const Answer person = ask("", "GET", "/signin/callback?code=c&state=x", "", "Accept: text/html\r\n");
  EXPECT_EQ(person.status, 303);
  EXPECT_EQ(person.headers.get("Location"), "/?refused=oidc-invalid");
  EXPECT_THAT(logged(), Not(HasSubstr(state)));
}

// Where one goes afterwards is settled when it begins, and carried sealed.
TEST_F(OidcTest, L10_it_leads_nowhere_but_into_the_house) {
  const auto afterwards = [&](const std::string& next) {
    const Answer begun = ask("", "GET", "/signin/oidc/idp?next=" + next);
    EXPECT_EQ(begun.status, 303) << next;
    const auto kept = identity_->open_sealed("oidc", cookie_of(begun, "tenure_oidc"));
    EXPECT_TRUE(kept.has_value()) << next;
    return kept.value_or("");
  };
  EXPECT_THAT(afterwards("/app/default/board"), HasSubstr("\"/app/default/board\""));
  for (const char* evil : {"//evil.example", "https://evil.example", "https:evil.example", "%2f%2fevil.example", "/%5cevil.example",
                           "%5c%5cevil.example", "/%09/evil.example", "/%0d%0aLocation:evil.example", "javascript:evil.example", "evil.example"}) {
    const std::string kept = afterwards(evil);
    EXPECT_THAT(kept, Not(HasSubstr("evil"))) << evil;
    EXPECT_THAT(kept, HasSubstr(",\"/\",")) << evil;
  }
}

TEST_F(OidcTest, a_provider_that_is_silent_holds_a_few_threads_only) {
  silent_ = true;
  std::vector<std::thread> waiting;
  for (int i = 0; i < 4; ++i)
    waiting.emplace_back([this] { EXPECT_EQ(status("", "GET", "/signin/oidc/oidc"), "401 oidc-invalid"); });
  while (held_ < 4) std::this_thread::yield();
  EXPECT_EQ(status("", "GET", "/signin/oidc/oidc"), "503 overloaded");
  EXPECT_EQ(status("", "GET", "/livez"), "200");
  silent_ = false;
  for (std::thread& thread : waiting) thread.join();
}

TEST_F(OidcTest, a_link_of_an_invitation_stands_in_no_address) {
  EXPECT_EQ(status("", "POST", "/signin/oidc/idp", R"({"workspace":"nowhere"})"), "404 unknown-provider");
  EXPECT_EQ(status("", "POST", "/signin/oidc/idp", R"({"token":"x"})"), "400 unknown-property");
}

}  // namespace
}  // namespace tenure::http
