#pragma once
// One connection: read a head, find the route, read the body, hand it to the pool, write the answer, again.
// All on the shard's thread but for run(). Internal to the room; heavy: only for .cpp files.
#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "http/body_pipe.h"
#include "http/core.h"
#include "http/event_stream.h"
#include "http/request_parser.h"

namespace tenure::http {

// Bytes that have come and were not used yet.
class InBuffer {
 public:
  std::string_view view() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  asio::mutable_buffer prepare(size_t at_least);
  void commit(size_t n) { end_ += n; }
  void consume(size_t n);

 private:
  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

class Connection final : public Job, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Shard&, tcp::socket, const Address& peer, bool trusted_peer);
  ~Connection() override;

  void start();
  void on_tick(int64_t now);  // milliseconds; closes what took too long
  void on_stopping();         // closes if it only waits; else after the answer
  void abort();               // at once
  void give_way();            // it only waits, and others need its place
  int64_t waiting_since() const { return waiting_since_; }  // milliseconds
  const bool before_stop;     // it came before the server was told to stop
  void run(int64_t waited_micros) noexcept override;

  const Address& peer() const { return peer_; }
  Hook all_hook, waiting_hook, peer_waiting_hook;

 private:
  enum class State : uint8_t {
    handshake,
    idle,       // nothing of a request has come
    head,
    body,       // all of it, before the handler
    working,    // with the pool, or waiting for an answer of it
    writing,
    events,     // an event stream with nothing to write
    lingering,  // all is written; the client may still send
    closed
  };
  enum class Task : uint8_t { handle, pull };

  // reading
  void read();
  void on_read(const error_code&, size_t);
  void advance();                // with what has come
  bool read_head();              // false: wait
  void on_head();
  std::optional<Response> refusal_of_head(const Router::Match&);
  bool read_body();
  bool hold_memory(size_t bytes);
  void stream_body();
  std::shared_ptr<BodyPipe> make_pipe();
  void body_stalled(const Error&);
  void send_continue();

  // answering
  void dispatch();
  Response make_problem(int status, const Error&) const;
  void refuse(int status, const Error&, bool close);
  void answer(Response, bool close);
  Response handle(int64_t waited_micros);
  void prepare();
  void prepare_stream();
  void pull();
  void frame_piece();
  void on_prepared();
  void write();
  void on_some_written(const error_code&, size_t);
  void on_written();
  void submit_pull();
  void on_notified();
  void finish();
  void close_softly(bool body_left);
  void log_access(bool aborted);

  void identify();  // request id, peer, whether TLS and whether cross-site
  bool host_is_ours() const;
  void look_after_client();  // while its request is worked on, and nothing is read
  void set_state(State);
  void close();
  void release();   // what a request holds of the server

  Shard& shard_;
  Core& core_;
  tcp::socket socket_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
  const Address peer_;
  const std::string peer_text_;
  const bool trusted_peer_;
  State state_ = State::idle;
  int64_t read_by_ = INT64_MAX;  // milliseconds; what is awaited then has taken too long
  int64_t write_since_ = 0, last_write_ = 0, waiting_since_ = 0;
  size_t write_progress_ = 0, body_progress_ = 0;
  bool reading_ = false;
  bool with_pool_ = false;  // then what run() touches is not touched here

  InBuffer in_;
  RequestParser parser_;
  Request request_;
  const Route* shape_ = nullptr;  // whose refusals this request gets
  bool in_request_ = false;       // from its head to its answer's end
  bool streams_ = false;  // its body goes to the handler while it comes
  bool close_after_ = false, has_body_slot_ = false, has_event_slot_ = false;
  std::atomic<bool> body_open_ = false;  // not all of it has come
  std::atomic<bool> gone_ = false;       // nobody will see the answer
  std::atomic<bool> left_ = false;       // the client has closed its side
  size_t held_memory_ = 0;               // of core_.body_memory
  std::shared_ptr<BodyPipe> pipe_;
  bool body_dead_ = false;               // its rest will not come
  std::string piece_;

  Task task_ = Task::handle;
  Response response_;
  bool more_ = false, broken_ = false;  // of a producer or stream: there is more; it failed
  bool chunked_ = false;
  std::shared_ptr<EventStream> events_;
  bool events_notified_ = false;
  std::string out_head_, out_body_;
  std::string_view out_tail_;
  std::array<asio::const_buffer, 3> out_;
  uint64_t sent_ = 0, received_ = 0;  // bytes, of this request
  int64_t began_ = 0;                 // microseconds
};

}  // namespace tenure::http
