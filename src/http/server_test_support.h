#pragma once
// A server on a free port with a few routes, for tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "base/limits.h"
#include "http/event_stream.h"
#include "http/health.h"
#include "http/server.h"
#include "http/test_client.h"

namespace tenure::http {

// A door that handlers wait at until the test opens it.
class Door {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    came_.notify_all();
    opened_.wait(lock, [this] { return open_; });
  }
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void await(size_t handlers) {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return waiting_ >= handlers; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_, came_;
  bool open_ = false;
  size_t waiting_ = 0;
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    router.add(Method::get, "/hello", [](Request&) { return Response(200, "text/plain", "hello"); },
               anyone("hello"));
    router.add(
        Method::post, "/echo",
        [this](Request& request) {
          ++executed;
          return Response(200, "text/plain", request.body);
        },
        anyone("echo", 100'000));
    router.add(
        Method::get, "/count",
        [this](Request&) { return Response(200, "text/plain", std::to_string(++executed)); },
        anyone("count"));
    router.add(
        Method::get, "/wait",
        [this](Request&) {
          door.pass();
          return Response(200, "text/plain", "waited");
        },
        anyone("wait"));
    add_health_routes(router, metrics, {});
  }
  void TearDown() override {
    door.open();
    server.reset();
  }
  static Traits anyone(std::string name, size_t body_limit = 0) {
    return {.name = std::move(name), .who = Who::anyone, .body_limit = body_limit};
  }
  // An answer that never ends.
  void add_endless() {
    router.add(
        Method::get, "/endless",
        [](Request&) {
          Response response(200);
          response.body = Producer([](std::string& chunk) { return chunk.assign(limits::kHttpChunkBytes, 'x'), true; });
          return response;
        },
        anyone("endless"));
  }
  Server& start() {
    server = std::make_unique<Server>(config, std::move(router), log, metrics, clock);
    server->start();
    return *server;
  }
  uint16_t port() const { return server->port(); }
  // What a client gets that sends these bytes and then nothing; the code of the problem, if it is one.
  TestResponse say_raw(std::string_view bytes) {
    TestClient client(port());
    client.send(bytes);
    return client.read();
  }
  // All that the log has got; stops the server, as a request's line comes after its answer.
  std::string logged() {
    server->stop();
    log.flush();
    std::lock_guard lock(log_mutex);
    return log_text;
  }

  std::mutex log_mutex;
  std::string log_text;
  Log log{[this](std::string_view lines) {
            std::lock_guard lock(log_mutex);
            log_text += lines;
            return true;
          }};
  Metrics metrics;
  SystemClock clock;
  Config config;
  Router router;
  Door door;
  std::atomic<int> executed = 0;
  std::unique_ptr<Server> server;
};

}  // namespace tenure::http
