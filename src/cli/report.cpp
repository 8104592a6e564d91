// tenure report stages, flow, time-in-stage, cohorts: the log, counted.
#include <algorithm>
#include <iostream>

#include "cli/output.h"
#include "cli/verbs.h"
#include "report/history.h"

namespace tenure::cli {

namespace {

constexpr int kBar = 24;

// What every one of these reports begins with.
struct Source {
  lifecycle::DefinitionPtr definition;
  const lifecycle::Lifecycle* cycle = nullptr;
  service::Service::When when;
  Instant until;
};

Result<Source> source(Session& session, const Given& given) {
  Source from;
  TENURE_TRY(from.definition, session.definition());
  TENURE_TRY(from.when, session.when(given));
  from.until = from.when.at.value_or(session.clock().now());
  const std::string name = given.text("--lifecycle", from.definition->lifecycles.front().name);
  const auto l = from.definition->find_lifecycle(name);
  if (!l) {
    std::vector<std::string> names;
    for (const lifecycle::Lifecycle& cycle : from.definition->lifecycles) names.push_back(cycle.name);
    return refuse("cli.unknown-lifecycle", {{"lifecycle", name}, {"nearest", nearest(name, names)}});
  }
  from.cycle = &from.definition->lifecycles[*l];
  return from;
}

// Every account from its first fact on (or from its first fact of one kind), with its moves.
Result<report::History> history(Session& session, const Source& from, std::string_view begins_with = "") {
  report::History history(report::stage_list(*from.cycle));
  std::string account;
  bool begun = false;
  TENURE_CHECK_OK(session.service().facts(session.workspace, from.when, [&](const service::Service::FactRow& row) {
    if (row.account != account) begun = false;
    account = row.account;
    if (begun || (!begins_with.empty() && row.kind != begins_with)) return;
    begun = true;
    history.begin(row.account, row.at <= kMinInstant ? engine::kAlways : row.at);
  }));
  TENURE_CHECK_OK(session.service().log(session.workspace, {.lifecycle = from.cycle->name, .when = from.when},
                                        [&](const service::Service::LogRow& row) {
                                          history.add(row.account, row.from, row.to, row.at);
                                        }));
  return history;
}

std::vector<std::string> titles(Session& session, const Source& from, const report::Table& table) {
  std::vector<std::string> names;
  for (const report::Column& column : table.columns) {
    const bool stage = from.cycle->find_stage(column.name).has_value();
    names.push_back(stage ? session.stage_title(from.cycle->name, column.name) : "");
  }
  return names;
}

// For people: stages by their titles, and a bar for the numbers of one column.
void draw(Session& session, const Source& from, report::Table table, const char* measured) {
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
      if (name == "from" || name == "to" || name == "stage") row[c] = session.stage_title(from.cycle->name, to_text(row[c]));
    }
    row.emplace_back(picture);
  }
  table.columns.push_back({" "});
  print(session, table);
}

int stages(Session& session, const Given& given) {
  const auto from = source(session, given);
  if (!from) return session.fail(from.error());
  const auto accounts = history(session, *from);
  if (!accounts) return session.fail(accounts.error());
  const auto period = report::parse_period(given.text("--every", "month"));
  const report::Table table = report::stages_over_time(*accounts, *period, from->definition->zone, from->until);
  print(session, table, titles(session, *from, table));
  if (session.format != Format::table || table.rows.size() < 3) return kDone;
  session.out() << '\n';
  int width = 0;
  for (const auto& id : accounts->stages().ids) width = std::max(width, display_width(session.stage_title(from->cycle->name, id)));
  const size_t shown = static_cast<size_t>(std::max(10, session.width() - width - 12));
  for (size_t c = 1; c < table.columns.size(); ++c) {
    std::vector<double> counts;
    const size_t first = table.rows.size() > shown ? table.rows.size() - shown : 0;
    for (size_t r = first; r < table.rows.size(); ++r) counts.push_back(static_cast<double>(*table.rows[r][c].get<int64_t>()));
    session.out() << padded(session.stage_title(from->cycle->name, table.columns[c].name), width) << "  "
                  << sparkline(counts) << "  " << to_text(table.rows.back()[c]) << '\n';
  }
  return kDone;
}

