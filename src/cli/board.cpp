// tenure board: how many accounts stand in each stage.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "base/json.h"
#include "cli/answers.h"
#include "cli/output.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

using Column = service::Service::BoardColumn;

constexpr int kBar = 30;

// One lifecycle as people see it: how many stand in each stage, in order; before them those in none, if that can be.
struct Cycle {
  std::string name, title;
  std::vector<Column> columns;
  std::set<std::string, std::less<>> hidden;  // stages
};
using Board = std::vector<Cycle>;

Result<Board> read_here(Session& session, const Given& given) {
  TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
  TENURE_TRY(const service::Service::When when, session.when(given));
  TENURE_TRY(const std::vector<Column> columns, session.service().board(session.workspace, when));
  Board board;
  for (const lifecycle::Lifecycle& cycle : definition->lifecycles) {
    Cycle& out = board.emplace_back(cycle.name, cycle.title.in(session.language));
    for (const Column& column : columns) {
      if (column.lifecycle == cycle.name) out.columns.push_back(column);
    }
    for (const lifecycle::Stage& stage : cycle.stages) {
      if (stage.hidden) out.hidden.insert(stage.id);
    }
  }
  return board;
}

// Counted lifecycle by lifecycle: an account stands in one stage of each.
Result<Board> read_there(Session& session, const Given& given) {
  const Server& server = session.server();
  TENURE_CHECK_OK(session.learn_names());
  TENURE_TRY(const Value definition, server.definition());
  TENURE_TRY(const std::string when, server.when(given));
  Board board;
  for (const Value& cycle : items_at(definition, "lifecycles")) {
    const std::string name = text_at(cycle, "name");
    Cycle& out = board.emplace_back(name, text_at(cycle, "title/" + std::string(to_string(session.language))));
    TENURE_TRY(const Value counted, server.get("odata/accounts?$apply=groupby((" + name + "),aggregate($count%20as%20accounts))" + when));
    std::map<std::string, int64_t> counts;
    for (const Value& group : items_at(counted, "value")) counts[text_at(group, name)] = number(group, "accounts");
    if (text_at(cycle, "initial") == "none" || counts[""] > 0) out.columns.push_back({name, "", counts[""]});
    for (const Value& stage : items_at(cycle, "stages")) {
      const std::string id = text_at(stage, "name");
      out.columns.push_back({name, id, counts[id]});
      if (flag(stage, "hidden")) out.hidden.insert(id);
    }
  }
  return board;
}

// Where nobody stands for want of a stage says nothing, and neither does an empty hidden stage.
bool worth_showing(const Column& column, const Cycle& cycle) {
  return column.accounts > 0 || (!column.stage.empty() && !cycle.hidden.contains(column.stage));
}

void draw(Session& session, const Cycle& cycle) {
  const Style style(session.colour);
  int64_t total = 0, most = 0;
  int title = display_width(session.say("column.accounts")), number = 1;
  std::vector<const Column*> shown;
  for (const Column& column : cycle.columns) {
    total += column.accounts;
    if (!worth_showing(column, cycle)) continue;
    shown.push_back(&column);
    most = std::max(most, column.accounts);
    title = std::max(title, display_width(session.stage_title(cycle.name, column.stage)));
    number = std::max(number, static_cast<int>(std::to_string(column.accounts).size()));
  }
  number = std::max(number, static_cast<int>(std::to_string(total).size()));
  session.out() << style.bold(cycle.title) << '\n';
  for (const Column* column : shown) {
    const auto share = Decimal(column->accounts * 100).divided(Decimal(std::max<int64_t>(1, total)));
    const std::string percent = share ? to_string(share->rounded(0)) : "0";
    std::string line = "  " + padded(session.stage_title(cycle.name, column->stage), title) + "  " +
                       padded(std::to_string(column->accounts), number, true) + "  " + padded(percent, 3, true) + "%  " +
                       bar(static_cast<double>(column->accounts), static_cast<double>(most), kBar);
    while (line.ends_with(' ')) line.pop_back();
    session.out() << line << '\n';
  }
  session.out() << "  " << padded(session.say("column.accounts"), title) << "  "
                << padded(std::to_string(total), number, true) << '\n';
}

void print_json(Session& session, const Cycle& cycle) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  for (const Column& column : cycle.columns) {
    if (column.stage.empty() && column.accounts == 0) continue;
    writer.field(column.stage.empty() ? "none" : column.stage, column.accounts);
  }
  writer.end_object();
  session.out() << text << '\n';
}

int board(Session& session, const Given& given) {
  Result<Board> board = session.by_server() ? read_there(session, given) : read_here(session, given);
  if (!board) return session.fail(board.error());
  if (const auto wanted = given.maybe("--lifecycle")) {
    std::vector<std::string> names;
    for (const Cycle& cycle : *board) names.push_back(cycle.name);
    std::erase_if(*board, [&](const Cycle& cycle) { return cycle.name != *wanted; });
    if (board->empty())
      return session.fail({"cli.unknown-lifecycle", {{"lifecycle", *wanted}, {"nearest", nearest(*wanted, names)}}});
  }
  if (session.format == Format::json || session.format == Format::json_lines) {
    if (!board->empty()) print_json(session, board->front());
    return kDone;
  }
  if (session.format == Format::csv) {
    RowPrinter printer(session, {{"lifecycle"}, {"stage"}, {"accounts", true}});
    for (const Cycle& cycle : *board) {
      for (const Column& column : cycle.columns) printer.row({column.lifecycle, column.stage, column.accounts});
    }
    printer.finish();
    return kDone;
  }
  for (const Cycle& cycle : *board) {
    if (&cycle != &board->front()) session.out() << '\n';
    draw(session, cycle);
  }
  return kDone;
}

}  // namespace

Command board_command() {
  return {.name = "board",
          .shared = kWhen | kOutput,
          .options = {{.name = "--lifecycle", .placeholder = "NAME"}},
          .examples = {"tenure board", "tenure board --at 2026-01-01 -o json"},
          .run = board,
          .by_server = board};
}

}  // namespace tenure::cli
