// The house by HTTP: users, tokens, roles, settings, oneself.
#include <gmock/gmock.h>

#include "http/house_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(HouseTest, users_are_listed_invited_changed_and_removed) {
  EXPECT_EQ(ask("admin", "GET", "/w/default/users").at("users/0/key"), "admin");
  const Answer made = ask("admin", "POST", "/w/default/users",
                          R"({"key":"dana+sales@example.com","name":"Dana","role":"rep","own_only":true})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.headers.get("Location"), "/w/default/users/dana+sales@example.com");
  EXPECT_EQ(made.at("own_only"), "true");
  EXPECT_EQ(made.at("has_password"), "false");
  const std::string link = made.at("invitation/token");
  EXPECT_THAT(made.at("invitation/link"), HasSubstr("/app/invitation#" + link));

  const Answer look = ask("", "POST", "/invitation/look", R"({"token":")" + link + "\"}");
  EXPECT_EQ(look.at("user"), "dana+sales@example.com");
  EXPECT_EQ(look.at("purpose"), "invite");
  const std::string accept = R"({"token":")" + link + R"(","password":"tide gravel 9 orchid"})";
  const Answer in = ask("", "POST", "/invitation", accept);
  EXPECT_EQ(in.status, 200) << in.body;
  EXPECT_NE(cookie_of(in, "tenure_session"), "");
  EXPECT_EQ(status("", "POST", "/invitation", accept), "400 token-invalid");
  EXPECT_EQ(status("", "POST", "/invitation/look", R"({"token":")" + link + "\"}"), "400 token-invalid");

  const std::string dana = "/w/default/users/dana+sales@example.com";
  Answer changed = ask("admin", "PATCH", dana, R"({"role":"manager","language":"he"})", "If-Match: W/\"1\"\r\n");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.at("role"), "manager");
  EXPECT_EQ(changed.headers.get("ETag"), "W/\"2\"");
  EXPECT_EQ(status("admin", "PATCH", dana, R"({"role":"rep"})", "If-Match: W/\"1\"\r\n"), "412 stale-version");
  EXPECT_EQ(status("admin", "PATCH", dana, R"({"active":false})"), "200");
  const std::string cookie = "Cookie: tenure_session=" + cookie_of(in, "tenure_session") + "\r\n";
  EXPECT_EQ(status("", "GET", "/me", "", cookie), "401 session-ended");
  EXPECT_EQ(status("admin", "POST", dana + "/invitation", "{}"), "409 user-disabled");
  EXPECT_EQ(status("admin", "DELETE", dana), "204");
  EXPECT_EQ(status("admin", "GET", dana), "404 no-such-user");
}

TEST_F(HouseTest, a_reset_link_lets_in_who_lost_their_password) {
  const Answer made = ask("admin", "POST", "/w/default/users/rep/invitation", R"({"purpose":"reset"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(status("", "POST", "/invitation", R"({"token":")" + made.at("token") +
                                                  R"(","user":"viewer","password":"tide gravel 9 orchid"})"),
            "400 token-invalid");
  EXPECT_EQ(status("", "POST", "/invitation", R"({"token":")" + made.at("token") +
                                                  R"(","password":"tide gravel 9 orchid"})"),
            "200");
  EXPECT_EQ(status("", "POST", "/signin", R"({"user":"rep","password":")" + std::string(kPassword) + "\"}"),
            "401 sign-in-failed");
}

TEST_F(HouseTest, L6_a_link_that_expired_is_none) {
  const Answer made = ask("admin", "POST", "/w/default/users/rep/invitation", "{}");
  clock_.set({clock_.now().micros + 73 * 3'600 * kMicrosPerSecond});
  EXPECT_EQ(status("", "POST", "/invitation", R"({"token":")" + made.at("token") +
                                                  R"(","password":"tide gravel 9 orchid"})"),
            "400 token-invalid");
}

