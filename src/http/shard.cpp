#include <netinet/tcp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <list>
#include <map>

#include <boost/asio/post.hpp>

#include "http/connection.h"
#include "http/head_writer.h"

namespace tenure::http {
namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
constexpr int kUnsentBytes = 128 * 1024;

}  // namespace

struct Shard::Peer {
  size_t connections = 0;
  boost::intrusive::list<
      Connection, boost::intrusive::member_hook<Connection, Hook, &Connection::peer_waiting_hook>,
      boost::intrusive::constant_time_size<false>>
      waiting;  // longest first
};

struct Shard::Lists {
  boost::intrusive::list<Connection,
                         boost::intrusive::member_hook<Connection, Hook, &Connection::all_hook>,
                         boost::intrusive::constant_time_size<false>>
      all;
  boost::intrusive::list<Connection,
                         boost::intrusive::member_hook<Connection, Hook, &Connection::waiting_hook>,
                         boost::intrusive::constant_time_size<false>>
      waiting;
  std::map<Address, Peer> peers;
  std::list<std::shared_ptr<Guest>> guests;  // the earliest first
  std::array<char, 4'096> scrap;
};

// Whom there is no room for. It has been told; what it says is thrown away until it goes or its time is over, as
// with bytes unread the kernel would reset the connection, and the answer might be lost.
struct Shard::Guest : std::enable_shared_from_this<Guest> {
  Guest(Shard& at, tcp::socket from, int64_t deadline) : shard(at), socket(std::move(from)), until(deadline) {
    shard.core.turned_away.fetch_add(1);
  }
  ~Guest() { shard.core.turned_away.fetch_sub(1); }
  void listen() {
    socket.async_read_some(asio::buffer(shard.lists_->scrap), [self = shared_from_this()](const error_code& ec, size_t) {
      if (!ec) return self->listen();
      error_code ignored;
      self->socket.close(ignored);
    });
  }
  Shard& shard;
  tcp::socket socket;
  const int64_t until;  // milliseconds
};

Shard::Shard(Core& with) : core(with), timer_(context), lists_(std::make_shared<Lists>()) {}

void Shard::start() {
  tick();
  thread_ = std::thread([this] { context.run(); });
}

void Shard::join() {
  asio::post(context, [this] {
    timer_.cancel();
    context.stop();
  });
  if (thread_.joinable()) thread_.join();
}

void Shard::tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](const error_code& ec) {
    if (ec) return;
    const int64_t now = steady_micros() / 1'000;
    for (auto at = lists_->all.begin(); at != lists_->all.end();) {
      Connection& connection = *at++;  // before it closes itself
      connection.on_tick(now);
    }
    auto& guests = lists_->guests;
    while (!guests.empty() && (guests.front()->until <= now || !guests.front()->socket.is_open())) {
      error_code ignored;
      guests.front()->socket.close(ignored);
      guests.pop_front();
    }
    tick();
  });
}

void Shard::accepted(tcp::socket socket) {
  error_code ec;
  const auto remote = socket.remote_endpoint(ec);
  if (ec) return;
  const Address peer = parse_address(remote.address().to_string()).value_or(Address());
  const bool trusted = core.trusted.contains(peer);
  socket.set_option(tcp::no_delay(true), ec);
  // Of what a client does not take the kernel keeps no more than this: what is on its way is not counted.
  socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>(kUnsentBytes), ec);
  core.instruments.accepted.add();
  const size_t shards = std::max<size_t>(core.shards, 1);
  const Limits& limits = core.config.limits;
  if (core.ended) return;
  if (connections_ >= std::max<size_t>(limits.connections / shards, 1) &&
      (lists_->waiting.empty() || !give_way(lists_->waiting.front())))
    return turn_away(std::move(socket));
  // A peer with too many makes room for itself; a proxy speaks for many.
  const auto known = lists_->peers.find(peer.site());
  if (!trusted && known != lists_->peers.end() &&
      known->second.connections >= std::max<size_t>(limits.connections_per_peer / shards, 1)) {
    if (known->second.waiting.empty() || !give_way(known->second.waiting.front()))
      return turn_away(std::move(socket));
  }
  auto connection = std::make_shared<Connection>(*this, std::move(socket), peer, trusted);
  opened(*connection, peer);
  connection->start();
}

void Shard::make_room(size_t connections) {
  while (connections-- > 0 && !lists_->waiting.empty() && give_way(lists_->waiting.front())) {
  }
}

// Who has waited for a moment only is between two requests: a rush must not take the place of those that are served.
bool Shard::give_way(Connection& connection) {
  if (steady_micros() / 1'000 - connection.waiting_since() < core.config.limits.give_way_ms) return false;
  core.instruments.evicted.add();
  connection.give_way();
  return true;
}

// With TLS nothing can be said before a handshake, which costs more than there is.
void Shard::turn_away(tcp::socket socket) {
  core.instruments.turned_away.add();
  core.instruments.refused("overloaded");
  if (core.tls || core.turned_away >= limits::kHttpTurnedAway) return;
  const Response answer = problem(503, {"overloaded", {}});
  const std::string id = core.new_request_id();
  const auto& body = std::get<std::string>(answer.body);
  std::string bytes;
  append_head(bytes, answer,
              {.request_id = id,
               .length = body.size(),
               .close = true,
               .unix_seconds = core.clock.now().micros / kMicrosPerSecond});
  bytes += body;
  error_code ec;
  socket.non_blocking(true, ec);
  if (!ec) socket.write_some(asio::buffer(bytes), ec);
  if (!ec) socket.shutdown(tcp::socket::shutdown_send, ec);
  if (ec) return;
  const int64_t until = steady_micros() / 1'000 + core.config.limits.linger_ms;
  lists_->guests.push_back(std::make_shared<Guest>(*this, std::move(socket), until));
  lists_->guests.back()->listen();
}

void Shard::opened(Connection& connection, const Address& peer) {
  lists_->all.push_back(connection);
  ++connections_;
  ++lists_->peers[peer.site()].connections;
  core.instruments.connections.add(1);
  if (!connection.before_stop) return;
  std::lock_guard lock(core.mutex);
  ++core.open;
}

void Shard::closed(Connection& connection) {
  if (!connection.all_hook.is_linked()) return;
  connection.all_hook.unlink();
  --connections_;
  const auto peer = lists_->peers.find(connection.peer().site());
  if (--peer->second.connections == 0) lists_->peers.erase(peer);
  core.instruments.connections.add(-1);
  if (!connection.before_stop) return;
  std::lock_guard lock(core.mutex);
  if (--core.open == 0) core.closed.notify_all();
}

void Shard::waits(Connection& connection) {
  lists_->waiting.push_back(connection);
  lists_->peers[connection.peer().site()].waiting.push_back(connection);
}

void Shard::waits_no_more(Connection& connection) {
  connection.waiting_hook.unlink();
  connection.peer_waiting_hook.unlink();
}

void Shard::stop_gracefully() {
  for (auto at = lists_->all.begin(); at != lists_->all.end();) (at++)->on_stopping();
}

void Shard::abort_all() {
  while (!lists_->all.empty()) lists_->all.front().abort();
  lists_->guests.clear();
}

}  // namespace tenure::http
