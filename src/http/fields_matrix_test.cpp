// G22, O12: a field that may not be read, through every clause that could tell of it. The fields are those of
// records::schema(): one that is added is asked for here by itself. A clause that lets a hidden field through, in any
// record, fails; so does one that refuses a field that may be read, or the test would prove nothing.
#include <gmock/gmock.h>

#include <set>

#include "http/house_test_support.h"
#include "records/schema.h"
#include "service/settings.h"

namespace tenure::http {
namespace {

using records::Field;
using records::Record;

struct Clause {
  std::string_view name;
  std::string_view path;  // {set}, {f}
  std::string_view prefer = "";
};
// What is asked of each field. Every clause of the promise has its row; expand, search, export, history and live
// have tests of their own below.
constexpr Clause kClauses[] = {
    {"select", "/{set}?$select={f}"},
    {"filter", "/{set}?$filter={f}%20eq%20null"},
    {"orderby", "/{set}?$orderby={f}"},
    {"apply groupby", "/{set}?$apply=groupby(({f}))"},
    {"apply aggregate", "/{set}?$apply=aggregate({f}%20with%20countdistinct%20as%20n)"},
    {"apply filter", "/{set}?$apply=filter({f}%20eq%20null)"},
    {"count", "/{set}/$count?$filter={f}%20eq%20null"},
    {"delta", "/{set}?$select={f}", "odata.track-changes"},
};

class FieldsMatrix : public HouseTest {
 protected:
  odata::Response get(std::string path, std::string_view prefer = "", std::string_view role = "rep") {
    const size_t query = path.find('?');
    odata::Request request{.method = "GET",
                           .path = path.substr(0, query),
                           .query = query == std::string::npos ? "" : path.substr(query + 1),
                           .base = "http://localhost/w/default/odata/",
                           .workspace = "default"};
    if (!prefer.empty()) request.headers.emplace_back("Prefer", std::string(prefer));
    return api_->handle({.actor = std::string(role), .role = std::string(role)}, request);
  }
  static std::string text(odata::Response& response) {
    std::string all = std::move(response.body);
    for (std::string piece; response.stream; piece.clear()) {
      const bool more = response.stream(piece);
      all += piece;
      if (!more) break;
    }
    return all;
  }
  static std::string filled(std::string text, std::string_view set, std::string_view field) {
    for (const auto& [place, with] : {std::pair<std::string_view, std::string_view>{"{set}", set}, {"{f}", field}}) {
      for (size_t at; (at = text.find(place)) != std::string::npos;) text.replace(at, place.size(), with);
    }
    return text;
  }
  static std::string code_of(const std::string& body) { return Answer{.body = body}.code(); }
  void permit(std::string_view record, std::string_view field, std::optional<bool> read) {
    const auto done = service::set_field_permission(
        *service_, console(), "default",
        {.role = "rep", .record = std::string(record), .field = std::string(field), .read = read});
    ASSERT_TRUE(done.has_value()) << done.error().code;
  }
  // As the answer would be of a field that there is not, but for its name.
  static constexpr std::string_view kAbsent = "qzxjvwk";
};

TEST_F(FieldsMatrix, G22_O12_a_hidden_field_is_one_that_there_is_not_in_every_clause) {
  size_t cells = 0;
  std::set<std::string> by_clause;
  for (const Record& record : records::schema()) {
    if (record.sort == records::RecordSort::log) continue;  // of the house: field permissions do not reach it
    if (get("/" + std::string(record.set) + "?$top=0").status != 200) continue;  // not a representative's at all
    for (const Field& field : record.fields) {
      if (field.flags & records::kKey) continue;  // rows without a key are none
      std::vector<bool> lets(std::size(kClauses));
      for (size_t i = 0; i < std::size(kClauses); ++i) {
        lets[i] = get(filled(std::string(kClauses[i].path), record.set, field.name), kClauses[i].prefer).status == 200;
        if (lets[i]) by_clause.insert(std::string(kClauses[i].name));
      }
      EXPECT_TRUE(lets[0]) << record.name << "." << field.name << " cannot be selected";
      permit(record.name, field.name, false);
      for (size_t i = 0; i < std::size(kClauses); ++i) {
        const Clause& clause = kClauses[i];
        odata::Response hidden = get(filled(std::string(clause.path), record.set, field.name), clause.prefer);
        odata::Response absent = get(filled(std::string(clause.path), record.set, kAbsent), clause.prefer);
        const std::string said = text(hidden), wanted = text(absent);
        const std::string where = std::string(record.name) + "." + std::string(field.name) + " in " + std::string(clause.name);
        EXPECT_EQ(hidden.status, 400) << where << ": " << said.substr(0, 200);
        EXPECT_EQ(hidden.status, absent.status) << where;
        EXPECT_EQ(code_of(said), code_of(wanted)) << where << ": " << said.substr(0, 200);
        ++cells;
      }
      // What is asked for without naming it, and what describes it.
      odata::Response all = get("/" + std::string(record.set) + "?$top=1");
      EXPECT_THAT(text(all), testing::Not(testing::HasSubstr("\"" + std::string(field.name) + "\":")));
      permit(record.name, field.name, std::nullopt);
    }
  }
  EXPECT_EQ(by_clause.size(), std::size(kClauses)) << "a clause that no field passes proves nothing";
  EXPECT_GT(cells, 1'000u);
}

TEST_F(FieldsMatrix, G22_O13_metadata_does_not_name_what_is_hidden) {
  permit("account", "email", false);
  permit("account", "credit", false);
  permit("quote", "*", false);
  for (const char* path : {"/$metadata?$format=json", "/$metadata?$format=xml"}) {
    odata::Response answer = get(path);
    const std::string body = text(answer);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(body, testing::Not(testing::AnyOf(testing::HasSubstr("\"credit\":{"), testing::HasSubstr("<Property Name=\"credit\"")))) << path;
    odata::Response seen = get(path, "", "manager");
    EXPECT_THAT(text(seen), testing::AnyOf(testing::HasSubstr("\"credit\":{"), testing::HasSubstr("<Property Name=\"credit\""))) << path;
    EXPECT_THAT(body, testing::Not(testing::HasSubstr("\"quotes\""))) << path;
  }
  odata::Response root = get("/");
  EXPECT_THAT(text(root), testing::Not(testing::HasSubstr("quotes")));
  for (const char* path : {"/quotes", "/quotes('Q')", "/quotes/$count", "/accounts?$expand=quotes", "/accounts('A')/quotes"}) {
    EXPECT_THAT(get(path).status, testing::AnyOf(404, 400)) << path;
  }
}

TEST_F(FieldsMatrix, G22_O12_expand_does_not_go_around) {
  EXPECT_EQ(get("/accounts?$expand=contacts($select=email)").status, 200);
  EXPECT_EQ(get("/contacts?$expand=account_record($select=email)").status, 200);
  EXPECT_EQ(get("/contacts?$filter=account_record/email%20eq%20null").status, 200);
  EXPECT_EQ(get("/accounts?$filter=contacts/any(c:c/email%20eq%20null)").status, 200);
  permit("contact", "email", false);
  permit("account", "email", false);
  for (const char* path :
       {"/accounts?$expand=contacts($select=email)", "/contacts?$expand=account_record($select=email)",
        "/contacts?$filter=account_record/email%20eq%20null", "/accounts?$filter=contacts/any(c:c/email%20eq%20null)",
        "/accounts?$expand=contacts($filter=email%20eq%20null)", "/accounts?$expand=contacts($orderby=email)",
        "/contacts?$orderby=account_record/email", "/contacts?$apply=groupby((account_record/email))"}) {
    EXPECT_EQ(get(path).status, 400) << path;
  }
}

TEST_F(FieldsMatrix, G22_O12_search_does_not_find_by_what_is_hidden) {
  record({.account = "A",
          .kind = "account.created",
          .at = service::at("2026-01-01"),
          .values = {{"email", Value("xylophone@example.com")}, {"name", Value("Plain")}},
          .create_account = true});
  odata::Response before = get("/accounts?$search=xylophone");
  EXPECT_THAT(text(before), testing::HasSubstr("\"A\""));
  permit("account", "email", false);
  odata::Response after = get("/accounts?$search=xylophone");
  EXPECT_THAT(text(after), testing::Not(testing::HasSubstr("\"A\"")));
}

TEST_F(FieldsMatrix, G22_the_stage_that_is_hidden_is_hidden_in_log_and_live_stream) {
  record(order("A", "O1", "2026-05-01"));
  odata::Response before = get("/transitions");
  EXPECT_THAT(text(before), testing::HasSubstr("first-order"));
  permit("account", "status", false);
  for (const char* path : {"/transitions", "/stage_spells", "/accounts('A')?$expand=transitions,stage_spells", "/accounts('A')/tenure.explain()"}) {
    odata::Response after = get(path);
    EXPECT_THAT(text(after), testing::Not(testing::HasSubstr("first-order"))) << path;
  }
  const std::string live_fields = session_fields("rep") + "Last-Event-ID: 0\r\n";
  TestClient live(server_->port(), 700);
  live.send("GET /w/default/live HTTP/1.1\r\nHost: localhost\r\n" + live_fields + "\r\n");
  EXPECT_THAT(live.read_until("first-order"), testing::Not(testing::HasSubstr("first-order")));
  permit("account", "status", std::nullopt);
  TestClient again(server_->port(), 5'000);
  again.send("GET /w/default/live HTTP/1.1\r\nHost: localhost\r\n" + live_fields + "\r\n");
  EXPECT_THAT(again.read_until("first-order"), testing::HasSubstr("first-order"));
}

// Who may not read orders is told of a move, not of the order that caused it.
TEST_F(FieldsMatrix, G22_a_move_tells_nothing_of_a_fact_that_is_hidden) {
  record(order("A", "O1-HIDDEN", "2026-05-01"));
  const auto told = [&](const char* path) {
    odata::Response answer = get(path);
    return text(answer);
  };
  static constexpr const char* kPaths[] = {"/transitions", "/accounts('A')?$expand=transitions", "/accounts('A')/tenure.explain()"};
  for (const char* path : kPaths) EXPECT_THAT(told(path), testing::HasSubstr("O1-HIDDEN")) << path;
  EXPECT_EQ(status("rep", "GET", "/w/default/odata/transitions?$filter=fact%20eq%20'O1-HIDDEN'"), "200");
  permit("order", "*", false);
  for (const char* path : kPaths) {
    const std::string answer = told(path);
    EXPECT_THAT(answer, testing::HasSubstr("first-order")) << path;
    EXPECT_THAT(answer, testing::Not(testing::HasSubstr("O1-HIDDEN"))) << path;
  }
  EXPECT_EQ(status("rep", "GET", "/w/default/odata/transitions?$filter=fact%20eq%20'O1-HIDDEN'"), "400 unknown-name");
}

// What a condition saw is told part by part, and nothing of a part that reads a hidden field.
TEST_F(FieldsMatrix, G22_a_story_passes_over_what_reads_a_hidden_field) {
  record(order("A", "O1", "2026-05-01"));
  const auto told = [&] {
    odata::Response answer = get("/accounts('A')/tenure.explain()");
    return text(answer);
  };
  const std::string count = R"({"condition":"order_count","holds":)", saw = R"("saw":{"order_count":)";
  EXPECT_THAT(told(), testing::HasSubstr(count));
  EXPECT_THAT(told(), testing::HasSubstr(saw));
  permit("account", "order_count", false);
  EXPECT_THAT(told(), testing::Not(testing::HasSubstr(count)));
  EXPECT_THAT(told(), testing::Not(testing::HasSubstr(saw)));
  EXPECT_THAT(told(), testing::HasSubstr(R"({"condition":"order_count","passed_over":true})"));
}

// What a role may not write is declared read-only to it, and by the rules of OData left as it is; a fact that says it
// is refused.
TEST_F(FieldsMatrix, A2_A5_what_may_not_be_written_is_not_whatever_the_way) {
  ASSERT_EQ(status("rep", "POST", "/w/default/odata/accounts", R"({"key":"A","name":"N","credit":5})"), "201");
  const auto done = service::set_field_permission(*service_, console(), "default",
                                                  {.role = "rep", .record = "account", .field = "credit", .write = false});
  ASSERT_TRUE(done.has_value());
  const auto credit = [&](std::string key) { return ask("rep", "GET", "/w/default/odata/accounts('" + key + "')").at("credit"); };
  EXPECT_EQ(credit("A"), "5");
  ask("rep", "POST", "/w/default/odata/accounts", R"({"key":"B","name":"N","credit":5})");
  EXPECT_EQ(credit("B"), "");
  ask("rep", "PATCH", "/w/default/odata/accounts('A')", R"({"credit":6})", "If-Match: *\r\n");
  ask("rep", "PUT", "/w/default/odata/accounts('A')", R"({"name":"N","credit":6})", "If-Match: *\r\n");
  const Answer fact = ask("rep", "POST", "/w/default/facts",
                          R"({"account":"A","kind":"account.changed","key":"f1","fields":{"credit":7}})");
  EXPECT_THAT(fact.body, testing::HasSubstr("refused"));
  const Answer bulk = ask("rep", "POST", "/w/default/odata/$batch",
                          R"x({"requests":[{"id":"1","method":"PATCH","url":"accounts('A')","headers":{"If-Match":"*"},"body":{"credit":8}}]})x");
  EXPECT_EQ(credit("A"), "5") << bulk.body;
  // … and the same by who may:
  EXPECT_EQ(status("manager", "PATCH", "/w/default/odata/accounts('A')", R"({"credit":9})", "If-Match: *\r\n"), "204");
  EXPECT_EQ(credit("A"), "9");
}

}  // namespace
}  // namespace tenure::http
