// The half of a connection that answers: the handler on the pool, the bytes back on the shard's thread.
#include <netinet/tcp.h>

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "base/environment.h"
#include "http/connection.h"
#include "http/head_writer.h"

namespace tenure::http {
namespace {

constexpr size_t kOneRecord = 16 * 1024;  // TLS
constexpr std::string_view kHeartBeat = "3\r\n:\n\n\r\n";

int64_t now_ms() { return steady_micros() / 1'000; }

// Names of the query's options; values only of those that cannot hold what is somebody's.
void append_query(json::Writer& writer, std::string_view query) {
  constexpr std::string_view kHarmless[] = {"$top", "$skip", "$count", "$select", "$orderby", "$format"};
  std::string out;
  for (size_t at = 0; at < query.size() && out.size() < 500;) {
    const size_t end = std::min(query.find('&', at), query.size());
    const std::string_view pair = query.substr(at, end - at);
    const size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view name = pair.substr(0, equals);
    if (!out.empty()) out += '&';
    const bool harmless = std::find(std::begin(kHarmless), std::end(kHarmless), name) != std::end(kHarmless);
    out += excerpt(harmless ? pair : name, 100);
    at = end + 1;
  }
  writer.field("query", out);
}

}  // namespace

Response Connection::make_problem(int status, const Error& error) const {
  const Language language = request_.language();
  if (shape_ != nullptr && shape_->traits.problem) return shape_->traits.problem(status, error, language);
  return problem(status, error, language);
}

void Connection::refuse(int status, const Error& error, bool close) {
  answer(make_problem(status, error), close);
}

void Connection::answer(Response response, bool close) {
  response_ = std::move(response);
  close_after_ = close_after_ || close;
  read_by_ = INT64_MAX;
  prepare();
  on_prepared();
}

void Connection::dispatch() {
  set_state(State::working);
  task_ = Task::handle;
  with_pool_ = true;
  std::shared_ptr<Job> self = shared_from_this();
  Pool& pool = request_.route->traits.probe ? *core_.probes : *core_.pool;
  if (pool.submit(self)) return;
  with_pool_ = false;
  refuse(503, {"overloaded", {}}, body_open_);
}

void Connection::submit_pull() {
  set_state(State::working);
  task_ = Task::pull;
  with_pool_ = true;
  core_.pool->submit_more(shared_from_this());
}

void Connection::run(int64_t waited_micros) noexcept {
  try {
    if (task_ == Task::handle) {
      response_ = handle(waited_micros);
      prepare();
    } else {
      pull();
      frame_piece();
    }
  } catch (...) {  // no memory for the answer
    broken_ = true;
  }
  asio::post(shard_.context, [self = shared_from_this()] {
    self->with_pool_ = false;
    self->on_prepared();
  });
}

Response Connection::handle(int64_t waited_micros) {
  const Route& route = *request_.route;
  if (gone_) return Response(499);  // nobody asks any more; the log says so
  request_.stopping = core_.stopping;
  if (!route.traits.probe && waited_micros > core_.config.limits.queue_age_ms * 1'000)
    return make_problem(503, {"overloaded", {}});
  const auto failed = [this](std::string_view what, const char* reason) {
    core_.log.write(Level::error, "handler-failed", [&](json::Writer& line) {
      line.field("request_id", request_.request_id)
          .field("route", request_.route->traits.name)
          .field("what", what)
          .field("reason", reason);
    });
  };
  try {
    if (const Gate& gate = core_.router.gate())
      if (auto response = gate(route, request_)) return std::move(*response);
    // Whatever the gate forgot: nobody is not somebody.
    if (route.traits.who != Who::anyone && !request_.principal) return make_problem(401, {"not-signed-in", {}});
    return route.handler(request_);
  } catch (const EnvironmentError& e) {
    failed(e.error().code, say(Language::english, e.error()).c_str());
    // Arguments name files and hosts of ours: they stay in the log.
    return make_problem(503, e.error().arguments.empty() ? e.error() : Error{"service-unavailable", {}});
  } catch (const std::bad_alloc&) {
    failed("no-memory", "");
    return make_problem(503, {"overloaded", {}});
  } catch (const std::exception& e) {
    failed("exception", e.what());
  } catch (...) {
    failed("exception", "");
  }
  return make_problem(500, {"internal-error", {}});
}

// Head and first piece of the answer. On the pool's thread, or on the shard's when it has no handler.
void Connection::prepare() {
  more_ = broken_ = chunked_ = false;
  out_head_.clear();
  out_body_.clear();
  out_tail_ = {};
  close_after_ = close_after_ || core_.stopping || body_open_;
  const bool head_only = request_.method == Method::head || !may_have_body(response_.status);
  HeadFacts facts{.request_id = request_.request_id,
                  .close = close_after_,
                  .http_1_0 = parser_.is_http_1_0(),
                  .is_tls = request_.is_tls,
                  .unix_seconds = core_.clock.now().micros / kMicrosPerSecond};
  if (!std::holds_alternative<std::string>(response_.body) && !head_only) prepare_stream();
  if (auto* text = std::get_if<std::string>(&response_.body)) {
    if (may_have_body(response_.status)) facts.length = text->size();
    if (!head_only) out_body_ = std::move(*text);
  } else if (more_) {
    chunked_ = !facts.http_1_0;
    facts.close = close_after_ = close_after_ || facts.http_1_0;
    facts.chunked = chunked_;
  } else if (!head_only) {
    facts.length = out_body_.size();
  }
  append_head(out_head_, response_, facts);
  if (chunked_) frame_piece();
}

void Connection::prepare_stream() {
  if (auto* stream = std::get_if<std::shared_ptr<EventStream>>(&response_.body)) {
    if (core_.event_streams.fetch_add(1) >= core_.config.limits.event_streams) {
      core_.event_streams.fetch_sub(1);
      (*stream)->detach();
      response_ = make_problem(503, {"overloaded", {}});
      return;
    }
    has_event_slot_ = true;
    core_.instruments.event_streams.add(1);
    events_ = std::move(*stream);
    response_.headers.set("Content-Type", "text/event-stream; charset=utf-8");
    response_.headers.set("X-Accel-Buffering", "no");  // proxies pass each event on at once
    events_->attach([weak = weak_from_this(), &shard = shard_] {
      asio::post(shard.context, [weak] {
        if (auto self = weak.lock()) self->on_notified();
      });
    });
  }
  pull();
  if (broken_) {  // before a byte of it went out: it may still be said properly
    broken_ = more_ = false;
    out_body_.clear();
    response_ = make_problem(500, {"internal-error", {}});
  }
}

// The next piece, never empty unless it is the last or an event stream's.
void Connection::pull() {
  out_body_.clear();
  try {
    if (events_) {
      more_ = events_->pull(out_body_);
      return;
    }
    const Producer& produce = std::get<Producer>(response_.body);
    do {
      if (gone_) {
        broken_ = true;
        return;
      }
      more_ = produce(out_body_);
    } while (more_ && out_body_.empty());
  } catch (const std::exception& e) {
    broken_ = true;
    core_.log.write(Level::error, "stream-failed", [&](json::Writer& line) {
      line.field("request_id", request_.request_id).field("reason", e.what());
    });
  } catch (...) {
    broken_ = true;
  }
}

// Chunk size before the piece, chunk end behind it; behind the last the end of all.
void Connection::frame_piece() {
  if (!chunked_) return;
  if (!out_body_.empty()) {
    char size[24];
    const int n = std::snprintf(size, sizeof size, "%zx\r\n", out_body_.size());
    out_head_.append(size, static_cast<size_t>(n));
    out_tail_ = more_ ? "\r\n" : "\r\n0\r\n\r\n";
  } else {
    out_tail_ = more_ ? "" : "0\r\n\r\n";
  }
}

void Connection::on_prepared() {
  if (state_ == State::closed) {
    log_access(true);
    return release();
  }
  if (broken_) return abort();  // so that nobody takes the part for the whole
  write();
}

void Connection::write() {
  if (tls_ && !out_body_.empty() && out_head_.size() + out_body_.size() + out_tail_.size() <= kOneRecord) {
    out_head_.append(out_body_).append(out_tail_);
    out_body_.clear();
    out_tail_ = {};
  }
  out_ = {asio::buffer(out_head_), asio::buffer(out_body_), asio::buffer(out_tail_.data(), out_tail_.size())};
  if (asio::buffer_size(out_) == 0) return on_written();
  set_state(State::writing);
  write_since_ = now_ms();
  write_progress_ = 0;
  on_some_written({}, 0);
}

void Connection::on_some_written(const error_code& ec, size_t n) {
  if (state_ == State::closed) return;
  if (ec) return close();
  sent_ += n;
  write_progress_ += n;
  for (auto& buffer : out_) {
    const size_t part = std::min(n, buffer.size());
    buffer += part;
    n -= part;
  }
  if (asio::buffer_size(out_) == 0) return on_written();
  auto done = [self = shared_from_this()](const error_code& error, size_t count) {
    self->on_some_written(error, count);
  };
  if (tls_) {
    tls_->async_write_some(out_, std::move(done));
  } else {
    socket_.async_write_some(out_, std::move(done));
  }
}

void Connection::on_written() {
  last_write_ = now_ms();
  out_head_.clear();
  if (!more_) return finish();
  if (!events_) {
    submit_pull();
    if (body_open_ && pipe_) advance();
    return;
  }
  set_state(State::events);
  if (core_.stopping) events_->end();
  if (events_notified_) return on_notified();
  read();
}

void Connection::on_notified() {
  events_notified_ = true;
  if (state_ != State::events) return;
  events_notified_ = false;
  submit_pull();
}

void Connection::finish() {
  log_access(false);
  const bool body_left = body_open_;
  release();
  if (close_after_ || body_left || core_.stopping) return close_softly(body_left);
  parser_.reset();
  request_.clear();
  shape_ = nullptr;
  response_ = Response(0);
  received_ = in_.view().size();
  sent_ = 0;
  left_ = false;
  set_state(State::idle);
  read_by_ = now_ms() + core_.config.limits.keep_alive_ms;
  if (!reading_ || !in_.empty()) advance();
}

void Connection::release() {
  if (in_request_) {
    in_request_ = false;
    core_.instruments.in_flight.add(-1);
  }
  if (pipe_) pipe_->fail({"client-gone", {}});
  pipe_.reset();
  if (has_body_slot_) core_.body_streams.fetch_sub(1);
  if (has_event_slot_) core_.event_streams.fetch_sub(1), core_.instruments.event_streams.add(-1);
  has_body_slot_ = has_event_slot_ = false;
  core_.body_memory.fetch_sub(held_memory_);
  held_memory_ = 0;
  body_open_ = false;
  if (events_) events_->detach();
  events_.reset();
  events_notified_ = false;
  response_.body = std::string();  // what a producer holds
}

// With bytes unread the kernel would reset the connection, and the client might lose the answer.
void Connection::close_softly(bool body_left) {
  error_code ec;
  const bool all_read = in_.empty() && !body_left;
  if (!tls_ && all_read && socket_.available(ec) == 0) return close();
  set_state(State::lingering);
  read_by_ = now_ms() + core_.config.limits.linger_ms;
  if (tls_ && all_read) {
    tls_->async_shutdown([self = shared_from_this()](const error_code&) { self->close(); });
    return;
  }
  if (!tls_) socket_.shutdown(tcp::socket::shutdown_send, ec);
  advance();
}

void Connection::close() {
  if (state_ == State::closed) return;
  gone_ = true;
  if (in_request_ && !with_pool_) log_access(true);
  if (waiting_hook.is_linked()) shard_.waits_no_more(*this);
  state_ = State::closed;
  error_code ec;
  socket_.close(ec);
  if (pipe_) pipe_->fail({"client-gone", {}});
  if (!with_pool_) release();
  shard_.closed(*this);
}

void Connection::abort() {
  error_code ec;
  socket_.set_option(asio::socket_base::linger(true, 0), ec);
  close();
}

void Connection::give_way() {
  if (state_ != State::idle) return abort();
  close();
}

void Connection::look_after_client() {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return;
  if (info.tcpi_state == TCP_CLOSE) return close();  // reset
  if (info.tcpi_state == TCP_CLOSE_WAIT) left_ = true;
}

void Connection::on_stopping() {
  switch (state_) {
    case State::handshake:
    case State::idle:
    case State::head:
      return close();
    case State::events:
      events_->end();
      return;
    default:
      return;  // seen by prepare() and finish()
  }
}

void Connection::on_tick(int64_t now) {
  const Limits& limits = core_.config.limits;
  if (now >= read_by_) {
    core_.instruments.timed_out.add();
    read_by_ = INT64_MAX;
    if (body_open_) return body_stalled({"request-timeout", {}});
    if (state_ != State::head) return close();
    in_request_ = true;
    core_.instruments.in_flight.add(1);
    identify();
    return refuse(408, {"request-timeout", {}}, true);
  }
  if (state_ == State::working && with_pool_ && !left_) return look_after_client();
  if (state_ == State::writing && now - write_since_ >= limits.write_idle_ms) {
    if (write_progress_ < limits::kHttpSlowBytes) {
      core_.instruments.timed_out.add();
      return abort();
    }
    write_since_ = now;
    write_progress_ = 0;
  }
  if (state_ == State::events && now - last_write_ >= limits.heart_beat_ms) {
    out_head_ = chunked_ ? kHeartBeat : ":\n\n";
    out_body_.clear();
    out_tail_ = {};
    write();
  }
}

void Connection::log_access(bool aborted) {
  const int64_t micros = steady_micros() - began_;
  core_.instruments.count(request_.route, response_.status, static_cast<double>(micros) * 1e-6);
  if (!response_.code.empty()) core_.instruments.refused(response_.code);
  const Level level = response_.status >= 500 && response_.status != 503 ? Level::error : Level::info;
  if (!core_.log.wants(level)) return;
  const Route* route = request_.route;
  const bool secret = route != nullptr && route->traits.secret_path;
  thread_local std::string line;
  line.clear();
  json::Writer writer(line);
  writer.begin_object()
      .field("time", request_.arrival)
      .field("level", level == Level::error ? "error" : "info")
      .field("event", "request")
      .field("request_id", request_.request_id)
      .field("method", to_string(request_.method))
      .field("path", secret ? route->pattern : excerpt(request_.path.raw(), 500));
  if (!request_.query.empty()) append_query(writer, request_.query);
  if (route != nullptr) writer.field("route", route->traits.name);
  writer.field("status", response_.status);
  if (!response_.code.empty()) writer.field("code", response_.code);
  if (aborted) writer.field("aborted", true);
  if (request_.principal) writer.field("who", request_.principal->log_name);
  writer.field("peer", request_.peer)
      .field("bytes_in", received_)
      .field("bytes_out", sent_)
      .field("micros", micros)
      .end_object();
  line += '\n';
  core_.log.line(line);
}

}  // namespace tenure::http
