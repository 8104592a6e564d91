// S3: a plan over N accounts with ten facts each, beside a bare sqlite3_step pass over the same rows.
//
//   plan_bench [--runs N] [ACCOUNTS]         default: 5 runs, 100000 accounts
//
// Measured are both modes: rewriting history reads every fact and folds it; "from now on" with the same measures
// needs the accounts' states alone.
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/clock.h"
#include "base/limits.h"
#include "measure.h"
#include "service/perform.h"
#include "service/plan.h"

namespace tenure::bench {
namespace {

namespace fs = std::filesystem;
constexpr int64_t kFacts = 10;
constexpr int64_t kDay = 24 * 3'600 * kMicrosPerSecond;

class House {
 public:
  explicit House(int64_t accounts)
      : folder_(fs::temp_directory_path() / ("tenure-plan-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    open();
    if (!service_->create_workspace({.pack = "prospectsoft"})) std::exit(1);
    for (int64_t first = 0; first < accounts; first += 1'000) fill(first, std::min<int64_t>(first + 1'000, accounts));
    if (!service_->tick("default")) std::exit(1);
  }
  ~House() {
    close();
    fs::remove_all(folder_);
  }
  void open() {
    store_ = store::open_sqlite(path(), {.create = true});
    service_ = std::make_unique<service::Service>(*store_, clock_);
  }
  void close() {
    service_.reset();
    store_.reset();
  }
  std::string path() const { return folder_ / "store.db"; }

  void plan(const char* mode) {
    auto list = std::make_shared<List>();
    list->items.emplace_back("churn_days=180");
    const service::Caller caller;
    const auto queued = service::perform(
        *service_,
        {caller, "default", "", {{"parameters", Value(std::shared_ptr<const List>(list))}, {"mode", Value(mode)}}},
        *service::find_verb("", "plan"));
    if (!queued) std::exit(1);
    service::Jobs jobs(*service_, service::plan_job_kinds(), {});
    const auto job = jobs.run("default", std::stoll(queued->key));
    if (!job || job->state != service::kFinished) std::exit(1);
  }

 private:
  void fill(int64_t first, int64_t end) {
    const auto definition = *service_->definition("default");
    const uint16_t created = *definition->find_kind("account.created"), placed = *definition->find_kind("order.placed");
    std::vector<std::string> keys;
    std::vector<service::Service::BulkFact> facts;
    keys.reserve(static_cast<size_t>((end - first) * (kFacts + 1)));
    for (int64_t i = first; i < end; ++i) {
      const std::string& account = keys.emplace_back("A" + std::to_string(i));
      facts.push_back({.account = account, .kind = created, .key = account, .at = {begin_}, .body = std::vector<Value>(definition->kinds[created].body_fields), .fill = true});
      for (int64_t n = 1; n < kFacts; ++n) {
        const std::string& key = keys.emplace_back(account + "-" + std::to_string(n));
        facts.push_back({.account = account, .kind = placed, .key = key, .at = {begin_ + (i % 300 + n * 40) * kDay},
                         .body = std::vector<Value>(definition->kinds[placed].body_fields)});
      }
    }
    if (!service_->record_bulk("default", facts, {.history = true}, "bench", [](const auto&) {})) std::exit(1);
  }

  fs::path folder_;
  const int64_t begin_ = 1'700'000'000 * kMicrosPerSecond;
  FixedClock clock_{Instant{begin_ + 900 * kDay}};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::Service> service_;
};

// Every cell of every row, touched.
int64_t bare_pass(const std::string& path, const char* const* tables, size_t count) {
  sqlite3* db = nullptr;
  int64_t sum = 0;
  if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) std::exit(1);
  for (size_t i = 0; i < count; ++i) {
    sqlite3_stmt* rows = nullptr;
    if (sqlite3_prepare_v2(db, tables[i], -1, &rows, nullptr) != SQLITE_OK) std::exit(1);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(rows); ++column) sum += sqlite3_column_bytes(rows, column);
    }
    sqlite3_finalize(rows);
  }
  sqlite3_close(db);
  return sum;
}

}  // namespace
}  // namespace tenure::bench

int main(int argc, char** argv) {
  using namespace tenure::bench;
  int runs = 5;
  int64_t accounts = 100'000;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--runs") && i + 1 < argc) runs = std::atoi(argv[++i]);
    else accounts = std::atoll(argv[i]);
  }
  House house(accounts);
  const auto count = static_cast<double>(accounts);
  const Measured rewrite = measure([&] { house.plan("rewrite"); }, runs);
  const Measured from_now = measure([&] { house.plan("from_now"); }, runs);
  house.close();
  const char* const all[] = {"SELECT * FROM fact ORDER BY workspace, account, at, kind, key, revision",
                             "SELECT * FROM transition ORDER BY workspace, account, at, sequence",
                             "SELECT * FROM account_state"};
  const Measured bare = measure([&] { bare_pass(house.path(), all, 3); }, runs);
  const Measured states = measure([&] { bare_pass(house.path(), all + 2, 1); }, runs);
  report("S3", "plan, rewriting history", count, "accounts", rewrite);
  report("S3", "plan, from now on", count, "accounts", from_now);
  report("S3", "bare sqlite3_step over facts, log and states", count, "accounts", bare);
  report("S3", "bare sqlite3_step over states", count, "accounts", states);
  std::printf("S3   rewriting / bare = %.2f (at most 1.7); from now on / bare over states = %.2f\n",
              rewrite.median / bare.median, from_now.median / states.median);
  house.open();
}
