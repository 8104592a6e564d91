#pragma once
// The machine: sockets, limits, threads. One or more I/O threads move bytes and parse heads; handlers
// run on a bounded pool and may wait (for a commit, a snapshot).
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/limits.h"
#include "http/log.h"
#include "http/metrics.h"
#include "http/router.h"

namespace tenure::http {

// Times in milliseconds. Tests and administrators may lower or raise them; limits.h has the reasons.
struct Limits {
  int64_t head_ms = limits::kHttpHeadMs;
  int64_t body_idle_ms = limits::kHttpBodyIdleMs;
  int64_t write_idle_ms = limits::kHttpWriteIdleMs;
  int64_t keep_alive_ms = limits::kHttpKeepAliveMs;
  int64_t linger_ms = limits::kHttpLingerMs;
  int64_t give_way_ms = limits::kHttpGiveWayMs;
  int64_t heart_beat_ms = limits::kHttpHeartBeatMs;
  int64_t queue_age_ms = limits::kHttpQueueAgeMs;
  int64_t stop_ms = limits::kHttpStopMs;
  size_t connections = limits::kHttpConnections;
  size_t connections_per_peer = limits::kHttpConnectionsPerPeer;
  size_t queue = limits::kHttpQueue;
  size_t body_streams = limits::kHttpBodyStreams;
  size_t event_streams = limits::kHttpEventStreams;
  size_t body_memory = limits::kHttpBodyMemory;
};

struct Config {
  std::string address = "127.0.0.1";  // an IP address; "::" for all
  uint16_t port = 0;                  // 0: any that is free
  std::string base_url;               // as clients see it; "": http(s)://address:port
  std::string certificate_file, key_file;  // PEM; both or neither
  unsigned io_threads = 0;            // 0: one for every four processors, at least one
  unsigned handler_threads = limits::kHttpThreads;
  // Hosts beside base_url's that requests may name, without port. Where the server listens on a
  // loopback address also localhost; and always the address that the connection came to.
  std::vector<std::string> allowed_hosts;
  // Addresses and networks ("10.0.0.0/8") whose X-Forwarded-* are believed.
  std::vector<std::string> trusted_proxies;
  Limits limits;
};

class Server {
 public:
  // Log, metrics and clock outlive the server. Throws EnvironmentError "tls-unreadable" {file, reason};
  // a wrong address, URL or network is refused by check() before.
  Server(Config, Router, Log&, Metrics&, const Clock&);
  ~Server();  // stops
  // Errors: "invalid-listen-address" {address}, "invalid-base-url" {url}, "invalid-network" {network},
  // "tls-needs-both".
  static Result<void> check(const Config&);

  void start();  // throws EnvironmentError "cannot-listen" {address, port, reason}
  uint16_t port() const;
  const std::string& base_url() const;  // never with a "/" at its end
  bool stopping() const;                // then /readyz says no
  // Takes no more; finishes what was accepted, but not for longer than limits.stop_ms. Meanwhile newcomers are
  // told 503 "server-stopping", and probes are answered. Returns when every handler has returned. Twice is once.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenure::http