int flow(Session& session, const Given& given) {
  const auto from = source(session, given);
  if (!from) return session.fail(from.error());
  std::optional<Instant> since;
  if (const auto text = given.maybe("--since")) {
    const auto instant = session.instant(*text);
    if (!instant) return session.fail_usage(instant.error(), find_command("report flow"));
    since = *instant;
  }
  const auto accounts = history(session, *from);
  if (!accounts) return session.fail(accounts.error());
  draw(session, *from, report::flow(*accounts, since, from->until), "moves");
  return kDone;
}

int time_in_stage(Session& session, const Given& given) {
  const auto from = source(session, given);
  if (!from) return session.fail(from.error());
  const auto accounts = history(session, *from);
  if (!accounts) return session.fail(accounts.error());
  draw(session, *from, report::time_in_stage(*accounts, from->until), "median_days");
  return kDone;
}

int cohorts(Session& session, const Given& given) {
  const auto from = source(session, given);
  if (!from) return session.fail(from.error());
  std::vector<lifecycle::StageId> wanted;
  for (const std::string& id : given.list("--stage")) {
    const auto stage = from->cycle->find_stage(id);
    if (!stage) {
      std::vector<std::string> ids;
      for (const lifecycle::Stage& known : from->cycle->stages) ids.push_back(known.id);
      return session.fail({"cli.unknown-stage", {{"stage", id}, {"nearest", nearest(id, ids)}}});
    }
    wanted.push_back(*stage);
  }
  if (wanted.empty()) {
    for (size_t s = 0; s < from->cycle->stages.size(); ++s) {
      if (from->cycle->stages[s].active) wanted.push_back(static_cast<lifecycle::StageId>(s));
    }
  }
  int after = -1;
  if (const auto text = given.maybe("--after")) {
    const auto number = Decimal::parse(*text);
    const auto months = number ? number->to_int64() : std::nullopt;
    if (!months || *months < 0 || *months > 1200) {
      return session.fail_usage({"cli.bad-months", {{"text", *text}}}, find_command("report cohorts"));
    }
    after = static_cast<int>(*months);
  }
  const auto accounts = history(session, *from, given.text("--by", "first-order") == "first-order" ? "order.placed" : "");
  if (!accounts) return session.fail(accounts.error());
  const TimeZone& zone = from->definition->zone;
  const report::Table table = after >= 0 ? report::cohort_stages(*accounts, after, zone, from->until)
                                         : report::cohort_shares(*accounts, wanted, zone, from->until);
  print(session, table, titles(session, *from, table));
  return kDone;
}

const Option kLifecycle{.name = "--lifecycle", .placeholder = "NAME"};

}  // namespace

Command report_stages_command() {
  return {.name = "report stages",
          .shared = kWhen | kOutput,
          .options = {kLifecycle, {.name = "--every", .placeholder = "PERIOD", .choices = {"day", "week", "month"}}},
          .examples = {"tenure report stages --every week -o csv"},
          .run = stages};
}

Command report_flow_command() {
  return {.name = "report flow",
          .shared = kWhen | kOutput,
          .options = {kLifecycle, {.name = "--since", .placeholder = "INSTANT"}},
          .examples = {"tenure report flow --since 2026-01-01"},
          .run = flow};
}

Command report_time_in_stage_command() {
  return {.name = "report time-in-stage",
          .shared = kWhen | kOutput,
          .options = {kLifecycle},
          .examples = {"tenure report time-in-stage"},
          .run = time_in_stage};
}

Command report_cohorts_command() {
  return {.name = "report cohorts",
          .shared = kWhen | kOutput,
          .options = {kLifecycle,
                      {.name = "--by", .placeholder = "BEGINNING", .choices = {"first-order", "creation"}},
                      {.name = "--stage", .placeholder = "STAGE", .many = true},
                      {.name = "--after", .placeholder = "MONTHS"}},
          .examples = {"tenure report cohorts --stage customer", "tenure report cohorts --by creation --after 6"},
          .run = cohorts};
}

}  // namespace tenure::cli
