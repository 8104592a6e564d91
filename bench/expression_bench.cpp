// E3: a condition over rows in memory beside the same test written by hand, in one run, at three
// sizes. Prints nanoseconds per row of both, and the ratio.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "expression/expression.h"

namespace {

using tenure::Decimal;
using tenure::Instant;
using namespace tenure::expression;

const std::vector<std::string> kStages = {"suspect", "prospect",   "opportunity", "onboarding",
                                          "customer", "churned", "not_interested"};

// Rows as the engine holds them: an array of cells each.
struct Table {
  RecordType account, parameters;
  std::vector<Cell> cells;
  std::vector<Cell> parameter_cells{Cell::int64(4)};
  size_t rows;
  enum Slot { order_count, order_total, last_order_at, stage, width };

  explicit Table(size_t count) : rows(count) {
    account.name = "account";
    account.fields = {{"order_count", {Kind::int64}},
                      {"order_total", {Kind::decimal}},
                      {"last_order_at", {Kind::instant}},
                      {"stage", {.kind = Kind::choice, .choices = &kStages}}};
    parameters.fields = {{"customer_after", {Kind::int64}}};
    std::mt19937_64 random(20261121);
    cells.reserve(count * width);
    for (size_t i = 0; i < count; ++i) {
      bool none = random() % 10 == 0;
      cells.push_back(Cell::int64(static_cast<int64_t>(random() % 10)));
      cells.push_back(Cell::decimal(Decimal::from_parts(static_cast<int64_t>(random() % 100'000), 2)));
      cells.push_back(none ? Cell::null()
                           : Cell::instant({static_cast<int64_t>(random() % 1'700'000'000) * 1'000'000}));
      cells.push_back(Cell::text(kStages[random() % kStages.size()], Kind::choice));
    }
  }
};

const Table& table(size_t rows) {
  static std::map<size_t, Table> tables;
  return tables.try_emplace(rows, rows).first->second;
}

struct Condition {
  const char* name;
  const char* text;
  bool (*by_hand)(const Cell* row, int64_t customer_after);
};

const Instant kCutoff{1'000'000'000'000'000};

const Condition kConditions[] = {
    {"one comparison", "order_count ge 4",
     [](const Cell* row, int64_t) {
       return row[Table::order_count].kind == Kind::int64 && row[Table::order_count].low >= 4;
     }},
    {"two comparisons", "order_count ge @customer_after and last_order_at lt 2001-09-09T01:46:40Z",
     [](const Cell* row, int64_t after) {
       return row[Table::order_count].kind == Kind::int64 && row[Table::order_count].low >= after &&
              row[Table::last_order_at].kind == Kind::instant &&
              row[Table::last_order_at].low < kCutoff.micros;
     }},
    {"a choice and a sum", "stage eq 'customer' and order_total gt 500.00",
     [](const Cell* row, int64_t) {
       const Cell& stage = row[Table::stage];
       if (stage.kind != Kind::choice || stage.as_text() != "customer") return false;
       const Cell& total = row[Table::order_total];
       return total.kind == Kind::decimal && total.as_decimal() > Decimal::from_parts(50000, 2);
     }},
    {"five, mixed",
     "(stage in ('prospect', 'opportunity') or order_count eq 0) and not (order_total gt 900.00) "
     "and last_order_at ne null",
     [](const Cell* row, int64_t) {
       std::string_view stage = row[Table::stage].as_text();
       const Cell& total = row[Table::order_total];
       bool first = stage == "prospect" || stage == "opportunity" || row[Table::order_count].low == 0;
       return first &&
              !(total.kind == Kind::decimal && total.as_decimal() > Decimal::from_parts(90000, 2)) &&
              !row[Table::last_order_at].is_null();
     }},
};

void language(benchmark::State& state, const Condition& condition) {
  const Table& data = table(static_cast<size_t>(state.range(0)));
  auto program = compile_condition(condition.text, RecordScope(&data.account, {}, &data.parameters));
  if (!program) std::abort();
  Arena arena;
  const Cell* sources[] = {data.cells.data(), data.parameter_cells.data()};
  Frame frame{.sources = sources, .now = kCutoff, .arena = &arena};
  size_t hits = 0;
  for (auto _ : state) {
    hits = 0;
    for (size_t i = 0; i < data.rows; ++i) {
      sources[0] = data.cells.data() + i * Table::width;
      hits += program->holds(frame) ? 1 : 0;
    }
    benchmark::DoNotOptimize(hits);
  }
  state.counters["hits"] = static_cast<double>(hits);
  state.counters["rows"] = static_cast<double>(data.rows);
}

void by_hand(benchmark::State& state, const Condition& condition) {
  const Table& data = table(static_cast<size_t>(state.range(0)));
  size_t hits = 0;
  for (auto _ : state) {
    hits = 0;
    for (size_t i = 0; i < data.rows; ++i) {
      hits += condition.by_hand(data.cells.data() + i * Table::width, 4) ? 1 : 0;
    }
    benchmark::DoNotOptimize(hits);
  }
  state.counters["hits"] = static_cast<double>(hits);
  state.counters["rows"] = static_cast<double>(data.rows);
}

// Median nanoseconds (of the processor, so that neighbours do not count) per row of every pair, and how they compare.
class Ratios : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      double rows = run.counters.at("rows");
      auto& cell = table_[run.run_name.args][run.run_name.function_name];
      cell.nanos.push_back(run.GetAdjustedCPUTime() / rows);
      cell.hits = run.counters.at("hits");
    }
  }
  void Finalize() override {
    std::printf("%-22s %10s %14s %14s %8s %18s\n", "condition", "rows", "language ns", "by hand ns",
                "ratio", "spread of ratio");
    for (auto& [rows, cells] : table_) {
      for (const Condition& condition : kConditions) {
        Cell_ ours = cells["language/" + std::string(condition.name)];
        Cell_ theirs = cells["by hand/" + std::string(condition.name)];
        if (ours.nanos.empty() || theirs.nanos.empty()) continue;
        if (ours.hits != theirs.hits) std::printf("DIFFERENT ANSWERS: %s\n", condition.name);
        double low = 1e9, high = 0;
        for (size_t i = 0; i < std::min(ours.nanos.size(), theirs.nanos.size()); ++i) {
          low = std::min(low, ours.nanos[i] / theirs.nanos[i]);
          high = std::max(high, ours.nanos[i] / theirs.nanos[i]);
        }
        double a = median(ours.nanos), b = median(theirs.nanos);
        std::printf("%-22s %10s %14.2f %14.2f %7.2fx %8.2f .. %5.2f\n", condition.name, rows.c_str(),
                    a, b, a / b, low, high);
      }
    }
  }

 private:
  struct Cell_ {
    std::vector<double> nanos;
    double hits = 0;
  };
  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }
  std::map<std::string, std::map<std::string, Cell_>> table_;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  for (int64_t rows : {10'000, 100'000, 1'000'000}) {
    for (const Condition& condition : kConditions) {
      auto add = [&](const char* side, void (*run)(benchmark::State&, const Condition&)) {
        benchmark::RegisterBenchmark((std::string(side) + "/" + condition.name).c_str(), run, condition)
            ->Arg(rows)
            ->Unit(benchmark::kNanosecond)
            ->MinTime(0.05)
            ->Repetitions(5);
      };
      add("language", language);
      add("by hand", by_hand);
    }
  }
  Ratios ratios;
  benchmark::RunSpecifiedBenchmarks(&ratios);
}
