// A2, A3 at the store: the first 100 accounts of a stage in order of name, and how many stand in each stage, beside
// the statement that one would write by hand, prepared, over the same file in the same run.
//
//   query_bench [--runs N] [ACCOUNTS…]        default: 5 runs over 10000, 100000 and 1000000
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "measure.h"
#include "query/bind.h"
#include "store/store.h"

namespace tenure::bench {
namespace {

namespace fs = std::filesystem;
using expression::Kind;

constexpr const char* kStages[] = {"suspect", "prospect", "lead", "mql", "sql", "opportunity", "onboarding", "customer", "churned", "other"};
constexpr const char* kWords[] = {"Nova", "Acme", "Blue", "Delta", "Omega", "River", "Stone", "Lumen", "Orbit", "Quill"};

query::Field column(std::string name, Kind kind, uint16_t flags = 0) {
  return {.name = name, .type = {kind}, .flags = flags, .place = {.name = name}};
}

query::ModelPtr make_model() {
  auto model = std::make_shared<query::Model>();
  query::Entity& account = model->entities.emplace_back();
  account.name = account.table = "account";
  account.set = "accounts";
  account.fields = {column("key", Kind::string, query::kKey | query::kUnique | query::kSearch),
                    column("name", Kind::string, query::kSearch),
                    column("customer_lifecycle", Kind::choice),
                    column("owner", Kind::string),
                    column("email", Kind::string, query::kSearch),
                    column("order_total", Kind::decimal),
                    column("order_count", Kind::int64),
                    column("last_order_at", Kind::instant)};
  account.fields[2].place.lifecycle = "customer_lifecycle";
  account.key = {0};
  model->finish();
  return model;
}

class Accounts {
 public:
  explicit Accounts(int64_t accounts)
      : folder_(fs::temp_directory_path() / ("tenure-query-" + std::to_string(getpid()))), model_(make_model()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store_ = store::open_sqlite(folder_ / "store.db", {.create = true});
    store_->write([&](store::Transaction& transaction) {
      workspace_ = transaction.add_workspace("default", "UTC", {});
      lifecycle_ = transaction.intern(workspace_, "customer_lifecycle");
      for (const char* stage : kStages) stages_.push_back(transaction.intern(workspace_, stage));
      std::vector<store::AccountColumn> columns;
      for (const query::Field& field : model_->entities[0].fields) {
        if (field.name == "key") continue;
        columns.push_back({.name = field.name,
                           .decimal = field.type.kind == Kind::decimal,
                           .stage = !field.place.lifecycle.empty()});
      }
      transaction.add_account_columns(columns);
    });
    for (int64_t first = 0; first < accounts; first += 20'000) add(first, std::min(accounts, first + 20'000));
    if (sqlite3_open_v2((folder_ / "store.db").c_str(), &by_hand_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) std::exit(1);
    sqlite3_exec(by_hand_, "PRAGMA cache_size=-4096", nullptr, nullptr, nullptr);
  }
  ~Accounts() {
    sqlite3_close(by_hand_);
    store_.reset();
    fs::remove_all(folder_);
  }

  // Bound and run as the API does it; returns the rows.
  int64_t ask(const query::Options& options, const std::optional<query::Position>& after = {},
              std::optional<query::Position>* next = nullptr) {
    query::Setting setting;
    setting.page = 100;
    Result<query::Query> query = query::bind(model_, 0, options, setting);
    if (!query) std::exit(2);
    query->after = after;
    int64_t rows = 0;
    store_->read([&](store::Reader& reader) {
      const auto answer = reader.query(workspace_, *query, [&](const query::Row& row) {
        seen_ += row.cells[0].size;
        ++rows;
        return true;
      });
      if (!answer) std::exit(3);
      if (answer->count) seen_ += static_cast<uint64_t>(*answer->count);
      if (next) *next = answer->next;
    });
    return rows;
  }
  // The same, a statement prepared once.
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(by_hand_, sql, -1, &statement, nullptr) != SQLITE_OK) {
      std::fprintf(stderr, "%s\n", sqlite3_errmsg(by_hand_));
      std::exit(4);
    }
    return statement;
  }
  int64_t run(sqlite3_stmt* statement) {
    int64_t rows = 0;
    const int columns = sqlite3_column_count(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      for (int i = 0; i < columns; ++i) seen_ += static_cast<uint64_t>(sqlite3_column_bytes(statement, i));
      ++rows;
    }
    sqlite3_reset(statement);
    return rows;
  }
  uint64_t seen() const { return seen_; }

