// The API describes itself: every route, and every code with which it may refuse.
#include "http/routes/docs.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/json.h"
#include "http/house_test_support.h"
#include "http/routes/openapi.h"
#include "odata/errors.h"
#include "records/schema.h"
#include "service/settings.h"
#include "service/verb.h"

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

// Calls with every object in it, and the name that it stands under.
void walk(const Value& value, const std::string& name, const std::function<void(const std::string&, const Object&)>& see) {
  if (const auto* list = value.get<std::shared_ptr<const List>>()) {
    for (const Value& item : (*list)->items) walk(item, name, see);
  }
  const auto* object = value.get<std::shared_ptr<const Object>>();
  if (!object) return;
  see(name, **object);
  for (const auto& [inside, member] : (*object)->members) walk(member, inside, see);
}
const Value* member(const Value& value, std::initializer_list<std::string_view> path) {
  const Value* here = &value;
  for (const std::string_view step : path) {
    const auto* object = here ? here->get<std::shared_ptr<const Object>>() : nullptr;
    here = nullptr;
    for (size_t i = 0; object && i < (*object)->members.size() && !here; ++i) {
      if ((*object)->members[i].first == step) here = &(*object)->members[i].second;
    }
  }
  return here;
}

TEST_F(DocsTest, openapi_has_every_route_every_set_and_every_verb) {
  const Answer answer = ask("", "GET", "/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.at("openapi"), "3.1.0");
  EXPECT_EQ(answer.body.find("/assets/"), std::string::npos);
  const Value document = answer.json();
  std::set<std::string> paths, operations;
  walk(*member(document, {"paths"}), "", [&](const std::string& name, const Object& object) {
    if (name.starts_with('/')) paths.insert(name);
    for (const auto& [key, value] : object.members) {
      EXPECT_TRUE(key != "operationId" || operations.insert(to_text(value)).second) << to_text(value);
    }
  });
  for (const auto& route : routes_) {
    if (route.traits.name.starts_with("page.")) continue;
    std::string path = route.pattern;
    std::erase(path, '*');
    EXPECT_NE(member(document, {"paths", path, lower_ascii(to_string(route.method))}), nullptr) << path;
  }
  for (const records::Record& record : records::schema()) {
    const std::string set = "/w/{workspace}/odata/" + std::string(record.set);
    EXPECT_NE(member(document, {"paths", set, "get", "responses", "200"}), nullptr) << set;
    const bool written = record.sort != records::RecordSort::log;
    EXPECT_EQ(member(document, {"paths", set, "post", "requestBody"}) != nullptr, written) << set;
    EXPECT_EQ(member(document, {"paths", set + "('{key}')", "patch", "requestBody"}) != nullptr, written) << set;
  }
  for (const service::Verb& verb : service::verbs()) {
    const std::string name = (verb.record.empty() ? "" : std::string(verb.record) + "_") + std::string(verb.name);
    EXPECT_TRUE(operations.contains(name)) << name;
  }
  for (const char* set : {"facts", "transitions", "stage_spells", "users"})
    EXPECT_TRUE(operations.contains(std::string("list_") + set)) << set;
  EXPECT_TRUE(paths.contains("/w/{workspace}/odata/stage_spells(account='{account}',lifecycle='{lifecycle}',stage='{stage}')"));
  EXPECT_LT(answer.body.size(), 600'000u);
}

// What a document refers to is there, and what is there is referred to: for everybody, also where much may not be seen.
TEST_F(DocsTest, openapi_refers_to_what_is_there) {
  const auto hide = [&](const char* record) {
    ASSERT_TRUE(service::set_field_permission(*service_, console(), "default",
                                              {.role = "viewer", .record = record, .field = "*", .read = false}));
  };
  for (const char* record : {"account", "order", "quote"}) hide(record);
  for (const char* who : {"", "owner", "rep", "viewer", "integration"}) {
    const Answer answer = ask(who, "GET", *who ? "/w/default/openapi.json" : "/openapi.json");
    ASSERT_EQ(answer.status, 200) << who;
    const Value document = answer.json();
    std::set<std::string> wanted;
    walk(document, "", [&](const std::string&, const Object& object) {
      for (const auto& [name, value] : object.members) {
        if (name == "$ref" && value.get<std::string>()) wanted.insert(to_text(value));
      }
    });
    for (const std::string& reference : wanted) {
      const std::string rest = reference.substr(13);  // "#/components/"
      const size_t slash = rest.find('/');
      EXPECT_NE(member(document, {"components", rest.substr(0, slash), rest.substr(slash + 1)}), nullptr) << who << " " << reference;
    }
    EXPECT_GT(wanted.size(), 80u) << who;
    if (*who && who != std::string_view("owner")) continue;
    for (const auto& [name, schema] : (*member(document, {"components", "schemas"})->get<std::shared_ptr<const Object>>())->members)
      EXPECT_TRUE(wanted.contains("#/components/schemas/" + name)) << who << " " << name;
  }
}

TEST_F(DocsTest, G22_O13_openapi_of_a_workspace_has_what_its_caller_may_see) {
  const auto has = [&](const char* who, const char* path, const char* field) {
    const Answer answer = ask(who, "GET", path);
    EXPECT_EQ(answer.status, 200);
    return member(answer.json(), {"components", "schemas", "tenure.account", "properties", field}) != nullptr;
  };
  const char* here = "/w/default/openapi.json";
  EXPECT_TRUE(has("rep", here, "credit"));   // the pack's
  EXPECT_TRUE(has("rep", here, "status"));   // its lifecycle
  EXPECT_TRUE(has("rep", here, "email"));
  EXPECT_FALSE(has("", "/openapi.json", "credit"));
  EXPECT_FALSE(has("", "/openapi.json", "status"));
  EXPECT_TRUE(has("", "/openapi.json", "email"));
  ASSERT_TRUE(service::set_field_permission(*service_, console(), "default",
                                            {.role = "rep", .record = "account", .field = "credit", .read = false}));
  EXPECT_FALSE(has("rep", here, "credit"));
  EXPECT_EQ(ask("rep", "GET", here).body.find("\"credit\":{"), std::string::npos);
  EXPECT_TRUE(has("manager", here, "credit"));
  EXPECT_EQ(ask("rep", "GET", here).body.find("\"operationId\":\"run_script\""), std::string::npos);
  EXPECT_NE(ask("owner", "GET", here).body.find("\"operationId\":\"run_script\""), std::string::npos);
  const Answer hebrew = ask("rep", "GET", here, "", "Accept-Language: he\r\n");
  EXPECT_NE(hebrew.body.find("דוא״ל"), std::string::npos);
  const Answer known = ask("rep", "GET", here, "", "If-None-Match: " + std::string(ask("rep", "GET", here).headers.get("ETag")) + "\r\n");
  EXPECT_EQ(known.status, 304);
}

// What a handler reads a body by is what is said of it.
TEST_F(DocsTest, openapi_says_of_bodies_what_they_are_read_by) {
  const Value document = ask("", "GET", "/openapi.json").json();
  size_t bodies = 0;
  for (const auto& route : routes_) {
    if (route.traits.members.empty()) continue;
    const Value* properties = member(document, {"paths", route.pattern, lower_ascii(to_string(route.method)), "requestBody", "content",
                                                "application/json", "schema", "properties"});
    ASSERT_NE(properties, nullptr) << route.pattern;
    for (const Member& it : route.traits.members) EXPECT_NE(member(*properties, {it.name}), nullptr) << route.pattern << " " << it.name;
    ++bodies;
  }
  EXPECT_GT(bodies, 12u);
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
