#pragma once
// Many threads that begin at the same moment.
#include <latch>
#include <thread>
#include <vector>

namespace tenure::races {

// work(0) … work(threads - 1), each on a thread of its own; returns when all have ended.
template <class Work>
void at_once(int threads, const Work& work) {
  std::latch ready(threads);
  std::vector<std::thread> crowd;
  for (int i = 0; i < threads; ++i) {
    crowd.emplace_back([&ready, &work, i] {
      ready.arrive_and_wait();
      work(i);
    });
  }
  for (std::thread& one : crowd) one.join();
}

}  // namespace tenure::races
