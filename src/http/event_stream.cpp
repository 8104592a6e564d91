#include "http/event_stream.h"

#include "base/limits.h"

namespace tenure::http {
namespace {

void append_plain(std::string& out, std::string_view text) {
  for (char c : text)
    if (c != '\n' && c != '\r' && c != '\0') out += c;
}

}  // namespace

void append_event(std::string& out, std::string_view id, std::string_view event,
                  std::string_view data) {
  if (!id.empty()) append_plain(out += "id: ", id), out += '\n';
  if (!event.empty()) append_plain(out += "event: ", event), out += '\n';
  for (;;) {
    const size_t end = data.find_first_of("\r\n");
    append_plain(out += "data: ", data.substr(0, end));
    out += '\n';
    if (end == std::string_view::npos) break;
    data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  out += '\n';
}

// Under the lock, so that who is detached is woken no more: its server may be gone a moment later.
void EventStream::notify() {
  std::lock_guard lock(mutex_);
  if (woken_ || gone_) return;
  woken_ = true;
  if (wake_) wake_();
}

bool EventStream::send(std::string_view id, std::string_view event, std::string_view data) {
  bool fits = true;
  {
    std::lock_guard lock(mutex_);
    if (gone_ || ended_) return false;
    append_event(sent_, id, event, data);
    if (sent_.size() > limits::kHttpEventQueue) {
      sent_.clear();
      ended_ = true;
      fits = false;
    }
  }
  notify();
  return fits;
}

void EventStream::end() {
  {
    std::lock_guard lock(mutex_);
    ended_ = true;
  }
  notify();
}

bool EventStream::open() const {
  std::lock_guard lock(mutex_);
  return !gone_ && !ended_;
}

void EventStream::attach(std::function<void()> wake) {
  std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void EventStream::detach() {
  std::lock_guard lock(mutex_);
  wake_ = nullptr;
  gone_ = true;
}

bool EventStream::pull(std::string& out) {
  bool ended;
  {
    std::lock_guard lock(mutex_);
    woken_ = false;  // what comes from here on wakes again
    out += sent_;
    sent_.clear();
    ended = ended_;
  }
  return !ended && (!pull_ || pull_(out));
}

}  // namespace tenure::http
