#pragma once
// A server with the routes of a room's test, a workspace behind it, and people who ask by their API tokens.
#include <gmock/gmock.h>

#include <map>

#include "http/described_test_support.h"
#include "http/routes/gate.h"
#include "http/server.h"
#include "http/test_client.h"
#include "identity/identity_test_support.h"

namespace tenure::http {

class RouteTest : public identity::IdentityTest {
 protected:
  void SetUp() override {
    IdentityTest::SetUp();
    for (const char* role : {"admin", "manager", "rep", "viewer"}) add(role, role);
  }
  void TearDown() override {
    client_.reset();
    server_.reset();
    IdentityTest::TearDown();
  }
  virtual void add_routes(Router&) = 0;

  // Starts with the first request.
  TestResponse ask(std::string_view method, std::string_view target, std::string_view user,
                   std::string_view body = {}, std::string_view fields = {}) {
    start();
    std::string head(fields);
    if (!user.empty()) head += "Authorization: Bearer " + token(user) + "\r\n";
    if (!body.empty() && head.find("Content-Type") == std::string::npos) head += "Content-Type: application/json\r\n";
    // A client of its own each time: an answer may end its connection.
    client_ = std::make_unique<TestClient>(server_->port());
    TestResponse response = client_->request(method, target, head, body);
    expect_described(routes_, method, target, response);
    return response;
  }
  TestResponse get(std::string_view target, std::string_view user = "admin", std::string_view fields = {}) {
    return ask("GET", target, user, {}, fields);
  }
  TestResponse post(std::string_view target, std::string_view user, std::string_view body,
                    std::string_view fields = {}) {
    return ask("POST", target, user, body, fields);
  }
  const std::string& token(std::string_view user) {
    std::string& known = tokens_[std::string(user)];
    if (!known.empty()) return known;
    const auto made = identity_->add_token(as(user), "default", {.name = "test", .scopes = scopes_});
    EXPECT_TRUE(made.has_value());
    return known = made ? made->secret : "";
  }
  // What stands in a JSON answer at "lifecycles/0/name", as text; "?" where nothing does.
  static std::string at_path(const std::string& body, std::string_view path) {
    const Result<Value> whole = json::parse(body);
    if (!whole) return "not JSON: " + body.substr(0, 200);
    Value value = *whole;
    while (!path.empty()) {
      const size_t end = std::min(path.find('/'), path.size());
      const std::string_view step = path.substr(0, end);
      path.remove_prefix(std::min(end + 1, path.size()));
      Value next;
      bool found = false;
      if (const auto* object = value.get<std::shared_ptr<const Object>>()) {
        for (const auto& [name, member] : (*object)->members) {
          if (name == step) next = member, found = true;
        }
      } else if (const auto* list = value.get<std::shared_ptr<const List>>()) {
        const size_t index = static_cast<size_t>(std::atoi(std::string(step).c_str()));
        if (step == "#") next = Value(static_cast<int64_t>((*list)->items.size())), found = true;
        else if (index < (*list)->items.size()) next = (*list)->items[index], found = true;
      }
      if (!found) return "?";
      value = std::move(next);
    }
    const bool whole_value = value.get<std::shared_ptr<const Object>>() || value.get<std::shared_ptr<const List>>();
    return whole_value ? json::write(value) : value.is_null() ? "null" : to_text(value);
  }
  void start() {
    if (server_) return;
    Router router;
    add_routes(router);
    router.set_gate(make_gate(*identity_));
    routes_ = rows_of(router);
    server_ = std::make_unique<Server>(Config{}, std::move(router), log_, metrics_, clock_);
    server_->start();
  }

  uint8_t scopes_ = service::kScopeAll;
  Log log_{[](std::string_view) { return true; }};
  Metrics metrics_;
  std::vector<RouteRow> routes_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<TestClient> client_;
  std::map<std::string, std::string, std::less<>> tokens_;
};

}  // namespace tenure::http
