#pragma once
// How far a long work is: one line on stderr that is drawn over on a terminal (rate and time left), a
// line each ten seconds elsewhere, nothing with -q. What ends within a moment shows nothing.
#include <chrono>
#include <string>

#include "cli/session.h"

namespace tenure::cli {

class Progress {
 public:
  // `code`: the catalogue row of what is being done, "cli.progress.reading".
  Progress(Session&, std::string code);
  ~Progress();  // clears the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // total 0 = not known. `bytes`: the numbers are bytes.
  void update(int64_t done, int64_t total, bool bytes = false);
  // Another part of the work: rate and time left begin anew.
  void part(std::string code);

 private:
  using Timer = std::chrono::steady_clock;
  void clear();

  Session& session_;
  std::string code_;
  Timer::time_point begun_, shown_;
  bool drawn_ = false;
};

// "3.2 MB", "12,345", "1:05:09".
std::string human_bytes(double);
std::string grouped(int64_t);
std::string human_seconds(int64_t);
// The line itself, without the drawing: for a terminal of `width` columns.
std::string progress_line(const Session&, std::string_view code, int64_t done, int64_t total, bool bytes,
                          double seconds, int width);

}  // namespace tenure::cli
