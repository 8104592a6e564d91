// S1: service::record with 8 concurrent callers, beside the limit that SQLite sets for as many customers at 100 facts a
// transaction. S4: a late fact for an account with 1,000 facts, beside one in order.
//
//   record_bench [--runs N] [--seconds S] [--store FILE] [ACCOUNTS]     default: 5 runs of 3 s, 100000 accounts
//
// FILE: where the store with the accounts is kept and found again, for a million take long. What is compared is driven in
// turns, so that other work on the machine meets both.
#include <cstring>
#include <filesystem>

#include "measure.h"
#include "recording.h"

namespace tenure::bench {
namespace {

namespace fs = std::filesystem;
constexpr int64_t kDay = 24 * 3'600 * kMicrosPerSecond;
const int64_t kBegin = 1'767'225'600 * kMicrosPerSecond;  // 2026-01-01

struct Options {
  int runs = 5;
  double seconds = 3;
  int64_t accounts = 100'000;
  std::string kept;
};

// Every account has a name and stands somewhere; every third has ordered once.
void fill(service::Service& service, int64_t accounts) {
  if (!service.create_workspace({.pack = "prospectsoft"})) std::exit(1);
  const auto definition = *service.definition("default");
  const uint16_t created = *definition->find_kind("account.created"), placed = *definition->find_kind("order.placed");
  const uint16_t name = *definition->find_property("name"), email = *definition->find_property("email");
  for (int64_t first = 0; first < accounts; first += 1'000) {
    std::vector<std::string> keys;
    std::vector<service::Service::BulkFact> facts;
    keys.reserve(2'000);
    for (int64_t n = first; n < std::min(first + 1'000, accounts); ++n) {
      const std::string& key = keys.emplace_back(account_key(static_cast<uint64_t>(n)));
      facts.push_back({.account = key, .kind = created, .key = key, .at = {kBegin + n % 28 * kDay},
                       .body = std::vector<Value>(definition->kinds[created].body_fields),
                       .properties = {{name, Value("Customer " + std::to_string(n * 7'919 % accounts))},
                                      {email, Value("c" + std::to_string(n) + "@example.com")}},
                       .fill = true});
      if (n % 3 != 0) continue;
      const std::string& order = keys.emplace_back("O-" + std::to_string(n));
      facts.push_back({.account = key, .kind = placed, .key = order, .at = {kBegin + (60 + n % 28) * kDay},
                       .body = std::vector<Value>(definition->kinds[placed].body_fields)});
    }
    if (!service.record_bulk("default", facts, {.history = true}, "bench", [](const auto&) { std::exit(1); })) std::exit(1);
  }
}

void make(const std::string& path, int64_t accounts) {
  const SystemClock clock;
  const auto store = store::open_sqlite(path, {.create = true});
  service::Service service(*store, clock);
  fill(service, accounts);
}

// Facts a second; 0 when the program is not here.
double limit(const fs::path& folder, int64_t accounts) {
#ifdef TENURE_SQLITE_LIMIT
  for (const char* ending : {"", "-wal", "-shm"}) fs::remove(folder / ("limit.db" + std::string(ending)));
  const std::string command = std::string(TENURE_SQLITE_LIMIT) + " " + (folder / "limit.db").string() + " " +
                              std::to_string(accounts) + " 20000 100";
  std::FILE* output = popen(command.c_str(), "r");
  char line[400] = {};
  const bool read = output != nullptr && std::fgets(line, sizeof line, output) != nullptr;
  if (output != nullptr) pclose(output);
  const char* rate = read ? std::strstr(line, "facts/s=") : nullptr;
  return rate != nullptr ? std::atof(rate + 8) : 0;
#else
  (void)folder, (void)accounts;
  return 0;
#endif
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void record(const Options& options, const fs::path& folder, service::Service& service) {
  struct Row {
    const char* what;
    Recording how;
    std::vector<double> rates, of_limit;
    Recorded last;
  };
  Row rows[] = {{"8 callers, 1 fact a call", {8, 1}, {}, {}, {}},
                {"8 callers, 100 facts a call", {8, 100}, {}, {}, {}},
                {"by the door of /facts, 4 callers, 256 a call", {4, 256, true}, {}, {}, {}}};
  std::vector<double> limits;
  for (int run = 0; run < options.runs; ++run) {
    limits.push_back(limit(folder, options.accounts));
    for (Row& row : rows) {
      row.last = record_for(options.seconds, service, options.accounts, row.how);
      row.rates.push_back(row.last.per_second);
      if (limits.back() > 0) row.of_limit.push_back(row.last.per_second / limits.back());
    }
  }
  std::printf("S1   sqlite_limit, %ld customers, 100 a transaction: %.0f facts/s\n", options.accounts, median(limits));
  for (Row& row : rows) {
    row.last.per_second = median(row.rates);
    std::printf("S1   %-46s %s", row.what, said(row.last).c_str());
    if (!row.of_limit.empty()) std::printf("   %5.1f %% of the limit", 100 * median(row.of_limit));
    std::printf("\n");
  }
  std::fflush(stdout);
}

// S4: orders of one account with a past, one a call: each behind the others, or each before them all.
void late(int runs, service::Service& service) {
  const std::string account = "S4-" + std::to_string(getpid());
  const auto order = [&](const std::string& key, int64_t at) {
    return service::FactInput{.account = account, .kind = "order.placed", .key = account + "-" + key, .at = Instant{at},
                              .values = {{"amount", Value(int64_t{5})}}, .create_account = true};
  };
  std::vector<service::FactInput> past;
  for (int i = 0; i < 1'000; ++i) past.push_back(order("past-" + std::to_string(i), kBegin + i * kDay / 10));
  if (!service.record("default", past)) std::exit(1);
  int made = 0;
  const auto some = [&](int64_t first, int64_t step) {
    return measure([&, first, step] {
      for (int i = 0; i < 20; ++i, ++made) {
        if (!service.record("default", {order(std::to_string(made), first + step * made)})) std::exit(1);
      }
    }, runs);
  };
  const Measured in_order = some(kBegin + 120 * kDay, kMicrosPerSecond), behind = some(kBegin - kDay, kMicrosPerSecond);
  report("S4", "a fact in order, account with 1,000 facts", 20, "facts", in_order);
  report("S4", "a late fact, before all of them", 20, "facts", behind);
  std::printf("S4   late / in order = %.1f (at most 20); by processor %.1f\n", behind.median / in_order.median,
              behind.cpu / in_order.cpu);
}

}  // namespace
}  // namespace tenure::bench

int main(int argc, char** argv) {
  using namespace tenure::bench;
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--runs") && i + 1 < argc) options.runs = std::max(1, std::atoi(argv[++i]));
    else if (!std::strcmp(argv[i], "--seconds") && i + 1 < argc) options.seconds = std::atof(argv[++i]);
    else if (!std::strcmp(argv[i], "--store") && i + 1 < argc) options.kept = argv[++i];
    else options.accounts = std::max<int64_t>(1'000, std::atoll(argv[i]));
  }
  const fs::path folder = fs::temp_directory_path() / ("tenure-record-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const std::string path = folder / "store.db";
  if (options.kept.empty()) {
    make(path, options.accounts);
  } else {
    if (!fs::exists(options.kept)) make(options.kept, options.accounts);
    fs::copy_file(options.kept, path);
  }
  {
    const tenure::SystemClock clock;
    const auto store = tenure::store::open_sqlite(path);
    tenure::service::Service service(*store, clock);
    record(options, folder, service);
    late(options.runs, service);
  }
  fs::remove_all(folder);
}
