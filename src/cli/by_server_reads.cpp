// log, explain and export through a server.
#include <algorithm>
#include <ostream>
#include <set>

#include "base/json.h"
#include "cli/output.h"
#include "cli/server.h"

namespace tenure::cli {

namespace {

Result<std::string> log_query(const Server& server, const Given& given) {
  std::string filter;
  const auto add = [&](const std::string& condition) { filter += (filter.empty() ? "" : "%20and%20") + condition; };
  if (const auto account = given.maybe("--account")) add("account%20eq%20" + literal(*account));
  if (const auto cycle = given.maybe("--lifecycle")) add("lifecycle%20eq%20" + literal(*cycle));
  if (!given.has("--all") && !given.has("--known-at")) add("superseded_at%20eq%20null");
  TENURE_TRY(const std::string when, server.when(given));
  return "odata/transitions?$orderby=at,account,lifecycle,sequence" + (filter.empty() ? "" : "&$filter=" + filter) + when;
}

int print_log(Session& session, const Given& given, const char* command) {
  const Server& server = session.server();
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const auto query = log_query(server, given);
  if (!query) return session.fail_usage(query.error(), find_command(command));
  const bool people = session.format == Format::table;
  std::vector<report::Column> columns{{"account"}, {"lifecycle"},   {"from"}, {"to"},   {"at"},
                                      {"recorded_at"}, {"rule"}, {"fact"}, {"superseded_at"}};
  if (people) columns = {{"at"}, {"account"}, {"lifecycle"}, {"from"}, {"to"}, {"rule"}, {"fact"}};
  RowPrinter printer(session, columns);
  const auto done = server.rows(*query, [&](const Value& row) {
    std::vector<Value> cells;
    for (const report::Column& column : columns) {
      Value cell = at_path(row, column.name);
      if (people && (column.name == "from" || column.name == "to"))
        cell = Value(session.stage_title(text_at(row, "lifecycle"), to_text(cell)));
      if (const std::string* text = cell.get<std::string>(); text && (column.name.ends_with("at"))) {
        if (const auto at = parse_instant(*text)) cell = Value(*at);
      }
      cells.push_back(std::move(cell));
    }
    printer.row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  printer.finish();
  return kDone;
}

// Every row of a set, with the names that the first one has.
int print_set(Session& session, const Given& given, const std::string& path, const char* command) {
  if (!given.has("--output") && !given.has("--json")) session.format = Format::csv;
  const Server& server = session.server();
  const auto when = given.has("--at") || given.has("--known-at") ? server.when(given) : Result<std::string>("");
  if (!when) return session.fail_usage(when.error(), find_command(command));
  std::optional<RowPrinter> printer;
  std::vector<report::Column> columns;
  const auto done = server.rows(path + *when, [&](const Value& row) {
    const auto* object = row.get<std::shared_ptr<const Object>>();
    if (!object) return;
    if (!printer) {
      for (const auto& [name, value] : (*object)->members) {
        if (!name.contains('@')) columns.push_back({name});
      }
      printer.emplace(session, columns);
    }
    std::vector<Value> cells;
    for (const report::Column& column : columns) {
      const Value& value = at_path(row, column.name);
      const bool nested = value.get<std::shared_ptr<const List>>() || value.get<std::shared_ptr<const Object>>();
      cells.push_back(nested && session.format != Format::json_lines ? Value(json::write(value)) : value);
    }
    printer->row(std::move(cells));
  });
  if (!done) return session.fail(done.error());
  if (printer) printer->finish();
  return kDone;
}

void print_story(Session& session, const Value& definition, const Value& story) {
  const Style style(session.colour);
  const auto title = [&](const Value& of, const char* stage) {
    return stage_title(definition, session.language, text_at(of, "lifecycle"), text_at(of, stage));
  };
  const std::string name = text_at(story, "name");
  session.out() << style.bold(text_at(story, "account") + (name.empty() ? "" : " · " + name)) << '\n';
  for (const Value& stands : items_at(story, "stands")) {
    session.out() << '\n' << style.bold(text_at(stands, "lifecycle")) << '\n';
    for (const Value& step : items_at(story, "timeline")) {
      if (text_at(step, "lifecycle") != text_at(stands, "lifecycle")) continue;
      session.out() << "  " << text_at(step, "at") << "  "
                    << session.say("cli.explain.move", {{"from", title(step, "from")}, {"to", title(step, "to")}})
                    << "  " << text_at(step, "rule") << '\n';
    }
    session.out() << "  " << title(stands, "stage") << '\n';
    for (const Value& way : items_at(story, "outlook")) {
      if (text_at(way, "lifecycle") != text_at(stands, "lifecycle")) continue;
      session.out() << "    → " << title(way, "to") << ": " << text_at(way, "id");
      for (const Value& missing : items_at(way, "missing")) session.out() << "; " << text_at(missing, "condition");
      if (!text_at(way, "due").empty()) session.out() << "; " << text_at(way, "due");
      session.out() << '\n';
    }
  }
}

}  // namespace

int log_by_server(Session& session, const Given& given) { return print_log(session, given, "log"); }

int export_log_by_server(Session& session, const Given& given) {
  if (!given.has("--output") && !given.has("--json")) session.format = Format::csv;
  return print_log(session, given, "export log");
}

int explain_by_server(Session& session, const Given& given) {
  const Server& server = session.server();
  std::string parameters;
  for (const auto& [option, name] : {std::pair{"--at", "as_of"}, std::pair{"--known-at", "known_at"}}) {
    const auto text = given.maybe(option);
    if (!text) continue;
    const auto at = server.instant(*text);
    if (!at) return session.fail_usage(at.error(), find_command("explain"));
    parameters += (parameters.empty() ? "" : ",") + std::string(name) + "=" + in_address(*at);
  }
  const auto story = server.get("odata/accounts(" + literal(given.text("ACCOUNT")) + ")/tenure.explain(" + parameters + ")");
  if (!story) return session.fail(story.error());
  if (session.format != Format::table) {
    session.out() << json::write(at_path(*story, "result")) << '\n';
    return kDone;
  }
  const auto definition = server.definition();
  if (!definition) return session.fail(definition.error());
  print_story(session, *definition, at_path(*story, "result"));
  return kDone;
}

int export_facts_by_server(Session& session, const Given& given) {
  std::string filter = "retracted%20eq%20false%20and%20superseded_at%20eq%20null";
  if (const auto kind = given.maybe("--kind")) filter += "%20and%20kind%20eq%20" + literal(*kind);
  return print_set(session, given, "odata/facts?$filter=" + filter, "export facts");
}

int export_accounts_by_server(Session& session, const Given& given) {
  return print_set(session, given, "odata/accounts?$orderby=key", "export accounts");
}

}  // namespace tenure::cli
