// The CSV reader in bytes a second, beside a bare look at every byte of the same text (memchr for
// one that is not there): the limit that memory sets. At three sizes, so that growth shows.
#include <benchmark/benchmark.h>

#include <cstring>
#include <map>
#include <random>
#include <string>

#include "transfer/csv_reader.h"
#include "transfer/csv_writer.h"

namespace {

using namespace tenure::transfer;

enum Kind : int { kPlain, kQuoted, kHebrew, kHebrew1255 };

// Order rows: id, customer, time, amount, text.
const std::string& text_of(Kind kind, size_t size) {
  static std::map<std::pair<Kind, size_t>, std::string> made;
  std::string& text = made[{kind, size}];
  if (!text.empty()) return text;
  std::mt19937 random(1);
  CsvWriter writer(text);
  for (const char* name : {"order", "customer", "at", "amount", "text"}) writer.typed(name);
  writer.end_row();
  for (int i = 0; text.size() < size; ++i) {
    writer.typed(std::to_string(500'000 + i)).typed(std::to_string(random() % 20'000));
    writer.typed("2011-12-09 12:50:00").typed(std::to_string(random() % 1'000) + ".50");
    if (kind == kPlain) writer.typed("WHITE HANGING HEART T-LIGHT HOLDER");
    if (kind == kQuoted) writer.typed("HOLDER 5\", WHITE");
    if (kind == kHebrew) writer.typed("מחזיק לנרות לבן");
    // שלום עולם in windows-1255
    if (kind == kHebrew1255) writer.typed("\xF9\xEC\xE5\xED \xF2\xE5\xEC\xED");
    writer.end_row();
  }
  return text;
}

void count(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(static_cast<int64_t>(bytes) * state.iterations());
}

void limit(benchmark::State& state) {
  const std::string& text = text_of(kPlain, static_cast<size_t>(state.range(0)) << 20);
  for (auto _ : state) benchmark::DoNotOptimize(std::memchr(text.data(), 1, text.size()));
  count(state, text.size());
}
BENCHMARK(limit)->Arg(1)->Arg(16)->Arg(128)->Unit(benchmark::kMillisecond);

void read(benchmark::State& state, Kind kind, Encoding encoding) {
  const std::string& bytes = text_of(kind, static_cast<size_t>(state.range(0)) << 20);
  size_t rows = 0;
  for (auto _ : state) {
    MemorySource source(bytes);
    TextSource text(source, encoding);
    CsvReader reader(text, {',', true});
    if (!reader.open()) state.SkipWithError("no header");
    rows = 0;
    CsvEvent event;
    while ((event = reader.next()) == CsvEvent::row) {
      ++rows;
      benchmark::DoNotOptimize(reader.row().fields.data());
    }
    if (event != CsvEvent::end) state.SkipWithError("did not come to the end");
  }
  count(state, bytes.size());
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(read, plain, kPlain, Encoding::automatic)
    ->Arg(1)
    ->Arg(16)
    ->Arg(128)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, quoted, kQuoted, Encoding::automatic)
    ->Arg(1)
    ->Arg(16)
    ->Arg(128)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, hebrew, kHebrew, Encoding::automatic)
    ->Arg(1)
    ->Arg(16)
    ->Arg(128)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, windows_1255, kHebrew1255, Encoding::windows_1255)
    ->Arg(1)
    ->Arg(16)
    ->Arg(128)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
