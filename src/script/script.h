#pragma once
// Override scripts: a text in Lua looks at accounts and says which stage some of them shall have. It runs in a
// process of its own, which has no file, no network and a bounded share of time and memory before it sees the
// first byte of the text. It is given plain data and gives plain data; what it says is only a wish, which the
// service records or refuses.
//
//   accounts            a list of {key = …, properties = {…}, stages = {lifecycle = stage}}
//   now                 the instant of the run, as text
//   days(text)          a date or instant as days since 1970; seconds(text): an instant as seconds
//   print(…)            a line for whoever runs it
//   return {{account = …, lifecycle = …, stage = …, reason = …}, …}
//
// Of Lua's libraries there are string (without dump), table, math (without random), utf8, and assert, error,
// ipairs, next, pairs, pcall, select, tonumber, tostring, type, xpcall. Whole numbers are integers, decimals
// are text (exact; tonumber() where that does not matter), instants and dates are text, null is nil.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/value.h"

namespace tenure::script {

struct Account {
  std::string key;
  std::vector<std::pair<std::string, Value>> properties;
  std::vector<std::pair<std::string, std::string>> stages;  // lifecycle → stage; "" = none
};
struct Move {
  std::string account, lifecycle, stage, reason;
  bool operator==(const Move&) const = default;
};
struct Answer {
  std::vector<Move> moves;  // in the order in which the script gave them
  std::string printed;      // what it said, cut at limits::kScriptPrintBytes
};
struct Job {
  std::string_view text;
  Instant now;
  // Calls its argument once per account.
  std::function<void(const std::function<void(const Account&)>&)> accounts;
  int wall_millis = 0;  // 0: limits::kScriptWallMillis
  std::string program = "/proc/self/exe";  // what answers to "script-worker"
};

// Errors: "script-too-long" {limit}, "script-not-text", "script-too-many-accounts" {limit} (narrow the
// filter), "script-timeout" {seconds}, "script-memory" {megabytes}, "script-syntax" {message},
// "script-failed" {message}, "script-answer" {place, reason}, "script-too-much-output" {limit}.
// Throws EnvironmentError "script-worker-failed" {reason} when there is no process to be had, or it broke.
Result<Answer> run(const Job&);

// The other side: locks itself in, then serves one job on standard input and output. Never returns.
inline constexpr std::string_view kWorkerCommand = "script-worker";
[[noreturn]] void serve_one_job();

}  // namespace tenure::script
