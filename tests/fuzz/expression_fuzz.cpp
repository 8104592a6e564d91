// Any bytes as a condition: parsed, compiled against a small scope, evaluated, explained, spelt
// again, and held against the grammar. Nothing may crash, leak or take long.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "expression/eval.h"
#include "expression/expression.h"

namespace {

using namespace tenure;
using namespace tenure::expression;

struct World {
  std::vector<std::string> stages{"suspect", "customer"};
  RecordType line{"line", {{"qty", {Kind::int64}}, {"sku", {Kind::string}}}};
  RecordType account{"account",
                     {{"n", {Kind::int64}},
                      {"d", {Kind::decimal}},
                      {"f", {Kind::double_}},
                      {"s", {Kind::string}},
                      {"b", {Kind::boolean}},
                      {"t", {Kind::instant}},
                      {"day", {Kind::date}},
                      {"u", {Kind::duration}},
                      {"c", {.kind = Kind::choice, .choices = &stages}},
                      {"x", {Kind::unknown}},
                      {"tags", {.kind = Kind::string, .collection = true}},
                      {"lines", {.kind = Kind::record, .collection = true, .record = &line}}}};
  RecordType parameters{"parameters", {{"p", {Kind::int64}}}};
  RecordScope scope{&account, {}, &parameters};
  Cell tags[2] = {Cell::text("a"), Cell::text("vip")};
  Cell line_cells[4] = {Cell::int64(1), Cell::text("x"), Cell::null(), Cell::text("y")};
  Rows tag_rows{tags, 2, 1}, line_rows{line_cells, 2, 2};
  Cell cells[12] = {Cell::int64(4),
                    Cell::decimal(Decimal::from_parts(12345, 2)),
                    Cell::double_(2.5),
                    Cell::text("שלום"),
                    Cell::boolean(true),
                    Cell::instant({1'700'000'000'000'000}),
                    Cell::date({20000}),
                    Cell::duration({3'600'000'000}),
                    Cell::text("customer", Kind::choice),
                    Cell::text("2026-11-21"),
                    Cell::rows(&tag_rows, Kind::string, true),
                    Cell::rows(&line_rows, Kind::record, true)};
  Cell parameter_cells[1] = {Cell::int64(3)};
  const Cell* sources[2] = {cells, parameter_cells};
  Arena arena;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World world;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  world.arena.reset();
  auto parsed = parse(text);
  if (parsed) {
    auto again = parse(to_text(**parsed));
    if (!again || to_text(**again) != to_text(**parsed)) std::abort();
    if (auto program = compile(text, world.scope)) {
      Frame frame{.sources = world.sources, .now = {}, .arena = &world.arena};
      Cell cell = program->evaluate(frame);
      bool boolean = program->type().kind == Kind::boolean && !program->type().collection;
      if (boolean && program->holds(frame) != (cell.kind == Kind::boolean && cell.as_bool())) {
        std::abort();
      }
      if (size < 500) program->explain(frame);
    }
  } else if (static_cast<uint64_t>(parsed.error().position) > size) {
    std::abort();
  }
  (void)parse_orderby(text);
  if (size < 1000) {
    (void)recognise("boolCommonExpr", text);
    (void)recognise("queryOptions", text);
    (void)eval_line(text);
  }
  return 0;
}
