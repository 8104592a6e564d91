#include "cli/progress.h"

#include <algorithm>
#include <cmath>
#include <iostream>

#include "cli/output.h"

namespace tenure::cli {

namespace {

constexpr std::chrono::milliseconds kRedraw{100}, kPatience{500};
constexpr std::chrono::seconds kLineEach{10};

}  // namespace

std::string grouped(int64_t number) {
  std::string digits = std::to_string(number);
  for (auto place = static_cast<int>(digits.size()) - 3; place > (number < 0 ? 1 : 0); place -= 3) {
    digits.insert(static_cast<size_t>(place), ",");
  }
  return digits;
}

std::string human_bytes(double bytes) {
  static constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  int unit = 0;
  for (; bytes >= 1000 && unit < 4; ++unit) bytes /= 1000;
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 || bytes >= 100 ? "%.0f %s" : "%.1f %s", bytes, kUnits[unit]);
  return text;
}

std::string human_seconds(int64_t seconds) {
  char text[32];
  if (seconds < 3600) {
    std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(seconds / 60), static_cast<int>(seconds % 60));
  } else {
    std::snprintf(text, sizeof text, "%lld:%02d:%02d", static_cast<long long>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  }
  return text;
}

std::string progress_line(const Session& session, std::string_view code, int64_t done, int64_t total,
                          bool bytes, double seconds, int width) {
  const auto amount = [&](double number) {
    return bytes ? human_bytes(number) : grouped(static_cast<int64_t>(number));
  };
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string line = session.say(code) + " ";
  if (total <= 0) {
    return line + session.say("cli.progress.open", {{"done", amount(static_cast<double>(done))}, {"rate", amount(rate)}});
  }
  const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
  const int64_t left = rate > 0 ? std::llround(static_cast<double>(std::max<int64_t>(0, total - done)) / rate) : 0;
  const std::string words = session.say(
      "cli.progress.of", {{"percent", std::to_string(static_cast<int>(share * 100))},
                          {"done", amount(static_cast<double>(done))},
                          {"total", amount(static_cast<double>(total))},
                          {"rate", amount(rate)},
                          {"left", human_seconds(left)}});
  const int room = width - display_width(line) - display_width(words) - 4;
  if (room >= 8) line += "▕" + padded(bar(share, 1, std::min(room, 30)), std::min(room, 30)) + "▏ ";
  return line + words;
}

Progress::Progress(Session& session, std::string code)
    : session_(session), code_(std::move(code)), begun_(Timer::now()), shown_(begun_) {}

Progress::~Progress() { clear(); }

void Progress::clear() {
  if (drawn_) session_.err() << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

void Progress::part(std::string code) {
  if (code == code_) return;
  code_ = std::move(code);
  begun_ = Timer::now();
}

void Progress::update(int64_t done, int64_t total, bool bytes) {
  if (session_.quiet) return;
  const Timer::time_point now = Timer::now();
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  if (session_.err_is_terminal()) {
    if (now - begun_ < kPatience || now - shown_ < kRedraw) return;
    session_.err() << '\r' << progress_line(session_, code_, done, total, bytes, seconds, session_.width())
                   << "\x1b[K" << std::flush;
    drawn_ = true;
  } else {
    if (now - shown_ < kLineEach) return;
    session_.message(progress_line(session_, code_, done, total, bytes, seconds, 0));
  }
  shown_ = now;
}

}  // namespace tenure::cli
