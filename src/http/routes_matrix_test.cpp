// G22: who may ask what. The table is walked beside Router::routes(): a route without a row fails, and so does a row
// without a route. A cell is the status that the route gives to a request that is right but for who asks.
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "http/house_test_support.h"

namespace tenure::http {
namespace {

// In a path or a body: {user} a user made for this cell, {token} a token of the one who asks made for it, {n} a
// number that is used once.
constexpr std::string_view kTable = R"(
# name                   | method path [body]                                          | owner admin manager rep viewer integration | nobody | read read+write facts
health.live              | GET /livez                                                  | 200 200 200 200 200 200 | 200 | 200 200 200
health.health            | GET /healthz                                                | 200 200 200 200 200 200 | 200 | 200 200 200
health.ready             | GET /readyz                                                 | 200 200 200 200 200 200 | 200 | 200 200 200
health.metrics           | GET /metrics                                                | 200 200 200 200 200 200 | 200 | 200 200 200
page.home                | GET /                                                       | 200 200 200 200 200 200 | 200 | 200 200 200
page.view                | GET /app/default                                            | 200 200 200 200 200 200 | 200 | 200 200 200
page.asset               | GET /assets/x.js                                            | 404 404 404 404 404 404 | 404 | 404 404 404
sign_in                  | POST /signin {"user":"nobody{n}","password":"x"}            | 401 401 401 401 401 401 | 401 | 401 401 401
set_up                   | POST /setup {"token":"x","user":"x","password":"tide gravel 9 orchid"} | 400 400 400 400 400 400 | 400 | 400 400 400
invitation.accept        | POST /invitation {"token":"x","password":"tide gravel 9 orchid"} | 400 400 400 400 400 400 | 400 | 400 400 400
invitation.look          | POST /invitation/look {"token":"x"}                         | 400 400 400 400 400 400 | 400 | 400 400 400
sign_in.providers        | GET /signin/providers                                       | 200 200 200 200 200 200 | 200 | 200 200 200
sign_in.start_by_link    | GET /signin/oidc/none                                       | 404 404 404 404 404 404 | 404 | 404 404 404
sign_in.start            | POST /signin/oidc/none {}                                   | 404 404 404 404 404 404 | 404 | 404 404 404
sign_in.finish           | GET /signin/callback?code=x&state=y                         | 401 401 401 401 401 401 | 401 | 401 401 401
me.show                  | GET /me                                                     | 200 200 200 200 200 200 | 401 | 200 200 200
me.change                | PATCH /me {"name":"N"}                                      | 200 200 200 200 200 200 | 401 | 403 200 403
me.password              | PUT /me/password {"password":"w","new_password":"x"}        | 401 401 401 401 401 401 | 401 | 403 403 403
me.sessions              | GET /me/sessions                                            | 200 200 200 200 200 200 | 401 | 403 403 403
me.end_session           | DELETE /me/sessions/none                                    | 404 404 404 404 404 404 | 401 | 403 403 403
users.list               | GET /w/default/users                                        | 200 200 200 200 200 200 | 401 | 200 200 403
users.add                | POST /w/default/users {"key":"new{n}","role":"rep"}         | 201 201 403 403 403 403 | 401 | 403 403 403
users.show               | GET /w/default/users/rep                                    | 200 200 200 200 200 200 | 401 | 200 200 403
users.change             | PATCH /w/default/users/{user} {"role":"viewer"}             | 200 200 403 403 403 403 | 401 | 403 403 403
users.remove             | DELETE /w/default/users/{user}                              | 204 204 403 403 403 403 | 401 | 403 403 403
users.invite             | POST /w/default/users/{user}/invitation {}                  | 201 201 403 403 403 403 | 401 | 403 403 403
providers.list           | GET /w/default/providers                                    | 200 200 403 403 403 403 | 401 | 200 200 403
providers.put            | PUT /w/default/providers/p{n} {"issuer":"https://p.example","client_id":"c"} | 201 201 403 403 403 403 | 401 | 403 403 403
providers.remove         | DELETE /w/default/providers/none                            | 404 404 403 403 403 403 | 401 | 403 403 403
tokens.list              | GET /w/default/tokens                                       | 200 200 200 200 200 200 | 401 | 200 200 403
tokens.list              | GET /w/default/tokens?user=rep                              | 200 200 403 200 403 403 | 401 | 200 200 403
tokens.add               | POST /w/default/tokens {"name":"t","scopes":["read"]}       | 201 201 201 201 201 201 | 401 | 403 403 403
tokens.add               | POST /w/default/tokens {"name":"t","scopes":["read"],"user":"{user}"} | 201 201 403 403 403 403 | 401 | 403 403 403
tokens.revoke            | DELETE /w/default/tokens/{token}                            | 204 204 404 404 404 404 | 401 | 403 403 403
roles.list               | GET /w/default/roles                                        | 200 200 200 200 200 200 | 401 | 200 200 403
roles.show               | GET /w/default/roles/rep                                    | 200 200 403 200 403 403 | 401 | 200 200 403
roles.permit             | PUT /w/default/roles/viewer/permission {"record":"account","field":"credit"} | 204 204 403 403 403 403 | 401 | 403 403 403
field_permissions.list   | GET /w/default/field_permissions                            | 200 200 403 403 403 403 | 401 | 200 200 403
settings.list            | GET /w/default/settings                                     | 200 200 200 403 403 403 | 401 | 200 200 403
settings.change          | PUT /w/default/settings/language {"value":"en"}             | 200 200 403 403 403 403 | 401 | 403 403 403
start.show               | GET /w/default/start                                        | 200 403 403 403 403 403 | 401 | 403 403 403
start.choose             | POST /w/default/start {"pack":"none"}                       | 404 403 403 403 403 403 | 401 | 403 403 403
odata.read               | GET /w/default/odata/accounts                               | 200 200 200 200 200 200 | 401 | 200 200 403
odata.read               | GET /w/default/odata/audit_events                           | 200 200 404 404 404 404 | 401 | 404 404 403
odata.post               | POST /w/default/odata/accounts {"key":"N{n}","name":"N"}    | 201 201 201 201 403 201 | 401 | 403 201 404
odata.change             | PATCH /w/default/odata/accounts('A') {"name":"N"}           | 204 204 204 204 403 204 | 401 | 403 204 403
odata.replace            | PUT /w/default/odata/accounts('A') {"name":"N"}             | 204 204 204 204 403 204 | 401 | 403 204 403
odata.remove             | DELETE /w/default/odata/accounts('N{n}')                    | 404 404 404 403 403 403 | 401 | 403 404 403
facts.record             | POST /w/default/facts {"account":"A","kind":"account.changed","key":"f{n}","fields":{"name":"N"}} | 200 200 200 200 200 200 | 401 | 403 403 200
live                     | GET /w/default/live                                         | 200 200 200 200 200 200 | 401 | 200 200 403
definition.read          | GET /w/default/definition                                   | 200 200 200 200 200 200 | 401 | 200 200 403
docs                     | GET /docs                                                   | 200 200 200 200 200 200 | 200 | 200 200 200
docs.errors              | GET /docs/errors                                            | 200 200 200 200 200 200 | 200 | 200 200 200
openapi.workspace        | GET /w/default/openapi.json                                 | 200 200 200 200 200 200 | 401 | 200 200 403
openapi                  | GET /openapi.json                                           | 200 200 200 200 200 200 | 200 | 200 200 200
form.read                | GET /w/default/forms/none                                   | 404 404 404 404 404 404 | 404 | 404 404 404
form.post                | POST /w/default/forms/none {"name":"N"}                     | 404 404 404 404 404 404 | 404 | 404 404 404
bulk.preview             | POST /w/default/bulk/preview {"accounts":["A"],"stages":{"status":"customer"}} | 200 200 200 403 403 200 | 401 | 403 200 403
bulk.commit              | POST /w/default/bulk {"accounts":["A"],"stages":{"status":"customer"}} | 202 202 202 403 403 202 | 401 | 403 202 403
job.list                 | GET /w/default/jobs                                         | 200 200 200 200 403 200 | 401 | 200 200 403
job.read                 | GET /w/default/jobs/999999                                  | 404 404 404 404 403 404 | 401 | 404 404 403
job.rows                 | GET /w/default/jobs/999999/rows                             | 404 404 404 404 403 404 | 401 | 404 404 403
job.cancel               | POST /w/default/jobs/999999/cancel                          | 404 404 404 404 403 404 | 401 | 403 404 403
job.undo                 | POST /w/default/jobs/999999/undo                            | 404 404 404 404 403 404 | 401 | 403 404 403
backup.begin             | POST /w/default/backups {}                                  | 409 409 403 403 403 403 | 401 | 403 403 403
backup.list              | GET /w/default/backups                                      | 200 200 403 403 403 403 | 401 | 200 200 403
backup.read              | GET /w/default/backups/none                                 | 404 404 403 403 403 403 | 401 | 404 404 403
import.send              | POST /w/default/imports                                     | 400 400 400 403 403 400 | 401 | 403 400 403
import.list              | GET /w/default/imports                                      | 200 200 200 403 403 200 | 401 | 403 200 403
import.read              | GET /w/default/imports/none                                 | 404 404 404 403 403 404 | 401 | 403 404 403
import.map               | PUT /w/default/imports/none/mapping                         | 404 404 404 403 403 404 | 401 | 403 404 403
import.check             | POST /w/default/imports/none/check                          | 404 404 404 403 403 404 | 401 | 403 404 403
import.start             | POST /w/default/imports/none/start                          | 404 404 404 403 403 404 | 401 | 403 404 403
import.rejects           | GET /w/default/imports/none/rejects                         | 404 404 404 403 403 404 | 401 | 403 404 403
import.remove            | DELETE /w/default/imports/none                              | 404 404 404 403 403 404 | 401 | 403 404 403
export.read              | GET /w/default/exports/accounts.csv                         | 200 200 200 200 200 200 | 401 | 200 200 403
export.read              | GET /w/default/exports/accounts.xlsx                        | 200 200 200 200 200 200 | 401 | 200 200 403
export.read              | GET /w/default/exports/audit_events.csv                     | 200 200 404 404 404 404 | 401 | 404 404 403
report.read              | GET /w/default/reports/stages                               | 200 200 200 200 200 200 | 401 | 200 200 403
sign_out                 | POST /signout                                               | 204 204 204 204 204 204 | 401 | 204 204 204
)";

struct Row {
  std::string name, method, path, body, cells;
  std::string line;
};

std::string trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

std::vector<Row> table() {
  std::vector<Row> rows;
  std::istringstream lines{std::string(kTable)};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    Row row{.line = line};
    const size_t first = line.find(" | "), second = line.find(" | ", first + 3);
    row.name = trimmed(line.substr(0, first));
    const std::string request = trimmed(line.substr(first + 3, second - first - 3));
    const size_t space = request.find(' '), body = request.find(' ', space + 1);
    row.method = request.substr(0, space);
    row.path = request.substr(space + 1, body == std::string::npos ? body : body - space - 1);
    if (body != std::string::npos) row.body = request.substr(body + 1);
    row.cells = trimmed(line.substr(second + 3));
    rows.push_back(row);
  }
  return rows;
}

