// S2: imports from the file to the store, in rows a second and peak resident memory, beside the
// limit that SQLite sets for the same number of facts at 1,000 per transaction (sqlite_limit, where
// its source is there).
//
//   import_bench [--runs N] [ROWS…]        default: 5 runs of 50000, 500000 and 5000000 plain order
//   rows
//
// Every import is a process of its own, so that its memory can be told; the file is made before, by
// a seed.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "transfer/import.h"

namespace tenure::bench {
namespace {

namespace fs = std::filesystem;

struct Run {
  double seconds = 0, processor = 0;
  int64_t kilobytes = 0;
};

// Runs `work` in a process of its own; ends this one when that fails.
template <typename Work>
Run in_a_process(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  rusage used{};
  if (child < 0 || ::wait4(child, &status, 0, &used) < 0 || status != 0) {
    std::fprintf(stderr, "a run failed\n");
    std::exit(1);
  }
  const auto seconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss};
}

struct Median {
  Run middle;
  double low = 0, high = 0;
};
Median median(std::vector<Run> runs) {
  std::ranges::sort(runs, {}, &Run::seconds);
  Median m{runs[runs.size() / 2], runs.front().seconds, runs.back().seconds};
  std::ranges::sort(runs, {}, &Run::processor);
  m.middle.processor = runs[runs.size() / 2].processor;
  for (const Run& run : runs) m.middle.kilobytes = std::max(m.middle.kilobytes, run.kilobytes);
  return m;
}

void say(const std::string& what, double count, const Median& m) {
  std::printf("S2   %-48s %10.0f/s  (%.2f s, %.2f..%.2f; %.2f s of processor = %.0f/s; %.0f MB)\n",
              what.c_str(), count / m.middle.seconds, m.middle.seconds, m.low, m.high,
              m.middle.processor, count / m.middle.processor,
              static_cast<double>(m.middle.kilobytes) / 1024);
  std::fflush(stdout);
}

class Bench {
 public:
  explicit Bench(int runs)
      : runs_(runs),
        folder_(fs::temp_directory_path() / ("tenure-bench-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Bench() { fs::remove_all(folder_); }

  void plain(int64_t rows) {
    make_plain(rows);
    const Median ours = import(path("plain.csv"), path("plain.map.yaml"), "2026-01-01T00:00:00Z");
    say(std::to_string(rows) + " plain order rows", static_cast<double>(rows), ours);
    limit(rows / 10, rows, ours);
  }

  void online_retail() {
    const std::string file =
        TENURE_SHARED_DIR "/data/orders/online_retail_2010_2011/online_retail_2010_2011.csv.gz";
    if (!fs::exists(file)) {
      std::printf("S2   Online Retail: the shared data is not here\n");
      return;
    }
    const Median ours = import(file, TENURE_SOURCE_DIR "/examples/online_retail/orders.map.yaml",
                               "2011-12-09T12:50:00Z");
    say("541909 lines of Online Retail (18536 orders)", 541'909, ours);
    limit(4'372, 541'909, ours);
  }

 private:
  std::string path(const char* name) const { return folder_ / name; }

  // Orders of ten years in any order, ten of each customer.
  void make_plain(int64_t rows) const {
    std::ofstream(path("plain.map.yaml"))
        << "import: plain\n"
           "columns: {at: instant, amount: decimal}\n"
           "account: {key: who}\n"
           "facts:\n"
           "  - {kind: order.placed, key: no, at: at, fields: {order: no, amount: amount}}\n";
    std::ofstream csv(path("plain.csv"));
    csv << "no,who,at,amount\n";
    uint64_t seed = 88172645463325252ull;
    const auto random = [&](int64_t below) {
      seed ^= seed << 13;
      seed ^= seed >> 7;
      seed ^= seed << 17;
      return static_cast<int64_t>(seed % static_cast<uint64_t>(below));
    };
    for (int64_t i = 0; i < rows; ++i) {
      char line[120];
      std::snprintf(line, sizeof line,
                    "SO-%08ld,C-%07ld,%04ld-%02ld-%02ld %02ld:%02ld:00,%ld.%02ld\n", i,
                    random(std::max<int64_t>(rows / 10, 1)), 2016 + random(10), 1 + random(12),
                    1 + random(28), random(24), random(60), random(1'000), random(100));
      csv << line;
    }
  }

  Median import(const std::string& file, const std::string& mapping, const char* now) const {
    std::vector<Run> all;
    for (int i = 0; i < runs_; ++i) {
      remove_store();
      all.push_back(in_a_process([&] {
        FixedClock clock(*parse_instant(now));
        const auto store = store::open_sqlite(path("store.db"), {.create = true});
        service::Service service(*store, clock);
        if (!service.create_workspace({.pack = "prospectsoft"})) return false;
        const auto report = transfer::import_file(service, path("store.db"),
                                                  {.file = file, .mapping_path = mapping});
        return report && report->rejected == 0;
      }));
    }
    remove_store();
    return median(std::move(all));
  }

  void limit(int64_t customers, int64_t facts, const Median& ours) const {
#ifdef TENURE_SQLITE_LIMIT
    std::vector<Run> all;
    for (int i = 0; i < runs_; ++i) {
      remove_store();
      all.push_back(in_a_process([&] {
        const int quiet = ::open("/dev/null", O_WRONLY);
        ::dup2(quiet, STDOUT_FILENO);
        ::execl(TENURE_SQLITE_LIMIT, "sqlite_limit", path("store.db").c_str(),
                std::to_string(customers).c_str(), std::to_string(facts).c_str(), "1000", "FULL",
                nullptr);
        return false;
      }));
    }
    remove_store();
    const Median limit = median(std::move(all));
    say("  sqlite_limit, as many facts, 1,000 at a time", static_cast<double>(facts), limit);
    std::printf("S2   %-48s %9.0f %%   (%.0f %% by processor time)\n", "  of the limit",
                100 * limit.middle.seconds / ours.middle.seconds,
                100 * limit.middle.processor / ours.middle.processor);
#else
    (void)customers, (void)facts, (void)ours;
    std::printf("S2     sqlite_limit is not here\n");
#endif
  }

  void remove_store() const {
    for (const char* name : {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"})
      fs::remove(path(name));
  }

  int runs_;
  fs::path folder_;
};

}  // namespace
}  // namespace tenure::bench

int main(int count, char** arguments) {
  int runs = 5;
  std::vector<int64_t> sizes;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--runs") == 0 && i + 1 < count)
      runs = std::max(1, std::atoi(arguments[++i]));
    else
      sizes.push_back(std::max(1L, std::atol(arguments[i])));
  }
  if (sizes.empty()) sizes = {50'000, 500'000, 5'000'000};
  tenure::bench::Bench bench(runs);
  bench.online_retail();
  for (const int64_t rows : sizes) bench.plain(rows);
}
