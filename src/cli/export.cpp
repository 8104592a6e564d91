// tenure export: everything, for other programs.
#include "base/json.h"
#include "cli/log_rows.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

// CSV unless asked otherwise; JSON is one object a line, whichever way it is asked for.
void choose_format(Session& session, const Given& given) {
  session.format = format_of(given, Format::csv);
  if (session.format == Format::json) session.format = Format::json_lines;
}

// What a fact says, by name.
std::vector<std::pair<std::string, Value>> said(const lifecycle::Definition& definition, const lifecycle::FactKind& kind,
                                                const service::Service::FactRow& row) {
  std::vector<std::pair<std::string, Value>> values;
  for (size_t i = 0; row.body && i < row.body->size() && i < kind.body_fields; ++i) {
    if (!(*row.body)[i].is_null()) values.emplace_back(kind.fields.fields[i].name, (*row.body)[i]);
  }
  if (!row.properties) return values;
  for (const auto& [property, value] : *row.properties) values.emplace_back(definition.properties[property].name, value);
  return values;
}

int export_facts(Session& session, const Given& given) {
  choose_format(session, given);
  const auto definition = session.definition();
  if (!definition) return session.fail(definition.error());
  const lifecycle::Definition& with = **definition;
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  const auto wanted = given.maybe("--kind");
  if (wanted && !with.find_kind(*wanted)) {
    std::vector<std::string> names;
    for (const lifecycle::FactKind& kind : with.kinds) names.push_back(kind.name);
    return session.fail({"cli.unknown-kind", {{"kind", *wanted}, {"nearest", nearest(*wanted, names)}}});
  }
  std::vector<report::Column> columns{{"account"}, {"kind"}, {"key"}, {"at"}, {"recorded_at"}, {"actor"}};
  if (wanted) {
    const lifecycle::FactKind& kind = with.kinds[*with.find_kind(*wanted)];
    for (size_t i = 0; i < kind.body_fields; ++i) columns.push_back({kind.fields.fields[i].name});
  } else {
    columns.push_back({"fields"});
  }
  RowPrinter printer(session, columns);
  const auto done = session.service().facts(session.workspace, *when, [&](const service::Service::FactRow& row) {
    if (wanted && row.kind != *wanted) return;
    const auto index = with.find_kind(row.kind);
    if (!index) return;
    const lifecycle::FactKind& kind = with.kinds[*index];
    std::vector<Value> cells{row.account, row.kind, row.key, row.at, row.recorded_at, row.actor};
    if (wanted) {
      for (size_t i = 0; i < kind.body_fields; ++i) {
        cells.push_back(row.body && i < row.body->size() ? (*row.body)[i] : Value());
      }
    } else {
      const Value fields(std::make_shared<const Object>(Object{said(with, kind, row)}));
      cells.push_back(session.format == Format::json_lines ? fields : Value(json::write(fields)));
    }
    printer.row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  printer.finish();
  return kDone;
}

int export_accounts(Session& session, const Given& given) {
  choose_format(session, given);
  const auto definition = session.definition();
  if (!definition) return session.fail(definition.error());
  std::optional<RowPrinter> printer;
  const auto done = session.service().accounts(session.workspace, [&](const service::Service::AccountRow& row) {
    if (!printer) {
      std::vector<report::Column> columns{{"account"}};
      for (const auto& [name, value] : row.properties) columns.push_back({name});
      printer.emplace(session, std::move(columns));
    }
    std::vector<Value> cells{row.key};
    for (const auto& [name, value] : row.properties) cells.push_back(value);
    printer->row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  if (!printer) {  // nobody there: the names at least
    std::vector<report::Column> columns{{"account"}};
    for (const auto& field : (*definition)->account.fields) columns.push_back({field.name});
    printer.emplace(session, std::move(columns));
  }
  printer->finish();
  return kDone;
}

int export_log(Session& session, const Given& given) {
  choose_format(session, given);
  return print_log(session, given);
}

}  // namespace

Command export_facts_command() {
  return {.name = "export facts",
          .shared = kWhen | kOutput,
          .options = {{.name = "--kind", .placeholder = "KIND"}},
          .examples = {"tenure export facts --kind order.placed > orders.csv", "tenure export facts --json"},
          .run = export_facts,
          .by_server = export_facts_by_server};
}

Command export_accounts_command() {
  return {.name = "export accounts",
          .shared = kOutput,
          .options = {},
          .examples = {"tenure export accounts > accounts.csv"},
          .run = export_accounts,
          .by_server = export_accounts_by_server};
}

Command export_log_command() {
  return {.name = "export log",
          .shared = kWhen | kOutput,
          .options = log_options(),
          .examples = {"tenure export log --all --json > log.jsonl"},
          .run = export_log,
          .by_server = export_log_by_server};
}

}  // namespace tenure::cli
