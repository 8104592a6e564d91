#include "service/report_rows.h"

#include <optional>
#include <set>
#include <unordered_set>
#include <vector>

#include "service/impl.h"
#include "service/reading.h"

namespace tenure::service {

namespace {

// The accounts that the caller sees; nullopt: all of them.
Result<std::optional<std::unordered_set<std::string>>> own_accounts(const Reading& reading, Instant now) {
  std::optional<std::unordered_set<std::string>> own;
  if (!reading.access->own_only()) return own;
  const auto account = reading.model->find("account");
  query::Setting setting = reading.setting(now);
  setting.page = INT64_MAX;
  TENURE_TRY(const query::Query query, query::bind(reading.model, *account, {.select = "key"}, setting));
  own.emplace();
  TENURE_TRY([[maybe_unused]] const query::Answer answer, reading.run(query, [&](const query::Row& row) {
    own->emplace(row.cells[0].as_text());
    return true;
  }));
  return own;
}

Result<void> check_field(const Access& access, std::string_view record, std::string_view field) {
  TENURE_CHECK_OK(access.check(kMayRead, record));
  if (!field.empty() && access.may_read(record, field)) return {};
  return refuse("no-such-field", {{"record", std::string(record)}, {"field", std::string(field)}, {"nearest", ""}});
}

}  // namespace

Result<void> tell_history(Service& service, const Caller& caller, std::string_view workspace,
                          const HistoryRequest& request,
                          const std::function<void(std::string_view, Instant)>& begin,
                          const std::function<void(const Service::LogRow&)>& move) {
  TENURE_TRY(const Reading reading, service.reading(caller, workspace));
  TENURE_CHECK_OK(reading.access->check(kMayRead, "transition"));
  const bool known = reading.realm->definition->find_lifecycle(request.lifecycle).has_value();
  TENURE_CHECK_OK(check_field(*reading.access, "account", known ? request.lifecycle : ""));
  TENURE_TRY(const auto own, own_accounts(reading, service.impl().clock.now()));
  const auto seen = [&](std::string_view account) { return !own || own->contains(std::string(account)); };
  std::string account;
  bool begun = false;
  TENURE_CHECK_OK(service.facts(workspace, request.when, [&](const Service::FactRow& row) {
    if (row.account != account) begun = false;
    account = row.account;
    if (begun || (!request.begins_with.empty() && row.kind != request.begins_with)) return;
    begun = true;
    if (seen(row.account)) begin(row.account, row.at);
  }));
  return service.log(workspace, {.lifecycle = request.lifecycle, .when = request.when},
                     [&](const Service::LogRow& row) {
                       if (seen(row.account)) move(row);
                     });
}

Result<void> tell_orders(Service& service, const Caller& caller, std::string_view workspace,
                         const Service::When& when, const std::function<void(const OrderRow&)>& visit) {
  TENURE_TRY(const Reading reading, service.reading(caller, workspace));
  TENURE_CHECK_OK(reading.access->check(kMayRead, "account"));
  TENURE_CHECK_OK(check_field(*reading.access, "order", "amount"));
  TENURE_TRY(const auto own, own_accounts(reading, service.impl().clock.now()));
  const lifecycle::Definition& definition = *reading.realm->definition;
  const auto placed = definition.find_kind("order.placed");
  if (!placed) return {};
  const int amount = definition.kinds[*placed].fields.find("amount");
  struct Order {
    std::string key;
    Instant at;
    Decimal amount;
  };
  std::string account;
  std::vector<Order> orders;
  std::set<std::string, std::less<>> voided;
  const auto close = [&] {
    for (const Order& order : orders) {
      if (!voided.contains(order.key)) visit({account, order.at, order.amount});
    }
    orders.clear();
    voided.clear();
  };
  TENURE_CHECK_OK(service.facts(workspace, when, [&](const Service::FactRow& row) {
    if (row.account != account) {
      close();
      account = row.account;
    }
    const auto kind = definition.find_kind(row.kind);
    if (!kind || (own && !own->contains(account))) return;
    if (*kind == *placed) {
      const bool has = row.body && amount >= 0;
      const Decimal* paid = has ? (*row.body)[static_cast<size_t>(amount)].get<Decimal>() : nullptr;
      orders.push_back({std::string(row.key), row.at, paid ? *paid : Decimal()});
    } else if (definition.kinds[*kind].voids == *placed) {
      voided.emplace(row.key);
    }
  }));
  close();
  return {};
}

}  // namespace tenure::service
