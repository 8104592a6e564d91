#include "http/routes/reports.h"

#include <algorithm>
#include <memory>
#include <semaphore>
#include <stdexcept>

#include "base/limits_of_doors.h"
#include "http/routes/answer.h"
#include "http/routes/definition_json.h"
#include "http/routes/principal.h"
#include "report/history.h"
#include "report/rfm.h"
#include "service/report_rows.h"
#include "service/reading.h"

namespace tenure::http {

namespace {

using lifecycle::Lifecycle;
using report::Table;
using service::Service;

// What every report begins with.
struct Asked {
  const Request& request;
  Service& service;
  const service::Caller caller;
  const std::string workspace;
  service::Reading reading;
  const Lifecycle* cycle = nullptr;
  Service::When when;
  Instant until;
  const TimeZone& zone() const { return reading.realm->definition->zone; }
};

Result<const Lifecycle*> lifecycle_of(const Request& request, const service::Reading& reading) {
  const auto& cycles = reading.realm->definition->lifecycles;
  TENURE_TRY(const std::string name, query_option(request, "lifecycle"));
  if (name.empty()) return &cycles.front();
  std::vector<std::string> names;
  for (const Lifecycle& cycle : cycles) {
    if (!reading.access->may_read("account", cycle.name)) continue;
    if (cycle.name == name) return &cycle;
    names.push_back(cycle.name);
  }
  return refuse("report-lifecycle", {{"lifecycle", excerpt(name, 40)}, {"nearest", nearest(name, names)}});
}

Result<report::History> history(const Asked& asked, std::string begins_with = "") {
  report::History history(report::stage_list(*asked.cycle));
  TENURE_CHECK_OK(service::tell_history(
      asked.service, asked.caller, asked.workspace,
      {.lifecycle = asked.cycle->name, .begins_with = std::move(begins_with), .when = asked.when},
      [&](std::string_view account, Instant at) {
        history.begin(account, at <= kMinInstant ? engine::kAlways : at);
      },
      [&](const Service::LogRow& row) { history.add(row.account, row.from, row.to, row.at); }));
  return history;
}

Result<Table> stages(const Asked& asked) {
  TENURE_TRY(const std::string every, query_option(asked.request, "every"));
  const auto period = report::parse_period(every.empty() ? "month" : every);
  if (!period) return refuse("invalid-option", {{"option", "every"}, {"value", excerpt(every, 40)}});
  TENURE_TRY(const report::History moves, history(asked));
  return report::stages_over_time(moves, *period, asked.zone(), asked.until);
}

Result<Table> flow(const Asked& asked) {
  TENURE_TRY(const auto since, instant_option(asked.request, "since", asked.zone()));
  TENURE_TRY(const report::History moves, history(asked));
  return report::flow(moves, since, asked.until);
}

Result<Table> funnel(const Asked& asked) {
  TENURE_TRY(const auto since, instant_option(asked.request, "since", asked.zone()));
  TENURE_TRY(const report::History moves, history(asked));
  return report::funnel(moves, since, asked.until);
}

Result<Table> time_in_stage(const Asked& asked) {
  TENURE_TRY(const report::History moves, history(asked));
  return report::time_in_stage(moves, asked.until);
}

// Those that `stage` names, separated by commas; nobody names one: the active ones.
Result<std::vector<lifecycle::StageId>> wanted_stages(const Asked& asked, const Lifecycle& cycle) {
  TENURE_TRY(std::string text, query_option(asked.request, "stage"));
  std::vector<lifecycle::StageId> wanted;
  for (size_t s = 0; text.empty() && s < cycle.stages.size(); ++s) {
    if (cycle.stages[s].active) wanted.push_back(static_cast<lifecycle::StageId>(s));
  }
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string id = text.substr(begin, end - begin);
    const auto stage = cycle.find_stage(id);
    if (!stage) return refuse("report-stage", {{"stage", excerpt(id, 40)}, {"nearest", nearest(id, cycle.stage_ids)}});
    wanted.push_back(*stage);
    begin = end + 1;
  }
  return wanted;
}

Result<Table> cohorts(const Asked& asked) {
  TENURE_TRY(const std::string by, query_option(asked.request, "by"));
  if (!by.empty() && by != "first-order" && by != "creation")
    return refuse("invalid-option", {{"option", "by"}, {"value", excerpt(by, 40)}});
  TENURE_TRY(const int64_t after, number_option(asked.request, "after", -1, 0, limits::kReportPeriods));
  TENURE_TRY(const auto wanted, wanted_stages(asked, *asked.cycle));
  TENURE_TRY(const report::History moves, history(asked, by == "creation" ? "" : "order.placed"));
  if (after >= 0) return report::cohort_stages(moves, static_cast<int>(after), asked.zone(), asked.until);
  return report::cohort_shares(moves, wanted, asked.zone(), asked.until);
}

// The edges of the scores, with the caller's own in the place of some.
Result<report::RfmEdges> rfm_edges(const Asked& asked, const std::vector<report::RfmCustomer>& customers, Date day) {
  report::RfmEdges edges = report::rfm_quantile_edges(customers, day);
  for (const auto& [option, side] : {std::pair{"recency_bins", &edges.recency},
                                     std::pair{"frequency_bins", &edges.frequency},
                                     std::pair{"monetary_bins", &edges.monetary}}) {
    TENURE_TRY(const std::string text, query_option(asked.request, option));
    if (text.empty()) continue;
    auto given = report::parse_rfm_edges(text);
    if (!given) return refuse("invalid-option", {{"option", option}, {"value", excerpt(text, 40)}});
    *side = std::move(*given);
  }
  return edges;
}

Result<std::vector<report::RfmCustomer>> rfm_customers(const Asked& asked) {
  std::vector<report::RfmCustomer> customers;
  TENURE_CHECK_OK(service::tell_orders(asked.service, asked.caller, asked.workspace, asked.when,
                                       [&](const service::OrderRow& order) {
                                         if (customers.empty() || customers.back().key != order.account)
                                           customers.push_back({.key = std::string(order.account)});
                                         customers.back().add_order(asked.zone().local_date(order.at), order.amount);
                                       }));
  return customers;
}

// How many customers have which scores of recency and frequency; with detail=true a row per customer, with
// thresholds=true the bounds of the scores. Bounds and bins are of quantiles alone.
Result<Table> rfm(const Asked& asked) {
  TENURE_TRY(const std::string method, query_option(asked.request, "method"));
  TENURE_TRY(const std::string detail, query_option(asked.request, "detail"));
  TENURE_TRY(const std::string thresholds, query_option(asked.request, "thresholds"));
  TENURE_TRY(const std::string date, query_option(asked.request, "date"));
  if (!method.empty() && method != "ntile" && method != "quantile")
    return refuse("invalid-option", {{"option", "method"}, {"value", excerpt(method, 40)}});
  Date day = asked.zone().local_date(asked.until);
  if (!date.empty()) {
    const auto given = parse_date(date);
    if (!given) return refuse("invalid-option", {{"option", "date"}, {"value", excerpt(date, 40)}});
    day = *given;
  }
  TENURE_TRY(const std::vector<report::RfmCustomer> customers, rfm_customers(asked));
  std::vector<report::RfmScore> scores;
  if (thresholds == "true" || method == "quantile") {
    TENURE_TRY(const report::RfmEdges edges, rfm_edges(asked, customers, day));
    if (thresholds == "true") return report::rfm_thresholds(customers, day, edges);
    scores = report::rfm_by_edges(customers, day, edges);
  } else {
    scores = report::rfm_ntile(customers, day);
  }
  return detail == "true" ? report::rfm_table(customers, scores) : report::rfm_grid(scores);
}

// Customers with live assignments who stand in none of the wanted stages (the stage "active" where there is one).
Result<Table> live_assignments(const Asked& asked) {
  TENURE_TRY(const std::string named, query_option(asked.request, "stage"));
  TENURE_TRY(auto wanted, wanted_stages(asked, *asked.cycle));
  if (const auto active = asked.cycle->find_stage("active"); named.empty() && active) wanted = {*active};
  std::string stands;
  for (const lifecycle::StageId stage : wanted)
    stands += (stands.empty() ? "" : ",") + ("'" + std::string(asked.cycle->stage_id(stage)) + "'");
  const query::Options options{
      .select = "key,name," + asked.cycle->name + ",live_assignment_count",
      .filter = "live_assignment_count gt 0 and (" + asked.cycle->name + " eq null or not (" + asked.cycle->name +
                " in (" + stands + ")))",
      .orderby = "key"};
  const auto account = asked.reading.model->find("account");
  if (!account) return refuse("not-found");
  query::Setting setting = asked.reading.setting(asked.until);
  setting.when = {asked.when.at, asked.when.known_at};
  setting.page = limits::kPageRowsMost;
  TENURE_TRY(const query::Query query, query::bind(asked.reading.model, *account, options, setting));
  Table table{{{"account"}, {"name"}, {"stage"}, {"live_assignments", true}}, {}};
  TENURE_TRY([[maybe_unused]] const query::Answer answer, asked.reading.run(query, [&](const query::Row& row) {
    auto& values = table.rows.emplace_back();
    for (size_t i = 0; i < 4; ++i)
      values.push_back(expression::to_value(row.cells[i], query.about().fields[query.select[i]].type));
    return true;
  }));
  return table;
}

constexpr struct {
  std::string_view name;
  Result<Table> (*make)(const Asked&);
} kReports[] = {{"stages", stages},   {"flow", flow}, {"funnel", funnel},           {"time-in-stage", time_in_stage},
                {"cohorts", cohorts}, {"rfm", rfm},   {"live-assignments", live_assignments}};

void write_row(json::Writer& out, const Table& table, const std::vector<Value>& row) {
  out.begin_object();
  for (size_t i = 0; i < row.size(); ++i) out.key(table.columns[i].name).value(row[i]);
  out.end_object();
}

// A row a line, in pieces: for tables that are too long to be one answer. Who is signed out while it lasts gets no more.
Response table_lines(const Request& request, Table table) {
  Response response(200, "application/x-ndjson", "");
  response.header("Cache-Control", "no-store");
  response.body = Producer([table = std::make_shared<const Table>(std::move(table)), next = size_t{0},
                            who = std::dynamic_pointer_cast<const SignedIn>(request.principal)](std::string& chunk) mutable {
    if (who && who->still && !who->still()) throw std::runtime_error("signed out during a report");
    for (; next < table->rows.size() && chunk.size() < limits::kHttpChunkBytes; ++next) {
      json::Writer out(chunk);
      write_row(out, *table, table->rows[next]);
      chunk += '\n';
    }
    return next < table->rows.size();
  });
  return response;
}

// Columns with their titles, rows as objects.
std::string table_json(const Asked& asked, std::string_view report, const Table& table) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("report", report).field("lifecycle", asked.cycle->name).field("as_of", asked.until);
  out.key("columns").begin_array();
  for (const report::Column& column : table.columns) {
    out.begin_object().field("name", column.name).field("number", column.number);
    const auto stage = asked.cycle->find_stage(column.name);
    const std::string code = "column." + column.name;
    const std::string english = say(Language::english, code);
    if (stage) write_title(out, "title", asked.cycle->stages[*stage].title);
    else if (english == code) write_title(out, "title", column.name, "");
    else write_title(out, "title", english, say(Language::hebrew, code));
    out.end_object();
  }
  out.end_array().key("value").begin_array();
  for (const auto& row : table.rows) write_row(out, table, row);
  out.end_array().end_object();
  return body;
}

