// tenure log and tenure export log: the moves, one a row.
#include "cli/log_rows.h"

#include "cli/answers.h"
#include "cli/by_server_reads.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

const std::vector<report::Column> kColumns{{"account"}, {"lifecycle"},   {"from"}, {"to"},  {"at"},
                                           {"recorded_at"}, {"rule"}, {"fact"}, {"superseded_at"}};

std::vector<Value> values(const service::Service::LogRow& row) {
  return {row.account, row.lifecycle, row.from, row.to, row.at, row.recorded_at, row.rule, row.fact,
          row.superseded_at ? Value(*row.superseded_at) : Value()};
}

// More than one is told apart.
Result<size_t> count_lifecycles(Session& session) {
  if (session.by_server()) {
    TENURE_TRY(const Value definition, session.server().definition());
    return items(definition, "lifecycles").size();
  }
  TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
  return definition->lifecycles.size();
}

Result<void> rows_of(Session& session, const service::Service::LogFilter& filter,
                     const std::function<void(const service::Service::LogRow&)>& visit) {
  if (session.by_server()) return log_there(session, filter, visit);
  return session.service().log(session.workspace, filter, visit);
}

int log(Session& session, const Given& given) { return print_log(session, given); }

}  // namespace

int print_log(Session& session, const Given& given) {
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const auto lifecycles = count_lifecycles(session);
  if (!lifecycles) return session.fail(lifecycles.error());
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  service::Service::LogFilter filter{.account = given.maybe("--account"),
                                     .lifecycle = given.maybe("--lifecycle"),
                                     .all = given.has("--all"),
                                     .when = *when};
  // For people: as they call the stages, without the columns that say nothing new.
  const bool people = session.format == Format::table;
  std::vector<report::Column> columns = kColumns;
  if (people) columns = {{"at"}, {"account"}, {"from"}, {"to"}, {"rule"}, {"fact"}};
  if (people && *lifecycles > 1) columns.insert(columns.begin() + 2, {"lifecycle"});
  if (people && filter.all) columns.push_back({"superseded_at"});
  RowPrinter printer(session, columns);
  const auto done = rows_of(session, filter, [&](const service::Service::LogRow& row) {
    if (!people) return printer.row(values(row));
    std::vector<Value> cells;
    for (const report::Column& column : columns) {
      if (column.name == "at") cells.emplace_back(row.at);
      if (column.name == "account") cells.emplace_back(row.account);
      if (column.name == "lifecycle") cells.emplace_back(row.lifecycle);
      if (column.name == "from") cells.emplace_back(session.stage_title(row.lifecycle, row.from));
      if (column.name == "to") cells.emplace_back(session.stage_title(row.lifecycle, row.to));
      if (column.name == "rule") cells.emplace_back(row.rule);
      if (column.name == "fact") cells.emplace_back(row.fact);
      if (column.name == "superseded_at") cells.push_back(row.superseded_at ? Value(*row.superseded_at) : Value());
    }
    printer.row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  printer.finish();
  return kDone;
}

std::vector<Option> log_options() {
  return {{.name = "--account", .placeholder = "ACCOUNT"},
          {.name = "--lifecycle", .placeholder = "NAME"},
          {.name = "--all"}};
}

Command log_command() {
  return {.name = "log",
          .shared = kWhen | kOutput,
          .options = log_options(),
          .examples = {"tenure log --account C-1042", "tenure log --all -o csv"},
          .run = log,
          .by_server = log};
}

}  // namespace tenure::cli
