#include "http/server.h"

#include <sys/resource.h>

#include <chrono>
#include <random>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include "base/environment.h"
#include "http/connection.h"
#include "http/tls.h"

namespace tenure::http {
namespace {

// Each connection is a descriptor: as many as the system allows us.
void raise_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Of the descriptors some are for the store, the log and others.
size_t connections_possible(size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  constexpr size_t kOthers = 256 + limits::kHttpTurnedAway;
  const size_t spare = limit.rlim_cur > 2 * kOthers ? limit.rlim_cur - kOthers : limit.rlim_cur / 2;
  return std::min<size_t>(wanted, spare);
}

Config completed(Config config) {
  if (config.io_threads == 0) config.io_threads = std::max(1u, std::thread::hardware_concurrency() / 4);
  if (config.handler_threads == 0) config.handler_threads = limits::kHttpThreads;
  raise_descriptors();
  config.limits.connections = connections_possible(config.limits.connections);
  return config;
}

}  // namespace

// ---- what connections share

Core::Core(Config with, Router with_router, Log& with_log, Metrics& metrics, const Clock& with_clock)
    : config(completed(std::move(with))),
      router(std::move(with_router)),
      log(with_log),
      clock(with_clock),
      instruments(metrics, router),
      shards(config.io_threads),
      next_id_((uint64_t{std::random_device{}()} << 32) ^ std::random_device{}()) {
  trusted = Networks::parse(config.trusted_proxies).value_or(Networks());
  if (!config.certificate_file.empty()) tls = make_tls_context(config.certificate_file, config.key_file);
  for (const std::string& host : config.allowed_hosts) hosts.insert(host_of(host));
}

// Not secret, but never twice: a counter from a random start, mixed so that no two look alike.
std::string Core::new_request_id() {
  uint64_t z = next_id_.fetch_add(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  z ^= z >> 31;
  std::string out(16, '0');
  for (size_t i = out.size(); i-- > 0; z >>= 4) out[i] = "0123456789abcdef"[z & 15];
  return out;
}

Instruments::Instruments(Metrics& metrics, const Router& router)
    : connections(metrics.gauge("tenure_http_connections", "Open connections.")),
      in_flight(metrics.gauge("tenure_http_requests_in_flight", "Requests that are not answered yet.")),
      event_streams(metrics.gauge("tenure_http_event_streams", "Open streams of server-sent events.")),
      accepted(metrics.counter("tenure_http_connections_total", "Connections accepted.")),
      evicted(metrics.counter("tenure_http_connections_evicted_total",
                              "Waiting connections closed to make room for others.")),
      turned_away(metrics.counter("tenure_http_connections_refused_total",
                                  "Connections that there was no room for.")),
      timed_out(metrics.counter("tenure_http_timeouts_total",
                                "Connections whose client was too slow, or idle for too long.")),
      metrics_(metrics) {
  const auto add = [&](const std::string& name) {
    routes_.push_back({name,
                       metrics.histogram("tenure_http_request_seconds",
                                         "From the first byte of a request to the last of its answer.",
                                         Metrics::seconds(), {{"route", name}}),
                       {}});
  };
  for (const auto& route : router.routes()) add(route->traits.name);
  add("none");
}

void Instruments::count(const Route* route, int status, double seconds) {
  PerRoute& row = routes_[route == nullptr ? routes_.size() - 1 : route->index];
  row.seconds.observe(seconds);
  std::lock_guard lock(mutex_);
  auto found = row.by_status.find(status);
  if (found == row.by_status.end()) {
    const Counter counter =
        metrics_.counter("tenure_http_requests_total", "Requests by route and status.",
                         {{"route", row.name}, {"status", status == 0 ? "aborted" : std::to_string(status)}});
    found = row.by_status.emplace(status, counter).first;
  }
  found->second.add();
}

void Instruments::refused(const std::string& code) {
  std::lock_guard lock(mutex_);
  auto found = by_code_.find(code);
  if (found == by_code_.end()) {
    const Counter counter =
        metrics_.counter("tenure_http_refusals_total", "Refused requests by code.", {{"code", code}});
    found = by_code_.emplace(code, counter).first;
  }
  found->second.add();
}

// ---- the server

struct Server::Impl {
  Impl(Config config, Router router, Log& log, Metrics& metrics, const Clock& clock)
      : core(std::move(config), std::move(router), log, metrics, clock) {}

  void listen();
  void accept();
  void accepted(const error_code&, tcp::socket, Shard&);

  Core core;
  std::vector<std::unique_ptr<Shard>> shards;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::unique_ptr<asio::steady_timer> pause;
  size_t next_shard = 0;
  uint16_t port = 0;
  std::mutex stop_mutex;
  bool stopped = false;
};

Result<void> Server::check(const Config& config) {
  if (!parse_address(config.address)) return refuse("invalid-listen-address", {{"address", config.address}});
  if (!config.base_url.empty()) TENURE_CHECK_OK(parse_base_url(config.base_url));
  TENURE_CHECK_OK(Networks::parse(config.trusted_proxies));
  if (config.certificate_file.empty() != config.key_file.empty()) return refuse("tls-needs-both");
  return {};
}

Server::Server(Config config, Router router, Log& log, Metrics& metrics, const Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(router), log, metrics, clock)) {
  Core& core = impl_->core;
  metrics.gauge_from("tenure_http_queue_depth", "Requests that wait for a thread.",
                     [&core] { return core.pool ? static_cast<double>(core.pool->waiting()) : 0; });
  metrics.counter_from("tenure_log_lines_dropped_total", "Lines that the log could not take.",
                       [&log] { return static_cast<double>(log.dropped()); });
}

Server::~Server() { stop(); }

uint16_t Server::port() const { return impl_->port; }
const std::string& Server::base_url() const { return impl_->core.base.text; }
bool Server::stopping() const { return impl_->core.stopping; }

void Server::Impl::listen() {
  error_code ec;
  const auto address = asio::ip::make_address(core.config.address, ec);
  const tcp::endpoint endpoint(address, core.config.port);
  auto& context = shards.front()->context;
  acceptor = std::make_unique<tcp::acceptor>(context);
  if (!ec) acceptor->open(endpoint.protocol(), ec);
  if (!ec) acceptor->set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec && address.is_v6()) {
    error_code ignored;
    acceptor->set_option(asio::ip::v6_only(false), ignored);
  }
  if (!ec) acceptor->bind(endpoint, ec);
  if (!ec) acceptor->listen(4'096, ec);
  if (ec) {
    throw EnvironmentError("cannot-listen", {{"address", core.config.address},
                                             {"port", std::to_string(core.config.port)},
                                             {"reason", ec.message()}});
  }
  port = acceptor->local_endpoint().port();
  std::string url = core.config.base_url;
  if (url.empty()) {
    const std::string host = address.is_v6() ? "[" + core.config.address + "]" : core.config.address;
    url = (core.tls ? "https://" : "http://") + host + ":" + std::to_string(port);
  }
  core.base = parse_base_url(url).value_or(BaseUrl());
  core.hosts.insert(core.base.host);
  if (address.is_loopback()) core.hosts.insert({"localhost", "127.0.0.1", "[::1]"});
}

void Server::start() {
  Impl& impl = *impl_;
  Core& core = impl.core;
  core.pool = std::make_unique<Pool>(core.config.handler_threads, core.config.limits.queue);
  core.probes = std::make_unique<Pool>(1, core.config.limits.queue);
  for (unsigned i = 0; i < core.config.io_threads; ++i) impl.shards.push_back(std::make_unique<Shard>(core));
  impl.listen();
  impl.pause = std::make_unique<asio::steady_timer>(impl.shards.front()->context);
  impl.accept();
  for (const auto& shard : impl.shards) shard->start();
  core.log.write(Level::info, "listening", [&](json::Writer& line) {
    line.field("address", core.config.address)
        .field("port", static_cast<int64_t>(impl.port))
        .field("base_url", core.base.text);
  });
}

void Server::Impl::accept() {
  Shard& shard = *shards[next_shard];
  next_shard = (next_shard + 1) % shards.size();
  acceptor->async_accept(shard.context, [this, &shard](const error_code& ec, tcp::socket socket) {
    accepted(ec, std::move(socket), shard);
  });
}

void Server::Impl::accepted(const error_code& ec, tcp::socket socket, Shard& shard) {
  if (!acceptor->is_open()) return;
  if (!ec) {
    if (&shard == shards.front().get()) {
      shard.accepted(std::move(socket));
    } else {
      asio::post(shard.context, [&shard, held = std::make_shared<tcp::socket>(std::move(socket))] {
        shard.accepted(std::move(*held));
      });
    }
    return accept();
  }
  // Out of descriptors or memory: whoever only waits makes room, and a moment passes.
  for (const auto& one : shards) asio::post(one->context, [s = one.get()] { s->make_room(8); });
  pause->expires_after(std::chrono::milliseconds(20));
  pause->async_wait([this](const error_code& stopped_waiting) {
    if (!stopped_waiting && acceptor->is_open()) accept();
  });
}

void Server::stop() {
  Impl& impl = *impl_;
  Core& core = impl.core;
  std::lock_guard once(impl.stop_mutex);
  if (impl.stopped) return;
  impl.stopped = true;
  core.stopping = true;
  if (!impl.acceptor) return;
  for (const auto& shard : impl.shards) asio::post(shard->context, [s = shard.get()] { s->stop_gracefully(); });
  {
    std::unique_lock lock(core.mutex);
    core.closed.wait_for(lock, std::chrono::milliseconds(core.config.limits.stop_ms),
                         [&core] { return core.open == 0; });
  }
  core.ended = true;
  asio::post(impl.shards.front()->context, [&impl] {
    error_code ec;
    impl.acceptor->close(ec);
    impl.pause->cancel();
  });
  for (const auto& shard : impl.shards) asio::post(shard->context, [s = shard.get()] { s->abort_all(); });
  core.pool.reset();  // every handler has returned
  core.probes.reset();
  for (const auto& shard : impl.shards) shard->join();
  core.log.write(Level::info, "stopped");
}

}  // namespace tenure::http
