#pragma once
// The whole server, as `tenure serve` puts it together, with people of every role in it and a second workspace
// beside it.
#include <map>

#include "base/json.h"
#include "http/described_test_support.h"
#include "http/metrics.h"
#include "http/routes/routes.h"
#include "http/server.h"
#include "http/test_client.h"
#include "service/impl.h"
#include "service/service_test_support.h"

namespace tenure::http {

inline constexpr const char* kPassword = "correct horse battery 7";

class HouseTest : public service::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    ASSERT_TRUE(service_->create_workspace({.name = "other", .pack = folder_ + "/shop"}));
    identity_ = std::make_unique<identity::Identity>(
        *service_, clock_, identity_options());
    backups_ = std::make_unique<service::Backups>(*service_, *store_, clock_,
                                                  service::Backups::Options{.folder = backup_folder(), .told = {}});
    for (const char* role : {"owner", "admin", "manager", "rep", "viewer", "integration"}) add(role, role);
    add("stranger", "owner", "other");
    start();
  }
  void TearDown() override {
    server_.reset();
    api_.reset();
    backups_.reset();
    identity_.reset();
    ServiceTest::TearDown();
  }
  virtual Result<outgoing::Response> send(const outgoing::Request& request) {
    return refuse("no-answer", {{"address", request.url}, {"reason", "test"}});
  }
  virtual std::string backup_folder() { return ""; }
  virtual Config config() { return {}; }
  virtual identity::Options identity_options() {
    return {.cost = {.passes = 1, .memory = 8192}, .key_file = path() + ".key"};
  }
  void start() {
    server_.reset();
    api_ = std::make_unique<odata::Api>(*service_, clock_, "secret of the links");
    Router router = make_router(parts());
    routes_ = rows_of(router);
    server_ = std::make_unique<Server>(config(), std::move(router), log_, metrics_, clock_);
    server_->start();
  }
  Parts parts() {
    return {.service = *service_,
            .identity = *identity_,
            .api = *api_,
            .backups = *backups_,
            .clock = clock_,
            .metrics = metrics_,
            .readiness = [] { return std::vector<Readiness>{}; },
            .send = [this](const outgoing::Request& request) { return send(request); },
            .store_path = path(),
            .base_url = [this] { return server_->base_url(); }};
  }

  static service::Caller console() { return {.actor = "cli", .role = "owner"}; }
  static identity::Peer peer() { return {.address = "192.0.2.1", .request_id = "r-1"}; }
  void add(const std::string& key, const std::string& role, const std::string& workspace = "default") {
    ASSERT_TRUE(identity_->add_user(console(), workspace, {.key = key, .role = role}));
    ASSERT_TRUE(identity_->set_password(console(), workspace, key, kPassword));
  }

  struct Answer {
    int status = 0;
    std::string body, head;
    Headers headers;
    Value json() const {
      const Result<Value> read = json::parse(body);
      return read ? *read : Value();
    }
    // "users/0/key" of the body, as text; "" where there is no such thing.
    std::string at(std::string_view path) const {
      Value here = json();
      while (!path.empty()) {
        const std::string step(path.substr(0, path.find('/')));
        path.remove_prefix(std::min(path.size(), step.size() + 1));
        Value next;
        if (const auto* object = here.get<std::shared_ptr<const Object>>()) {
          for (const auto& [name, value] : (*object)->members) {
            if (name == step) next = value;
          }
        } else if (const auto* list = here.get<std::shared_ptr<const List>>()) {
          const size_t i = std::stoul(step);
          if (i < (*list)->items.size()) next = (*list)->items[i];
        }
        here = next;
      }
      return to_text(here);
    }
    std::string code() const {
      const std::string own = at("code");
      return own.empty() ? at("error/code") : own;
    }
  };

  // As this user by a session ("rep", "default"), or by a token ("token:…"), or as nobody ("").
  Answer ask(const std::string& who, std::string_view method, std::string_view path, std::string_view body = "",
             std::string fields = "") {
    if (who.starts_with("token:")) fields += "Authorization: Bearer " + who.substr(6) + "\r\n";
    else if (!who.empty()) fields += session_fields(who);
    if (!body.empty() && fields.find("Content-Type") == std::string::npos)
      fields += "Content-Type: application/json\r\n";
    TestResponse response = TestClient(server_->port()).request(method, path, fields, body);
    expect_described(routes_, method, path, response);
    return {response.status, response.body, response.raw_head, response.headers};
  }
  // Status and code: "200", "403 not-allowed".
  template <typename T>
  static std::string code(const Result<T>& result) {
    return result ? "ok" : result.error().code;
  }
  std::string say_status(const Answer& answer) {
    const std::string code = answer.code();
    return std::to_string(answer.status) + (answer.status < 400 || code.empty() ? "" : " " + code);
  }
  std::string status(const std::string& who, std::string_view method, std::string_view path,
                     std::string_view body = "", std::string fields = "") {
    return say_status(ask(who, method, path, body, std::move(fields)));
  }

  struct Session {
    std::string cookie, csrf;
  };
  const Session& session(const std::string& who) {
    Session& known = sessions_[who];
    if (!known.cookie.empty()) return known;
    const std::string workspace = who == "stranger" ? "other" : "default";
    const Answer in = ask("", "POST", "/signin",
                          R"({"workspace":")" + workspace + R"(","user":")" + who + R"(","password":")" + kPassword + "\"}");
    EXPECT_EQ(in.status, 200) << in.body;
    known = {cookie_of(in, "tenure_session"), in.at("csrf")};
    return known;
  }
  void forget(const std::string& who) { sessions_.erase(who); }
  std::string session_fields(const std::string& who) {
    const Session& known = session(who);
    return "Cookie: tenure_session=" + known.cookie + "\r\nX-CSRF-Token: " + known.csrf + "\r\n";
  }
  static std::string cookie_of(const Answer& answer, const std::string& name) {
    for (const std::string_view line : answer.headers.all("Set-Cookie")) {
      if (!line.starts_with(name + "=")) continue;
      const std::string_view rest = line.substr(name.size() + 1);
      return std::string(rest.substr(0, rest.find(';')));
    }
    return "";
  }
  // A token of this user: "token:…", for ask().
  std::string token(const std::string& who, std::string_view scopes) {
    const auto made = identity_->add_token(console(), who == "stranger" ? "other" : "default",
                                           {.user = who, .name = "t", .scopes = *service::parse_scopes(scopes), .days = 7});
    EXPECT_TRUE(made.has_value());
    return "token:" + made->secret;
  }
  std::string logged() {
    log_.flush();
    const std::lock_guard lock(log_mutex_);
    return log_text_;
  }

  std::mutex log_mutex_;
  std::string log_text_;
  Log log_{[this](std::string_view lines) {
             const std::lock_guard lock(log_mutex_);
             log_text_ += lines;
             return true;
           }, Level::debug};
  Metrics metrics_;
  std::unique_ptr<identity::Identity> identity_;
  std::unique_ptr<service::Backups> backups_;
  std::unique_ptr<odata::Api> api_;
  std::vector<RouteRow> routes_;
  std::unique_ptr<Server> server_;
  std::map<std::string, Session> sessions_;
};

}  // namespace tenure::http
