// tenure export: everything, for other programs.
#include <algorithm>

#include "base/json.h"
#include "cli/by_server_reads.h"
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

Result<FactKinds> fact_kinds(Session& session) {
  if (session.by_server()) return fact_kinds_there(session);
  TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
  FactKinds kinds;
  for (const lifecycle::FactKind& kind : definition->kinds) {
    kinds.emplace_back(kind.name, std::vector<std::string>{});
    for (size_t i = 0; i < kind.body_fields; ++i) kinds.back().second.push_back(kind.fields.fields[i].name);
  }
  return kinds;
}

Result<void> facts_of(Session& session, const service::Service::When& when, const std::string& kind,
                      const std::function<void(const ToldFact&)>& visit) {
  if (session.by_server()) return facts_there(session, when, kind, visit);
  TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
  return session.service().facts(session.workspace, when, [&](const service::Service::FactRow& row) {
    const auto index = definition->find_kind(row.kind);
    if (!index || (!kind.empty() && row.kind != kind)) return;
    visit({std::string(row.account), std::string(row.kind), std::string(row.key), std::string(row.actor), row.at,
           row.recorded_at, said(*definition, definition->kinds[*index], row)});
  });
}

Value in_fact(const ToldFact& fact, std::string_view name) {
  for (const auto& [known, value] : fact.fields)
    if (known == name) return value;
  return {};
}

int export_facts(Session& session, const Given& given) {
  choose_format(session, given);
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  const auto kinds = fact_kinds(session);
  if (!kinds) return session.fail(kinds.error());
  const auto wanted = given.maybe("--kind");
  const auto kind = std::ranges::find(*kinds, wanted.value_or(""), &FactKinds::value_type::first);
  if (wanted && kind == kinds->end()) {
    std::vector<std::string> names;
    for (const auto& [name, fields] : *kinds) names.push_back(name);
    return session.fail({"cli.unknown-kind", {{"kind", *wanted}, {"nearest", nearest(*wanted, names)}}});
  }
  std::vector<report::Column> columns{{"account"}, {"kind"}, {"key"}, {"at"}, {"recorded_at"}, {"actor"}};
  if (wanted) {
    for (const std::string& field : kind->second) columns.push_back({field});
  } else {
    columns.push_back({"fields"});
  }
  RowPrinter printer(session, columns);
  const auto done = facts_of(session, *when, wanted.value_or(""), [&](const ToldFact& fact) {
    std::vector<Value> cells{fact.account, fact.kind, fact.key, fact.at, fact.recorded_at, fact.actor};
    if (wanted) {
      for (const std::string& field : kind->second) cells.push_back(in_fact(fact, field));
    } else {
      const Value fields(std::make_shared<const Object>(Object{fact.fields}));
      cells.push_back(session.format == Format::json_lines ? fields : Value(json::write(fields)));
    }
    printer.row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  printer.finish();
  return kDone;
}

Result<std::vector<std::string>> account_fields(Session& session) {
  if (session.by_server()) return account_fields_there(session);
  TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
  std::vector<std::string> names;
  for (const auto& field : definition->account.fields) names.push_back(field.name);
  return names;
}

Result<void> accounts_of(Session& session, const std::function<void(const service::Service::AccountRow&)>& visit) {
  if (session.by_server()) return accounts_there(session, visit);
  return session.service().accounts(session.workspace, visit);
}

int export_accounts(Session& session, const Given& given) {
  choose_format(session, given);
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const auto fields = account_fields(session);
  if (!fields) return session.fail(fields.error());
  std::vector<report::Column> columns{{"account"}};
  for (const std::string& field : *fields) columns.push_back({field});
  RowPrinter printer(session, std::move(columns));
  const auto done = accounts_of(session, [&](const service::Service::AccountRow& row) {
    std::vector<Value> cells{row.key};
    for (const auto& [name, value] : row.properties) cells.push_back(value);
    printer.row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  printer.finish();
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
          .by_server = export_facts};
}

Command export_accounts_command() {
  return {.name = "export accounts",
          .shared = kOutput,
          .options = {},
          .examples = {"tenure export accounts > accounts.csv"},
          .run = export_accounts,
          .by_server = export_accounts};
}

Command export_log_command() {
  return {.name = "export log",
          .shared = kWhen | kOutput,
          .options = log_options(),
          .examples = {"tenure export log --all --json > log.jsonl"},
          .run = export_log,
          .by_server = export_log};
}

}  // namespace tenure::cli
