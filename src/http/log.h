#pragma once
// The log: a JSON object a line, to a file descriptor or wherever. Writers never wait for the disk: lines
// go through a bounded buffer to a thread of their own; what does not fit is dropped and counted.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.h"

namespace tenure::http {

enum class Level : uint8_t { debug, info, warning, error, off };
Result<Level> parse_level(std::string_view);  // "debug" … "off"; "unknown-log-level" {level}

class Log {
 public:
  // Given whole lines, many at a time; false: they could not be written.
  using Sink = std::function<bool(std::string_view lines)>;
  explicit Log(Sink, Level = Level::info);
  static Sink to_descriptor(int descriptor);  // of an open file, as stderr
  ~Log();  // writes what it has

  Level level() const { return level_; }
  bool wants(Level level) const { return level >= level_; }
  // One line: {"time":…,"level":…,"event":…, and what `fields` adds to the open object}.
  void write(Level, std::string_view event, const std::function<void(json::Writer&)>& fields = {});
  // A line that somebody has made, with its line break.
  void line(std::string_view);
  void flush();  // returns when all that was written before is with the sink
  uint64_t dropped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Level level_;
};

}  // namespace tenure::http
