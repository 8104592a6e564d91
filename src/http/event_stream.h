#pragma once
// Server-sent events. A handler answers with one; whoever knows that something happened wakes it.
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace tenure::http {

// Appends one event; `data` may have lines. Line breaks in id or event are dropped.
void append_event(std::string& out, std::string_view id, std::string_view event,
                  std::string_view data);

// Held by the route (to wake it) and by the connection (to write it). All calls from any thread.
//
// `pull` appends whole events (append_event) to what it is given and returns false to end the stream.
// It is called on a handler's thread, by one at a time: at the start, after notify(), and when the
// client has taken all that came before; so a slow client costs no memory and is closed when it takes
// nothing for limits::kHttpWriteIdle.
class EventStream {
 public:
  using Pull = std::function<bool(std::string& out)>;
  explicit EventStream(Pull pull = {}) : pull_(std::move(pull)) {}

  void notify();  // there may be more; returns at once, many calls are one wake-up
  // Keeps events for the client. False: it is gone, or so slow that more than limits::kHttpEventQueue
  // wait; then the stream ends.
  bool send(std::string_view id, std::string_view event, std::string_view data);
  void end();     // after what was sent
  bool open() const;  // false once the client or the stream is gone

 private:
  friend class Connection;
  void attach(std::function<void()> wake);
  void detach();
  bool pull(std::string& out);  // what was sent and what pull_ has; false: the end

  Pull pull_;
  mutable std::mutex mutex_;
  std::string sent_;
  std::function<void()> wake_;
  bool ended_ = false, gone_ = false, woken_ = false;
};

}  // namespace tenure::http
