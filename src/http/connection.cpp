#include "http/connection.h"

#include <algorithm>
#include <cstring>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>


namespace tenure::http {
namespace {

constexpr size_t kSmallBuffer = 2 * 1024, kLargeBuffer = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

int64_t now_ms() { return steady_micros() / 1'000; }

}  // namespace

asio::mutable_buffer InBuffer::prepare(size_t at_least) {
  if (capacity_ - end_ < at_least && begin_ > 0) {
    std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (capacity_ - end_ < at_least) {
    const size_t capacity = std::max(end_ + at_least, capacity_ * 2);
    std::unique_ptr<char[]> bigger(new char[capacity]);
    if (end_ > 0) std::memcpy(bigger.get(), data_.get(), end_);
    data_ = std::move(bigger);
    capacity_ = capacity;
  }
  return {data_.get() + end_, capacity_ - end_};
}

void InBuffer::consume(size_t n) {
  begin_ += n;
  if (begin_ < end_) return;
  begin_ = end_ = 0;
  if (capacity_ > kLargeBuffer) data_.reset(), capacity_ = 0;
}

Connection::Connection(Shard& shard, tcp::socket socket, const Address& peer, bool trusted_peer)
    : before_stop(!shard.core.stopping), shard_(shard), core_(shard.core), socket_(std::move(socket)), peer_(peer), peer_text_(to_string(peer)),
      trusted_peer_(trusted_peer) {
  if (core_.tls) tls_.emplace(socket_, *core_.tls);
}

Connection::~Connection() = default;

void Connection::start() {
  read_by_ = now_ms() + core_.config.limits.head_ms;
  if (!tls_) {
    set_state(State::idle);
    return read();
  }
  set_state(State::handshake);
  tls_->async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](const error_code& ec) {
    if (self->state_ == State::closed) return;
    if (ec) return self->close();
    self->set_state(State::idle);
    self->read();
  });
}

void Connection::set_state(State state) {
  const auto waits = [](State s) { return s == State::handshake || s == State::idle || s == State::head; };
  const bool begins = state_ == State::idle && state == State::head;  // its wait for a request is over
  if (waiting_hook.is_linked() && (begins || !waits(state))) shard_.waits_no_more(*this);
  if (waits(state) && !waiting_hook.is_linked()) {
    waiting_since_ = now_ms();
    shard_.waits(*this);
  }
  state_ = state;
}

// ---- reading

void Connection::read() {
  if (reading_ || state_ == State::closed) return;
  reading_ = true;
  size_t room = kSmallBuffer / 2;
  if (body_open_ || state_ == State::lingering) {
    const uint64_t length = body_open_ ? parser_.content_length() : 0;
    room = length == 0 ? kLargeBuffer / 4 : std::clamp<uint64_t>(length, room, kLargeBuffer / 4);
  }
  const auto buffer = in_.prepare(room);
  auto done = [self = shared_from_this()](const error_code& ec, size_t n) { self->on_read(ec, n); };
  if (tls_) {
    tls_->async_read_some(buffer, std::move(done));
  } else {
    socket_.async_read_some(buffer, std::move(done));
  }
}

void Connection::on_read(const error_code& ec, size_t n) {
  reading_ = false;
  if (state_ == State::closed) return;
  if (ec) {
    // Nothing is read while a whole request is answered, so that who closes its half gets the answer.
    return body_open_ ? body_stalled({"client-gone", {}}) : close();
  }
  in_.commit(n);
  received_ += n;
  if (body_open_) {
    body_progress_ += n;
    if (body_progress_ >= limits::kHttpSlowBytes) {
      body_progress_ = 0;
      read_by_ = now_ms() + core_.config.limits.body_idle_ms;
    }
  }
  advance();
}

void Connection::advance() {
  for (;;) {
    switch (state_) {
      case State::idle:
        if (in_.empty()) return read();
        set_state(State::head);
        read_by_ = std::min(read_by_, now_ms() + core_.config.limits.head_ms);
        began_ = steady_micros();
        break;
      case State::head:
        if (!read_head()) return;
        break;
      case State::body:
        if (!read_body()) return;
        break;
      case State::working:
      case State::writing:
        if (body_open_ && pipe_) stream_body();
        return;
      case State::events:
        if (in_.view().size() < kSmallBuffer) read();  // to see it close
        return;
      case State::lingering:
        in_.consume(in_.view().size());
        return read();
      case State::handshake:
      case State::closed:
        return;
    }
  }
}

bool Connection::read_head() {
  size_t used = 0;
  const auto step = parser_.head(in_.view(), used, request_);
  in_.consume(used);
  if (step == RequestParser::Step::more) {
    if (!parser_.got_any()) {  // a line break between requests
      set_state(State::idle);
    }
    read();
    return false;
  }
  if (!in_request_) {
    in_request_ = true;
    core_.instruments.in_flight.add(1);
  }
  identify();
  if (step == RequestParser::Step::failed) {
    refuse(parser_.status(), parser_.error(), true);
    return false;
  }
  read_by_ = INT64_MAX;
  on_head();
  return state_ == State::body;
}

void Connection::identify() {
  request_.arrival = core_.clock.now();
  request_.left = &left_;
  request_.peer = trusted_peer_ ? to_string(forwarded_for(peer_, request_.headers, core_.trusted)) : peer_text_;
  request_.is_tls = tls_.has_value() ||
                    (trusted_peer_ && iequals(request_.headers.get("X-Forwarded-Proto"), "https"));
  const std::string_view given = request_.headers.get("X-Request-Id");
  const bool usable = !given.empty() && given.size() <= limits::kHttpRequestIdBytes &&
                      std::all_of(given.begin(), given.end(), [](char c) {
                        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                               c == '-' || c == '_' || c == '.';
                      });
  request_.request_id = usable ? std::string(given) : core_.new_request_id();
  const std::string_view site = request_.headers.get("Sec-Fetch-Site");
  request_.cross_site = site == "cross-site" || site == "same-site";
  if (const auto origin = request_.headers.find("Origin")) {
    const std::string_view host = request_.headers.get("Host");
    const bool same = iequals(*origin, core_.base.text) ||
                      (origin->starts_with(request_.is_tls ? "https://" : "http://") &&
                       iequals(origin->substr(origin->find("//") + 2), host));
    request_.cross_site = request_.cross_site || !same;
  }
}

bool Connection::host_is_ours() const {
  auto host = request_.headers.find("Host");
  if (trusted_peer_)
    if (const auto forwarded = request_.headers.find("X-Forwarded-Host")) host = forwarded;
  if (!host) return true;  // HTTP/1.0
  const std::string name = host_of(*host);
  if (core_.hosts.contains(name)) return true;
  // The address that the connection came to cannot be somebody else's name for us.
  const auto address = parse_address(*host, true);
  if (!address) return false;
  error_code ec;
  const auto local = socket_.local_endpoint(ec);
  return !ec && parse_address(local.address().to_string()) == address;
}

std::optional<Response> Connection::refusal_of_head(const Router::Match& match) {
  if (!host_is_ours()) return make_problem(421, {"misdirected-request", {}});
  if (match.allowed == 0) return make_problem(404, {"not-found", {}});
  if (match.route == nullptr) {
    const std::string allowed = Router::allow(match.allowed);
    if (request_.method == Method::options) return Response(204).header("Allow", allowed);
    const std::string method(to_string(request_.method));
    return make_problem(405, {"method-not-allowed", {{"method", method}, {"allowed", allowed}}})
        .header("Allow", allowed);
  }
  const Traits& traits = match.route->traits;
  if (const auto expected = request_.headers.find("Expect"); expected && !iequals(*expected, "100-continue"))
    return make_problem(417, {"expectation-failed", {}});
  if (!parser_.has_body()) return {};
  if (const auto encoding = request_.headers.find("Content-Encoding"); encoding && !iequals(*encoding, "identity"))
    return make_problem(415, {"unsupported-encoding", {}}).header("Accept-Encoding", "identity");
  if (!traits.takes.empty()) {
    const std::string_view type = request_.media_type();
    const bool taken = std::any_of(traits.takes.begin(), traits.takes.end(),
                                   [&](const std::string& one) { return iequals(one, type); });
    if (!taken) {
      std::string types;
      for (const std::string& one : traits.takes) types += (types.empty() ? "" : ", ") + one;
      return make_problem(415, {"unsupported-media-type", {{"type", std::string(type)}, {"types", types}}});
    }
  }
  const size_t limit = std::max(traits.body_limit, limits::kHttpIgnoredBody);
  if (parser_.content_length() > limit)
    return make_problem(413, {"body-too-large", {{"limit", std::to_string(limit)}}});
  parser_.limit_body(limit);
  // What is short comes whole before its handler begins: it holds no thread while its client sends.
  const bool is_short = parser_.content_length() > 0 && parser_.content_length() <= limits::kHttpChunkBytes;
  streams_ = traits.streams_body && !is_short;
  if (streams_) {
    if (core_.body_streams.fetch_add(1) >= core_.config.limits.body_streams) {
      core_.body_streams.fetch_sub(1);
      return make_problem(503, {"overloaded", {}});
    }
    has_body_slot_ = true;
  }
  return {};
}

void Connection::on_head() {
  const Router::Match match = core_.router.match(request_.method, request_.path);
  request_.route = match.route;
  shape_ = match.any;
  close_after_ = !parser_.keep_alive();
  body_open_ = parser_.has_body();
  if (core_.stopping && (match.route == nullptr || !match.route->traits.probe))
    return refuse(503, {"server-stopping", {}}, true);
  if (auto refusal = refusal_of_head(match)) return answer(std::move(*refusal), body_open_);
  if (!body_open_) return dispatch();
  body_dead_ = false;
  body_progress_ = 0;
  read_by_ = now_ms() + core_.config.limits.body_idle_ms;
  set_state(State::body);
  if (streams_) {
    pipe_ = make_pipe();
    request_.reader = pipe_.get();
  }
  if (parser_.expects_continue() && in_.empty()) return send_continue();
}

std::shared_ptr<BodyPipe> Connection::make_pipe() {
  return std::make_shared<BodyPipe>(limits::kHttpChunkBytes, [weak = weak_from_this(), &shard = shard_] {
    asio::post(shard.context, [weak] {
      if (auto self = weak.lock()) {
        if (!self->body_open_ || self->state_ == State::closed) return;
        self->read_by_ = now_ms() + self->core_.config.limits.body_idle_ms;
        self->stream_body();
      }
    });
  });
}

void Connection::send_continue() {
  set_state(State::writing);  // nothing is read meanwhile
  write_since_ = now_ms();
  write_progress_ = 0;
  auto done = [self = shared_from_this()](const error_code& ec, size_t) {
    if (self->state_ == State::closed) return;
    if (ec) return self->close();
    self->set_state(State::body);
    self->advance();
  };
  const auto buffer = asio::buffer(kContinue.data(), kContinue.size());
  if (tls_) {
    asio::async_write(*tls_, buffer, std::move(done));
  } else {
    asio::async_write(socket_, buffer, std::move(done));
  }
}

bool Connection::hold_memory(size_t bytes) {
  if (bytes <= limits::kHttpIgnoredBody + held_memory_) return true;  // small ones are the connection's own
  const size_t more = bytes - held_memory_;
  if (core_.body_memory.fetch_add(more) + more > core_.config.limits.body_memory) {
    core_.body_memory.fetch_sub(more);
    return false;
  }
  held_memory_ = bytes;
  return true;
}

bool Connection::read_body() {
  if (pipe_) {  // the handler begins with the first of it
    dispatch();
    if (with_pool_) stream_body();
    return false;
  }
  size_t used = 0;
  const auto step = parser_.body(in_.view(), used, request_.body);
  in_.consume(used);
  if (step == RequestParser::Step::failed) {
    refuse(parser_.status(), parser_.error(), true);
    return false;
  }
  if (!hold_memory(request_.body.size())) {
    refuse(503, {"overloaded", {}}, true);
    return false;
  }
  if (step == RequestParser::Step::more) {
    read();
    return false;
  }
  body_open_ = false;
  read_by_ = INT64_MAX;
  if (request_.route->traits.streams_body) {
    pipe_ = make_pipe();
    pipe_->push(request_.body);
    pipe_->finish();
    request_.reader = pipe_.get();
  }
  dispatch();
  return false;
}

void Connection::stream_body() {
  if (reading_ || body_dead_) return;
  size_t used = 0;
  piece_.clear();
  const auto step = parser_.body(in_.view(), used, piece_);
  in_.consume(used);
  const bool room = pipe_->push(piece_);
  if (step == RequestParser::Step::failed) return body_stalled(parser_.error());
  if (step == RequestParser::Step::done) {
    body_open_ = false;
    read_by_ = INT64_MAX;
    return pipe_->finish();
  }
  if (room) return read();
  read_by_ = INT64_MAX;  // it is the handler who is slow
}

// The rest of a body will not come, or is not wanted.
void Connection::body_stalled(const Error& error) {
  read_by_ = INT64_MAX;
  body_dead_ = true;
  if (!pipe_ || !with_pool_) {
    if (error.code == "client-gone") return close();
    if (state_ == State::body) return refuse(error.code == "request-timeout" ? 408 : 400, error, true);
  }
  if (pipe_) pipe_->fail(error);  // the handler answers; then the connection is closed
}

}  // namespace tenure::http
