#pragma once
// What all connections of a server share, and a shard: one I/O thread with the connections it owns. What
// belongs to a shard is touched by its thread alone. Internal to the room; heavy: only for .cpp files.
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include "http/network.h"
#include "http/pool.h"
#include "http/server.h"

namespace tenure::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Connection;

// Numbers for /metrics. Those per route and status are made when first needed.
class Instruments {
 public:
  Instruments(Metrics&, const Router&);
  void count(const Route*, int status, double seconds);
  void refused(const std::string& code);

  Gauge connections, in_flight, event_streams;
  Counter accepted, evicted, turned_away, timed_out;

 private:
  Metrics& metrics_;
  std::mutex mutex_;
  struct PerRoute {
    std::string name;
    Histogram seconds;
    std::map<int, Counter> by_status;
  };
  std::vector<PerRoute> routes_;  // as in the router, then one for requests without a route
  std::map<std::string, Counter, std::less<>> by_code_;
};

struct Core {
  Core(Config, Router, Log&, Metrics&, const Clock&);

  Config config;
  const Router router;
  Log& log;
  const Clock& clock;
  Instruments instruments;
  Networks trusted;
  const size_t shards;            // the limits are shared out among them
  BaseUrl base;                  // once listening, when none was given
  std::set<std::string, std::less<>> hosts;
  std::unique_ptr<asio::ssl::context> tls;
  std::atomic<bool> stopping = false;
  std::atomic<bool> ended = false;  // nobody is let in any more
  std::atomic<size_t> body_memory = 0, body_streams = 0, event_streams = 0, turned_away = 0;
  std::unique_ptr<Pool> pool, probes;

  std::mutex mutex;  // of open
  std::condition_variable closed;
  size_t open = 0;   // connections of all shards that were there before the stop

  std::string new_request_id();

 private:
  std::atomic<uint64_t> next_id_;
};

using Hook = boost::intrusive::list_member_hook<
    boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

class Shard {
 public:
  explicit Shard(Core&);

  void start();  // its thread
  void join();
  // From the shard's thread.
  void accepted(tcp::socket);
  void stop_gracefully();  // closes what only waits, marks the rest
  void abort_all();
  void make_room(size_t connections);  // the longest-waiting ones are closed, if they wait for long
  size_t size() const { return connections_; }

  Core& core;
  asio::io_context context{1};

 private:
  friend class Connection;
  struct Lists;
  struct Peer;
  struct Guest;
  void tick();
  bool give_way(Connection&);     // closed, if it has waited for long
  void turn_away(tcp::socket);
  void opened(Connection&, const Address&);
  void closed(Connection&);
  void waits(Connection&);        // for a request, or for the rest of its head
  void waits_no_more(Connection&);

  asio::steady_timer timer_;
  std::thread thread_;
  std::shared_ptr<Lists> lists_;
  size_t connections_ = 0;
};

}  // namespace tenure::http
