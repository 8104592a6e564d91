// Imports from file to store: what is in, what is told, and what is left after every way to stop
// one.
#include "transfer/import.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "base/clock.h"

namespace tenure::transfer {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view kOrders = R"(import: orders
columns: {at: instant, amount: decimal}
account: {key: who, fields: {country: country}}
facts:
  - {kind: order.placed, key: no, at: at, fields: {order: no, amount: amount}}
)";
constexpr std::string_view kHistory =
    "who,no,at,amount,country\n"
    "ann,1,2026-01-05,10.00,UK\n"
    "bob,2,2026-01-06,5,FR\n"
    "ann,3,2026-02-05,7.50,\n"
    "ann,4,2026-03-05,1,DE\n"
    "ann,5,2026-04-05,1,\n";

class ImportTest : public testing::Test {
 protected:
  ImportTest()
      : folder_(fs::temp_directory_path() / ("tenure-import-" + std::to_string(::getpid()))),
        clock_(*parse_instant("2026-06-01T00:00:00Z")) {
    fs::create_directories(folder_);
    open();
  }
  ~ImportTest() override {
    close();
    fs::remove_all(folder_);
  }

  void open() {
    const bool fresh = !fs::exists(store_path());
    store_ = store::open_sqlite(store_path(), {.create = true});
    service_.emplace(*store_, clock_);
    if (!fresh) return;
    const auto made = service_->create_workspace({.pack = "prospectsoft"});
    ASSERT_TRUE(made) << say(Language::english, made.error());
  }
  void close() {
    service_.reset();
    store_.reset();
  }
  void start_again() {
    close();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    open();
  }

