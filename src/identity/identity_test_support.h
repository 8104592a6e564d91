#pragma once
// A workspace with people in it; passwords that cost next to nothing.
#include <set>

#include "identity/identity.h"
#include "service/impl.h"
#include "service/service_test_support.h"

namespace tenure::identity {

using service::Channel;

inline constexpr const char* kPassword = "correct horse battery 7";

class IdentityTest : public service::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    begin();
    ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "olga", .role = "owner"}));
    ASSERT_TRUE(identity_->set_password(console(), "default", "olga", kPassword));
  }
  void TearDown() override {
    identity_.reset();
    ServiceTest::TearDown();
  }
  void begin() {
    identity_ = std::make_unique<Identity>(*service_, clock_,
                                           Options{.cost = {.passes = 1, .memory = 8192}, .key_file = key_file()});
  }
  std::string key_file() const { return path() + ".key"; }
  static Caller console() { return {.actor = "cli", .role = "owner"}; }
  static Peer peer(std::string address = "192.0.2.1") {
    return {.address = std::move(address), .request_id = "r-1"};
  }
  void pass(int64_t seconds) { clock_.set({clock_.now().micros + seconds * kMicrosPerSecond}); }
  void add(std::string key, std::string role) {
    ASSERT_TRUE(identity_->add_user(console(), "default", {.key = key, .role = std::move(role)}));
    ASSERT_TRUE(identity_->set_password(console(), "default", key, kPassword));
  }
  SignedIn sign_in(std::string_view user, const Peer& from = peer()) {
    Result<SignedIn> in = identity_->sign_in("default", user, kPassword, from);
    EXPECT_TRUE(in.has_value()) << (in ? "" : in.error().code);
    return in ? std::move(*in) : SignedIn{};
  }
  std::string sign_in_code(std::string_view user, std::string_view password,
                           const Peer& from = peer()) {
    return code(identity_->sign_in("default", user, password, from));
  }
  bool alive(std::string_view session) {
    return identity_->by_session(session, peer()).has_value();
  }
  template <typename T>
  static std::string code(const Result<T>& result) {
    return result ? "ok" : result.error().code;
  }
  static std::string argument(const Error& error, std::string_view name) {
    for (const auto& [key, value] : error.arguments) {
      if (key == name) return value;
    }
    return "";
  }
  // What the caller may do is the user's, as by a session.
  Caller as(std::string_view user) { return sign_in(user).who.caller; }
  std::vector<std::string> audit() {
    std::vector<std::string> rows;
    store_->read([&](store::Reader& reads) {
      reads.directory().audit_events(1, 0, 1000, [&](const store::AuditEvent& event) {
        rows.push_back(event.actor + " " + event.record + "." + event.verb + " " + event.key + " " +
                       event.outcome);
      });
    });
    return rows;
  }

  std::unique_ptr<Identity> identity_;
};

}  // namespace tenure::identity
