// tenure board: how many accounts stand in each stage.
#include <algorithm>
#include <iostream>

#include "base/json.h"
#include "cli/output.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

using Column = service::Service::BoardColumn;

constexpr int kBar = 30;

// Where nobody stands for want of a stage says nothing, and neither does an empty hidden stage.
bool worth_showing(const Column& column, const lifecycle::Definition& definition) {
  if (column.accounts > 0) return true;
  const auto l = definition.find_lifecycle(column.lifecycle);
  const auto stage = l ? definition.lifecycles[*l].find_stage(column.stage) : std::nullopt;
  return stage && !definition.lifecycles[*l].stages[*stage].hidden;
}

void draw(Session& session, const lifecycle::Definition& definition, const std::string& name,
          const std::vector<Column>& columns) {
  const auto l = definition.find_lifecycle(name);
  const Style style(session.colour);
  int64_t total = 0, most = 0;
  int title = display_width(session.say("column.accounts")), number = 1;
  std::vector<const Column*> shown;
  for (const Column& column : columns) {
    if (column.lifecycle != name) continue;
    total += column.accounts;
    if (!worth_showing(column, definition)) continue;
    shown.push_back(&column);
    most = std::max(most, column.accounts);
    title = std::max(title, display_width(session.stage_title(name, column.stage)));
    number = std::max(number, static_cast<int>(std::to_string(column.accounts).size()));
  }
  number = std::max(number, static_cast<int>(std::to_string(total).size()));
  session.out() << style.bold(l ? definition.lifecycles[*l].title.in(session.language) : name) << '\n';
  for (const Column* column : shown) {
    const auto share = Decimal(column->accounts * 100).divided(Decimal(std::max<int64_t>(1, total)));
    const std::string percent = share ? to_string(share->rounded(0)) : "0";
    std::string line = "  " + padded(session.stage_title(name, column->stage), title) + "  " +
                       padded(std::to_string(column->accounts), number, true) + "  " + padded(percent, 3, true) + "%  " +
                       bar(static_cast<double>(column->accounts), static_cast<double>(most), kBar);
    while (line.ends_with(' ')) line.pop_back();
    session.out() << line << '\n';
  }
  session.out() << "  " << padded(session.say("column.accounts"), title) << "  "
                << padded(std::to_string(total), number, true) << '\n';
}

int board(Session& session, const Given& given) {
  const auto definition = session.definition();
  if (!definition) return session.fail(definition.error());
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  const auto wanted = given.maybe("--lifecycle");
  std::vector<std::string> names;
  for (const lifecycle::Lifecycle& cycle : (*definition)->lifecycles) names.push_back(cycle.name);
  if (wanted && std::ranges::find(names, *wanted) == names.end()) {
    return session.fail({"cli.unknown-lifecycle", {{"lifecycle", *wanted}, {"nearest", nearest(*wanted, names)}}});
  }
  const auto columns = session.service().board(session.workspace, *when);
  if (!columns) return session.fail(columns.error());

  if (session.format == Format::json || session.format == Format::json_lines) {
    const std::string& name = wanted ? *wanted : names.front();
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    for (const Column& column : *columns) {
      if (column.lifecycle != name) continue;
      if (column.stage.empty() && column.accounts == 0) continue;
      writer.field(column.stage.empty() ? "none" : column.stage, column.accounts);
    }
    writer.end_object();
    session.out() << text << '\n';
    return kDone;
  }
  if (session.format == Format::csv) {
    RowPrinter printer(session, {{"lifecycle"}, {"stage"}, {"accounts", true}});
    for (const Column& column : *columns) {
      if (!wanted || column.lifecycle == *wanted) printer.row({column.lifecycle, column.stage, column.accounts});
    }
    printer.finish();
    return kDone;
  }
  bool first = true;
  for (const std::string& name : names) {
    if (wanted && name != *wanted) continue;
    if (!first) session.out() << '\n';
    first = false;
    draw(session, **definition, name, *columns);
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
          .by_server = board_by_server};
}

}  // namespace tenure::cli