  std::string path(std::string_view name) const { return folder_ / name; }
  std::string store_path() const { return path("store.db"); }
  std::string put(std::string_view name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  std::string get(std::string_view name) const {
    std::ifstream file(path(name), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

  Result<ImportReport> import(std::string_view csv, std::string_view mapping = kOrders) {
    ImportOptions options = how_;
    options.file = put("file.csv", csv);
    options.mapping_path = put("file.map.yaml", mapping);
    faults_.clear();
    return import_file(*service_, store_path(), options, &faults_);
  }
  // "recorded known corrected refused accounts | rows left_out rejected"
  std::string imported(std::string_view csv, std::string_view mapping = kOrders) {
    const Result<ImportReport> report = import(csv, mapping);
    if (!report) return report.error().code;
    const service::Totals& t = report->totals;
    std::stringstream out;
    out << t.recorded << " " << t.known << " " << t.corrected << " " << t.refused << " "
        << t.accounts_created << " | " << report->rows << " " << report->left_out << " "
        << report->rejected;
    return out.str();
  }

  // Today's belief: "account from>to at fact", and whoever has no row.
  std::vector<std::string> log() {
    std::vector<std::string> rows;
    const auto done = service_->log("default", {}, [&](const service::Service::LogRow& row) {
      if (row.lifecycle != "customer_lifecycle") return;
      rows.push_back(row.account + " " + row.from + ">" + row.to + " " + to_string(row.at) + " " +
                     row.fact);
    });
    EXPECT_TRUE(done);
    return rows;
  }
  // Every fact: "account kind key at: fields".
  std::vector<std::string> facts() {
    std::vector<std::string> rows;
    const auto definition = service_->definition("default");
    const auto done = service_->facts("default", {}, [&](const service::Service::FactRow& fact) {
      std::string row = std::string(fact.account) + " " + std::string(fact.kind) + " " +
                        std::string(fact.key) + " " + to_string(fact.at).substr(0, 10) + ":";
      for (const Value& value : *fact.body) {
        if (!value.is_null()) row += " " + to_text(value);
      }
      for (const auto& [property, value] : *fact.properties) {
        row += " " + (*definition)->properties[property].name + "=" + to_text(value);
      }
      rows.push_back(row);
    });
    EXPECT_TRUE(done);
    return rows;
  }
  std::string country(std::string_view account) {
    std::string found;
    const auto done = service_->accounts("default", [&](const service::Service::AccountRow& row) {
      if (row.key != account) return;
      for (const auto& [name, value] : row.properties) {
        if (name == "country") found = to_text(value);
      }
    });
    EXPECT_TRUE(done);
    return found;
  }
  void expect_sound() {
    const auto findings = service_->verify("default");
    ASSERT_TRUE(findings);
    for (const auto& finding : *findings)
      ADD_FAILURE() << say(Language::english, finding.code, finding.arguments);
  }

  fs::path folder_;
  FixedClock clock_;
  std::unique_ptr<store::Store> store_;
  std::optional<service::Service> service_;
  ImportOptions how_;
  std::vector<std::string> faults_;
};

TEST_F(ImportTest, AFileBecomesTimelines) {
  EXPECT_EQ(imported(kHistory), "5 0 0 0 2 | 5 0 0");
  EXPECT_THAT(log(), ElementsAre("ann suspect>onboarding 2026-01-05T00:00:00Z 1",
                                 "bob suspect>onboarding 2026-01-06T00:00:00Z 2",
                                 "ann onboarding>customer 2026-04-05T00:00:00Z 5"));
  EXPECT_EQ(country("ann"), "UK");
  EXPECT_FALSE(fs::exists(path("file.csv.rejects.csv")));
  expect_sound();
}

TEST_F(ImportTest, TheSameFileTwiceChangesNothing) {
  EXPECT_EQ(imported(kHistory), "5 0 0 0 2 | 5 0 0");
  const auto before = facts();
  EXPECT_EQ(imported(kHistory), "0 5 0 0 0 | 5 0 0");
  EXPECT_EQ(facts(), before);
  int64_t sequence = 0;
  store_->read([&](store::Reader& reader) { sequence = reader.extent(1).facts; });
  EXPECT_EQ(imported(kHistory), "0 5 0 0 0 | 5 0 0");
  store_->read([&](store::Reader& reader) { EXPECT_EQ(reader.extent(1).facts, sequence); });
}

TEST_F(ImportTest, ALaterFileCorrectsWhatAnEarlierOneSaid) {
  imported(kHistory);
  EXPECT_EQ(imported("who,no,at,amount,country\nann,5,2026-05-05,1,\n"), "0 0 1 0 0 | 1 0 0");
  EXPECT_THAT(log(), testing::Contains("ann onboarding>customer 2026-05-05T00:00:00Z 5"));
  EXPECT_EQ(imported("who,no,at,amount,country\nann,5,2026-05-06,1,\n",
                     std::string(kOrders) + "on_change: reject\n"),
            "0 0 0 1 0 | 1 0 1");
  EXPECT_THAT(get("file.csv.rejects.csv"), HasSubstr("2,fact-known,"));
  expect_sound();
}

// What is wrong with a row is written beside the row as it stood; the others go in; put right, the
// rejects go in with the same mapping.
TEST_F(ImportTest, RejectedRowsStandInAFileOfTheirOwnAndCanBePutRight) {
  EXPECT_EQ(imported("who;no;at;amount;country\n"
                     "ann;1;2026-01-05;10.00;UK\n"
                     "ann;2;soon;1,5;\"a;b\"\n"
                     "\n"
                     ";3;2026-01-05;1;UK\n"
                     "bob;4;2026-01-05\n"
                     "bob;1;2026-01-05;3;=1+1\n"),
            "1 0 0 1 2 | 5 0 4");
  EXPECT_EQ(
      get("file.csv.rejects.csv"),
      "line;code;reason;who;no;at;amount;country\n"
      "3;invalid-instant;Column 'at': 'soon' is not a date and time. Write it like "
      "2026-11-21T10:00:00Z. Column 'amount': '1,5' is not a number in the declared "
      "form.;ann;2;soon;1,5;\"a;b\"\n"
      "5;import-no-account;The row names no account.;;3;2026-01-05;1;UK\n"
      "6;csv-ragged;Row 4 (line 6) has 3 fields instead of 5.;bob;4;2026-01-05;;\n"
      "7;fact-key-of-another-account;The fact 'order.placed' with key '1' belongs to customer "
      "'ann'.;bob;1;2026-01-05;3;=1+1\n");
  EXPECT_EQ(imported("line;code;reason;who;no;at;amount;country\n3;x;y;ann;2;2026-01-06;1.5;\n"),
            "1 0 0 0 0 | 1 0 0");
  EXPECT_FALSE(fs::exists(path("file.csv.rejects.csv")))
      << "an old one would speak of rows that are in";
}

TEST_F(ImportTest, WhyRowsWereRejectedIsCounted) {
  const auto report =
      import("who,no,at,amount,country\n,1,x,1,\n,2,2026-01-01,1,\nann,3,2026-01-01,1,\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->rejected, 2);
  EXPECT_EQ(report->rejects_path, path("file.csv.rejects.csv"));
  EXPECT_THAT(report->reasons,
              ElementsAre(Pair("import-no-account", 2), Pair("invalid-instant", 1)));
}

TEST_F(ImportTest, WithoutCreationUnknownAccountsAreRejected) {
  imported(kHistory);
  std::string mapping(kOrders);
  mapping.replace(mapping.find("{key: who,"), 10, "{key: who, create: false,");
  EXPECT_EQ(
      imported("who,no,at,amount,country\nbob,6,2026-02-01,1,ES\neve,7,2026-02-01,1,ES\n", mapping)
          .substr(0, 5),
      "1 0 0");
  EXPECT_THAT(get("file.csv.rejects.csv"), HasSubstr("3,unknown-account,"));
  EXPECT_THAT(get("file.csv.rejects.csv"), HasSubstr(",eve,7,"));
  EXPECT_EQ(country("bob"), "FR");
}

TEST_F(ImportTest, EmptyPropertiesAreFilledAndFullOnesAreKept) {
  const char* mapping = "import: t\naccount: {key: who, fields: {country: country, name: name}}\n";
  EXPECT_EQ(imported("who,country,name\nann,,\nbob,FR,Bob\n", mapping), "0 0 0 0 2 | 2 0 0");
  EXPECT_EQ(imported("who,country,name\nann,UK,Ann\nbob,ES,Rob\n", mapping).substr(6),
            "0 0 | 2 0 0");
  EXPECT_EQ(country("ann"), "UK");
  EXPECT_EQ(country("bob"), "FR");
  const auto before = facts();
  imported("who,country,name\nann,DE,Eve\nbob,,\n", mapping);
  EXPECT_EQ(facts(), before);
  expect_sound();
}

TEST_F(ImportTest, LinesOfOneDocumentComeInAnyFile) {
  const std::string mapping = R"(import: t
columns: {at: instant, amount: decimal}
account: {key: who}
facts:
  - {kind: order.placed, key: no, at: at, fields: {order: no, amount: amount}, lines: {sum: amount}}
)";
  EXPECT_EQ(imported("who,no,at,amount\nann,1,2026-01-05,10.00\nann,1,2026-01-05,10.00\n", mapping),
            "1 0 0 0 1 | 2 0 0");
  EXPECT_EQ(imported("who,no,at,amount\nann,1,2026-01-03,0.50\nann,1,2026-01-05,10.00\n", mapping),
            "0 0 1 0 0 | 2 0 0");
  EXPECT_THAT(facts(), testing::Contains("ann order.placed 1 2026-01-03: 1 20.50"));
  EXPECT_THAT(log(), ElementsAre("ann suspect>onboarding 2026-01-03T00:00:00Z 1"));
  EXPECT_EQ(imported("who,no,at,amount\nann,1,2026-01-05,10.00\nann,1,2026-01-05,10.00\n", mapping),
            "0 1 0 0 0 | 2 0 0");
  expect_sound();
}

// Other lines may make the same document; the next file meets them, not those before.
TEST_F(ImportTest, LinesAreKeptThoughTheDocumentStaysAsItIs) {
  const std::string mapping = R"(import: t
columns: {at: instant, amount: decimal}
account: {key: who}
facts:
  - {kind: order.placed, key: no, at: at, fields: {amount: amount}, lines: {line: line, sum: amount}}
)";
  imported("who,no,line,at,amount\nann,1,a,2026-01-01,5\nann,1,b,2026-01-02,5\n", mapping);
  EXPECT_EQ(imported("who,no,line,at,amount\nann,1,b,2026-01-04,5\n", mapping),
            "0 1 0 0 0 | 1 0 0");
  EXPECT_EQ(imported("who,no,line,at,amount\nann,1,a,2026-01-05,5\n", mapping),
            "0 0 1 0 0 | 1 0 0");
  EXPECT_THAT(facts(), testing::Contains("ann order.placed 1 2026-01-04: 10"));
}

TEST_F(ImportTest, AKeyOfAnotherAccountIsRefused) {
  imported(kHistory);
  EXPECT_EQ(imported("who,no,at,amount,country\neve,1,2026-01-05,10.00,UK\n").substr(0, 7),
            "0 0 0 1");
  EXPECT_THAT(get("file.csv.rejects.csv"), HasSubstr(",eve,1,2026-01-05,10.00,UK\n"));
}

TEST_F(ImportTest, ADryRunTellsEverythingAndKeepsNothing) {
  how_.dry_run = true;
  const std::string csv = std::string(kHistory) + "ann,6,never,1,\n";
  EXPECT_EQ(imported(csv), "5 0 0 0 2 | 6 0 1");
  EXPECT_THAT(facts(), IsEmpty());
  EXPECT_THAT(get("file.csv.rejects.csv"), HasSubstr("never"));
  how_.dry_run = false;
  EXPECT_EQ(imported(csv), "5 0 0 0 2 | 6 0 1");
}

TEST_F(ImportTest, FilesAsTheyComeAreRead) {
  // Windows-1255, semicolons, decimal comma, days first, no header.
  const std::string mapping = R"(import: t
file: {encoding: windows-1255, delimiter: semicolon, header: false}
columns:
  who:
  at: {type: date, format: "%d/%m/%Y"}
  amount: {type: decimal, decimal_comma: true, thousands: "."}
account: {key: who}
facts: [{kind: order.placed, key: row, at: at, fields: {amount: amount}}]
)";
  EXPECT_EQ(imported("\xf9\xec\xe5\xed;05/01/2026;1.234,50\r\n\xf9;31/02/2026;1\r\n", mapping),
            "1 0 0 0 1 | 2 0 1");
  EXPECT_THAT(facts(), testing::Contains("שלום order.placed 1 2026-01-05: 1234.50"));
  EXPECT_THAT(get("file.csv.rejects.csv"), HasSubstr(";ש;31/02/2026;1\n"));
}

TEST_F(ImportTest, StandardInputIsAFileToo) {
  const int before = ::dup(STDIN_FILENO);
  const int file = ::open(put("in.csv", kHistory).c_str(), O_RDONLY);
  ::dup2(file, STDIN_FILENO);
  how_.file = "-";
  how_.mapping_path = put("m.yaml", kOrders);
  const auto report = import_file(*service_, store_path(), how_);
  ::dup2(before, STDIN_FILENO);
  ::close(before);
  ::close(file);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->totals.recorded, 5);
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("store.db.import-"));
  }
}