TEST_F(HouseTest, A10_nobody_promotes_themselves_and_the_last_owner_stays) {
  EXPECT_EQ(status("rep", "PATCH", "/w/default/users/rep", R"({"role":"admin"})"), "403 not-allowed");
  EXPECT_EQ(status("rep", "PATCH", "/me", R"({"role":"admin"})"), "400 unknown-property");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/admin", R"({"role":"owner"})"), "403 not-allowed");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/owner", R"({"role":"rep"})"), "403 not-allowed");
  EXPECT_EQ(status("admin", "DELETE", "/w/default/users/owner"), "403 not-allowed");
  EXPECT_EQ(status("admin", "POST", "/w/default/users", R"({"key":"x","role":"owner"})"), "403 not-allowed");
  ASSERT_EQ(status("owner", "POST", "/w/default/users", R"({"key":"second","role":"owner"})"), "201");
  EXPECT_EQ(ask("owner", "GET", "/w/default/users/owner").at("role"), "owner");
  // The second has not come in yet: the first is the last one who can.
  EXPECT_EQ(code(identity_->change_user({.actor = "second", .role = "owner"}, "default", "owner", {.role = "rep"})),
            "last-admin");
  EXPECT_EQ(code(identity_->delete_user({.actor = "second", .role = "owner"}, "default", "owner")), "last-admin");
}

TEST_F(HouseTest, the_last_owner_by_a_token_of_another_is_409) {
  // Two owners; the second is disabled behind the back of its token's caller: who asks is an owner that cannot come in.
  ASSERT_EQ(status("owner", "POST", "/w/default/users", R"({"key":"second","role":"owner"})"), "201");
  const std::string second = token("second", "read write admin");
  EXPECT_EQ(status(second, "PATCH", "/w/default/users/owner", R"({"role":"rep"})"), "409 last-admin");
  EXPECT_EQ(status(second, "DELETE", "/w/default/users/owner"), "409 last-admin");
}

TEST_F(HouseTest, A2_what_is_not_declared_is_refused) {
  EXPECT_EQ(status("admin", "POST", "/w/default/users", R"({"key":"x","role":"rep","workspaceId":2})"),
            "400 unknown-property");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/rep", R"({"key":"viewer"})"), "400 unknown-property");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/rep", R"({"version":9})"), "400 unknown-property");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/rep", R"({"active":"no"})"), "400 member-invalid");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/rep", "[]"), "400 not-an-object");
  EXPECT_EQ(status("admin", "PATCH", "/w/default/users/rep", "role=admin",
                   "Content-Type: application/x-www-form-urlencoded\r\n"),
            "415 unsupported-media-type");
}

