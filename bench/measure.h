#pragma once
// Medians and spreads. Machines are noisy: five runs at least, and what is compared is measured in one run.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace tenure::bench {

struct Measured {
  double median = 0, low = 0, high = 0;  // seconds on the wall
  double cpu = 0;                        // seconds of processor, median: what a quiet machine would show
};

inline double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

inline Measured measure(const std::function<void()>& body, int runs = 5) {
  std::vector<double> seconds, cpu;
  for (int run = 0; run < runs; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const double cpu_begin = cpu_seconds();
    body();
    cpu.push_back(cpu_seconds() - cpu_begin);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::sort(seconds);
  std::ranges::sort(cpu);
  return {seconds[seconds.size() / 2], seconds.front(), seconds.back(), cpu[cpu.size() / 2]};
}

inline void report(const char* id, const std::string& what, double count, const char* unit, const Measured& m) {
  std::printf("%-4s %-58s %12.0f %s/s   (%.3f s, %.3f..%.3f; %.3f s of processor = %.0f/s)\n", id, what.c_str(),
              count / m.median, unit, m.median, m.low, m.high, m.cpu, count / m.cpu);
}

}  // namespace tenure::bench
