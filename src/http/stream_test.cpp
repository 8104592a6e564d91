// Bodies that come and go in pieces, and server-sent events.
#include "base/environment.h"
#include "base/limits.h"
#include "http/server_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;

class StreamTest : public ServerTest {
 protected:
  void stream(std::string pattern, std::function<Producer()> make) {
    router.add(
        Method::get, pattern,
        [make](Request&) {
          Response response(200);
          response.header("Content-Type", "text/plain");
          response.body = make();
          return response;
        },
        anyone("stream" + pattern));
  }
  // A route that reads its body in pieces and says how long it was, or why it could not.
  void count_body() {
    Traits traits = anyone("count-body", 10'000'000);
    traits.streams_body = true;
    router.add(
        Method::post, "/count-body",
        [this](Request& request) {
          size_t bytes = 0;
          for (std::string piece; request.reader != nullptr; piece.clear()) {
            const Result<bool> more = request.reader->read(piece);
            if (!more) {
              std::lock_guard lock(mutex);
              fault = more.error().code;
              return problem(400, more.error());
            }
            if (!*more) break;
            largest = std::max(largest.load(), piece.size());
            bytes += piece.size();
            if (wait_in_body) door.pass();
          }
          return Response(200, "text/plain", std::to_string(bytes));
        },
        traits);
  }
  std::string fault_of_body() {
    for (;;) {
      std::lock_guard lock(mutex);
      if (!fault.empty()) return fault;
    }
  }

  std::mutex mutex;
  std::string fault;
  std::atomic<size_t> largest = 0;
  std::atomic<bool> wait_in_body = false;
};

TEST_F(StreamTest, pieces_go_out_in_chunks) {
  stream("/three", [] {
    return [n = 0](std::string& chunk) mutable {
      chunk = "piece " + std::to_string(++n) + "\n";
      return n < 3;
    };
  });
  stream("/one", [] { return [](std::string& chunk) { return chunk = "all", false; }; });
  stream("/none", [] { return [](std::string&) { return false; }; });
  stream("/late", [] {  // some of them empty
    return [n = 0](std::string& chunk) mutable {
      if (++n % 3 == 0) chunk = std::to_string(n);
      return n < 10;
    };
  });
  start();
  TestClient client(port());
  const TestResponse three = client.get("/three");
  EXPECT_EQ(three.body, "piece 1\npiece 2\npiece 3\n");
  EXPECT_EQ(three.header("Transfer-Encoding"), "chunked");
  const TestResponse one = client.get("/one");
  EXPECT_EQ(one.body, "all");
  EXPECT_EQ(one.header("Content-Length"), "3");  // known after all
  EXPECT_EQ(client.get("/none").header("Content-Length"), "0");
  EXPECT_EQ(client.get("/late").body, "369");
  EXPECT_EQ(client.request("HEAD", "/three").body, "");
  EXPECT_EQ(client.get("/three").status, 200);  // all on one connection
  // HTTP/1.0 knows no chunks: the end of the connection is the end.
  TestClient old(port());
  old.send("GET /three HTTP/1.0\r\n\r\n");
  const TestResponse response = old.read();
  EXPECT_EQ(response.body, "piece 1\npiece 2\npiece 3\n");
  EXPECT_EQ(response.headers.find("Transfer-Encoding"), std::nullopt);
}

