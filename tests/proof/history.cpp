#include "history.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "base/assert.h"
#include "transfer/csv_reader.h"
#include "transfer/csv_writer.h"

namespace tenure::proof {

namespace fs = std::filesystem;

const std::vector<Known>& histories() {
  static const std::vector<Known> all{
      {"CdnowRows", "orders/cdnow/cdnow.csv", "cdnow/rows", "orders/cdnow/oracle_row_orders",
       "1998-06-30T00:00:00Z"},
      {"CdnowMaster", "orders/cdnow/CDNOW_master.txt", "cdnow/master",
       "orders/cdnow/oracle_row_orders", "1998-06-30T00:00:00Z"},
      {"CdnowDays", "orders/cdnow/cdnow.csv", "cdnow/days", "orders/cdnow/oracle_day_orders",
       "1998-06-30T00:00:00Z"},
      {"OnlineRetail", "orders/online_retail_2010_2011/online_retail_2010_2011.csv",
       "online_retail/orders", "orders/online_retail_2010_2011/oracle", "2011-12-09T12:50:00Z"},
      {"RRfm", "orders/r_rfm/rfm_data_orders.csv", "r_rfm/orders", "orders/r_rfm/oracle_row_orders",
       "2006-12-30T00:00:00Z"}};
  return all;
}

void PrintTo(const Known& known, std::ostream* out) {
  *out << known.name;
}

size_t Sheet::column(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  TENURE_ASSERT(found != header.end());
  return static_cast<size_t>(found - header.begin());
}

Sheet read_sheet(const std::string& path) {
  transfer::FileSource source(path);
  transfer::TextSource text(source, transfer::Encoding::automatic);
  transfer::CsvReader reader(text, {});
  const auto opened = reader.open();
  TENURE_ASSERT(opened);
  Sheet sheet{.header = reader.header()};
  while (reader.next() == transfer::CsvEvent::row) {
    sheet.rows.emplace_back(reader.row().fields.begin(), reader.row().fields.end());
  }
  return sheet;
}

void write_sheet(const std::string& path, const Sheet& sheet) {
  std::string text;
  transfer::CsvWriter csv(text, {.neutralise_formulas = false});
  for (const std::string& name : sheet.header) csv.text(name);
  csv.end_row();
  for (const auto& row : sheet.rows) {
    for (const std::string& cell : row) csv.text(cell);
    csv.end_row();
  }
  std::ofstream(path, std::ios::binary) << text;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string shared_file(std::string_view path) {
  const std::string whole = std::string(TENURE_SHARED_DIR "/data/") + std::string(path);
  return fs::exists(whole) ? whole : whole + ".gz";
}

bool have_data() {
  return fs::exists(TENURE_SHARED_DIR "/data/orders");
}

std::string joined(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) out += (out.empty() ? "" : ",") + cell;
  return out;
}

void expect_same_rows(std::vector<std::string> found, std::vector<std::string> right) {
  EXPECT_EQ(found.size(), right.size());
  std::ranges::sort(found);
  std::ranges::sort(right);
  std::vector<std::string> only_found, only_right;
  std::ranges::set_difference(found, right, std::back_inserter(only_found));
  std::ranges::set_difference(right, found, std::back_inserter(only_right));
  EXPECT_EQ(only_found.size(), 0u);
  EXPECT_EQ(only_right.size(), 0u);
  for (size_t i = 0; i < std::min<size_t>(5, only_found.size()); ++i)
    ADD_FAILURE() << "found " << only_found[i];
  for (size_t i = 0; i < std::min<size_t>(5, only_right.size()); ++i)
    ADD_FAILURE() << "right " << only_right[i];
}

namespace {

// As the oracles write it: naive local time, which is UTC here.
std::string naive(Instant at) {
  std::string text = to_string(at);
  text.pop_back();
  return text;
}

// "12.50" as 12.5: sums are compared as numbers.
std::string number(const Value& value) {
  const Decimal* exact = value.get<Decimal>();
  return exact ? to_string(exact->normalized()) : to_text(value);
}

}  // namespace

Workspace::Workspace(const std::string& end) : clock_(*parse_instant(end)) {
  static int number = 0;
  folder_ = fs::temp_directory_path() /
            ("tenure-proof-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
  fs::create_directories(folder_);
  store_ = store::open_sqlite(path("store.db"), {.create = true});
  service_.emplace(*store_, clock_);
  const auto made = service_->create_workspace({.pack = "prospectsoft"});
  TENURE_ASSERT(made);
}

Workspace::~Workspace() {
  service_.reset();
  store_.reset();
  fs::remove_all(folder_);
}

transfer::ImportReport Workspace::import(const std::string& file, const std::string& mapping) {
  std::ofstream(path("mapping.yaml")) << mapping;
  transfer::ImportOptions options{.file = file, .mapping_path = path("mapping.yaml")};
  options.rejects_path = path("rejects.csv");
  std::vector<std::string> faults;
  const auto report = import_file(*service_, path("store.db"), options, &faults);
  for (const std::string& fault : faults) ADD_FAILURE() << fault;
  if (!report) {
    ADD_FAILURE() << say(Language::english, report.error());
    return {};
  }
  EXPECT_EQ(report->rejected, 0) << read_text(path("rejects.csv")).substr(0, 500);
  return *report;
}

std::string Workspace::log() {
  std::string text;
  transfer::CsvWriter csv(text);
  const auto done = service_->log("default", {}, [&](const service::Service::LogRow& row) {
    csv.text(row.account)
        .typed(row.lifecycle)
        .typed(row.from)
        .typed(row.to)
        .typed(to_string(row.at));
    csv.typed(to_string(row.recorded_at)).typed(row.rule).text(row.fact);
    csv.typed(row.superseded_at ? to_string(*row.superseded_at) : "").end_row();
  });
  EXPECT_TRUE(done);
  return text;
}

std::vector<std::string> Workspace::timeline() {
  std::vector<std::string> rows;
  const auto done = service_->log("default", {}, [&](const service::Service::LogRow& row) {
    if (row.lifecycle != "customer_lifecycle") return;
    const std::string cause = row.rule == "churn" ? "last_order+365d" : row.fact;
    rows.push_back(joined({row.account, naive(row.at), row.from, row.to, cause}));
  });
  EXPECT_TRUE(done);
  return rows;
}

std::vector<std::string> Workspace::orders() {
  std::vector<std::string> rows;
  const auto definition = *service_->definition("default");
  const auto kind = definition->find_kind("order.placed");
  const int amount = definition->kinds[*kind].fields.find("amount");
  const auto done = service_->facts("default", {}, [&](const service::Service::FactRow& fact) {
    if (fact.kind != "order.placed") return;
    rows.push_back(joined({std::string(fact.key), std::string(fact.account), naive(fact.at),
                           number((*fact.body)[static_cast<size_t>(amount)])}));
  });
  EXPECT_TRUE(done);
  return rows;
}

std::vector<std::string> Workspace::final_stages() {
  std::map<std::string, std::string> since;
  const auto read = service_->log("default", {}, [&](const service::Service::LogRow& row) {
    if (row.lifecycle == "customer_lifecycle") since[row.account] = naive(row.at);
  });
  EXPECT_TRUE(read);
  std::vector<std::string> rows;
  const auto done = service_->accounts("default", [&](const service::Service::AccountRow& account) {
    std::map<std::string, Value> properties(account.properties.begin(), account.properties.end());
    const auto time = [&](const char* name) {
      const Instant* at = properties[name].get<Instant>();
      return at ? naive(*at) : std::string();
    };
    rows.push_back(joined({account.key, time("first_order_at"), time("last_order_at"),
                           to_text(properties["order_count"]),
                           to_text(properties["customer_lifecycle"]), since[account.key]}));
  });
  EXPECT_TRUE(done);
  return rows;
}

std::string Workspace::counts(Instant at) {
  std::map<std::string, int64_t> stages;
  const auto board = service_->board("default", {.at = at});
  EXPECT_TRUE(board);
  for (const auto& column : *board) {
    if (column.lifecycle == "customer_lifecycle") stages[column.stage] = column.accounts;
  }
  std::vector<std::string> cells;
  for (const char* stage : {"suspect", "onboarding", "customer", "churned"}) {
    cells.push_back(std::to_string(stages[stage]));
    stages.erase(stage);
  }
  for (const auto& [stage, accounts] : stages) EXPECT_EQ(accounts, 0) << stage;
  return joined(cells);
}

std::vector<std::string> Workspace::findings() {
  std::vector<std::string> out;
  const auto found = service_->verify("default");
  EXPECT_TRUE(found);
  for (const auto& finding : *found)
    out.push_back(say(Language::english, finding.code, finding.arguments));
  return out;
}

}  // namespace tenure::proof
