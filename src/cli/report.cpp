// tenure report stages, flow, time-in-stage, cohorts: the log, counted.
#include <algorithm>
#include <iostream>

#include "base/limits_of_doors.h"
#include "cli/output.h"
#include "cli/server.h"
#include "cli/verbs.h"
#include "report/history.h"
#include "service/report_rows.h"

namespace tenure::cli {

namespace {

constexpr int kBar = 24;

// One lifecycle, as whoever has the definition knows it.
struct Cycle {
  std::string name;
  std::vector<std::string> stages;  // in rank order
  bool has(std::string_view stage) const { return std::ranges::find(stages, stage) != stages.end(); }
};

Result<std::vector<Cycle>> cycles(Session& session) {
  std::vector<Cycle> all;
  if (session.by_server()) {
    TENURE_TRY(const Value definition, session.server().definition());
    for (const Value& cycle : items_at(definition, "lifecycles")) {
      Cycle& out = all.emplace_back(text_at(cycle, "name"));
      for (const Value& stage : items_at(cycle, "stages")) out.stages.push_back(text_at(stage, "name"));
    }
  } else {
    TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
    for (const lifecycle::Lifecycle& cycle : definition->lifecycles) all.push_back({cycle.name, cycle.stage_ids});
  }
  return all;
}

// What every one of these reports is asked for, of the lifecycle that was named, or the first.
struct Asked {
  Cycle cycle;
  std::optional<Instant> since;
  std::vector<std::string> stages;
  int after = -1;
};

Result<Asked> asked_for(Session& session, const Given& given) {
  TENURE_CHECK_OK(session.learn_names());
  TENURE_TRY(const std::vector<Cycle> all, cycles(session));
  std::vector<std::string> names;
  for (const Cycle& cycle : all) names.push_back(cycle.name);
  const std::string name = given.text("--lifecycle", names.empty() ? "" : names.front());
  const auto found = std::ranges::find(all, name, &Cycle::name);
  if (found == all.end())
    return refuse("cli.unknown-lifecycle", {{"lifecycle", name}, {"nearest", nearest(name, names)}});
  Asked asked{.cycle = *found, .stages = given.list("--stage")};
  for (const std::string& stage : asked.stages) {
    if (!asked.cycle.has(stage))
      return refuse("cli.unknown-stage", {{"stage", stage}, {"nearest", nearest(stage, asked.cycle.stages)}});
  }
  return asked;
}

// ---- made here

struct Source {
  lifecycle::DefinitionPtr definition;
  const lifecycle::Lifecycle* cycle = nullptr;
  service::Service::When when;
  Instant until;
  const TimeZone& zone() const { return definition->zone; }
};

Result<Source> source(Session& session, const Given& given, const Asked& asked) {
  Source from;
  TENURE_TRY(from.definition, session.definition());
  TENURE_TRY(from.when, session.when(given));
  from.until = from.when.at.value_or(session.clock().now());
  from.cycle = &from.definition->lifecycles[*from.definition->find_lifecycle(asked.cycle.name)];
  return from;
}

// Every account from its first fact on (or from its first fact of one kind), with its moves.
Result<report::History> history(Session& session, const Source& from, std::string begins_with = "") {
  report::History history(report::stage_list(*from.cycle));
  TENURE_CHECK_OK(service::tell_history(
      session.service(), session.caller(), session.workspace,
      {.lifecycle = from.cycle->name, .begins_with = std::move(begins_with), .when = from.when},
      [&](std::string_view account, Instant at) { history.begin(account, at <= kMinInstant ? engine::kAlways : at); },
      [&](const service::Service::LogRow& row) { history.add(row.account, row.from, row.to, row.at); }));
  return history;
}

Result<report::Table> stages_here(Session& session, const Given& given, const Asked& asked) {
  TENURE_TRY(const Source from, source(session, given, asked));
  TENURE_TRY(const report::History moves, history(session, from));
  return report::stages_over_time(moves, *report::parse_period(given.text("--every", "month")), from.zone(), from.until);
}

Result<report::Table> flow_here(Session& session, const Given& given, const Asked& asked) {
  TENURE_TRY(const Source from, source(session, given, asked));
  TENURE_TRY(const report::History moves, history(session, from));
  return report::flow(moves, asked.since, from.until);
}

Result<report::Table> time_in_stage_here(Session& session, const Given& given, const Asked& asked) {
  TENURE_TRY(const Source from, source(session, given, asked));
  TENURE_TRY(const report::History moves, history(session, from));
  return report::time_in_stage(moves, from.until);
}

Result<report::Table> cohorts_here(Session& session, const Given& given, const Asked& asked) {
  TENURE_TRY(const Source from, source(session, given, asked));
  std::vector<lifecycle::StageId> wanted;
  for (const std::string& stage : asked.stages) wanted.push_back(*from.cycle->find_stage(stage));
  for (size_t s = 0; asked.stages.empty() && s < from.cycle->stages.size(); ++s) {
    if (from.cycle->stages[s].active) wanted.push_back(static_cast<lifecycle::StageId>(s));
  }
  const bool first_order = given.text("--by", "first-order") == "first-order";
  TENURE_TRY(const report::History moves, history(session, from, first_order ? "order.placed" : ""));
  return asked.after >= 0 ? report::cohort_stages(moves, asked.after, from.zone(), from.until)
                          : report::cohort_shares(moves, wanted, from.zone(), from.until);
}

// ---- made by a server, from the same options

Result<report::Table> made_there(Session& session, const Given& given, const Asked& asked, std::string_view report) {
  TENURE_TRY(const std::string when, session.server().when(given));
  std::string path = "reports/" + std::string(report) + "?lifecycle=" + in_address(asked.cycle.name) + when;
  if (asked.since) path += "&since=" + in_address(to_string(*asked.since));
  if (asked.after >= 0) path += "&after=" + std::to_string(asked.after);
  for (const char* option : {"every", "by"}) {
    if (const auto text = given.maybe("--" + std::string(option))) path += "&" + std::string(option) + "=" + *text;
  }
  for (const std::string& stage : asked.stages) path += (&stage == &asked.stages.front() ? "&stage=" : ",") + in_address(stage);
  return session.server().table(path);
}

using Here = Result<report::Table> (*)(Session&, const Given&, const Asked&);
Result<report::Table> made(Session& session, const Given& given, const Asked& asked, std::string_view report, Here here) {
  return session.by_server() ? made_there(session, given, asked, report) : here(session, given, asked);
}

// ---- shown

std::vector<std::string> titles(Session& session, const Cycle& cycle, const report::Table& table) {
  std::vector<std::string> names;
  for (const report::Column& column : table.columns)
    names.push_back(cycle.has(column.name) ? session.stage_title(cycle.name, column.name) : "");
  return names;
}

// For people: stages by their titles, and a bar for the numbers of one column.
void draw(Session& session, const Cycle& cycle, report::Table table, const char* measured) {
  if (session.format != Format::table) return print(session, table);
  const auto column = static_cast<size_t>(std::ranges::find(table.columns, measured, &report::Column::name) -
                                          table.columns.begin());
  const auto number = [&](const std::vector<Value>& row) {
    if (const auto* whole = row[column].get<int64_t>()) return static_cast<double>(*whole);
    const auto* decimal = row[column].get<Decimal>();
    return decimal ? decimal->to_double() : 0;
  };
  double most = 0;
  for (const auto& row : table.rows) most = std::max(most, number(row));
  for (auto& row : table.rows) {
    const std::string picture = bar(number(row), most, kBar);
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const std::string& name = table.columns[c].name;
      if (name == "from" || name == "to" || name == "stage") row[c] = session.stage_title(cycle.name, to_text(row[c]));
    }
    row.emplace_back(picture);
  }
  table.columns.push_back({" "});
  print(session, table);
}

// How each stage has fared, up to now.
void draw_lines(Session& session, const Cycle& cycle, const report::Table& table) {
  session.out() << '\n';
  int width = 0;
  for (const std::string& id : cycle.stages) width = std::max(width, display_width(session.stage_title(cycle.name, id)));
  const size_t shown = static_cast<size_t>(std::max(10, session.width() - width - 12));
  for (size_t c = 1; c < table.columns.size(); ++c) {
    std::vector<double> counts;
    const size_t first = table.rows.size() > shown ? table.rows.size() - shown : 0;
    for (size_t r = first; r < table.rows.size(); ++r) counts.push_back(static_cast<double>(*table.rows[r][c].get<int64_t>()));
    session.out() << padded(session.stage_title(cycle.name, table.columns[c].name), width) << "  "
                  << sparkline(counts) << "  " << to_text(table.rows.back()[c]) << '\n';
  }
}

int stages(Session& session, const Given& given) {
  const auto asked = asked_for(session, given);
  if (!asked) return session.fail(asked.error());
  const auto table = made(session, given, *asked, "stages", stages_here);
  if (!table) return session.fail(table.error());
  print(session, *table, titles(session, asked->cycle, *table));
  if (session.format == Format::table && table->rows.size() >= 3) draw_lines(session, asked->cycle, *table);
  return kDone;
}

int flow(Session& session, const Given& given) {
  auto asked = asked_for(session, given);
  if (!asked) return session.fail(asked.error());
  if (const auto text = given.maybe("--since")) {
    const auto instant = session.instant(*text);
    if (!instant) return session.fail_usage(instant.error(), find_command("report flow"));
    asked->since = *instant;
  }
  const auto table = made(session, given, *asked, "flow", flow_here);
  if (!table) return session.fail(table.error());
  draw(session, asked->cycle, *table, "moves");
  return kDone;
}

int time_in_stage(Session& session, const Given& given) {
  const auto asked = asked_for(session, given);
  if (!asked) return session.fail(asked.error());
  const auto table = made(session, given, *asked, "time-in-stage", time_in_stage_here);
  if (!table) return session.fail(table.error());
  draw(session, asked->cycle, *table, "median_days");
  return kDone;
}

int cohorts(Session& session, const Given& given) {
  auto asked = asked_for(session, given);
  if (!asked) return session.fail(asked.error());
  if (const auto text = given.maybe("--after")) {
    const auto number = Decimal::parse(*text);
    const auto months = number ? number->to_int64() : std::nullopt;
    if (!months || *months < 0 || *months > limits::kReportPeriods)
      return session.fail_usage({"cli.bad-months", {{"text", *text}}}, find_command("report cohorts"));
    asked->after = static_cast<int>(*months);
  }
  const auto table = made(session, given, *asked, "cohorts", cohorts_here);
  if (!table) return session.fail(table.error());
  print(session, *table, titles(session, asked->cycle, *table));
  return kDone;
}

const Option kLifecycle{.name = "--lifecycle", .placeholder = "NAME"};

}  // namespace