TEST_F(ImportTest, WhatIsWrongBeforeTheFirstRowIsSaidAndNothingIsDone) {
  EXPECT_EQ(
      imported(kHistory,
               "import: t\naccount: {key: whom}\nfacts: [{kind: order.placd, key: no, at: at}]\n"),
      "mapping-invalid");
  EXPECT_THAT(faults_,
              ElementsAre(HasSubstr("file.map.yaml:2:16: error: "), HasSubstr(":3:16: error: ")));
  EXPECT_EQ(imported(""), "csv-no-header");
  EXPECT_EQ(imported("who,who\n"), "csv-duplicate-header");
  EXPECT_EQ(imported(std::string(kHistory) + "\"ann,9\n"), "csv-open-quote");
  EXPECT_EQ(imported(std::string(kHistory) + "ann\xff,9\n",
                     "file: {encoding: utf-8}\n" + std::string(kOrders)),
            "encoding-invalid");
  how_.workspace = "defalt";
  EXPECT_EQ(imported(kHistory), "unknown-workspace");
  how_.workspace = "default";
  how_.rejects_path = path("file.csv");
  EXPECT_EQ(imported(kHistory), "import-rejects-is-file");
  EXPECT_THAT(facts(), IsEmpty());
}

// ---- stopping and starting again ----------------------------------------------------------------

