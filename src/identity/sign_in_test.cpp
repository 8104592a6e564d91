// L1-L5: passwords and sessions.
#include <atomic>
#include <thread>

#include "base/limits.h"
#include "identity/identity_test_support.h"

namespace tenure::identity {
namespace {

class SignIn : public IdentityTest {};

TEST_F(SignIn, L1_GuessingEndsAndSaysForHowLong) {
  add("dana", "rep");
  int refused = 0;
  for (int i = 0; i < 20; ++i) refused += sign_in_code("dana", "wrong") == "too-many-attempts";
  EXPECT_EQ(refused, 10);
  const Result<SignedIn> next = identity_->sign_in("default", "dana", "wrong", peer());
  ASSERT_EQ(code(next), "too-many-attempts");
  EXPECT_EQ(argument(next.error(), "seconds"), "30");
  // Not even the right one is looked at, until it is time.
  EXPECT_EQ(sign_in_code("dana", kPassword), "too-many-attempts");
  EXPECT_EQ(sign_in_code("dana", kPassword, peer("198.51.100.7")), "ok");
  pass(29);
  EXPECT_EQ(sign_in_code("dana", kPassword), "too-many-attempts");
  pass(1);
  EXPECT_EQ(sign_in_code("dana", kPassword), "ok");
  // The slate is clean.
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in_code("dana", "wrong"), "sign-in-failed") << i;
}

TEST_F(SignIn, L1_WaitsGrowToAQuarterOfAnHour) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in_code("olga", "wrong"), "sign-in-failed");
  std::vector<std::string> waits;
  for (int i = 0; i < 7; ++i) {
    const Result<SignedIn> next = identity_->sign_in("default", "olga", "wrong", peer());
    ASSERT_EQ(code(next), "too-many-attempts");
    waits.push_back(argument(next.error(), "seconds"));
    pass(std::stoll(waits.back()));
    EXPECT_EQ(sign_in_code("olga", "wrong"), "sign-in-failed");
  }
  EXPECT_EQ(waits, (std::vector<std::string>{"30", "60", "120", "240", "480", "900", "900"}));
}

TEST_F(SignIn, L1_OneAddressAndManyAccounts) {
  int refused = 0;
  for (int i = 0; i < 30; ++i) {
    refused += sign_in_code("user" + std::to_string(i), "wrong") == "too-many-attempts";
  }
  EXPECT_EQ(refused, 10);
  EXPECT_EQ(sign_in_code("olga", kPassword), "too-many-attempts");
  EXPECT_EQ(sign_in_code("olga", kPassword, peer("198.51.100.7")), "ok");
  // A network's addresses are one.
  for (int i = 0; i < 20; ++i) {
    sign_in_code("user" + std::to_string(i), "wrong", peer("2001:db8::" + std::to_string(i + 1)));
  }
  EXPECT_EQ(sign_in_code("olga", kPassword, peer("2001:db8::ffff")), "too-many-attempts");
  EXPECT_EQ(sign_in_code("olga", kPassword, peer("2001:db8:0:1::1")), "ok");
}

TEST_F(SignIn, L1_ManyAddressesCannotLockTheOwnerOut) {
  const SignedIn before = sign_in("olga", peer("203.0.113.5"));
  for (int i = 0; i < 1'000; ++i) {
    sign_in_code("olga", "wrong", peer("10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250)));
  }
  // From an address and a browser that nobody knows, the account waits …
  EXPECT_EQ(sign_in_code("olga", kPassword, peer("203.0.113.5")), "too-many-attempts");
  // … from a browser that was in before, it does not, and neither does who is in already.
  Peer known = peer("203.0.113.99");
  known.device = before.device;
  EXPECT_EQ(sign_in_code("olga", kPassword, known), "ok");
  EXPECT_TRUE(alive(before.session));
  // The browser's own guesses are counted too.
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in_code("olga", "wrong", known), "sign-in-failed");
  EXPECT_EQ(sign_in_code("olga", kPassword, known), "too-many-attempts");
  // Another's browser, a made-up one and an old one are none.
  add("dana", "rep");
  Peer other = peer("203.0.113.77");
  other.device = sign_in("dana", peer("203.0.113.78")).device;
  EXPECT_EQ(sign_in_code("olga", kPassword, other), "too-many-attempts");
  other.device = "AAAA" + before.device.substr(4);
  EXPECT_EQ(sign_in_code("olga", kPassword, other), "too-many-attempts");
  // The console always can.
  ASSERT_TRUE(identity_->set_password(console(), "default", "olga", kPassword));
  EXPECT_EQ(sign_in_code("olga", kPassword, peer("203.0.113.5")), "ok");
}

TEST_F(SignIn, L1_AThousandGuessesAtOnceAreAThousand) {
  std::atomic<int> looked_at = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) looked_at += sign_in_code("olga", "wrong") == "sign-in-failed";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(looked_at, 10);
}

