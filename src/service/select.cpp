#include "service/select.h"

#include "base/assert.h"
#include "query/bind.h"
#include "service/model.h"
#include "service/reading.h"

namespace tenure::service {
namespace {

Result<uint16_t> account_of(const query::Model& model) {
  const auto accounts = model.find_set("accounts");
  if (!accounts) return refuse("unknown-name", {{"name", "accounts"}, {"nearest", ""}});
  return *accounts;
}

}  // namespace

Result<void> select_accounts(Service& service, const Caller& caller, std::string_view workspace,
                             std::string_view filter, std::string_view after,
                             const std::function<bool(std::string_view key)>& visit) {
  TENURE_TRY(const Reading reading, service.reading(caller, workspace));
  TENURE_TRY(const uint16_t accounts, account_of(*reading.model));
  query::Options options;
  options.filter = filter;
  options.select = "key";
  query::Setting setting = reading.setting(service.impl().clock.now());
  setting.page = INT64_MAX;
  TENURE_TRY(query::Query query, query::bind(reading.model, accounts, options, setting));
  TENURE_ASSERT(query.order.size() == 1);  // accounts stand in the order of their keys
  if (!after.empty()) query.after = query::Position{{Value(after)}};
  store::QueryBounds bounds;
  bounds.time = std::chrono::hours(24);  // it is long work
  TENURE_CHECK_OK(reading.run(
      query, [&](const query::Row& row) { return visit(row.cells[0].as_text()); }, bounds));
  return {};
}

Result<void> check_filter(Context& context, std::string_view filter) {
  const query::ModelPtr model = make_model(context.realm(), context.access());
  TENURE_TRY(const uint16_t accounts, account_of(*model));
  TENURE_CHECK_OK(query::bind_condition(model, accounts, filter));
  return {};
}

}  // namespace tenure::service