// Ten thousand orders of a thousand customers, some of them repeated and some of them wrong.
std::string long_history() {
  std::mt19937 random(11);
  std::string csv = "who,no,at,amount,country\n";
  for (int i = 0; i < 10'000; ++i) {
    const int no = i % 10 == 9 ? static_cast<int>(random() % static_cast<unsigned>(i)) : i;
    csv += "c" + std::to_string(no % 997) + "," + std::to_string(no) + "," +
           to_string(Date{19'000 + no * 7 % 1'400}) + "," + std::to_string(no % 90) + ".25,\n";
  }
  return csv;
}

class StoppedImportTest : public ImportTest {
 protected:
  std::string whole() {
    std::string out;
    for (const std::string& row : log()) out += row + "\n";
    for (const std::string& row : facts()) out += row + "\n";
    return out;
  }
};

TEST_F(StoppedImportTest, ControlCAndAgainIsOneCleanRun) {
  const std::string csv = long_history();
  imported(csv);
  const std::string clean = whole();
  for (const int at : {1, 4, 9}) {
    start_again();
    std::atomic<bool> stop = false;
    int looks = 0;
    how_.stop = &stop;
    how_.progress = [&](const ImportProgress&) { stop = ++looks == at; };
    const auto stopped = import(csv);
    ASSERT_TRUE(stopped);
    EXPECT_TRUE(stopped->stopped);
    EXPECT_NE(whole(), clean);
    how_ = {};
    const auto again = import(csv);
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->stopped);
    EXPECT_EQ(whole(), clean);
    expect_sound();
  }
}

// A process of its own that imports, and is killed after a time; then the store is opened again.
TEST_F(StoppedImportTest, KillAndAgainIsOneCleanRun) {
  const std::string csv = long_history();
  imported(csv);
  const std::string clean = whole();
  std::mt19937 random(5);
  int killed = 0;
  for (int round = 0; round < 8; ++round) {
    start_again();
    close();  // the child's now; a process has no threads when it forks
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      open();
      const auto done = import(csv);
      ::_exit(done ? 0 : 1);
    }
    ::usleep(static_cast<useconds_t>(1'000 + random() % 250'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status);
    open();
    const auto again = import(csv);
    ASSERT_TRUE(again);
    EXPECT_EQ(whole(), clean);
    expect_sound();
  }
  EXPECT_GT(killed, 0);
}

}  // namespace
}  // namespace tenure::transfer
