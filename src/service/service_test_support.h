#pragma once
// A store in a folder of its own, a clock that stands still, and a small pack that has one of
// everything.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "service/service.h"

namespace tenure::service {

inline constexpr const char* kPackYaml = R"(pack: shop
title: {en: Shop, he: חנות}
languages: [en, he]
properties:
  credit: {type: decimal, title: {en: Credit, he: אשראי}}
withdraw:
  order.cancelled: order.placed
notices:
  team: {title: {en: Team, he: צוות}, role: rep}
)";
inline constexpr const char* kLifecycleYaml = R"(lifecycle: status
title: {en: Status, he: סטטוס}
parameters:
  churn_days: {type: int, min: 1, default: 100, title: {en: Days, he: ימים}}
stages:
  suspect: {title: {en: Suspect, he: מועמד}}
  buyer:
    title: {en: Buyer, he: קונה}
    on_enter: [{notify: team}]
  customer: {title: {en: Customer, he: לקוח}}
  churned: {title: {en: Churned, he: נטש}, active: false}
  closed:
    title: {en: Closed, he: סגור}
    active: false
    gates: {order: {verdict: no, says: {en: No orders from a closed customer, he: אין הזמנות מלקוח סגור}}}
initial: suspect
by_hand: anyone
rules:
  - {id: third-order, on: order.placed, from: [below customer, churned], when: order_count ge 3, to: customer}
  - id: first-order
    on: order.placed
    from: [suspect, churned]
    to: buyer
    effects: [{set: {channel: "'shop'"}}]
timers:
  - {id: churn, from: [buyer, customer], at: {since: last_order_at, days: "@churn_days"}, to: churned}
declarations:
  closing:
    title: {en: Closing, he: סגירה}
    to: closed
    requires:
      - {id: note, note: true, says: {en: Say why, he: יש לנמק}}
      - {id: reason, field: not_interested_reason, says: {en: Choose a reason, he: יש לבחור סיבה}}
gates:
  order: {title: {en: Orders, he: הזמנות}, on: [order.placed]}
)";

inline Instant at(const char* text) {
  const std::string whole =
      std::string(text).size() == 10 ? std::string(text) + "T00:00:00Z" : text;
  const Result<Instant> instant = parse_instant(whole);
  EXPECT_TRUE(instant.has_value()) << text;
  return *instant;
}

class ServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/service-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/shop");
    std::ofstream(folder_ + "/shop/pack.yaml") << kPackYaml;
    std::ofstream(folder_ + "/shop/status.yaml") << kLifecycleYaml;
    open();
    const Result<void> made = service_->create_workspace({.pack = folder_ + "/shop"});
    ASSERT_TRUE(made.has_value()) << say(Language::english, made.error());
  }
  void TearDown() override {
    service_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void open() {
    service_.reset();
    store_.reset();
    store_ = store::open_sqlite(path(), {.create = true});
    service_ = std::make_unique<Service>(*store_, clock_);
  }
  std::string path() const { return folder_ + "/store.db"; }

  static FactInput order(std::string account, std::string key, const char* when,
                         const char* amount = "10.00") {
    return {.account = std::move(account),
            .kind = "order.placed",
            .key = std::move(key),
            .at = at(when),
            .values = {{"amount", Value(amount)}},
            .create_account = true};
  }
  std::vector<Verdict> record(const std::vector<FactInput>& facts,
                              const RecordOptions& options = {}) {
    Result<std::vector<Verdict>> verdicts = service_->record("default", facts, options);
    EXPECT_TRUE(verdicts.has_value());
    return verdicts ? std::move(*verdicts) : std::vector<Verdict>(facts.size());
  }
  Verdict record(const FactInput& fact, const RecordOptions& options = {}) {
    return record(std::vector<FactInput>{fact}, options).front();
  }
  static std::vector<std::string> codes(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const engine::Refusal& refusal : verdict.refusals) found.push_back(refusal.code);
    return found;
  }

  // "A suspect>buyer 2026-01-01 first-order O1", superseded ones with " superseded".
  std::vector<std::string> log(Service::LogFilter filter = {}) {
    std::vector<std::string> rows;
    if (!filter.when.at) filter.when.at = kMaxInstant;
    const Result<void> read = service_->log("default", filter, [&](const Service::LogRow& row) {
      std::string line = row.account + " " + row.from + ">" + row.to + " " +
                         to_string(row.at).substr(0, 10) + " " + row.rule;
      if (!row.fact.empty()) line += " " + row.fact;
      if (row.superseded_at) line += " superseded";
      rows.push_back(line);
    });
    EXPECT_TRUE(read.has_value());
    return rows;
  }
  std::string stage(const std::string& account) {
    std::string found = "?";
    (void)service_->accounts("default", [&](const Service::AccountRow& row) {
      if (row.key != account) return;
      for (const auto& [name, value] : row.properties) {
        if (name == "status") found = to_text(value);
      }
    });
    return found;
  }
  Value property(const std::string& account, const std::string& property) {
    Value found;
    (void)service_->accounts("default", [&](const Service::AccountRow& row) {
      if (row.key != account) return;
      for (const auto& [name, value] : row.properties) {
        if (name == property) found = value;
      }
    });
    return found;
  }
  std::string board(Service::When when = {}) {
    std::string text;
    const auto columns = service_->board("default", when);
    EXPECT_TRUE(columns.has_value());
    for (const Service::BoardColumn& column : *columns) {
      text += (text.empty() ? "" : " ") + column.stage + "=" + std::to_string(column.accounts);
    }
    return text;
  }
  std::vector<std::string> verify() {
    std::vector<std::string> found;
    const auto findings = service_->verify("default");
    EXPECT_TRUE(findings.has_value());
    for (const Service::Finding& finding : *findings) {
      found.push_back(say(Language::english, finding.code, finding.arguments));
    }
    return found;
  }
  void expect_sound() { EXPECT_EQ(verify(), std::vector<std::string>{}); }
  std::vector<store::Outbox> outbox() {
    std::vector<store::Outbox> rows;
    store_->read([&](store::Reader& r) {
      r.outbox(1, 0, [&](const store::Outbox& row) { rows.push_back(row); });
    });
    return rows;
  }
  int64_t effects() {
    int64_t count = 0;
    store_->read(
        [&](store::Reader& r) { r.effects(1, 0, [&](const store::Effect&) { ++count; }); });
    return count;
  }

  std::string folder_;
  FixedClock clock_{at("2026-06-01")};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Service> service_;
};

}  // namespace tenure::service
