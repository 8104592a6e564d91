// The server under load, from outside, beside what SQLite alone allows in the same run (docs/performance.md: S1, A1 … A5,
// M1, M2).
//
//   load TENURE [ACCOUNTS [SECONDS [LIMIT [STORE [ROWS]]]]]
//
// 1,000,000 accounts, 10 s a row; LIMIT: the program sqlite_limit, "" for none; STORE: where the store with the accounts
// is kept and found again, for making it takes long; ROWS: only these, as "A4,A5".
//
// Makes the store by an import, serves a copy of it, and prints a line per row of the table: throughput, median and 99th
// percentile, the ratio to the limit, and what the server spent on one answer: processor and bytes to the disk, which a
// busy machine changes least.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>

#include "../tests/support/served.h"
#include "recording.h"

namespace {

using namespace tenure;
using namespace tenure::served;
using bench::used_by;
using Ticks = std::chrono::steady_clock;

const std::string kRoot = "/w/default/odata/";
int accounts = 1'000'000;
double seconds = 10;

std::string key_of(uint64_t n) { return bench::account_key(n % static_cast<uint64_t>(accounts)); }

struct Times {  // microseconds, sorted
  std::vector<int64_t> all;
  int64_t at(size_t percent) const { return all.empty() ? 0 : all[std::min(all.size() * percent / 100, all.size() - 1)]; }
};
struct Figures {
  double per_second = 0;
  int64_t failed = 0;
  Times times;
  std::map<std::string, Times> by_kind;
  double cpu = 0, written = 0;  // of the server, for one answer: microseconds, bytes
};

// What one connection asks next: a method and a target, fields and a body. `turn` is unique among all.
struct Asked {
  std::string method, target, fields, body;
  const char* kind = "";
};
using Ask = std::function<Asked(uint64_t turn, std::mt19937&)>;

Figures drive(const Server& server, int connections, const std::string& signed_with, const Ask& ask) {
  static std::atomic<uint64_t> turns = 0;
  const uint16_t port = server.port();
  std::vector<std::map<std::string, std::vector<int64_t>>> times(static_cast<size_t>(connections));
  std::atomic<int64_t> failed = 0;
  const bench::Used before = used_by(server.process());
  std::vector<std::thread> threads;
  const auto begin = Ticks::now();
  const auto until = begin + std::chrono::duration_cast<Ticks::duration>(std::chrono::duration<double>(seconds));
  for (int c = 0; c < connections; ++c) {
    threads.emplace_back([&, c] {
      auto client = std::make_unique<TestClient>(port, 60'000);
      std::mt19937 random(static_cast<unsigned>(c) + 1);
      while (Ticks::now() < until) {
        const Asked asked = ask(turns++, random);
        const auto at = Ticks::now();
        const TestResponse answer =
            client->request(asked.method, asked.target, signed_with + asked.fields, asked.body);
        times[static_cast<size_t>(c)][asked.kind].push_back((Ticks::now() - at) / std::chrono::microseconds(1));
        if (answer.status == 0 || answer.header("Connection") == "close")
          client = std::make_unique<TestClient>(port, 60'000);
        if (answer.status >= 200 && answer.status < 300) continue;
        if (failed++ == 0)
          std::fprintf(stderr, "%s %s: %d %s\n", asked.method.c_str(), asked.target.c_str(), answer.status,
                       answer.body.substr(0, 300).c_str());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double took = std::chrono::duration<double>(Ticks::now() - begin).count();
  const bench::Used after = used_by(server.process());
  Figures figures{.failed = failed};
  for (const auto& kinds : times) {
    for (const auto& [kind, some] : kinds) {
      figures.times.all.insert(figures.times.all.end(), some.begin(), some.end());
      std::vector<int64_t>& same = figures.by_kind[kind].all;
      same.insert(same.end(), some.begin(), some.end());
    }
  }
  std::ranges::sort(figures.times.all);
  for (auto& [kind, some] : figures.by_kind) std::ranges::sort(some.all);
  const auto count = static_cast<double>(std::max<size_t>(figures.times.all.size(), 1));
  figures.per_second = count / took;
  figures.cpu = (after.cpu - before.cpu) * 1e6 / count;
  figures.written = (after.written - before.written) / count;
  return figures;
}

void report(const char* id, const std::string& what, const Figures& f, double limit = 0, const char* of = "the limit") {
  const auto ms = [](int64_t micros) { return static_cast<double>(micros) / 1e3; };
  std::printf("%-4s %-52s %9.0f/s   p50 %7.2f ms   p99 %7.2f ms   %6.0f us of processor, %5.1f kB written each", id,
              what.c_str(), f.per_second, ms(f.times.at(50)), ms(f.times.at(99)), f.cpu, f.written / 1e3);
  if (limit > 0) std::printf("   %5.1f %% of %s", 100 * f.per_second / limit, of);
  if (f.failed > 0) std::printf("   %lld FAILED", static_cast<long long>(f.failed));
  std::printf("\n");
  if (f.by_kind.size() > 1) {
    for (const auto& [kind, times] : f.by_kind)
      std::printf("       %-20s %8zu   p50 %7.2f ms   p99 %7.2f ms   longest %7.2f ms\n", kind.c_str(), times.all.size(),
                  ms(times.at(50)), ms(times.at(99)), ms(times.all.back()));
  }
  std::fflush(stdout);
}

// S1: 8 callers of service::record in this process; facts a second.
double recorded(const std::string& path, int per_call, double limit) {
  const auto store = store::open_sqlite(path);
  const SystemClock clock;
  service::Service service(*store, clock);
  const bench::Recorded done = bench::record_for(seconds, service, accounts, {8, per_call});
  std::printf("S1   service::record, 8 callers, %3d a call %s", per_call, said(done).c_str());
  if (limit > 0) std::printf("   %5.1f %% of the limit at 100", 100 * done.per_second / limit);
  std::printf("\n");
  std::fflush(stdout);
  return done.per_second;
}

double resident_mb(pid_t process) {
  const std::string status = read_file("/proc/" + std::to_string(process) + "/status");
  return std::atof(between(status, "VmRSS:", "kB").c_str()) / 1024;
}

// Facts per second that the limit program reaches with this many in a transaction; 0 when it is not here.
double limit_of(const std::string& program, const Folder& folder, int per_transaction) {
  if (program.empty()) return 0;
  const std::string store = folder / "limit.db", output = folder / "limit.txt";
  for (const char* ending : {"", "-wal", "-shm"}) std::remove((store + ending).c_str());
  std::remove(output.c_str());
  if (run({program, store, std::to_string(accounts), per_transaction == 1 ? "2000" : "50000", std::to_string(per_transaction)},
          output) != 0)
    return 0;
  const std::string said = read_file(output);
  std::printf("     sqlite_limit, %d a transaction: %s", per_transaction, said.c_str());
  return std::atof(between(said, "facts/s=", " ").c_str());
}

void fill(const Server& server, const Folder& folder) {
  if (server.command({"init", "--pack", "prospectsoft", "--time-zone", "UTC", "-q"}, folder / "init.txt") != 0)
    give_up(read_file(folder / "init.txt"));
  const auto write = [](const std::string& path, const std::function<void(std::FILE*)>& body) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    if (file == nullptr) give_up("no room for " + path);
    body(file);
    std::fclose(file);
  };
  const std::string head = "file: {delimiter: comma, encoding: utf-8, header: true}\n";
  write(folder / "accounts.csv", [](std::FILE* file) {
    std::fprintf(file, "no,name,email,created_on\n");
    for (int n = 0; n < accounts; ++n)
      std::fprintf(file, "%s,Customer %d,c%d@example.com,2026-01-%02d\n", key_of(static_cast<uint64_t>(n)).c_str(),
                   static_cast<int>((static_cast<int64_t>(n) * 7'919) % accounts), n, n % 28 + 1);
  });
  write(folder / "accounts.yaml", [&](std::FILE* file) {
    std::fprintf(file,
                 "import: accounts\n%scolumns:\n  created_on: {type: instant, format: \"%%Y-%%m-%%d\"}\naccount:\n"
                 "  key: no\n  create: true\n  created_at: created_on\n  fields:\n    name: name\n    email: email\n",
                 head.c_str());
  });
  write(folder / "orders.csv", [](std::FILE* file) {  // every third has ordered once
    std::fprintf(file, "order_no,no,placed_at,amount\n");
    for (int n = 0; n < accounts; n += 3)
      std::fprintf(file, "O-%d,%s,2026-03-%02d 10:00:00,%d.50\n", n, key_of(static_cast<uint64_t>(n)).c_str(), n % 28 + 1,
                   n % 900);
  });
  write(folder / "orders.yaml", [&](std::FILE* file) {
    std::fprintf(file,
                 "import: orders\n%scolumns:\n  order_no: {type: string}\n  placed_at: {type: instant, format: \"%%Y-%%m-%%d "
                 "%%H:%%M:%%S\"}\n  amount: {type: decimal}\naccount:\n  key: no\n  create: false\nfacts:\n"
                 "  - kind: order.placed\n    key: order_no\n    at: placed_at\n    fields: {order: order_no, amount: amount}\n",
                 head.c_str());
  });
  for (const char* part : {"accounts", "orders"}) {
    const auto begin = Ticks::now();
    const std::string name(part);
    if (server.command({"import", folder / (name + ".csv"), "--map", folder / (name + ".yaml"), "-q"},
                       folder / "import.txt") != 0)
      give_up("import: " + read_file(folder / "import.txt").substr(0, 2'000));
    std::printf("     import of the %s: %.1f s\n", part, std::chrono::duration<double>(Ticks::now() - begin).count());
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) give_up("usage: load TENURE [ACCOUNTS [SECONDS [LIMIT [STORE [ROWS]]]]]");
  if (argc > 2) accounts = std::max(1'000, std::atoi(argv[2]));
  if (argc > 3) seconds = std::max(0.5, std::atof(argv[3]));
  const Folder folder;
  const std::string limit_program = argc > 4 ? argv[4] : "", kept = argc > 5 ? argv[5] : "", rows = argc > 6 ? argv[6] : "";
  const auto wanted = [&rows](const char* id) { return rows.empty() || rows.contains(id); };
  Server server(argv[1], folder, folder / "load.db");
  if (kept.empty() || !std::filesystem::exists(kept)) {
    fill(server, folder);
    if (!kept.empty()) std::filesystem::copy_file(server.store(), kept);
  } else {
    std::filesystem::copy_file(kept, server.store());
  }
  const double one = wanted("A1") ? limit_of(limit_program, folder, 1) : 0;
  const double hundred = wanted("S1") ? limit_of(limit_program, folder, 100) : 0;
  double by_service = 0;
  if (wanted("S1")) {
    recorded(server.store(), 1, hundred);
    by_service = recorded(server.store(), 100, hundred);
  }

  const auto begin = Ticks::now();
  server.start();
  TestClient first(server.port(), 60'000);
  const TestResponse answer = first.get("/readyz");
  std::printf("M2   start to the first answer (%d)                            %9.1f ms\n", answer.status,
              std::chrono::duration<double>(Ticks::now() - begin).count() * 1e3);
  const std::string who = server.set_up();
  std::printf("M1   memory at rest                                          %9.1f MB\n", resident_mb(server.process()));
  std::fflush(stdout);

  const std::string run = std::to_string(getpid());
  const auto fact = [&run](uint64_t turn, std::mt19937& random) {
    const std::string key = "L" + run + "-" + std::to_string(turn);
    return R"({"account":")" + key_of(random()) + R"(","kind":"order.placed","key":")" + key + R"(","order":")" + key +
           R"(","amount":5})" + "\n";
  };
  const Ask a_fact = [&](uint64_t turn, std::mt19937& random) {
    return Asked{"POST", "/w/default/facts", "Content-Type: application/x-ndjson\r\n", fact(turn, random), "fact"};
  };
  const Ask an_order = [&](uint64_t turn, std::mt19937& random) {
    return Asked{"POST", kRoot + "accounts('" + key_of(random()) + "')/tenure.place_order",
                 "Content-Type: application/json\r\n",
                 R"({"key":"V)" + run + "-" + std::to_string(turn) + R"(","amount":5})", "order"};
  };
  const Ask list = [](uint64_t, std::mt19937&) {
    return Asked{"GET", kRoot + "accounts?$filter=customer_lifecycle%20eq%20'suspect'&$orderby=name&$top=100&$select=key,name",
                 "", "", "list"};
  };
  const Ask board = [](uint64_t, std::mt19937&) {
    return Asked{"GET", kRoot + "accounts?$apply=groupby((customer_lifecycle),aggregate($count%20as%20n))", "", "", "board"};
  };
  const Ask account = [](uint64_t, std::mt19937& random) {
    return Asked{"GET", kRoot + "accounts('" + key_of(random()) + "')", "", "", "account"};
  };
  const Ask change = [&run](uint64_t turn, std::mt19937& random) {
    return Asked{"PATCH", kRoot + "accounts('" + key_of(random()) + "')", "Content-Type: application/json\r\nIf-Match: *\r\n",
                 R"({"department":"d)" + run + "-" + std::to_string(turn) + "\"}", "change"};
  };
  if (wanted("A1")) {
    report("A1", "POST one fact, 16 connections", drive(server, 16, who, a_fact), one);
    report("A1", "POST one order by its verb, 16 connections", drive(server, 16, who, an_order), one);
  }
  if (wanted("A2")) report("A2", "first 100 of a stage in order of name, 16", drive(server, 16, who, list));
  if (wanted("A3")) report("A3", "counts per stage, 16", drive(server, 16, who, board));
  if (wanted("A4")) {
    constexpr int kLines = 1'000;
    Figures f = drive(server, 4, who, [&](uint64_t turn, std::mt19937& random) {
      Asked asked = a_fact(turn, random);
      for (int i = 1; i < kLines; ++i)
        asked.body += fact(turn * kLines + static_cast<uint64_t>(i) + 1'000'000'000, random);
      return asked;
    });
    f.per_second *= kLines;
    f.cpu /= kLines;
    f.written /= kLines;
    report("A4", "NDJSON, 4 connections, 1,000 lines a request (facts)", f, by_service, "S1");
  }
  if (wanted("A5")) {
    report("A5", "60 % reads, 30 % facts, 10 % changes, 64 connections",
           drive(server, 64, who, [&](uint64_t turn, std::mt19937& random) {
             const unsigned dice = random() % 10;
             if (dice < 6) return dice < 2 ? list(turn, random) : dice < 5 ? account(turn, random) : board(turn, random);
             return dice < 9 ? a_fact(turn, random) : change(turn, random);
           }));
    std::printf("A5   memory under the mix                                    %9.1f MB\n", resident_mb(server.process()));
  }
  if (server.stop() != 0) give_up("the server does not stop: " + server.said());
  return 0;
}
