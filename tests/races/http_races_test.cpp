// The machine of the server: many connections, slow clients, streams, a stop in the middle; its log and its numbers.
#include <map>
#include <set>

#include "crowd.h"
#include "http/server_test_support.h"

namespace tenure::http {
namespace {

using races::at_once;
using testing::HasSubstr;

class HttpRaces : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    config.io_threads = 2;
    config.handler_threads = 4;
    Traits upload = anyone("upload", 10'000'000);
    upload.streams_body = true;
    router.add(
        Method::post, "/upload",
        [](Request& request) {
          size_t bytes = 0;
          for (std::string piece;; piece.clear()) {
            const Result<bool> more = request.reader->read(piece);
            if (!more) return problem(400, more.error());
            if (!*more) return Response(200, "text/plain", std::to_string(bytes));
            bytes += piece.size();
          }
        },
        upload);
    router.add(
        Method::get, "/download",
        [](Request&) {
          Response response(200);
          response.body = Producer([n = 0](std::string& chunk) mutable {
            chunk.assign(20'000, static_cast<char>('a' + n));
            return ++n < 26;
          });
          return response;
        },
        anyone("download"));
  }

  // Ways to be a client. The number makes what it sends its own.
  void echoes(int number) {
    TestClient client(port());
    for (int i = 0; i < 15; ++i) {
      const std::string mine = std::to_string(number) + "/" + std::to_string(i);
      EXPECT_EQ(client.request("POST", "/echo", "", mine).body, mine);
    }
  }
  void asks_many_at_once() {
    TestClient client(port());
    std::string requests;
    for (int i = 0; i < 10; ++i) requests += "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(requests);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(client.read().body, "hello");
  }
  void uploads() {
    TestClient client(port());
    client.send("POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "4e20\r\n" + std::string(20'000, 'x') + "\r\n";
    for (int i = 0; i < 20; ++i) client.send(chunk);
    client.send("0\r\n\r\n");
    EXPECT_EQ(client.read().body, "400000");
  }
  void downloads() {
    TestClient client(port(), 20'000, 4'096);
    const std::string body = client.get("/download").body;
    EXPECT_EQ(body.size(), 520'000u);
    EXPECT_EQ(body.substr(499'999, 2), "yz");
  }
  // Byte by byte, while the machine is asked how it is.
  void is_slow() {
    TestClient client(port()), probe(port());
    for (const char byte : std::string_view("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      client.send({&byte, 1});
      if (byte != '\n') continue;
      EXPECT_EQ(probe.get("/metrics").status, 200);
    }
    EXPECT_EQ(client.read().body, "hello");
  }
  // In the middle of a head, of a body that the handler waits for, and of an answer.
  void leaves() {
    for (const std::string_view begun : {"GET /hello HTTP/1.1\r\nHost: loc",
                                         "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\nabc",
                                         "GET /download HTTP/1.1\r\nHost: localhost\r\n\r\n"}) {
      TestClient politely(port(), 20'000, 4'096), rudely(port(), 20'000, 4'096);
      politely.send(begun);
      rudely.send(begun);
      if (begun.starts_with("GET /download")) rudely.read_until("aaa");
      rudely.reset();
    }
  }
};

TEST_F(HttpRaces, G24_every_client_gets_its_own_answers_whoever_else_is_there) {
  start();
  at_once(12, [this](int i) {
    switch (i % 6) {
      case 0: return echoes(i);
      case 1: return asks_many_at_once();
      case 2: return uploads();
      case 3: return downloads();
      case 4: return is_slow();
      default: return leaves();
    }
  });
  EXPECT_EQ(executed, 30);
  // A line for every request that was answered, each with a number of its own.
  std::map<std::string, int> answered;
  std::set<std::string> ids;
  const std::string lines = logged();
  size_t requests = 0;
  for (size_t at = 0, end; (end = lines.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string line = lines.substr(at, end - at);
    if (line.find("\"event\":\"request\"") == std::string::npos) continue;
    ++requests;
    const size_t id = line.find("\"request_id\":\""), path = line.find("\"path\":\"");
    ids.insert(line.substr(id, line.find('"', id + 15) - id));
    if (line.find("\"status\":200") != std::string::npos && line.find("\"aborted\"") == std::string::npos)
      ++answered[line.substr(path + 8, line.find('"', path + 8) - path - 8)];
  }
  EXPECT_THAT(metrics.render(), HasSubstr("tenure_http_requests_total{route=\"echo\",status=\"200\"} 30"));
  EXPECT_EQ(ids.size(), requests);
  EXPECT_EQ(answered["/echo"], 30);
  EXPECT_EQ(answered["/hello"], 22);
  EXPECT_EQ(answered["/upload"], 2);
  EXPECT_GE(answered["/download"], 2);
}

TEST_F(HttpRaces, G24_a_stop_tells_everybody_what_was_done_for_them) {
  start();
  std::atomic<int> done = 0, odd = 0;
  const uint16_t on = port();
  at_once(10, [&](int i) {
    if (i < 2) {  // twice is once
      while (done < 100) std::this_thread::yield();
      return server->stop();
    }
    for (int n = 0;; ++n) {
      TestClient client(on);
      if (!client.connected()) return;
      for (int k = 0; k < 5; ++k) {
        const std::string mine = std::to_string(i) + "/" + std::to_string(n) + "/" + std::to_string(k);
        const TestResponse answer = client.request("POST", "/echo", "", mine);
        if (answer.status == 200 && answer.body == mine)
          ++done;
        else if (answer.status != 0 && answer.status != 503)
          ++odd;
        if (answer.status != 200 || answer.header("Connection") == "close") break;
      }
    }
  });
  EXPECT_EQ(odd, 0);
  EXPECT_EQ(done, executed);
  EXPECT_GE(done, 100);
}

// Whoever wakes streams does not know who is still there, nor whether the server is.
TEST_F(HttpRaces, G24_streams_come_and_go_while_others_wake_them) {
  std::atomic<int> last = 0;
  std::atomic<bool> over = false;
  std::mutex mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
  router.add(
      Method::get, "/live",
      [&](Request&) {
        auto stream = std::make_shared<EventStream>([&last, next = 1](std::string& out) mutable {
          for (; next <= last; ++next) append_event(out, std::to_string(next), "number", "");
          return true;
        });
        Response response(200);
        response.body = stream;
        const std::lock_guard lock(mutex);
        streams.push_back(std::move(stream));
        return response;
      },
      anyone("live"));
  start();
  const auto wake_all = [&] {
    std::vector<std::shared_ptr<EventStream>> now;
    {
      const std::lock_guard lock(mutex);
      now = streams;
    }
    for (const auto& stream : now) stream->notify();
  };
  // Reads so many numbers, none of them missing and none twice.
  const auto listens = [&](TestClient& client, int until) {
    client.send("GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for (int number = 1; number <= until; ++number) {
      client.read_until("id: ");
      ASSERT_EQ(client.read_until("\n"), std::to_string(number) + "\n");
    }
  };
  std::atomic<int> listening = 4;
  at_once(7, [&](int i) {
    if (i == 0) {
      TestClient client(port());
      listens(client, 200);
      while (listening > 0) std::this_thread::yield();
      server.reset();
      over = true;
    } else if (i < 3) {
      while (!over) {
        if (i == 1 && last < 200) ++last;
        wake_all();
      }
    } else {
      for (int round = 0; round < 8; ++round) {
        TestClient client(port());
        listens(client, i * round % 13);
        if (round % 2 == 1) client.reset();
      }
      --listening;
    }
  });
  EXPECT_EQ(streams.size(), 33u);
  for (const auto& stream : streams) EXPECT_FALSE(stream->open());
}

TEST(MetricsRaces, G24_numbers_are_read_while_they_are_made_and_counted) {
  Metrics metrics;
  std::atomic<int> kept = 0;
  metrics.gauge("tenure_test_gauge", "Test.");
  at_once(6, [&](int i) {
    for (int n = 0; n < 200; ++n) {
      if (i == 0) {
        EXPECT_THAT(metrics.render(), HasSubstr("# TYPE"));
        continue;
      }
      metrics.counter("tenure_test_total", "Test.", {{"kind", std::to_string(n % 7)}}).add();
      metrics.gauge("tenure_test_gauge", "Test.").add(n % 2 ? 1 : -1);
      metrics.histogram("tenure_test_seconds", "Test.", Metrics::seconds()).observe(0.01);
      ++kept;
      if (n % 50 == 0)
        metrics.counter_from("tenure_test_kept", "Test.", [&kept] { return kept.load(); },
                             {{"by", std::to_string(i) + "/" + std::to_string(n)}});
    }
  });
  const std::string said = metrics.render();
  EXPECT_THAT(said, HasSubstr("tenure_test_total{kind=\"0\"} 145"));
  EXPECT_THAT(said, HasSubstr("tenure_test_gauge 0"));
  EXPECT_THAT(said, HasSubstr("tenure_test_seconds_count 1000"));
  EXPECT_THAT(said, HasSubstr("tenure_test_kept{by=\"5/150\"} 1000"));
}

TEST(LogRaces, G24_lines_are_whole_and_none_is_lost_unseen) {
  std::string text;
  int calls = 0;
  uint64_t dropped = 0;
  {
    Log log([&](std::string_view lines) {
      if (calls++ % 5 == 0) return false;
      text += lines;
      return true;
    });
    at_once(6, [&](int i) {
      for (int n = 0; n < 200; ++n) {
        log.write(Level::info, "test", [&](json::Writer& line) { line.field("by", i).field("n", n); });
        if (n % 40 == i) log.flush();
      }
    });
    log.flush();
    dropped = log.dropped();
  }
  std::set<std::string> lines;
  for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    const Result<Value> line = json::parse(std::string_view(text).substr(at, end - at));
    ASSERT_TRUE(line) << text.substr(at, end - at);
    EXPECT_TRUE(lines.insert(text.substr(text.find("\"by\"", at), end - text.find("\"by\"", at))).second);
  }
  EXPECT_EQ(lines.size() + dropped, 1'200u);
  EXPECT_GT(dropped, 0u);
}

}  // namespace
}  // namespace tenure::http