class RoutesMatrix : public HouseTest {
 protected:
  static constexpr std::string_view kWho[] = {"owner", "admin", "manager", "rep", "viewer", "integration",
                                              "|",     "",      "|",       "read", "write", "facts"};

  void SetUp() override {
    HouseTest::SetUp();
    record({.account = "A", .kind = "account.created", .at = service::at("2026-01-01"), .create_account = true});
  }

  std::string with(std::string text, const std::string& place, const std::function<std::string()>& make) {
    for (size_t at; (at = text.find(place)) != std::string::npos;) text.replace(at, place.size(), make());
    return text;
  }
  std::string filled(std::string text) {
    text = with(std::move(text), "{n}", [&] { return std::to_string(++number_); });
    text = with(std::move(text), "{user}", [&] {
      const std::string key = "made" + std::to_string(++number_);
      EXPECT_TRUE(identity_->add_user(console(), "default", {.key = key, .role = "rep"}));
      return key;
    });
    return with(std::move(text), "{token}", [&] {
      const auto made = identity_->add_token(console(), "default", {.user = "admin", .name = "t", .scopes = 1, .days = 1});
      EXPECT_TRUE(made.has_value());
      return made->done.key;
    });
  }
  // Of a stream that does not end, its head.
  int status_of(const std::string& who, const Row& row) {
    std::string fields = who.starts_with("token:") ? "Authorization: Bearer " + who.substr(6) + "\r\n"
                         : who.empty()             ? ""
                                                   : session_fields(who);
    if (!row.body.empty()) fields += "Content-Type: application/json\r\n";
    if (row.method == "PATCH" || row.method == "PUT" || row.method == "DELETE") fields += "If-Match: *\r\n";
    const std::string path = filled(row.path), body = filled(row.body);
    TestClient client(server_->port());
    std::string text = row.method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields;
    if (!body.empty() || row.method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    client.send(text + "\r\n" + body);
    return std::atoi(client.read_until("\r\n\r\n").substr(9, 3).c_str());
  }
  int number_ = 0;
};

TEST_F(RoutesMatrix, G22_every_route_has_a_row_and_every_row_a_route) {
  std::set<std::string> routes, rows;
  for (const RouteRow& route : routes_) routes.insert(route.traits.name);
  for (const Row& row : table()) rows.insert(row.name);
  for (const std::string& name : routes) EXPECT_TRUE(rows.contains(name)) << "no row in the matrix for route " << name;
  for (const std::string& name : rows) EXPECT_TRUE(routes.contains(name)) << "no route for row " << name;
}

TEST_F(RoutesMatrix, G22_G26_every_cell_is_as_the_table_says) {
  const std::string scopes[] = {token("owner", "read"), token("owner", "read write"), token("owner", "facts")};
  for (const Row& row : table()) {
    std::string cells;
    for (const std::string_view who : kWho) {
      std::string as(who);
      if (who == "read") as = scopes[0];
      if (who == "write") as = scopes[1];
      if (who == "facts") as = scopes[2];
      cells += (cells.empty() ? "" : " ") + (who == "|" ? "|" : std::to_string(status_of(as, row)));
      if (row.name == "sign_out" && !who.empty() && who != "|") forget(as);
    }
    EXPECT_EQ(cells, row.cells) << row.line;
  }
}

// Another's workspace is as one that is not there: to the byte, for everybody, on every route that names one.
TEST_F(RoutesMatrix, A1_another_workspace_is_not_there) {
  const std::string reads = token("owner", "read write facts admin");
  const auto in = [](std::string text, const std::string& workspace) {
    const size_t at = text.find("/w/default/");
    return at == std::string::npos ? "" : text.replace(at, 11, "/w/" + workspace + "/");
  };
  size_t asked = 0;
  for (const Row& row : table()) {
    if (in(row.path, "other").empty()) continue;
    const std::string other = filled(in(row.path, "other")), body = filled(row.body);
    std::string absent = other;
    absent.replace(3, 5, "absen");
    for (const std::string& who : {std::string("owner"), std::string("rep"), reads}) {
      const Answer there = ask(who, row.method, other, body, "If-Match: *\r\n");
      const Answer nowhere = ask(who, row.method, absent, body, "If-Match: *\r\n");
      // Forms are for anyone: whose workspace it is, nobody is asked.
      EXPECT_EQ(say_status(there), row.name.starts_with("form.") ? "404 unknown-form" : "404 not-found") << row.line;
      EXPECT_EQ(there.status, nowhere.status) << row.line;
      EXPECT_EQ(there.body, nowhere.body) << row.line;
      ++asked;
    }
  }
  EXPECT_GT(asked, 60u);
  // … and nothing came of it there.
  EXPECT_EQ(ask("stranger", "GET", "/w/other/users").at("users/1/key"), "");
  EXPECT_EQ(ask("stranger", "GET", "/w/other/odata/accounts").at("value/0/key"), "");
}

// What is another workspace's is not in this one.
TEST_F(RoutesMatrix, A1_A3_an_id_of_another_workspace_is_one_that_is_not_there) {
  ASSERT_EQ(status("stranger", "POST", "/w/other/odata/accounts", R"({"key":"FOREIGN","name":"Foreign"})"), "201");
  const std::string foreign_token = identity_->add_token(console(), "other", {.user = "stranger", .name = "t", .scopes = 1, .days = 1})->done.key;
  const auto same = [&](std::string method, std::string path, std::string body, std::string theirs, std::string absent) {
    const auto with_id = [&](std::string text, const std::string& id) {
      for (size_t at; (at = text.find("{id}")) != std::string::npos;) text.replace(at, 4, id);
      return text;
    };
    const Answer there = ask("owner", method, with_id(path, theirs), with_id(body, theirs), "If-Match: *\r\n");
    Answer nowhere = ask("owner", method, with_id(path, absent), with_id(body, absent), "If-Match: *\r\n");
    EXPECT_GE(there.status, 400) << method << path;
    EXPECT_EQ(there.status, nowhere.status) << method << path << there.body;
    for (size_t at; (at = nowhere.body.find(absent)) != std::string::npos;) nowhere.body.replace(at, absent.size(), theirs);
    EXPECT_EQ(there.body, nowhere.body) << method << path;
  };
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    same(method, "/w/default/users/{id}", method == std::string("PATCH") ? R"({"name":"x"})" : "", "stranger", "straxger");
    same(method, "/w/default/odata/accounts('{id}')", method == std::string("PATCH") ? R"({"name":"x"})" : "", "FOREIGN", "FXREIGN");
  }
  same("POST", "/w/default/users/{id}/invitation", "{}", "stranger", "straxger");
  same("DELETE", "/w/default/tokens/{id}", "", foreign_token, "987654");
  same("POST", "/w/default/odata/contacts", R"x({"key":"C1","account_record@odata.bind":"accounts('{id}')"})x", "FOREIGN", "FXREIGN");
  same("POST", "/w/default/odata/accounts('{id}')/tenure.archive", "{}", "FOREIGN", "FXREIGN");
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/accounts?$filter=key%20eq%20'FOREIGN'").at("value/0/key"), "");
  EXPECT_EQ(ask("stranger", "GET", "/w/other/odata/accounts('FOREIGN')").at("name"), "Foreign");
}

}  // namespace
}  // namespace tenure::http