TEST_F(SignIn, L2_UnknownUserAndWrongPasswordAreOneAnswer) {
  add("dana", "rep");
  ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "noah", .role = "rep"}));
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = false}));
  const Error wrong = identity_->sign_in("default", "olga", "wrong", peer()).error();
  EXPECT_EQ(wrong, (Error{"sign-in-failed", {}}));
  EXPECT_EQ(identity_->sign_in("default", "nobody", kPassword, peer()).error(), wrong);
  EXPECT_EQ(identity_->sign_in("nowhere", "olga", kPassword, peer()).error(), wrong);
  EXPECT_EQ(identity_->sign_in("default", "noah", kPassword, peer()).error(), wrong);  // has none
  EXPECT_EQ(identity_->sign_in("default", "dana", kPassword, peer()).error(), wrong);  // disabled
  EXPECT_EQ(identity_->sign_in("default", "", "", peer()).error(), wrong);
  // A name that nobody has is not written down: it may be a password in the wrong box.
  for (const std::string& row : audit()) EXPECT_EQ(row.find("nobody"), std::string::npos);
}

// The work done is the same: for nobody there is a hash of the same cost, and it is gone through.
TEST_F(SignIn, L2_NobodyCostsWhatSomebodyCosts) {
  Hasher hasher({.passes = 2, .memory = 65'536});
  const std::string hash = *hasher.hash(kPassword);
  EXPECT_FALSE(hasher.is_dated(hasher.nobody()));
  EXPECT_EQ(hasher.nobody().substr(0, 28), hash.substr(0, 28));
  EXPECT_EQ(hasher.nobody().size(), hash.size());  // whole: salt and all, or nothing would be computed
  EXPECT_NE(hasher.nobody(), Hasher({.passes = 2, .memory = 65'536}).nobody());
  EXPECT_FALSE(Hasher(PasswordCost{}).is_dated(Hasher(PasswordCost{}).nobody()));
  EXPECT_FALSE(*hasher.verify("", kPassword));
  EXPECT_FALSE(*hasher.verify("", ""));
  EXPECT_TRUE(*hasher.verify(hash, kPassword));
}

TEST_F(SignIn, L3_ALongPasswordIsRefusedBeforeItIsHashed) {
  const std::string megabyte(1'000'000, 'x');
  // It is not even counted as a guess.
  for (int i = 0; i < 200; ++i) ASSERT_EQ(sign_in_code("olga", megabyte), "password-too-long");
  EXPECT_EQ(code(identity_->set_password(console(), "default", "olga", megabyte)),
            "password-too-long");
  EXPECT_EQ(sign_in_code("olga", std::string(limits::kPasswordBytes, 'x')), "sign-in-failed");
}

TEST_F(SignIn, L3_AFewHashAtATimeAndAFewWait) {
  Hasher hasher({.passes = 2, .memory = size_t{8} << 20});
  std::atomic<int> hashed = 0, turned_away = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&] {
      const Result<bool> answer = hasher.verify("", "wrong");
      if (answer) {
        ++hashed;
      } else {
        EXPECT_EQ(answer.error().code, "overloaded");
        ++turned_away;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(hashed + turned_away, 64);
  EXPECT_GE(hashed, static_cast<int>(limits::kHashesAtOnce));
}

TEST_F(SignIn, L4_ANewSessionAtEverySignInAndTheOldOneEnds) {
  const SignedIn first = sign_in("olga");
  EXPECT_TRUE(first.session.starts_with("tenure_session_1_"));
  const Result<SignedIn> second =
      identity_->sign_in("default", "olga", kPassword, peer(), first.session);
  ASSERT_TRUE(second.has_value());
  EXPECT_NE(second->session, first.session);
  EXPECT_FALSE(alive(first.session));
  EXPECT_TRUE(alive(second->session));
  // One that was planted, or is anything else, becomes nobody's session.
  const std::string planted = make_secret(SecretKind::session, 1).text;
  ASSERT_TRUE(identity_->sign_in("default", "olga", kPassword, peer(), planted));
  EXPECT_FALSE(alive(planted));
  for (const std::string odd : {"", "x", "tenure_session_1_", "tenure_session_9_abc",
                                "tenure_token_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_EQ(code(identity_->by_session(odd, peer())), "session-ended");
    EXPECT_TRUE(identity_->sign_in("default", "olga", kPassword, peer(), odd));
  }
}

TEST_F(SignIn, SessionsSayWhoItIs) {
  ASSERT_TRUE(identity_->add_user(
      console(), "default",
      {.key = "Dana", .name = "Dana D", .role = "rep", .language = "he", .own_only = true}));
  ASSERT_TRUE(identity_->set_password(console(), "default", "dana", kPassword));
  const SignedIn in = sign_in("DANA");
  const Result<Who> who = identity_->by_session(in.session, peer("198.51.100.1"));
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->caller.actor, "dana");
  EXPECT_EQ(who->caller.role, "rep");
  EXPECT_TRUE(who->caller.own_only);
  EXPECT_EQ(who->caller.language, Language::hebrew);
  EXPECT_EQ(who->caller.address, "198.51.100.1");
  EXPECT_EQ(who->caller.scopes, service::kScopeAll);
  EXPECT_EQ(who->caller.channel, Channel::page);
  EXPECT_EQ(who->workspace, "default");
  EXPECT_EQ(who->csrf, in.who.csrf);
  EXPECT_NE(who->csrf, sign_in("dana").who.csrf);
  EXPECT_EQ(in.session.find(who->csrf), std::string::npos);
}

TEST_F(SignIn, SessionsEndWithTime) {
  ASSERT_TRUE(service::change_setting(*service_, console(), "default", "session_days", "2"));
  ASSERT_TRUE(service::change_setting(*service_, console(), "default", "session_idle_hours", "10"));
  const SignedIn idle = sign_in("olga"), busy = sign_in("olga");
  for (int hour = 0; hour < 47; ++hour) {
    EXPECT_TRUE(alive(busy.session)) << hour;
    pass(3'600);
    const size_t both = identity_->sessions(busy.who, busy.session)->size();
    EXPECT_EQ(both, hour < 9 ? 2u : 1u) << hour;
  }
  EXPECT_FALSE(alive(idle.session));
  EXPECT_TRUE(alive(busy.session));
  pass(3'600);
  EXPECT_FALSE(alive(busy.session));
}

TEST_F(SignIn, L5_NoSessionOutlivesSignOutPasswordOrUser) {
  add("dana", "rep");
  const SignedIn out = sign_in("dana");
  identity_->sign_out(out.session, peer());
  EXPECT_FALSE(alive(out.session));

  const SignedIn here = sign_in("dana"), there = sign_in("dana");
  const Result<SignedIn> next =
      identity_->change_password(here.who, kPassword, "another horse battery 9", peer());
  ASSERT_TRUE(next.has_value()) << next.error().code;
  EXPECT_FALSE(alive(here.session) || alive(there.session));
  EXPECT_TRUE(alive(next->session));
  EXPECT_EQ(sign_in_code("dana", kPassword), "sign-in-failed");
  EXPECT_EQ(code(identity_->change_password(next->who, kPassword, "yet another horse 11", peer())),
            "sign-in-failed");

  ASSERT_TRUE(identity_->set_password(console(), "default", "dana", kPassword));
  EXPECT_FALSE(alive(next->session));

  const SignedIn disabled = sign_in("dana");
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = false}));
  EXPECT_FALSE(alive(disabled.session));
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = true}));
  EXPECT_FALSE(alive(disabled.session));

  const SignedIn deleted = sign_in("dana");
  ASSERT_TRUE(identity_->delete_user(console(), "default", "dana"));
  EXPECT_FALSE(alive(deleted.session));
}

// While other threads ask without pause, the answer changes with the commit.
TEST_F(SignIn, L5_EveryThreadKnowsAtOnce) {
  add("dana", "rep");
  const SignedIn in = sign_in("dana");
  std::atomic<bool> ended = false, stop = false;
  std::atomic<int> late = 0, asked = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const bool before = ended;
        if (alive(in.session) && before) ++late;
        ++asked;
      }
    });
  }
  while (asked < 50) std::this_thread::yield();
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = false}));
  ended = true;
  const int then = asked;
  while (asked < then + 50) std::this_thread::yield();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(late, 0);
}