TEST_F(HouseTest, tokens_are_shown_once_and_end) {
  const Answer made = ask("rep", "POST", "/w/default/tokens", R"({"name":"sheet","scopes":["read","facts"],"days":30})",
                          "Idempotency-Key: k1\r\n");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string secret = made.at("secret"), number = made.at("token");
  EXPECT_TRUE(secret.starts_with("tenure_token_"));
  // C1: the same again makes no second one, and does not have the secret any more.
  const Answer again = ask("rep", "POST", "/w/default/tokens",
                           R"({"name":"sheet","scopes":["read","facts"],"days":30})", "Idempotency-Key: k1\r\n");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.headers.get("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.at("token"), number);
  EXPECT_EQ(again.at("secret"), "");
  // C2
  EXPECT_EQ(status("rep", "POST", "/w/default/tokens", R"({"name":"other","scopes":["read"]})", "Idempotency-Key: k1\r\n"),
            "422 idempotency-key-reused");
  // C4: the same key of somebody in another workspace is another.
  EXPECT_EQ(status("stranger", "POST", "/w/other/tokens", R"({"name":"other","scopes":["read"]})",
                   "Idempotency-Key: k1\r\n"),
            "201");
  const Answer listed = ask("rep", "GET", "/w/default/tokens");
  EXPECT_EQ(listed.at("tokens/0/scopes/1"), "facts");
  EXPECT_EQ(listed.at("tokens/1/token"), "");
  EXPECT_THAT(listed.body, Not(HasSubstr(secret)));
  EXPECT_EQ(ask("admin", "GET", "/w/default/tokens?user=rep").at("tokens/0/name"), "sheet");
  EXPECT_EQ(status("viewer", "GET", "/w/default/tokens?user=rep"), "403 not-allowed");
  EXPECT_EQ(status("viewer", "DELETE", "/w/default/tokens/" + number), "404 unknown-token");
  EXPECT_EQ(ask("token:" + secret, "GET", "/me").at("scopes/0"), "read");
  EXPECT_EQ(status("rep", "DELETE", "/w/default/tokens/" + number), "204");
  EXPECT_EQ(status("token:" + secret, "GET", "/me"), "401 api-token-invalid");
  EXPECT_EQ(status("rep", "DELETE", "/w/default/tokens/one"), "404 unknown-token");
  EXPECT_EQ(status("rep", "POST", "/w/default/tokens", R"({"name":"x","scopes":["root"]})"), "400 unknown-scope");
  EXPECT_EQ(status("rep", "POST", "/w/default/tokens", R"({"name":"x","scopes":[]})"), "400 unknown-scope");
}

TEST_F(HouseTest, A9_a_token_does_what_it_was_made_for) {
  const std::string reads = token("admin", "read"), writes = token("admin", "read write");
  EXPECT_EQ(status(reads, "GET", "/w/default/users"), "200");
  for (const std::string& one : {reads, writes}) {
    EXPECT_EQ(status(one, "POST", "/w/default/users", R"({"key":"x","role":"rep"})"), "403 insufficient-scope");
    EXPECT_EQ(status(one, "POST", "/w/default/tokens", R"({"name":"x","scopes":["read"]})"), "403 insufficient-scope");
    EXPECT_EQ(status(one, "PUT", "/w/default/settings/language", R"({"value":"he"})"), "403 insufficient-scope");
    EXPECT_EQ(status(one, "PUT", "/w/default/roles/rep/permission", R"({"record":"account","write":false})"),
              "403 insufficient-scope");
    EXPECT_EQ(status(one, "GET", "/me/sessions"), "403 insufficient-scope");
    EXPECT_EQ(status(one, "PUT", "/me/password", R"({"password":"a","new_password":"b"})"), "403 not-allowed");
  }
  EXPECT_EQ(status(reads, "PATCH", "/me", R"({"name":"x"})"), "403 insufficient-scope");
  EXPECT_EQ(status(writes, "PATCH", "/me", R"({"name":"x"})"), "200");
}

TEST_F(HouseTest, roles_say_what_they_may_and_the_workspace_has_its_word) {
  EXPECT_EQ(ask("rep", "GET", "/w/default/roles").at("roles/3/title"), "Representative");
  const auto credit = [&](const std::string& who) {
    const Answer role = ask(who, "GET", "/w/default/roles/rep");
    const size_t at = role.body.find(R"("field":"credit")");
    return at == std::string::npos ? say_status(role) : role.body.substr(at, role.body.find('}', at) - at);
  };
  EXPECT_EQ(credit("rep"), R"("field":"credit","title":"Credit","read":true,"write":true,"set":{"read":null,"write":null)");
  EXPECT_EQ(credit("viewer"), "403 not-allowed");
  EXPECT_EQ(status("rep", "PUT", "/w/default/roles/rep/permission", R"({"record":"account","field":"credit","read":true})"),
            "403 not-allowed");
  EXPECT_EQ(status("admin", "PUT", "/w/default/roles/rep/permission",
                   R"({"record":"account","field":"credit","read":false,"write":false})"),
            "204");
  EXPECT_EQ(credit("admin"),
            R"("field":"credit","title":"Credit","read":false,"write":false,"set":{"read":false,"write":false)");
  EXPECT_EQ(ask("admin", "GET", "/w/default/field_permissions").at("field_permissions/0/field"), "credit");
  EXPECT_EQ(status("rep", "GET", "/w/default/odata/accounts?$select=credit"), "400 unknown-name");
  EXPECT_EQ(status("manager", "GET", "/w/default/odata/accounts?$select=credit"), "200");
  EXPECT_EQ(status("admin", "PUT", "/w/default/roles/rep/permission", R"({"record":"account","field":"credit"})"), "204");
  EXPECT_EQ(status("rep", "GET", "/w/default/odata/accounts?$select=credit"), "200");
  EXPECT_EQ(status("admin", "PUT", "/w/default/roles/chief/permission", R"({"record":"account","field":"credit","read":true})"),
            "404 unknown-role");
  EXPECT_EQ(status("admin", "PUT", "/w/default/roles/rep/permission", R"({"record":"cow","field":"*","read":true})"),
            "400 no-such-record");
}

TEST_F(HouseTest, settings_are_read_and_changed) {
  const Answer listed = ask("manager", "GET", "/w/default/settings");
  EXPECT_EQ(listed.at("time_zone"), "UTC");
  EXPECT_EQ(listed.at("settings/0/setting"), "language");
  EXPECT_EQ(listed.at("settings/0/choices/1"), "he");
  EXPECT_EQ(status("rep", "GET", "/w/default/settings"), "403 not-allowed");
  EXPECT_EQ(status("manager", "PUT", "/w/default/settings/session_days", R"({"value":7})"), "403 not-allowed");
  const Answer changed = ask("admin", "PUT", "/w/default/settings/session_days", R"({"value":7})");
  EXPECT_EQ(changed.at("value"), "7");
  EXPECT_EQ(changed.at("is_default"), "false");
  EXPECT_EQ(changed.at("changed_by"), "admin");
  EXPECT_EQ(status("admin", "PUT", "/w/default/settings/session_days", R"({"value":8})", "If-Match: W/\"0\"\r\n"),
            "412 stale-version");
  EXPECT_EQ(status("admin", "PUT", "/w/default/settings/session_days", R"({"value":0})"), "400 setting-does-not-fit");
  EXPECT_EQ(status("admin", "PUT", "/w/default/settings/session_day", R"({"value":1})"), "404 unknown-setting");
  EXPECT_EQ(status("admin", "PUT", "/w/default/settings/session_days", "{}"), "400 member-missing");
  EXPECT_EQ(ask("admin", "PUT", "/w/default/settings/session_days", R"({"value":null})").at("value"), "14");
  EXPECT_EQ(ask("admin", "PUT", "/w/default/settings/surname_required", R"({"value":true})").at("value"), "true");
}

TEST_F(HouseTest, oneself) {
  const Answer me = ask("rep", "GET", "/me");
  EXPECT_EQ(me.at("user"), "rep");
  EXPECT_EQ(me.at("workspaces/0/name"), "default");
  EXPECT_EQ(ask("rep", "PATCH", "/me", R"({"name":"Rita","language":"he"})").at("name"), "Rita");
  EXPECT_EQ(status("rep", "PATCH", "/me", R"({"language":"xx"})"), "400 unknown-language");
  const Session old = session("rep");
  forget("rep");
  const Answer both = ask("rep", "GET", "/me/sessions");
  EXPECT_EQ(both.at("sessions/2/session"), "");
  const std::string first = both.at("sessions/0/is_this") == "true" ? both.at("sessions/1/session") : both.at("sessions/0/session");
  EXPECT_EQ(status("viewer", "DELETE", "/me/sessions/" + first), "404 no-such-session");
  EXPECT_EQ(status("rep", "DELETE", "/me/sessions/" + first), "204");
  EXPECT_EQ(status("", "GET", "/me", "", "Cookie: tenure_session=" + old.cookie + "\r\n"), "401 session-ended");
}

TEST_F(HouseTest, L5_a_new_password_ends_what_was_before) {
  const Session old = session("rep");
  EXPECT_EQ(status("rep", "PUT", "/me/password", R"({"password":"wrong","new_password":"tide gravel 9 orchid"})"),
            "401 sign-in-failed");
  EXPECT_EQ(status("rep", "PUT", "/me/password", R"({"password":")" + std::string(kPassword) + R"(","new_password":"short"})"),
            "400 password-too-short");
  const Answer in = ask("rep", "PUT", "/me/password",
                        R"({"password":")" + std::string(kPassword) + R"(","new_password":"tide gravel 9 orchid"})");
  EXPECT_EQ(in.status, 200) << in.body;
  const std::string cookie = cookie_of(in, "tenure_session");
  EXPECT_NE(cookie, "");
  EXPECT_NE(cookie, old.cookie);
  EXPECT_EQ(status("", "GET", "/me", "", "Cookie: tenure_session=" + old.cookie + "\r\n"), "401 session-ended");
  EXPECT_EQ(status("", "GET", "/me", "", "Cookie: tenure_session=" + cookie + "\r\n"), "200");
}

TEST_F(HouseTest, L1_L2_L3_L4_at_the_door) {
  const auto guess = [&](std::string user, std::string password) {
    return ask("", "POST", "/signin", R"({"user":")" + user + R"(","password":")" + password + "\"}");
  };
  const Answer unknown = guess("nobody", "x"), wrong = guess("rep", "x");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.body, wrong.body);
  EXPECT_EQ(say_status(guess("rep", std::string(1'000'000, 'x'))), "422 password-too-long");
  Answer last;
  for (int i = 0; i < 20; ++i) last = guess("viewer", "wrong " + std::to_string(i));
  EXPECT_EQ(say_status(last), "429 too-many-attempts");
  EXPECT_GT(std::stoi(std::string(last.headers.get("Retry-After"))), 0);
  const Answer in = ask("", "POST", "/signin", R"({"user":"rep","password":")" + std::string(kPassword) + "\"}",
                        "Cookie: tenure_session=planted\r\n");
  EXPECT_TRUE(in.status == 429 || cookie_of(in, "tenure_session") != "planted");
}

