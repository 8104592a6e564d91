// tenure report rfm: how recently, how often, for how much.
#include <algorithm>
#include <iostream>
#include <set>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "report/rfm.h"
#include "transfer/byte_source.h"
#include "transfer/csv_reader.h"

namespace tenure::cli {

namespace {

constexpr size_t kBest = 20;

// Everybody with an order, from the orders that still count.
Result<std::vector<report::RfmCustomer>> customers(Session& session, const lifecycle::Definition& definition,
                                                   const service::Service::When& when) {
  std::vector<report::RfmCustomer> result;
  const auto order = definition.find_kind("order.placed");
  if (!order) return result;
  const int amount = definition.kinds[*order].fields.find("amount");
  struct Order {
    std::string key;
    Date day;
    Decimal amount;
  };
  std::string account;
  std::vector<Order> orders;
  std::set<std::string, std::less<>> void_keys;
  const auto close = [&] {
    report::RfmCustomer customer{.key = account};
    for (const Order& placed : orders) {
      if (!void_keys.contains(placed.key)) customer.add_order(placed.day, placed.amount);
    }
    if (customer.orders > 0) result.push_back(std::move(customer));
    orders.clear();
    void_keys.clear();
  };
  TENURE_CHECK_OK(session.service().facts(session.workspace, when, [&](const service::Service::FactRow& row) {
    if (row.account != account) {
      close();
      account = row.account;
    }
    const auto kind = definition.find_kind(row.kind);
    if (!kind) return;
    if (*kind == *order) {
      const Decimal* paid = row.body && amount >= 0 ? (*row.body)[static_cast<size_t>(amount)].get<Decimal>() : nullptr;
      orders.push_back({std::string(row.key), definition.zone.local_date(row.at), paid ? *paid : Decimal()});
    } else if (definition.kinds[*kind].voids == *order) {
      void_keys.emplace(row.key);
    }
  }));
  close();
  return result;
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

// "115,181,297,482"
Result<std::vector<double>> read_bins(const std::string& option, const std::string& text) {
  std::vector<double> edges;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const auto edge = Decimal::parse(text.substr(begin, end - begin));
    if (!edge || (!edges.empty() && edge->to_double() <= edges.back()) || edges.size() == 8) {
      return refuse("cli.bad-bins", {{"option", option}, {"text", text}});
    }
    edges.push_back(edge->to_double());
    begin = end + 1;
  }
  return edges;
}

int rfm(Session& session, const Given& given) {
  const Command* self = find_command("report rfm");
  const auto definition = session.definition();
  if (!definition) return session.fail(definition.error());
  const auto when = session.when(given);
  if (!when) return session.fail(when.error());
  Date analysis = (*definition)->zone.local_date(when->at.value_or(session.clock().now()));
  if (const auto text = given.maybe("--date")) {
    const auto date = parse_date(*text);
    if (!date) return session.fail_usage(date.error(), self);
    analysis = *date;
  }
  const bool bins = given.has("--recency-bins") || given.has("--frequency-bins") || given.has("--monetary-bins");
  const bool quantile = given.text("--method", bins ? "quantile" : "ntile") == "quantile";
  if (!quantile && (bins || given.has("--thresholds"))) return session.fail_usage({"cli.rfm-needs-quantile", {}}, self);
  if (given.has("--summary") && !given.has("--segments")) return session.fail_usage({"cli.rfm-needs-segments", {}}, self);
  std::vector<report::RfmSegment> segments;
  if (const auto file = given.maybe("--segments")) {
    auto read = read_segments(*file);
    if (!read) return session.fail(read.error());
    segments = std::move(*read);
  }
  const auto who = customers(session, **definition, *when);
  if (!who) return session.fail(who.error());
  report::RfmEdges edges;
  if (quantile) edges = report::rfm_quantile_edges(*who, analysis);
  for (const auto& [option, side] : {std::pair{"--recency-bins", &edges.recency},
                                     std::pair{"--frequency-bins", &edges.frequency},
                                     std::pair{"--monetary-bins", &edges.monetary}}) {
    const auto text = given.maybe(option);
    if (!text) continue;
    auto given_edges = read_bins(option, *text);
    if (!given_edges) return session.fail_usage(given_edges.error(), self);
    *side = std::move(*given_edges);
  }
  const std::vector<report::RfmScore> scores =
      quantile ? report::rfm_by_edges(*who, analysis, edges) : report::rfm_ntile(*who, analysis);
  if (given.has("--thresholds")) {
    print(session, report::rfm_thresholds(*who, analysis, edges));
    return kDone;
  }
  if (given.has("--summary")) {
    print(session, report::rfm_segment_summary(*who, scores, segments));
    return kDone;
  }
  report::Table table = report::rfm_table(*who, scores, segments);
  if (session.format != Format::table) {
    print(session, table);
    return kDone;
  }
  session.tell("cli.rfm.grid", {{"customers", grouped(static_cast<int64_t>(who->size()))}, {"date", to_string(analysis)}});
  print(session, report::rfm_grid(scores));
  if (table.rows.empty()) return kDone;
  session.out() << '\n';
  std::ranges::stable_sort(table.rows, [](const auto& a, const auto& b) { return *a[7].template get<int64_t>() > *b[7].template get<int64_t>(); });
  const size_t more = table.rows.size() > kBest ? table.rows.size() - kBest : 0;
  table.rows.resize(table.rows.size() - more);
  session.tell("cli.rfm.best");
  print(session, table);
  if (more > 0) session.note("cli.rfm.more", {{"count", grouped(static_cast<int64_t>(more))}});
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
          .run = rfm};
}

}  // namespace tenure::cli
