// Who comes in: many at once, and whoever is shut out while they are at it.
#include "base/limits.h"
#include "crowd.h"
#include "identity/identity_test_support.h"

namespace tenure::identity {
namespace {

using races::at_once;

class IdentityRaces : public IdentityTest {
 protected:
  static std::string user(int n) { return "user" + std::to_string(n); }
  static Peer from(int n) { return peer("198.51.100." + std::to_string(n)); }
};

TEST_F(IdentityRaces, L1_GuessersAreHeldAndEverybodyElseComesInAsThemselves) {
  for (int n = 0; n < 4; ++n) add(user(n), "rep");
  std::atomic<int> looked_at = 0, held = 0;
  at_once(8, [&](int i) {
    for (int n = 0; n < 8; ++n) {
      if (i >= 4) {  // four at one door, whose owner comes in by another
        const std::string code = sign_in_code(user(0), "wrong", from(99));
        looked_at += code == "sign-in-failed";
        held += code == "too-many-attempts";
        continue;
      }
      const SignedIn in = sign_in(user(i), from(i));
      const Result<Who> who = identity_->by_session(in.session, from(i));
      EXPECT_EQ(who ? who->caller.actor : who.error().code, user(i));
      if (n % 2) identity_->sign_out(in.session, from(i));
      EXPECT_EQ(alive(in.session), n % 2 == 0);
    }
  });
  EXPECT_EQ(looked_at, limits::kAttemptsOfPair);
  EXPECT_EQ(held, 32 - limits::kAttemptsOfPair);
  for (int n = 0; n < 4; ++n) EXPECT_EQ(identity_->sessions(sign_in(user(n), from(n)).who, "")->size(), 5u);
}

// Each way to shut somebody out, while two threads use what they have without pause.
TEST_F(IdentityRaces, L5_WhatWasTakenAwayIsOfNoUseFromThatCommitOn) {
  add("dana", "rep");
  const auto used_until = [&](const auto& use, const auto& take_away) {
    std::atomic<bool> taken = false;
    std::atomic<int> uses = 0, late = 0;
    at_once(3, [&](int i) {
      if (i == 0) {
        while (uses < 10) std::this_thread::yield();
        take_away();
        taken = true;
        return;
      }
      for (int after = 0; after < 5;) {
        const bool before = taken;
        late += use() && before;
        ++uses;
        after += before;
      }
    });
    EXPECT_EQ(late, 0);
  };
  const auto session_until = [&](const std::string& session, const auto& take_away) {
    used_until([&] { return alive(session); }, take_away);
  };
  const SignedIn first = sign_in("dana"), second = sign_in("dana");
  session_until(first.session, [&] { identity_->sign_out(first.session, peer()); });
  session_until(second.session, [&] {
    ASSERT_TRUE(identity_->change_password(second.who, kPassword, "another horse battery 9", peer()));
  });
  ASSERT_TRUE(identity_->set_password(console(), "default", "dana", kPassword));
  const SignedIn third = sign_in("dana");
  const auto token =
      identity_->add_token(third.who.caller, "default", {.name = "t", .scopes = service::kScopeRead, .days = 7});
  ASSERT_TRUE(token);
  const int64_t number = identity_->tokens(third.who.caller, "default")->front().token.number;
  used_until([&] { return identity_->by_token(token->secret, peer()).has_value(); },
             [&] { ASSERT_TRUE(identity_->revoke_token(third.who.caller, "default", number)); });
  session_until(third.session,
                [&] { ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = false})); });
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = true}));
  const SignedIn last = sign_in("dana");
  // Less than before from that commit on, too.
  used_until([&] { return identity_->by_session(last.session, peer())->caller.role == "rep"; },
             [&] { ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.role = "viewer"})); });
  session_until(last.session, [&] { ASSERT_TRUE(identity_->delete_user(console(), "default", "dana")); });
}

TEST_F(IdentityRaces, L6_ALinkThatWorksOnceWorksOnce) {
  ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "noah", .role = "rep"}));
  const auto link = identity_->invite(console(), "default", "noah");
  ASSERT_TRUE(link);
  std::atomic<int> in = 0;
  std::vector<std::string> sessions(8);
  at_once(8, [&](int i) {
    const Result<SignedIn> answer =
        identity_->accept(link->secret, "noah", "tide gravel " + std::to_string(i) + " orchid", from(i));
    in += answer.has_value();
    if (answer)
      sessions[static_cast<size_t>(i)] = answer->session;
    else
      EXPECT_TRUE(answer.error().code == "token-invalid" || answer.error().code == "overloaded") << answer.error().code;
  });
  EXPECT_EQ(in, 1);
  for (int i = 0; i < 8; ++i) {
    const std::string& session = sessions[static_cast<size_t>(i)];
    const std::string code = sign_in_code("noah", "tide gravel " + std::to_string(i) + " orchid", from(i));
    EXPECT_EQ(code, session.empty() ? "sign-in-failed" : "ok");
    EXPECT_EQ(alive(session), !session.empty());
  }
}

TEST_F(IdentityRaces, L5_OfTwoWhoChangeAPasswordAtOnceOneDoes) {
  add("dana", "rep");
  const SignedIn in = sign_in("dana");
  std::atomic<int> changed = 0;
  std::vector<std::string> sessions(4);
  at_once(4, [&](int i) {
    const Result<SignedIn> next =
        identity_->change_password(in.who, kPassword, "tide gravel " + std::to_string(i) + " orchid", from(i));
    if (next) {
      ++changed;
      sessions[static_cast<size_t>(i)] = next->session;
    } else {
      EXPECT_EQ(next.error().code, "sign-in-failed");
    }
  });
  EXPECT_EQ(changed, 1);
  EXPECT_FALSE(alive(in.session));
  for (int i = 0; i < 4; ++i) {
    const std::string& session = sessions[static_cast<size_t>(i)];
    EXPECT_EQ(sign_in_code("dana", "tide gravel " + std::to_string(i) + " orchid", from(10 + i)),
              session.empty() ? "sign-in-failed" : "ok");
    EXPECT_EQ(alive(session), !session.empty());
  }
}

}  // namespace
}  // namespace tenure::identity