TEST_F(StreamTest, an_export_of_any_size_takes_the_memory_of_a_piece_and_no_thread_while_the_client_is_slow) {
  config.handler_threads = 1;
  std::atomic<int> pulls = 0;
  stream("/big", [&pulls] {
    return [&pulls, n = 0](std::string& chunk) mutable {
      ++pulls;
      chunk.assign(limits::kHttpChunkBytes, static_cast<char>('a' + n % 26));
      return ++n < 1'000;
    };
  });
  start();
  TestClient slow(port(), 20'000, 4'096);
  slow.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(TestClient(port()).get("/hello").body, "hello");  // by the only thread
  while (pulls < 2) std::this_thread::yield();
  int before;
  do {  // what the kernel's buffers take, then no more
    before = pulls;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  } while (pulls != before);
  EXPECT_LT(pulls, 500);
  EXPECT_EQ(slow.read().body.size(), 1'000 * limits::kHttpChunkBytes);
}

TEST_F(StreamTest, a_producer_that_fails_breaks_the_answer_off) {
  const auto failing = [](int at) {
    return [at] {
      return [n = 0, at](std::string& chunk) mutable {
        if (n++ == at) throw EnvironmentError("storage-full", {});
        chunk = "piece";
        return true;
      };
    };
  };
  stream("/fails-late", failing(2));
  stream("/fails-soon", failing(0));
  start();
  EXPECT_EQ(TestClient(port()).get("/fails-late").status, 0);  // no end of the chunks
  EXPECT_EQ(TestClient(port()).get("/fails-soon").status, 500);
  EXPECT_THAT(logged(), HasSubstr("\"event\":\"stream-failed\""));
}

TEST_F(StreamTest, who_leaves_an_export_frees_what_it_holds) {
  auto held = std::make_shared<int>(1);
  stream("/big", [weak = std::weak_ptr<int>(held), &held] {
    return [mine = held](std::string& chunk) { return chunk.assign(limits::kHttpChunkBytes, 'x'), true; };
  });
  start();
  {
    TestClient client(port());
    client.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.read_until("xxx");
    EXPECT_GE(held.use_count(), 2);
  }
  while (held.use_count() > 1) std::this_thread::yield();
  EXPECT_THAT(logged(), HasSubstr("\"aborted\":true"));
}

TEST_F(StreamTest, bodies_come_in_pieces) {
  count_body();
  start();
  TestClient client(port());
  EXPECT_EQ(client.request("POST", "/count-body", "", std::string(5'000'000, 'x')).body, "5000000");
  EXPECT_LT(largest, 4 * limits::kHttpChunkBytes);
  EXPECT_EQ(client.request("POST", "/count-body", "", "").body, "0");
  client.send("POST /count-body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) client.send("5;x=y\r\nabcde\r\n");
  client.send("0\r\nTrailer: x\r\nContent-Type: y\r\n\r\n");
  EXPECT_EQ(client.read().body, "500");
  client.send("POST /count-body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abcd");
  EXPECT_EQ(client.read().body, "4");
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(StreamTest, a_slow_handler_holds_its_client_back) {
  count_body();
  wait_in_body = true;
  start();
  TestClient client(port());
  std::thread sending([&] {
    client.send("POST /count-body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n");
    client.send(std::string(10'000'000, 'x'));
  });
  door.await(1);
  EXPECT_EQ(TestClient(port()).get("/hello").body, "hello");
  wait_in_body = false;
  door.open();
  sending.join();
  EXPECT_EQ(client.read().body, "10000000");
  EXPECT_LT(largest, 8 * limits::kHttpChunkBytes);
}

TEST_F(StreamTest, H7_H9_a_streamed_body_that_is_too_long_or_stops_or_breaks) {
  config.limits.body_idle_ms = 300;
  count_body();
  start();
  const auto begin = [](std::string_view fields) {
    return "POST /count-body HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
  };
  TestClient too_long(port());
  EXPECT_EQ(too_long.request("POST", "/count-body", "", std::string(10'000'001, 'x')).status, 413);
  {
    TestClient stops(port());
    stops.send(begin("Content-Length: 100000\r\n") + "abc");
    EXPECT_THAT(stops.read().body, HasSubstr("request-timeout"));
    EXPECT_TRUE(stops.is_closed());
  }
  {
    TestClient stops(port());
    stops.send(begin("Content-Length: 100\r\n") + "abc");
    EXPECT_EQ(stops.read().status, 408);
  }
  {
    TestClient breaks(port());
    breaks.send(begin("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\nnonsense\r\n");
    EXPECT_THAT(breaks.read().body, HasSubstr("malformed-request"));
    EXPECT_TRUE(breaks.is_closed());
  }
  {
    TestClient endless(port());
    endless.send(begin("Transfer-Encoding: chunked\r\n"));
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (int i = 0; i < 200 && endless.send(chunk); ++i) {
    }
    const TestResponse response = endless.read();
    EXPECT_TRUE(response.status == 0 || response.body.find("body-too-large") != std::string::npos);
  }
}

TEST_F(StreamTest, a_client_that_leaves_in_the_middle_of_its_body) {
  count_body();
  start();
  {
    TestClient leaves(port());
    leaves.send("POST /count-body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc");
  }
  EXPECT_EQ(fault_of_body(), "client-gone");
}

TEST_F(StreamTest, streamed_bodies_leave_threads_for_others) {
  config.limits.body_streams = 2;
  count_body();
  start();
  const std::string begun = "POST /count-body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nab";
  const std::string whole(100'000, 'x');
  TestClient a(port()), b(port());
  a.send(begun);
  b.send(begun);
  TestResponse third;
  do {
    third = TestClient(port()).request("POST", "/count-body", "", whole);
  } while (third.status != 503);
  EXPECT_THAT(third.body, HasSubstr("overloaded"));
  EXPECT_EQ(TestClient(port()).get("/hello").body, "hello");
  // What is short comes whole before its handler begins: a fact is not refused because others send long imports.
  EXPECT_EQ(TestClient(port()).request("POST", "/count-body", "", "abcd").body, "4");
  a.send(std::string(99'998, 'x'));
  EXPECT_EQ(a.read().body, "100000");
  do {
    third = TestClient(port()).request("POST", "/count-body", "", whole);
  } while (third.status == 503);
  EXPECT_EQ(third.body, "100000");
}

TEST_F(StreamTest, a_body_may_be_answered_while_it_comes) {
  Traits traits = anyone("lines", 1'000'000);
  traits.streams_body = true;
  router.add(
      Method::post, "/lines",
      [](Request& request) {
        Response response(200);
        response.body = Producer([reader = request.reader](std::string& chunk) {
          std::string piece;
          const Result<bool> more = reader->read(piece);
          if (more && *more) chunk = "<" + piece + ">";
          return more && *more;
        });
        return response;
      },
      traits);
  start();
  TestClient client(port());
  client.send("POST /lines HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  EXPECT_THAT(client.read_until("<abc>"), HasSubstr("200 OK"));
  client.send("3\r\ndef\r\n");
  EXPECT_THAT(client.read_until("<def>"), HasSubstr("<def>"));
  client.send("0\r\n\r\n");
  EXPECT_THAT(client.read_until("0\r\n\r\n"), HasSubstr("0\r\n\r\n"));
}

// ---- events

class EventTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    router.add(
        Method::get, "/live",
        [this](Request& request) {
          auto stream = make(std::string(request.headers.get("Last-Event-ID")));
          Response response(200);
          response.body = stream;
          std::lock_guard lock(mutex);
          streams.push_back(std::move(stream));
          return response;
        },
        anyone("live"));
  }
  // A stream of the numbers up to `last`, from where the client stopped.
  std::shared_ptr<EventStream> make(const std::string& from) {
    auto next = std::make_shared<int>(std::atoi(from.c_str()) + 1);
    return std::make_shared<EventStream>([this, next](std::string& out) {
      for (; *next <= last; ++*next) append_event(out, std::to_string(*next), "number", "line 1\nline 2");
      return !over;
    });
  }
  std::shared_ptr<EventStream> only_stream() {
    for (;;) {
      std::lock_guard lock(mutex);
      if (!streams.empty()) return streams.front();
    }
  }
  static constexpr std::string_view kLive = "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  std::mutex mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
  std::atomic<int> last = 2;
  std::atomic<bool> over = false;
};

TEST_F(EventTest, events_come_when_somebody_says_that_there_are_some) {
  start();
  TestClient client(port());
  client.send(kLive);
  const std::string first = client.read_until("id: 2\nevent: number\ndata: line 1\ndata: line 2\n\n");
  EXPECT_THAT(first, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(first, HasSubstr("id: 1\n"));
  const auto stream = only_stream();
  EXPECT_TRUE(stream->open());
  last = 3;
  for (int i = 0; i < 100; ++i) stream->notify();
  EXPECT_THAT(client.read_until("\n\n"), HasSubstr("id: 3\n"));
  EXPECT_TRUE(stream->send("7", "word", "pushed"));
  EXPECT_THAT(client.read_until("\n\n"), HasSubstr("id: 7\nevent: word\ndata: pushed\n\n"));
  over = true;
  stream->notify();
  EXPECT_THAT(client.read_until("0\r\n\r\n"), HasSubstr("0\r\n\r\n"));
  EXPECT_EQ(client.get("/hello").body, "hello");  // the connection goes on
  EXPECT_FALSE(stream->open());
  EXPECT_FALSE(stream->send("8", "", ""));
}

TEST_F(EventTest, a_client_goes_on_where_it_was) {
  last = 5;
  start();
  TestClient client(port());
  client.send("GET /live HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 4\r\n\r\n");
  const std::string text = client.read_until("id: 5\n");
  EXPECT_EQ(text.find("id: 4\n"), std::string::npos);
}

TEST_F(EventTest, silence_has_a_heart_beat) {
  config.limits.heart_beat_ms = 100;
  start();
  TestClient client(port());
  client.send(kLive);
  client.read_until("id: 2\n");
  for (int i = 0; i < 3; ++i) EXPECT_THAT(client.read_until(":\n\n"), HasSubstr("3\r\n:\n\n"));
  last = 3;
  only_stream()->notify();
  EXPECT_THAT(client.read_until("id: 3\n"), HasSubstr("id: 3\n"));
}

TEST_F(EventTest, a_client_that_leaves_is_noticed) {
  start();
  std::shared_ptr<EventStream> stream;
  {
    TestClient client(port());
    client.send(kLive);
    client.read_until("id: 2\n");
    stream = only_stream();
  }
  while (stream->open()) std::this_thread::yield();
  EXPECT_FALSE(stream->send("1", "", ""));
  stream->notify();
}

TEST_F(EventTest, H10_a_slow_client_costs_a_bounded_memory_and_is_let_go) {
  start();
  TestClient client(port(), 20'000, 4'096);
  client.send(kLive);
  client.read_until("id: 2\n");
  const auto stream = only_stream();
  const std::string data(10'000, 'x');
  int sent = 0;
  while (stream->send("1", "", data)) ASSERT_LT(++sent, 100'000);
  EXPECT_FALSE(stream->open());
  EXPECT_THAT(client.read_until("\r\n0\r\n\r\n"), testing::EndsWith("\r\n0\r\n\r\n"));  // once it reads
}

TEST_F(EventTest, stop_ends_streams) {
  start();
  TestClient client(port());
  client.send(kLive);
  client.read_until("id: 2\n");
  const auto stream = only_stream();
  server->stop();
  EXPECT_FALSE(stream->open());
  EXPECT_THAT(client.read_until("0\r\n\r\n"), HasSubstr("0\r\n\r\n"));
  EXPECT_TRUE(client.is_closed());
}

TEST_F(EventTest, there_are_not_too_many_of_them) {
  config.limits.event_streams = 1;
  start();
  TestClient first(port());
  first.send(kLive);
  first.read_until("id: 2\n");
  EXPECT_EQ(TestClient(port()).get("/live").status, 503);
  over = true;
  only_stream()->notify();
  first.read_until("0\r\n\r\n");
  EXPECT_EQ(TestClient(port()).get("/live").status, 200);
}

TEST(EventText, line_breaks_make_no_new_fields) {
  std::string out;
  append_event(out, "1\nevent: x", "a\r\nb", "one\r\ntwo\rthree\n");
  EXPECT_EQ(out, "id: 1event: x\nevent: ab\ndata: one\ndata: two\ndata: three\ndata: \n\n");
}

}  // namespace
}  // namespace tenure::http