 private:
  void add(int64_t first, int64_t end) {
    store_->write([&](store::Transaction& transaction) {
      for (int64_t i = first; i < end; ++i) {
        const auto random = static_cast<uint64_t>(i) * 0x9e3779b97f4a7c15ULL >> 20;
        const size_t stage = random % 10;
        const std::string name = std::string(kWords[random / 10 % 10]) + " " + kWords[random / 100 % 10] + " " + std::to_string(random / 1000 % 100'000);
        const std::vector<store::ColumnValue> columns = {
            {"name", Value(name)},
            {"customer_lifecycle", Value(kStages[stage])},
            {"owner", Value("user" + std::to_string(random % 50))},
            {"email", Value("info@" + std::to_string(i) + ".example")},
            {"order_total", Value(Decimal::from_parts(static_cast<__int128>(random % 1'000'000), 2))},
            {"order_count", Value(static_cast<int64_t>(random % 30))},
            {"last_order_at", Value(Instant{static_cast<int64_t>(random % 1'000'000'000) * 1'000'000})}};
        transaction.add_account(workspace_, "C" + std::to_string(i), {}, columns);
        transaction.move(workspace_, lifecycle_, 0, stages_[stage], false);
      }
    });
  }

  fs::path folder_;
  query::ModelPtr model_;
  std::unique_ptr<store::Store> store_;
  store::WorkspaceId workspace_ = 0;
  store::Name lifecycle_ = 0;
  std::vector<store::Name> stages_;
  sqlite3* by_hand_ = nullptr;
  uint64_t seen_ = 0;
};

void compare(const char* id, const std::string& what, int runs, int times, const std::function<void()>& ours,
             const std::function<void()>& by_hand) {
  ours();
  if (by_hand) by_hand();
  const auto many = [&](const std::function<void()>& body) {
    return measure([&] { for (int i = 0; i < times; ++i) body(); }, runs);
  };
  const Measured a = many(ours);
  report(id, what, times, "queries", a);
  if (!by_hand) return;
  const Measured b = many(by_hand);
  report("", "  the statement by hand", times, "queries", b);
  std::printf("     %-58s %12.2f of by hand\n", "", b.cpu / a.cpu);
}

void run(int64_t accounts, int runs) {
  Accounts world(accounts);
  std::printf("\n%ld accounts\n", accounts);
  const query::Options list{.select = "key,name,owner,order_total,last_order_at", .filter = "customer_lifecycle eq 'customer'", .orderby = "name", .top = 100};
  sqlite3_stmt* by_hand = world.prepare(
      "SELECT key,name,owner,order_total,last_order_at FROM account WHERE _workspace=1 AND customer_lifecycle='customer' ORDER BY name,key LIMIT 100");
  compare("A2", "first 100 of a stage by name", runs, 2'000, [&] { world.ask(list); }, [&] { world.run(by_hand); });
  sqlite3_finalize(by_hand);

  std::optional<query::Position> middle;
  query::Options paged = list;
  paged.top.reset();
  for (int64_t i = 0; i < std::min<int64_t>(accounts / 2'000, 300); ++i) {
    std::optional<query::Position> next;
    world.ask(paged, middle, &next);
    if (!next) break;
    middle = next;
  }
  compare("", "a page of 100 far behind", runs, 2'000, [&] { world.ask(paged, middle); }, {});
  sqlite3_stmt* groups = world.prepare("SELECT customer_lifecycle,count(*) FROM account WHERE _workspace=1 GROUP BY customer_lifecycle");
  compare("A3", "accounts per stage", runs, accounts > 100'000 ? 20 : 100, [&] {
    for (int i = 0; i < 50; ++i) world.ask({.apply = "groupby((customer_lifecycle),aggregate($count as n))"});
  }, [&] { world.run(groups); });
  std::printf("     (each of ours is 50 of them)\n");
  sqlite3_finalize(groups);
  compare("", "how many in a stage ($count)", runs, 2'000, [&] { world.ask({.filter = "customer_lifecycle eq 'lead'", .top = 0, .count = true}); }, {});
  compare("", "one account by key", runs, 5'000, [&] { world.ask({.filter = "key eq 'C77'"}); }, {});
  sqlite3_stmt* scan = world.prepare("SELECT count(*) FROM account WHERE _workspace=1 AND order_count>=29 AND instr(name,'Stone')>0");
  compare("", "a count without an index", runs, 2, [&] { world.ask({.filter = "order_count ge 29 and contains(name,'Stone')", .count = true, .rows = false}); }, [&] { world.run(scan); });
  sqlite3_finalize(scan);
  compare("", "a search through all ($search)", runs, 1, [&] { world.ask({.search = "quill NOT acme 99999", .top = 100}); }, {});
  compare("", "first 100 by what only the evaluator can say", runs, 1, [&] { world.ask({.filter = "length(name) gt 17 and tolower(owner) eq 'user7'", .orderby = "name", .top = 100}); }, {});
  if (world.seen() == 0) std::exit(5);
}

}  // namespace
}  // namespace tenure::bench

int main(int count, char** arguments) {
  int runs = 5;
  std::vector<int64_t> sizes;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--runs") == 0 && i + 1 < count) {
      runs = std::atoi(arguments[++i]);
    } else {
      sizes.push_back(std::atoll(arguments[i]));
    }
  }
  if (sizes.empty()) sizes = {10'000, 100'000, 1'000'000};
  for (const int64_t accounts : sizes) tenure::bench::run(accounts, runs);
  return 0;
}
