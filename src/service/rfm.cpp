#include "service/rfm.h"

#include <algorithm>

#include "base/json.h"
#include "base/limits.h"
#include "scoring/rfm.h"
#include "service/account_facts.h"
#include "service/schedule.h"
#include "service/settings.h"

namespace tenure::service {

using lifecycle::kNone;
using scoring::RfmCustomer;
using scoring::RfmScore;

namespace {

constexpr std::string_view kRfm = "rfm", kScored = "rfm.scored";

// "": not scored by a schedule. In the night, when nobody waits.
std::string rule_of(std::string_view setting) {
  if (setting == "daily") return "daily 03:00";
  if (setting == "weekly") return "weekly monday 03:00";
  if (setting == "monthly") return "monthly 1 03:00";
  return "";
}

std::string wanted_rule(const Realm& realm, store::Reader& reader) {
  if (!looks_at_rfm(*realm.definition)) return "";
  return rule_of(Settings(reader, realm.id).text("rfm_schedule"));
}

std::string kept_rule(const Realm& realm, store::Reader& reader) {
  for (const store::Schedule& schedule : reader.work().schedules(realm.id)) {
    if (schedule.name == kRfm) return schedule.rule;
  }
  return "";
}

struct Scored {  // what was said last; zeros: nothing
  int64_t r = 0, f = 0, m = 0;
  bool operator==(const Scored&) const = default;
};
struct Customers {
  std::vector<RfmCustomer> all;
  std::vector<Scored> before;  // parallel
};

class Gathering {
 public:
  Gathering(const Realm& realm, store::Reader& reader) : realm_(realm), reader_(reader), facts_(realm) {
    const lifecycle::Definition& definition = *realm.definition;
    order_ = definition.find_kind("order.placed").value_or(kNone);
    scored_ = definition.find_kind(kScored).value_or(kNone);
    if (order_ != kNone) amount_ = definition.kinds[order_].fields.find("amount");
    const lifecycle::FactKind& scored = definition.kinds[scored_];
    for (const char* name : {"r", "f", "m"}) score_.push_back(scored.fields.find(name));
  }

  void account(const store::Account& account, std::string_view key) {
    // Those that were merged are scored where they went; those in the pool of removed customers are not.
    const auto is_set = [&](const char* name) {
      const Value value = reader_.property(realm_.id, account.id, name);
      const bool* flag = value.get<bool>();
      const int64_t* number = value.get<int64_t>();
      return flag ? *flag : number ? *number != 0 : !value.is_null();
    };
    facts_.clear();
    facts_.load(reader_, account.id);
    RfmCustomer customer{.key = std::string(key)};
    Scored before;
    for (const uint32_t index : facts_.effective()) {
      const AccountFacts::Row& row = facts_.rows()[index];
      if (row.kind != order_ && row.kind != scored_) continue;
      const engine::Fact fact = facts_.fact(row, "");
      if (row.kind == order_) {
        const Value paid = value(fact, amount_);
        customer.add_order(realm_.definition->zone.local_date(row.at),
                           paid.get<Decimal>() ? *paid.get<Decimal>() : Decimal());
      } else {
        before = {number(fact, 0), number(fact, 1), number(fact, 2)};
      }
    }
    if (customer.orders == 0 || is_set("merged_into") || is_set("archived")) return;
    customers.all.push_back(std::move(customer));
    customers.before.push_back(before);
  }

  Customers customers;

 private:
  Value value(const engine::Fact& fact, int field) const {
    if (field < 0 || static_cast<size_t>(field) >= fact.body.size()) return {};
    return expression::to_value(fact.body[static_cast<size_t>(field)],
                                realm_.definition->kinds[fact.kind].fields.fields[static_cast<size_t>(field)].type);
  }
  int64_t number(const engine::Fact& fact, size_t which) const {
    const Value said = value(fact, score_[which]);
    return said.get<int64_t>() ? *said.get<int64_t>() : 0;
  }

