#pragma once
// Callers that record at once, and what that took: S1, for the programs that compare with it.
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "service/caller.h"
#include "service/post_facts.h"
#include "service/service.h"
#include "store/store.h"

namespace tenure::bench {

// What a process has used so far, as the kernel counts it: less moved by other work on the machine than its time is.
struct Used {
  double cpu = 0, written = 0;  // seconds; bytes, before the kernel makes whole pages of them
};

inline Used used_by(pid_t process) {
  const std::string folder = "/proc/" + std::to_string(process);
  const auto read = [&](const char* name) {
    std::ifstream in(folder + name);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  Used used;
  const std::string stat = read("/stat"), io = read("/io");
  long user = 0, system = 0;
  const size_t name_end = stat.rfind(')'), bytes = io.find("wchar:");
  if (name_end != std::string::npos &&
      std::sscanf(stat.c_str() + name_end, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) == 2)
    used.cpu = static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  if (bytes != std::string::npos) used.written = std::atof(io.c_str() + bytes + 6);
  return used;
}

inline std::string account_key(uint64_t n) {
  char text[32];
  std::snprintf(text, sizeof text, "A-%07llu", static_cast<unsigned long long>(n));
  return text;
}

struct Recording {
  int callers = 8, per_call = 1;
  bool through_door = false;  // by post_facts, as /facts does, rather than by Service::record
};
struct Recorded {
  double per_second = 0, cpu = 0, written = 0;  // facts; microseconds and bytes for each
};

// Orders of any of the accounts, for so many seconds. Ends the program when a fact is not recorded.
inline Recorded record_for(double seconds, service::Service& service, int64_t accounts, const Recording& how) {
  static std::atomic<int64_t> rounds = 0;
  using Clock = std::chrono::steady_clock;
  const std::string round = std::to_string(getpid()) + "-" + std::to_string(++rounds);
  const Used before = used_by(getpid());
  const auto begin = Clock::now();
  const auto until = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::atomic<int64_t> done = 0;
  std::vector<std::thread> threads;
  for (int c = 0; c < how.callers; ++c) {
    threads.emplace_back([&, c] {
      std::mt19937_64 random(static_cast<uint64_t>(rounds) * 1'000 + static_cast<uint64_t>(c));
      const service::Caller caller;
      int64_t made = 0;
      while (Clock::now() < until) {
        std::vector<service::FactInput> facts;
        for (int i = 0; i < how.per_call; ++i) {
          const std::string key = "S" + round + "-" + std::to_string(c) + "-" + std::to_string(++made);
          facts.push_back({.account = account_key(random() % static_cast<uint64_t>(accounts)),
                           .kind = "order.placed",
                           .key = key,
                           .values = {{"order", Value(key)}, {"amount", Value(int64_t{5})}}});
        }
        const auto verdicts = how.through_door ? service::post_facts(service, caller, "default", facts)
                                               : service.record("default", facts);
        if (!verdicts) std::exit(1);
        for (const auto& verdict : *verdicts) {
          if (verdict.outcome != service::Outcome::recorded) std::exit(1);
        }
        done += how.per_call;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto count = static_cast<double>(done);
  const Used after = used_by(getpid());
  return {count / std::chrono::duration<double>(Clock::now() - begin).count(), (after.cpu - before.cpu) * 1e6 / count,
          (after.written - before.written) / count};
}

inline std::string said(const Recorded& recorded) {
  char text[120];
  std::snprintf(text, sizeof text, "%9.0f facts/s   %6.0f us of processor, %6.1f kB written each", recorded.per_second,
                recorded.cpu, recorded.written / 1e3);
  return text;
}

}  // namespace tenure::bench
