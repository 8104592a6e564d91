// E1: fold of 10 M facts of 1 M accounts in memory, prospectsoft, one core and two.
// E2: one decide with its trace.
// Growth: the same at a tenth and a hundredth of the size.
#include <cstdlib>
#include <new>
#include <thread>

#include "measure.h"
#include "engine/engine.h"

namespace {
thread_local int64_t allocations = 0;
}
void* operator new(size_t size) {
  ++allocations;
  if (void* p = std::malloc(size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, size_t) noexcept { std::free(p); }

namespace tenure::bench {
namespace {

using engine::Fact;
using expression::Cell;

struct History {
  std::vector<Cell> cells;
  std::vector<std::string> keys;
  std::vector<Fact> facts;      // account after account, in fold order
  std::vector<size_t> begins;   // first fact of each account, and the end
};

// The mix: seven orders, a call, an opportunity opened and one closed in ten facts, over three years.
History make(const lifecycle::Definition& definition, size_t accounts, size_t per_account) {
  History history;
  uint64_t seed = 88172645463325252ull;
  const auto random = [&] {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
  };
  const uint16_t order = *definition.find_kind("order.placed"), call = *definition.find_kind("call.logged"),
                 opened = *definition.find_kind("opportunity.created"),
                 lost = *definition.find_kind("opportunity.lost");
  for (int i = 0; i < 4096; ++i) history.keys.push_back("K" + std::to_string(i));
  size_t cells = 0;
  for (uint16_t kind : {order, call, opened, lost}) {
    cells = std::max<size_t>(cells, definition.kinds[kind].body_fields);
  }
  history.cells.reserve(accounts * per_account * cells);
  history.facts.reserve(accounts * per_account);
  for (size_t a = 0; a < accounts; ++a) {
    history.begins.push_back(history.facts.size());
    int64_t at = static_cast<int64_t>(random() % 600) * kMicrosPerDay;
    for (size_t f = 0; f < per_account; ++f) {
      at += static_cast<int64_t>(random() % 240) * kMicrosPerDay / 2 + 1 + static_cast<int64_t>(random() % 1000);
      const uint64_t roll = random() % 10;
      const uint16_t kind = roll < 7 ? order : roll == 7 ? call : roll == 8 ? opened : lost;
      const size_t first = history.cells.size();
      for (const auto& field : std::span(definition.kinds[kind].fields.fields)
                                   .first(definition.kinds[kind].body_fields)) {
        Cell cell;
        if (field.name == "amount") cell = Cell::decimal(Decimal::from_parts(static_cast<int64_t>(random() % 100000), 2));
        if (field.name == "opportunity") cell = Cell::text(history.keys[random() % 3]);
        if (field.name == "order") cell = Cell::text(history.keys[random() % 4096]);
        history.cells.push_back(cell);
      }
      history.facts.push_back({.at = Instant{at},
                               .kind = kind,
                               .key = history.keys[f],
                               .actor = "bench",
                               .body = std::span(history.cells).subspan(first),
                               .id = static_cast<int64_t>(history.facts.size())});
    }
  }
  history.begins.push_back(history.facts.size());
  return history;
}

size_t fold_accounts(const lifecycle::Definition& definition, const History& history, size_t from, size_t to) {
  engine::Fold fold(definition);
  std::vector<engine::Transition> moves;
  const engine::Sink sink{&moves, nullptr, nullptr};
  size_t total = 0;
  const Instant until{3'000 * kMicrosPerDay};
  for (size_t a = from; a < to; ++a) {
    fold.reset();
    for (size_t f = history.begins[a]; f < history.begins[a + 1]; ++f) fold.add(history.facts[f], sink);
    fold.settle(until, sink);
    total += moves.size();
    moves.clear();
  }
  return total;
}

int run(size_t largest) {
  const auto files = lifecycle::read_pack("prospectsoft");
  lifecycle::Settings settings;
  settings.all_measures = false;
  const auto definition = lifecycle::load(*files, settings).definition;
  std::printf("E1: reach 13,000,000 facts/s on one core (100 x XState 5 actor.send, 134,000/s); two cores >= 1.8 x\n");
  for (size_t accounts : {largest / 100, largest / 10, largest}) {
    const History history = make(*definition, accounts, 10);
    size_t moves = 0;
    const double facts = static_cast<double>(history.facts.size());
    const Measured one = measure([&] { moves = fold_accounts(*definition, history, 0, accounts); });
    report("E1", std::to_string(accounts) + " accounts x 10 facts, one core, " + std::to_string(moves) + " moves",
           facts, "facts", one);
    const Measured two = measure([&] {
      std::thread other([&] { fold_accounts(*definition, history, accounts / 2, accounts); });
      fold_accounts(*definition, history, 0, accounts / 2);
      other.join();
    });
    report("E1", std::to_string(accounts) + " accounts x 10 facts, two cores", facts, "facts", two);
    std::printf("     ratio two cores / one: %.2f; one core / (100 x 134,000/s): %.2f\n", one.median / two.median,
                facts / one.median / 13'400'000);
  }
  std::printf("E2: reach 1 us per decide with its trace\n");
  const History history = make(*definition, 1'000, 1'000);
  engine::State state(*definition);
  size_t moves = 0;
  const Measured decided = measure([&] {
    state = engine::State(*definition);
    for (size_t f = 0; f < history.facts.size(); ++f) {
      if (f % 1'000 == 0) state = engine::State(*definition);
      moves += engine::decide(*definition, state, history.facts[f]).moves.size();
    }
  });
  report("E2", "decide with trace, " + std::to_string(moves) + " moves", 1e6, "decisions", decided);
  engine::Fold fold(*definition);
  const int64_t before = allocations;
  for (size_t f = 0; f < 1'000; ++f) fold.add(history.facts[f]);
  std::printf("     fold of 1,000 facts without a trace: %lld allocations in all\n",
              static_cast<long long>(allocations - before));
  return 0;
}

}  // namespace
}  // namespace tenure::bench

int main(int count, char** words) {
  return tenure::bench::run(count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000);  // accounts
}
