// Streams of what happens, opened and closed while it happens.
#include "crowd.h"
#include "http/house_test_support.h"

namespace tenure::http {
namespace {

using races::at_once;

class LiveRaces : public HouseTest {
 protected:
  static constexpr int kWriters = 3, kAccounts = 15, kMoves = kWriters * kAccounts * 2;  // buyer, customer

  void SetUp() override {
    HouseTest::SetUp();
    for (const char* who : {"owner", "viewer"}) fields_[who] = session_fields(who);  // signed in before the crowd comes
  }
  std::unique_ptr<TestClient> listen(const std::string& who, const std::string& more = "") {
    auto client = std::make_unique<TestClient>(server_->port());
    client->send("GET /w/default/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields_.at(who) + more +
                 "\r\n");
    return client;
  }
  // The number of the next move that is told; 0: the stream has ended.
  static int64_t next_move(TestClient& client) {
    static constexpr std::string_view kMove = "\nevent: account.stage.changed\n";
    const std::string text = client.read_until(kMove);
    return text.ends_with(kMove) ? std::atoll(text.c_str() + text.rfind("id: ") + 4) : 0;
  }
  // Three orders of every account, each of which is a commit of its own.
  void writes(int writer) {
    for (int a = 0; a < kAccounts; ++a) {
      for (int n = 0; n < 3; ++n) {
        const std::string account = std::to_string(writer) + "-" + std::to_string(a);
        const auto verdicts =
            service_->record("default", {order(account, account + "-" + std::to_string(n), "2026-05-01")});
        EXPECT_EQ(verdicts->front().outcome, service::Outcome::recorded);
      }
    }
  }

  std::map<std::string, std::string> fields_;
};

TEST_F(LiveRaces, G24_every_move_is_told_once_however_often_one_leaves_and_comes_back) {
  const auto whole = listen("owner");
  whole->read_until("\r\n\r\n");  // from now on
  std::vector<int64_t> stayed, came_back;
  std::atomic<bool> written = false;
  std::atomic<int> writing = kWriters;
  at_once(kWriters + 4, [&](int i) {
    if (i < kWriters) {
      writes(i);
      if (--writing == 0) written = true;
    } else if (i == kWriters) {
      while (stayed.size() < kMoves) {
        stayed.push_back(next_move(*whole));
        ASSERT_NE(stayed.back(), 0);
      }
    } else if (i == kWriters + 1) {
      int64_t last = 0;
      while (came_back.size() < kMoves) {
        const auto client = listen("owner", "Last-Event-ID: " + std::to_string(last) + "\r\n");
        for (int n = 0; n < 7 && came_back.size() < kMoves; ++n) {
          came_back.push_back(last = next_move(*client));
          ASSERT_NE(last, 0);
        }
        if (last % 2 == 0) client->reset();
      }
    } else {
      while (!written) listen("viewer")->read_until("200 OK");
    }
  });
  EXPECT_EQ(stayed, came_back);
  EXPECT_TRUE(std::ranges::is_sorted(stayed));
  EXPECT_EQ(std::ranges::adjacent_find(stayed), stayed.end());
  expect_sound();
}

// Something happens at every moment of a stream's beginning: it hears of what came after it.
TEST_F(LiveRaces, G24_a_stream_is_opened_while_things_happen) {
  std::atomic<int> to_open = 10, opening = 0;
  at_once(4, [&](int i) {
    if (i < 2) {
      while (to_open > 0) {
        if (opening == 0)
          std::this_thread::yield();
        else
          service_->impl().announce({.workspace = "default", .verb = "place", .record = "order", .key = "O"});
      }
      return;
    }
    for (int n = 0; n < 5; ++n, --to_open) {
      ++opening;
      const auto client = listen("owner");
      EXPECT_NE(client->read_until(R"("key":"O")").find("record.changed"), std::string::npos);
      --opening;
    }
  });
}

// A stop in the middle: what is told before it is in order, and whoever comes back after the next start misses nothing.
TEST_F(LiveRaces, G24_a_stop_of_the_server_loses_no_move) {
  std::vector<int64_t> told;
  const auto first = listen("owner");
  first->read_until("\r\n\r\n");
  at_once(kWriters + 2, [&](int i) {
    if (i < kWriters) return writes(i);
    if (i > kWriters) return server_->stop();
    for (int64_t move = next_move(*first); move != 0; move = next_move(*first)) told.push_back(move);
  });
  start();
  const auto again = listen("owner", "Last-Event-ID: " + std::to_string(told.empty() ? 0 : told.back()) + "\r\n");
  while (told.size() < kMoves) {
    told.push_back(next_move(*again));
    ASSERT_NE(told.back(), 0);
  }
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_EQ(std::ranges::adjacent_find(told), told.end());
}

TEST_F(LiveRaces, L5_a_stream_ends_with_its_session_whatever_happens_meanwhile) {
  const auto ends = listen("viewer");
  ends->read_until("\r\n\r\n");
  const std::string session = this->session("viewer").cookie;
  at_once(kWriters + 1, [&](int i) {
    if (i < kWriters) return writes(i);
    identity_->sign_out(session, peer());
  });
  (void)service_->record("default", {order("Z", "Z-1", "2026-05-01")});
  while (next_move(*ends) != 0) {
  }
  EXPECT_TRUE(ends->is_closed());
  EXPECT_EQ(status("viewer", "GET", "/me"), "401 session-ended");
}

}  // namespace
}  // namespace tenure::http