  const Realm& realm_;
  store::Reader& reader_;
  AccountFacts facts_;
  uint16_t order_ = kNone, scored_ = kNone;
  int amount_ = -1;
  std::vector<int> score_;
};

// The day of the analysis.
Result<Date> day_of(const JobRun& run) {
  TENURE_TRY(const Value request, json::parse(run.job.request));
  const auto* object = request.get<std::shared_ptr<const Object>>();
  for (size_t i = 0; object && i < (*object)->members.size(); ++i) {
    const auto& [name, value] = (*object)->members[i];
    if (name == "date") return parse_date(to_text(value));
  }
  return run.realm->definition->zone.local_date(run.job.created_at);
}

Result<std::optional<std::string>> run_rfm(JobRun& run) {
  TENURE_TRY(const Date day, day_of(run));
  Customers customers;
  if (looks_at_rfm(*run.realm->definition)) {
    run.service.impl().store.read([&](store::Reader& reader) {
      Gathering gathering(*run.realm, reader);
      reader.accounts(run.realm->id, [&](const store::Account& account, std::string_view key) {
        if (!run.stop()) gathering.account(account, std::string(key));
      });
      customers = std::move(gathering.customers);
    });
  }
  const std::vector<RfmScore> scores = scoring::rfm_ntile(customers.all, day);
  std::vector<size_t> changed;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (customers.before[i] != Scored{scores[i].r, scores[i].f, scores[i].m}) changed.push_back(i);
  }
  int64_t moves = 0, refused = 0;
  for (size_t begin = 0; begin < changed.size() && !run.stop(); begin += limits::kRfmAccounts) {
    const size_t end = std::min(begin + limits::kRfmAccounts, changed.size());
    int64_t moved = 0, failed = 0;
    run.piece([&](Context& context) {
      moved = failed = 0;
      std::vector<FactInput> facts;
      for (size_t i = begin; i < end; ++i) {
        const RfmScore& score = scores[changed[i]];
        facts.push_back({.account = customers.all[changed[i]].key,
                         .kind = std::string(kScored),
                         .at = context.now(),
                         .values = {{"r", Value(int64_t{score.r})},
                                    {"f", Value(int64_t{score.f})},
                                    {"m", Value(int64_t{score.m})}}});
      }
      for (const Verdict& verdict : context.record(std::move(facts))) {
        moved += static_cast<int64_t>(verdict.moves.size());
        failed += verdict.outcome == Outcome::refused;
      }
      run.job.total = static_cast<int64_t>(changed.size());
      run.job.done = static_cast<int64_t>(end);
    });
    moves += moved;
    refused += failed;
    run.rest();
  }
  if (run.stop()) return std::nullopt;
  std::string result;
  json::Writer w(result);
  w.begin_object().field("date", Value(day)).field("customers", static_cast<int64_t>(scores.size()));
  w.field("changed", static_cast<int64_t>(changed.size())).field("refused", refused).field("moves", moves);
  w.end_object();
  return result;
}

}  // namespace

bool looks_at_rfm(const lifecycle::Definition& definition) {
  const auto kind = definition.find_kind(kScored);
  if (!kind) return false;
  const bool rules = std::ranges::any_of(definition.lifecycles, [&](const lifecycle::Lifecycle& cycle) {
    return *kind < cycle.by_kind.size() && !cycle.by_kind[*kind].empty();
  });
  return rules || !definition.measures_by_kind[*kind].empty();
}

bool rfm_schedule_differs(const Realm& realm, store::Reader& reader) {
  return wanted_rule(realm, reader) != kept_rule(realm, reader);
}

void keep_rfm_schedule(const Realm& realm, store::Transaction& transaction, Instant now) {
  const std::string text = wanted_rule(realm, transaction.reads());
  const auto rule = ScheduleRule::parse(text);
  if (!rule) return transaction.work().remove_schedule(realm.id, kRfm);
  transaction.work().put_schedule(realm.id, {.name = std::string(kRfm),
                                             .kind = std::string(kRfm),
                                             .request = "{}",
                                             .rule = text,
                                             .next_at = rule->next(realm.definition->zone, now)});
}

std::vector<JobKind> rfm_job_kinds() { return {{std::string(kRfm), run_rfm}}; }

}  // namespace tenure::service
