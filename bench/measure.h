#pragma once
// Medians and spreads. Machines are noisy: five runs at least, and what is compared is measured in one run.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace tenure::bench {

struct Measured {
  double median = 0, low = 0, high = 0;  // seconds
};

inline Measured measure(const std::function<void()>& body, int runs = 5) {
  std::vector<double> seconds;
  for (int run = 0; run < runs; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::sort(seconds);
  return {seconds[seconds.size() / 2], seconds.front(), seconds.back()};
}

inline void report(const char* id, const std::string& what, double count, const char* unit, const Measured& m) {
  std::printf("%-4s %-58s %12.0f %s/s   (%.3f s, %.3f..%.3f)\n", id, what.c_str(), count / m.median, unit,
              m.median, m.low, m.high);
}

}  // namespace tenure::bench