Command report_stages_command() {
  return {.name = "report stages",
          .shared = kWhen | kOutput,
          .options = {kLifecycle, {.name = "--every", .placeholder = "PERIOD", .choices = {"day", "week", "month"}}},
          .examples = {"tenure report stages --every week -o csv"},
          .run = stages,
          .by_server = stages};
}

Command report_flow_command() {
  return {.name = "report flow",
          .shared = kWhen | kOutput,
          .options = {kLifecycle, {.name = "--since", .placeholder = "INSTANT"}},
          .examples = {"tenure report flow --since 2026-01-01"},
          .run = flow,
          .by_server = flow};
}

Command report_time_in_stage_command() {
  return {.name = "report time-in-stage",
          .shared = kWhen | kOutput,
          .options = {kLifecycle},
          .examples = {"tenure report time-in-stage"},
          .run = time_in_stage,
          .by_server = time_in_stage};
}

Command report_cohorts_command() {
  return {.name = "report cohorts",
          .shared = kWhen | kOutput,
          .options = {kLifecycle,
                      {.name = "--by", .placeholder = "BEGINNING", .choices = {"first-order", "creation"}},
                      {.name = "--stage", .placeholder = "STAGE", .many = true},
                      {.name = "--after", .placeholder = "MONTHS"}},
          .examples = {"tenure report cohorts --stage customer", "tenure report cohorts --by creation --after 6"},
          .run = cohorts,
          .by_server = cohorts};
}

}  // namespace tenure::cli
