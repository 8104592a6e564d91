// The API describes itself: every route, and every code with which it may refuse.
#include "http/routes/docs.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/json.h"
#include "http/house_test_support.h"
#include "http/routes/openapi.h"
#include "odata/errors.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class DocsTest : public HouseTest {};

bool in_catalogue(std::string_view code) {
  return std::ranges::find(catalogue(), code, &CatalogueEntry::code) != catalogue().end();
}

// Every code that the rooms behind the server refuse with, or throw.
std::set<std::string> refused_in_the_source() {
  static const std::regex kRefused(
      R"re((?:refuse|refusal|EnvironmentError|Error)[({]\s*"([a-z0-9]+(?:-[a-z0-9]+)+)")re");
  std::set<std::string> codes;
  for (const char* room : {"base", "expression", "lifecycle", "engine", "query", "store", "service", "odata", "identity",
                           "http", "oidc", "outgoing", "transfer", "script"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(TENURE_SOURCE_DIR "/src/") + room)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".cpp") || name.find("test") != std::string::npos) continue;
      std::ifstream in(entry.path());
      std::ostringstream text;
      text << in.rdbuf();
      const std::string source = text.str();
      for (std::sregex_iterator it(source.begin(), source.end(), kRefused), end; it != end; ++it) codes.insert((*it)[1]);
    }
  }
  return codes;
}

TEST(Codes, every_code_that_the_server_can_give_has_a_cause_and_a_remedy_in_both_languages) {
  std::set<std::string> codes = refused_in_the_source();
  EXPECT_GT(codes.size(), 200u);  // the test itself has found them
  for (const odata::ErrorCode& entry : odata::error_codes()) codes.insert(std::string(entry.code));
  for (const std::string& code : codes) {
    if (!in_catalogue(code)) continue;  // which it must be is another test's
    for (const Language language : {Language::english, Language::hebrew}) {
      EXPECT_NE(cause_of(code, language), "") << "text/codes.txt lacks cause." << code;
      EXPECT_NE(remedy_of(code, language), "") << "text/codes.txt lacks remedy." << code;
    }
  }
}

TEST(Codes, its_own_row_goes_before_a_pattern_and_the_longer_pattern_before_the_shorter) {
  EXPECT_EQ(cause_of("not-allowed", Language::english), "Your role may not do this.");
  EXPECT_NE(cause_of("unknown-form", Language::english), "");
  EXPECT_EQ(cause_of("unknown-form", Language::english), cause_of("unknown-job", Language::english));
  EXPECT_NE(cause_of("idempotency-key-invalid", Language::english), cause_of("filter-invalid", Language::english));
  EXPECT_EQ(cause_of("no-code-at-all", Language::english), "");
}

TEST_F(DocsTest, every_route_is_described_in_both_languages) {
  for (const auto& route : routes_) {
    if (route.traits.name.starts_with("page.")) continue;
    EXPECT_TRUE(in_catalogue("route." + route.traits.name)) << "text/routes.txt lacks route." << route.traits.name;
  }
  std::set<std::string_view> names;
  for (const auto& route : routes_) names.insert(route.traits.name);
  for (const RouteAnswer& answer : route_answers()) EXPECT_TRUE(names.contains(answer.name)) << answer.name;
  for (const CatalogueEntry& entry : catalogue()) {
    if (!entry.code.starts_with("route.")) continue;
    EXPECT_TRUE(names.contains(entry.code.substr(6))) << entry.code;
  }
}

TEST_F(DocsTest, openapi_has_every_route_once) {
  const Answer answer = ask("", "GET", "/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.at("openapi"), "3.1.0");
  const std::string body = answer.body;
  EXPECT_THAT(body, HasSubstr(R"("/w/{workspace}/jobs/{job}":{"get":{"operationId":"job_read")"));
  EXPECT_THAT(body, HasSubstr(R"("/w/{workspace}/odata/{rest}":{"get":{"operationId":"odata_read")"));
  EXPECT_THAT(body, HasSubstr(R"({"name":"job","in":"path","required":true,"schema":{"type":"string"}})"));
  EXPECT_THAT(body, Not(HasSubstr("/assets/")));
  std::set<std::string> ids;
  static const std::regex kId(R"re("operationId":"([^"]+)")re");
  size_t described = 0;
  for (std::sregex_iterator it(body.begin(), body.end(), kId), end; it != end; ++it, ++described)
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  size_t there = 0;
  for (const auto& route : routes_) there += !route.traits.name.starts_with("page.");
  EXPECT_EQ(described, there);
}

TEST_F(DocsTest, every_problem_points_to_where_it_is_explained) {
  const Answer no = ask("", "GET", "/w/default/jobs");
  EXPECT_EQ(no.at("type"), "/docs/errors#not-signed-in");
  const Answer errors = ask("", "GET", "/docs/errors");
  EXPECT_EQ(errors.status, 200);
  EXPECT_THAT(errors.body, HasSubstr("<section id=\"not-signed-in\">"));
  EXPECT_THAT(errors.body, HasSubstr("Sign in, or send Authorization: Bearer with a token."));
  EXPECT_THAT(ask("", "GET", "/docs/errors?lang=he").body, HasSubstr("יש להתחבר, או לשלוח Authorization: Bearer עם אסימון."));
  EXPECT_THAT(ask("", "GET", "/docs").body, HasSubstr("<code>GET /w/{workspace}/definition</code>"));
  EXPECT_THAT(ask("", "GET", "/docs", "", "Accept-Language: he\r\n").body, HasSubstr("dir=\"rtl\""));
}

}  // namespace
}  // namespace tenure::http