TEST_F(HouseTest, L9_a_secret_in_an_address_opens_nothing_and_is_in_no_log) {
  const std::string secret = token("owner", "read").substr(6);
  for (const char* name : {"token", "access_token", "api_key", "session"})
    EXPECT_EQ(status("", "GET", "/me?" + std::string(name) + "=" + secret), "401 not-signed-in") << name;
  EXPECT_EQ(status("", "GET", "/me", "", "Cookie: tenure_session=" + secret + "\r\n"), "401 session-ended");
  EXPECT_EQ(status("", "GET", "/me", "", "Authorization: Bearer " + session("owner").cookie + "\r\n"), "401 api-token-invalid");
  EXPECT_THAT(logged(), Not(HasSubstr(secret)));
  EXPECT_THAT(logged(), HasSubstr("\"query\":\"token"));
}

TEST_F(HouseTest, H18_a_change_by_cookie_needs_the_word) {
  const std::string cookie = "Cookie: tenure_session=" + session("admin").cookie + "\r\n";
  EXPECT_EQ(status("", "POST", "/w/default/users", R"({"key":"x","role":"rep"})", cookie), "403 csrf");
  EXPECT_EQ(status("", "POST", "/w/default/users", R"({"key":"x","role":"rep"})",
                   session_fields("admin") + "Origin: https://evil.example\r\n"),
            "403 csrf");
  EXPECT_EQ(status("", "POST", "/w/default/users", R"({"key":"x","role":"rep"})",
                   cookie + "X-CSRF-Token: " + session("owner").csrf + "\r\n"),
            "403 csrf");
}

}  // namespace
}  // namespace tenure::http
