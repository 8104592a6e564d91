// T1: 1,000 timers that are due, beside 1,000 that wait and beside 1,000,000: the cost follows what is due.
//
//   timer_bench [--runs N] [WAITING…]        default: 5 runs beside 1000, 100000 and 1000000
//
// Every account waits for its churn timer; those that fall due together are spread evenly over all
// accounts. Measured is what the server's worker does: transactions of limits::kTimerAccounts.
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/clock.h"
#include "base/limits.h"
#include "measure.h"
#include "service/service.h"

namespace tenure::bench {
namespace {

namespace fs = std::filesystem;
constexpr int64_t kDue = 1'000;
constexpr int64_t kDay = 24 * 3'600 * kMicrosPerSecond;

class Waiting {
 public:
  explicit Waiting(int64_t accounts)
      : accounts_(accounts),
        folder_(fs::temp_directory_path() / ("tenure-timers-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store_ = store::open_sqlite(folder_ / "store.db", {.create = true});
    service_ = std::make_unique<service::Service>(*store_, clock_);
    if (!service_->create_workspace({.pack = "prospectsoft"})) std::exit(1);
    for (int64_t first = 0; first < accounts_; first += kDue) create(first);
    for (int64_t group = 0; group < groups(); ++group) order(group, begin_ + group * kDay);
  }
  ~Waiting() {
    service_.reset();
    store_.reset();
    fs::remove_all(folder_);
  }

  // 1,000 of them fall due; fires them.
  void fall_due(int64_t round) {
    clock_.set({begin_ + (round + 365) * kDay});
    int64_t fired = 0;
    for (bool more = true; more;) {
      const auto done = service_->fire_due("default", limits::kTimerAccounts);
      if (!done) std::exit(1);
      fired += done->accounts;
      more = done->next && *done->next <= clock_.now();
    }
    if (fired != kDue) {
      std::fprintf(stderr, "%ld fired instead of %ld\n", fired, kDue);
      std::exit(1);
    }
  }
  // Where there are no others to fall due in the next round, the same ones do.
  void prepare(int64_t round) {
    if (round >= groups()) {
      clock_.set({begin_ + (round + 364) * kDay});
      order(0, begin_ + round * kDay);
    }
    store_->write([](store::Transaction&) {});  // comes behind the checkpoint of what was before
  }

 private:
  int64_t groups() const { return accounts_ / kDue; }
  static std::string key(int64_t account) {
    char text[32];
    std::snprintf(text, sizeof text, "A%09ld", account);
    return text;
  }
  void record(const std::vector<service::Service::BulkFact>& facts) {
    if (!service_->record_bulk("default", facts, {.history = true}, "bench",
                               [](const auto&) { std::exit(1); }))
      std::exit(1);
  }
  void create(int64_t first) {
    const uint16_t created = *(*service_->definition("default"))->find_kind("account.created");
    std::vector<std::string> keys;
    for (int64_t i = 0; i < kDue; ++i) keys.push_back(key(first + i));
    std::vector<service::Service::BulkFact> facts;
    for (const std::string& account : keys) {
      facts.push_back({.account = account, .kind = created, .key = account, .at = {begin_ - kDay},
                       .fill = true});
    }
    record(facts);
  }
  // Every groups()-th account, from this one on.
  void order(int64_t group, int64_t at) {
    const auto definition = *service_->definition("default");
    const uint16_t placed = *definition->find_kind("order.placed");
    std::vector<std::string> keys, orders;
    for (int64_t i = 0; i < kDue; ++i) {
      keys.push_back(key(i * groups() + group));
      orders.push_back(keys.back() + "-" + std::to_string(at));
    }
    std::vector<service::Service::BulkFact> facts;
    for (size_t i = 0; i < keys.size(); ++i) {
      facts.push_back({.account = keys[i],
                       .kind = placed,
                       .key = orders[i],
                       .at = {at},
                       .body = std::vector<Value>(definition->kinds[placed].body_fields)});
    }
    record(facts);
  }

  int64_t accounts_;
  fs::path folder_;
  int64_t begin_ = parse_instant("2026-01-01T00:00:00Z")->micros;
  FixedClock clock_{{begin_ + 300 * kDay}};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::Service> service_;
};

}  // namespace
}  // namespace tenure::bench

int main(int count, char** arguments) {
  using namespace tenure::bench;
  int runs = 5;
  std::vector<int64_t> sizes;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--runs") == 0 && i + 1 < count)
      runs = std::max(1, std::atoi(arguments[++i]));
    else
      sizes.push_back(std::max<int64_t>(kDue, std::atol(arguments[i])));
  }
  if (sizes.empty()) sizes = {1'000, 100'000, 1'000'000};
  double first = 0;
  for (const int64_t size : sizes) {
    Waiting waiting(size);
    int64_t round = 0;
    std::vector<double> seconds, cpu;
    for (int run = 0; run < runs; ++run, ++round) {
      waiting.prepare(round);
      const double cpu_begin = cpu_seconds();
      const auto begin = std::chrono::steady_clock::now();
      waiting.fall_due(round);
      seconds.push_back(
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
      cpu.push_back(cpu_seconds() - cpu_begin);
    }
    for (auto* list : {&seconds, &cpu}) std::ranges::sort(*list);
    const double median = seconds[seconds.size() / 2];
    if (first == 0) first = median;
    std::printf("T1   %ld due beside %8ld that wait   %7.1f ms (%.1f..%.1f; %.1f of processor)   %.2f x\n",
                kDue, size, median * 1e3, seconds.front() * 1e3, seconds.back() * 1e3,
                cpu[cpu.size() / 2] * 1e3, median / first);
    std::fflush(stdout);
  }
}