TEST_F(SignIn, SessionsAreListedAndEnded) {
  const SignedIn here = sign_in("olga", peer("192.0.2.1")), there = sign_in("olga", peer("192.0.2.2"));
  const std::vector<SessionRow> rows = *identity_->sessions(here.who, here.session);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].is_this != rows[1].is_this);
  for (const SessionRow& row : rows) {
    if (row.is_this) continue;
    EXPECT_EQ(row.address, "192.0.2.2");
    EXPECT_TRUE(identity_->end_session(here.who, row.id));
    EXPECT_EQ(code(identity_->end_session(here.who, row.id)), "no-such-session");
  }
  EXPECT_TRUE(alive(here.session));
  EXPECT_FALSE(alive(there.session));
  // The oldest gives way when there are too many.
  for (size_t i = 0; i < limits::kSessionsOfUser; ++i) {
    pass(1);
    sign_in("olga");
  }
  EXPECT_FALSE(alive(here.session));
  EXPECT_EQ(identity_->sessions(here.who, "")->size(), limits::kSessionsOfUser);
}

TEST_F(SignIn, PasswordsThatAreRefused) {
  const auto set = [&](std::string_view password) {
    return code(identity_->set_password(console(), "default", "olga", password));
  };
  EXPECT_EQ(set("short"), "password-too-short");
  EXPECT_EQ(set("אבגדהוזחטי"), "password-too-short");   // ten letters in twenty bytes
  EXPECT_EQ(set("אבגדהוזחטיכל-7"), "ok");
  EXPECT_EQ(set("aaaaaaaaaaaaaa"), "password-too-simple");
  EXPECT_EQ(set("abcdefghijklmn"), "password-too-simple");
  EXPECT_EQ(set("12121212121212"), "password-too-simple");
  EXPECT_EQ(set("OlgaOlgaTenure1"), "password-too-simple");
  EXPECT_EQ(set(std::string_view("zero\0inside it 7", 16)), "not-plain-text");
  EXPECT_EQ(set("\xff\xfe not text at all"), "not-plain-text");
  EXPECT_EQ(set("a b c d e f g"), "ok");
}

TEST_F(SignIn, APasswordOfAnotherTimeIsHashedAnew) {
  const auto stored = [&] {
    std::string hash;
    store_->read([&](store::Reader& reads) { hash = reads.people().password(1, 1); });
    return hash;
  };
  const std::string before = stored();
  identity_ = std::make_unique<Identity>(*service_, clock_,
                                         Options{.cost = {.passes = 2, .memory = 16384}});
  sign_in("olga");
  EXPECT_NE(stored(), before);
  EXPECT_NE(stored().find("m=16,t=2"), std::string::npos);
  const std::string after = stored();
  sign_in("olga");
  EXPECT_EQ(stored(), after);
}

}  // namespace
}  // namespace tenure::identity
