#include "http/log.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/limits.h"

namespace tenure::http {
namespace {

constexpr std::string_view kLevels[] = {"debug", "info", "warning", "error", "off"};

}  // namespace

Result<Level> parse_level(std::string_view text) {
  for (size_t i = 0; i < std::size(kLevels); ++i)
    if (text == kLevels[i]) return static_cast<Level>(i);
  return refuse("unknown-log-level", {{"level", std::string(text)}});
}

// Two buffers: writers fill one while the thread brings the other to the sink.
struct Log::Impl {
  explicit Impl(Sink to) : sink(std::move(to)), thread([this] { run(); }) {}
  ~Impl() {
    {
      std::lock_guard lock(mutex);
      stopping = true;
    }
    filled.notify_all();
    thread.join();
  }

  void append(std::string_view line) {
    bool was_empty;
    {
      std::lock_guard lock(mutex);
      if (filling.size() + line.size() > limits::kLogBuffer) {
        ++dropped;
        return;
      }
      was_empty = filling.empty();
      filling += line;
      taken += line.size();
    }
    if (was_empty) filled.notify_one();
  }

  void run() {
    std::string writing;
    std::unique_lock lock(mutex);
    for (;;) {
      filled.wait(lock, [this] { return stopping || !filling.empty(); });
      if (filling.empty()) return;
      // A moment for more lines: one write for many. Whoever flushes or ends does not wait for it.
      if (!stopping && flushing == 0)
        filled.wait_for(lock, std::chrono::milliseconds(50),
                        [this] { return stopping || flushing > 0; });
      writing.swap(filling);
      const uint64_t until = taken;
      lock.unlock();
      if (!sink(writing))
        dropped += static_cast<uint64_t>(std::count(writing.begin(), writing.end(), '\n'));
      writing.clear();
      if (writing.capacity() > limits::kLogBuffer / 4) std::string().swap(writing);
      lock.lock();
      written = until;
      done.notify_all();
    }
  }

  void flush() {
    std::unique_lock lock(mutex);
    ++flushing;
    filled.notify_all();
    done.wait(lock, [this, until = taken] { return written >= until; });
    --flushing;
  }

  Sink sink;
  std::mutex mutex;
  std::condition_variable filled, done;
  std::string filling;
  uint64_t taken = 0, written = 0;  // bytes, ever
  int flushing = 0;
  bool stopping = false;
  std::atomic<uint64_t> dropped = 0;  // lines
  std::thread thread;
};

Log::Log(Sink sink, Level level) : impl_(std::make_unique<Impl>(std::move(sink))), level_(level) {}
Log::~Log() = default;

void Log::line(std::string_view line) { impl_->append(line); }
void Log::flush() { impl_->flush(); }
uint64_t Log::dropped() const { return impl_->dropped; }

void Log::write(Level level, std::string_view event,
                const std::function<void(json::Writer&)>& fields) {
  if (!wants(level)) return;
  std::string out;
  json::Writer writer(out);
  writer.begin_object()
      .field("time", SystemClock().now())
      .field("level", kLevels[static_cast<size_t>(level)])
      .field("event", event);
  if (fields) fields(writer);
  writer.end_object();
  out += '\n';
  line(out);
}

Log::Sink Log::to_descriptor(int descriptor) {
  return [descriptor](std::string_view lines) {
    while (!lines.empty()) {
      const ssize_t n = ::write(descriptor, lines.data(), lines.size());
      if (n >= 0) {
        lines.remove_prefix(static_cast<size_t>(n));
      } else if (errno == EAGAIN) {  // a pipe that somebody made so
        pollfd wait{descriptor, POLLOUT, 0};
        if (::poll(&wait, 1, 1'000) <= 0) return false;
      } else if (errno != EINTR) {
        return false;
      }
    }
    return true;
  };
}

}  // namespace tenure::http
