// tenure report rfm: how recently, how often, for how much.
#include <algorithm>
#include <iostream>

#include "cli/answers.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/server.h"
#include "cli/verbs.h"
#include "report/rfm.h"
#include "service/report_rows.h"
#include "transfer/byte_source.h"
#include "transfer/csv_reader.h"

namespace tenure::cli {

namespace {

constexpr size_t kBest = 20;

// What is asked for, in the forms in which people and the API write it.
struct Asked {
  bool quantile = false, thresholds = false;
  Date day;
  std::vector<std::pair<std::string, std::string>> bins;  // recency_bins …
};
// What comes of it: everybody with an order that still counts, and their scores; or the bounds of the scores.
struct Scored {
  std::vector<report::RfmCustomer> customers;
  std::vector<report::RfmScore> scores;
  report::Table bounds;
};

Result<Scored> score_here(Session& session, const Given& given, const Asked& asked) {
  TENURE_TRY(const service::Service::When when, session.when(given));
  TENURE_TRY(const lifecycle::DefinitionPtr definition, session.definition());
  Scored all;
  TENURE_CHECK_OK(service::tell_orders(session.service(), session.caller(), session.workspace, when,
                                       [&](const service::OrderRow& order) {
                                         if (all.customers.empty() || all.customers.back().key != order.account)
                                           all.customers.push_back({.key = std::string(order.account)});
                                         all.customers.back().add_order(definition->zone.local_date(order.at), order.amount);
                                       }));
  if (!asked.quantile) {
    all.scores = report::rfm_ntile(all.customers, asked.day);
    return all;
  }
  report::RfmEdges edges = report::rfm_quantile_edges(all.customers, asked.day);
  for (const auto& [name, text] : asked.bins) {
    auto& side = name == "recency_bins" ? edges.recency : name == "frequency_bins" ? edges.frequency : edges.monetary;
    side = *report::parse_rfm_edges(text);
  }
  if (asked.thresholds) all.bounds = report::rfm_thresholds(all.customers, asked.day, edges);
  else all.scores = report::rfm_by_edges(all.customers, asked.day, edges);
  return all;
}

// A row of the API's report: a customer with their scores.
void add_row(Scored& all, const Value& row, Date day) {
  const int64_t days = number(row, "recency_days");
  const auto monetary = Decimal::parse(text(row, "monetary"));
  all.customers.push_back(report::RfmCustomer::from_totals(text(row, "account"), number(row, "frequency"),
                                                           {day.days - static_cast<int32_t>(days)},
                                                           monetary ? *monetary : Decimal()));
  all.scores.push_back({.recency_days = days,
                        .r = static_cast<uint8_t>(number(row, "r_score")),
                        .f = static_cast<uint8_t>(number(row, "f_score")),
                        .m = static_cast<uint8_t>(number(row, "m_score"))});
}

Result<Scored> score_there(Session& session, const Given& given, const Asked& asked) {
  const Server& server = session.server();
  TENURE_TRY(const std::string when, server.when(given));
  std::string path = "reports/rfm?date=" + to_string(asked.day) + "&method=" + (asked.quantile ? "quantile" : "ntile") +
                     (asked.thresholds ? "&thresholds=true" : "&detail=true") + when;
  for (const auto& [name, text] : asked.bins) path += "&" + name + "=" + in_address(text);
  Scored all;
  if (asked.thresholds) {
    TENURE_TRY(all.bounds, server.table(path));
  } else {
    TENURE_CHECK_OK(server.lines(path, [&](const Value& row) { add_row(all, row, asked.day); }));
  }
  return all;
}

// Columns segment, recency_lower … monetary_upper, in this order whatever they are called.
Result<std::vector<report::RfmSegment>> read_segments(const std::string& path) {
  transfer::FileSource file(path);
  transfer::TextSource text(file, transfer::Encoding::automatic);
  transfer::CsvReader reader(text, {});
  TENURE_CHECK_OK(reader.open());
  std::vector<report::RfmSegment> segments;
  for (;;) {
    const transfer::CsvEvent event = reader.next();
    if (event == transfer::CsvEvent::end) return segments;
    if (event != transfer::CsvEvent::row) return std::unexpected(reader.error());
    int bounds[6] = {};
    bool numbers = reader.row().fields.size() == 7;
    for (size_t i = 0; numbers && i < 6; ++i) {
      const auto number = Decimal::parse(reader.row().fields[i + 1]);
      const auto whole = number ? number->to_int64() : std::nullopt;
      numbers = whole && *whole >= 0 && *whole <= 99;
      if (numbers) bounds[i] = static_cast<int>(*whole);
    }
    if (!numbers) {
      return refuse("cli.bad-segments", {{"file", path}, {"line", std::to_string(reader.row().line)}});
    }
    segments.push_back({std::string(reader.row().fields[0]), bounds[0], bounds[1], bounds[2], bounds[3], bounds[4], bounds[5]});
  }
}

Result<Asked> asked_for(Session& session, const Given& given) {
  Asked asked{.thresholds = given.has("--thresholds")};
  if (const auto text = given.maybe("--date")) {
    TENURE_TRY(asked.day, parse_date(*text));
  } else {
    Instant at = session.clock().now();
    if (const auto when = given.maybe("--at")) {
      TENURE_TRY(at, session.instant(*when));
    }
    asked.day = session.date(at);
  }
  for (const char* option : {"--recency-bins", "--frequency-bins", "--monetary-bins"}) {
    const auto text = given.maybe(option);
    if (!text) continue;
    if (!report::parse_rfm_edges(*text)) return refuse("cli.bad-bins", {{"option", option}, {"text", *text}});
    std::string name = std::string(option).substr(2);
    std::ranges::replace(name, '-', '_');
    asked.bins.emplace_back(std::move(name), *text);
  }
  asked.quantile = given.text("--method", asked.bins.empty() ? "ntile" : "quantile") == "quantile";
  if (!asked.quantile && (!asked.bins.empty() || asked.thresholds)) return refuse("cli.rfm-needs-quantile");
  if (given.has("--summary") && !given.has("--segments")) return refuse("cli.rfm-needs-segments");
  return asked;
}

void draw(Session& session, const Asked& asked, const Scored& all, report::Table table) {
  session.tell("cli.rfm.grid", {{"customers", grouped(static_cast<int64_t>(all.customers.size()))}, {"date", to_string(asked.day)}});
  print(session, report::rfm_grid(all.scores));
  if (table.rows.empty()) return;
  session.out() << '\n';
  std::ranges::stable_sort(table.rows, [](const auto& a, const auto& b) { return *a[7].template get<int64_t>() > *b[7].template get<int64_t>(); });
  const size_t more = table.rows.size() > kBest ? table.rows.size() - kBest : 0;
  table.rows.resize(table.rows.size() - more);
  session.tell("cli.rfm.best");
  print(session, table);
  if (more > 0) session.note("cli.rfm.more", {{"count", grouped(static_cast<int64_t>(more))}});
}

int rfm(Session& session, const Given& given) {
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const auto asked = asked_for(session, given);
  if (!asked) return session.fail_usage(asked.error(), find_command("report rfm"));
  std::vector<report::RfmSegment> segments;
  if (const auto file = given.maybe("--segments")) {
    auto read = read_segments(*file);
    if (!read) return session.fail(read.error());
    segments = std::move(*read);
  }
  const auto all = session.by_server() ? score_there(session, given, *asked) : score_here(session, given, *asked);
  if (!all) return session.fail(all.error());
  if (asked->thresholds) {
    print(session, all->bounds);
  } else if (given.has("--summary")) {
    print(session, report::rfm_segment_summary(all->customers, all->scores, segments));
  } else if (session.format != Format::table) {
    print(session, report::rfm_table(all->customers, all->scores, segments));
  } else {
    draw(session, *asked, *all, report::rfm_table(all->customers, all->scores, segments));
  }
  return kDone;
}

}  // namespace

Command report_rfm_command() {
  return {.name = "report rfm",
          .shared = kWhen | kOutput,
          .options = {{.name = "--method", .placeholder = "METHOD", .choices = {"ntile", "quantile"}},
                      {.name = "--date", .placeholder = "DATE"},
                      {.name = "--segments", .placeholder = "FILE"},
                      {.name = "--summary"},
                      {.name = "--thresholds"},
                      {.name = "--recency-bins", .placeholder = "EDGES"},
                      {.name = "--frequency-bins", .placeholder = "EDGES"},
                      {.name = "--monetary-bins", .placeholder = "EDGES"}},
          .examples = {"tenure report rfm -o csv", "tenure report rfm --method quantile --date 2026-10-31 --thresholds"},
          .run = rfm,
          .by_server = rfm};
}

}  // namespace tenure::cli