Result<Response> answer(Service& service, const Clock& clock, Request& request) {
  const std::string workspace(request.parameter("workspace"));
  const auto* report = std::ranges::find(kReports, request.parameter("report"), &std::decay_t<decltype(*kReports)>::name);
  if (report == std::end(kReports)) return refuse("not-found");
  TENURE_TRY(service::Reading reading, service.reading(caller(request), workspace));
  TENURE_TRY(const Lifecycle* cycle, lifecycle_of(request, reading));
  Asked asked{request, service, caller(request), workspace, std::move(reading), cycle, {}, clock.now()};
  TENURE_TRY(asked.when.at, instant_option(request, "as_of", asked.zone()));
  TENURE_TRY(asked.when.known_at, instant_option(request, "known_at", asked.zone()));
  asked.until = asked.when.at.value_or(asked.until);
  TENURE_TRY(Table table, report->make(asked));
  if (request.headers.get("Accept") == "application/x-ndjson") return table_lines(request, std::move(table));
  return json_answer(table_json(asked, report->name, table));
}

}  // namespace

void add_report_routes(Router& router, Service& service, const Clock& clock) {
  // Each reads the whole log: a few at a time, so that they do not take every thread from those who want one row.
  const auto places = std::make_shared<std::counting_semaphore<limits::kReportsAtOnce>>(limits::kReportsAtOnce);
  router.add(
      Method::get, "/w/{workspace}/reports/{report}",
      [&service, &clock, places](Request& request) {
        if (!places->try_acquire()) return refusal(request, {"overloaded", {{"seconds", "1"}}});
        const std::unique_ptr<std::counting_semaphore<limits::kReportsAtOnce>, void (*)(std::counting_semaphore<limits::kReportsAtOnce>*)>
            place(places.get(), [](auto* held) { held->release(); });
        Result<Response> made = answer(service, clock, request);
        return made ? std::move(*made) : refusal(request, made.error());
      },
      {.name = "report.read", .scope = "read"});
}

}  // namespace tenure::http
